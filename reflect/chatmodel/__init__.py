"""A chat model, asked for answers of a given shape or for words as they come; the only place that knows the client.

model = open_chat_model(settings)           or ModelError, with the cause and the cure
model.ask(Shape, instructions, data)        an answer that fits, within the deadline
model.stream(instructions, data)            pieces of text as they come, the first within the deadline
model.for_session(id), model.for_batch()    the same model with a usage and a budget of its own
"""

from reflect.chatmodel.batches import Progress, Tell
from reflect.chatmodel.model import ChatModel, Shape
from reflect.chatmodel.opening import open_chat_model
from reflect.chatmodel.patience import in_parallel
from reflect.chatmodel.usage import Budget, Usage

__all__ = ["Budget", "ChatModel", "Progress", "Shape", "Tell", "Usage", "in_parallel", "open_chat_model"]
