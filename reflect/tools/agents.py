"""reflect in LangChain: retrievers over articles and roles, tools for any agent, and a talk as a runnable.

from reflect import Reflect
from reflect.tools.agents import reflect_tools

agent = create_agent(model, reflect_tools(Reflect.open("team.yaml")))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableGenerator
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import ConfigDict

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.errors import ReflectError
from reflect.tools.offers import Offers


class ArticleRetriever(BaseRetriever):
    """Finds passages of the articles, word for word; `source` in the metadata is what a citation names.

    ArticleRetriever(reflect=reflect, count=3).invoke("leaving white space in a plan")
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    reflect: Reflect
    count: int = 4

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        return [
            Document(
                page_content=passage.text, id=passage.id,
                metadata={"source": passage.id, "title": passage.title, "heading": passage.heading, "score": score},
            )
            for passage, score in self.reflect.search(query, self.count)
        ]  # fmt: skip


class RoleRetriever(BaseRetriever):
    """Finds the lines of the role definitions that speak for an activity, the likeliest owner's first.

    RoleRetriever(reflect=reflect).invoke("approving every discount")
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    reflect: Reflect

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        found = self.reflect.whose(query)
        return [
            Document(
                page_content=owner.evidence.line.text, id=owner.evidence.line.id,
                metadata={"source": owner.evidence.line.id, "role": owner.role, "probability": owner.probability},
            )
            for owner in found.owners
        ]  # fmt: skip


def reflect_tools(reflect: Reflect) -> list[BaseTool]:
    """The tools `whose_work_is_it`, `draft_handoff`, `stop_list` and `search_articles` for an agent.

    What can't be done comes back to the agent as a sentence that says what to do instead.
    """
    offers = Offers(reflect)
    offered = (offers.whose_work_is_it, offers.draft_handoff, offers.stop_list, offers.search_articles)
    return [StructuredTool.from_function(_told(one), parse_docstring=True, handle_tool_error=True) for one in offered]


def talk_runnable(conversation: Conversation) -> Runnable[str, str]:
    """A conversation as a runnable: a message goes in, the words of the answer stream out.

    for piece in talk_runnable(reflect.session(person="Dana Reyes")).stream("I check every quote"):
        print(piece, end="")
    """

    def answer(messages: Iterator[str]) -> Iterator[str]:
        shown = ""
        for piece in conversation.stream("".join(messages)):
            if isinstance(piece, str):
                # Each piece is the answer so far.
                yield piece[len(shown) :]
                shown = piece

    return RunnableGenerator(answer)


def _told(offer: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(offer)
    def call(*given: Any, **named: Any) -> Any:
        try:
            found = offer(*given, **named)
        except ReflectError as error:
            raise ToolException(str(error)) from error
        many = isinstance(found, list)
        told = [one.model_dump(mode="json") for one in (found if many else [found])]
        return told if many else told[0]

    return call
