"""What was said, as the conversation of the page shows it."""

from __future__ import annotations

import re
from typing import Any

import gradio as gr

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.language.controls import show_controls
from reflect.records import Turn
from reflect.reports.markdown import escape
from reflect.web.fragments import citation_chips, turn_tools

# What comes before the sign in an address without which it is taken for words: https:// www. name@place.
_ADDRESS = re.compile(r"((?:https?|ftp)(?=://)|www(?=\.)|[\w.+-](?=@))", re.IGNORECASE)


def as_text(text: str) -> str:
    """The text for the conversation to show as it is: no markup, and no address that becomes a link."""
    return _ADDRESS.sub(r"\1\\", escape(text))


def user_message(text: str) -> dict[str, Any]:
    """What a person wrote, shown as they wrote it."""
    return {"role": "user", "content": as_text(text).replace("\n", "  \n")}


def all_messages(conversation: Conversation, reflect: Reflect) -> list[dict[str, Any]]:
    """Every message and turn of a talk; replies to be clicked only under the last."""
    exchanges = conversation.exchanges
    marks = {mark.turn: mark for mark in conversation.marks} if len(exchanges) > 1 else {}
    messages: list[dict[str, Any]] = []
    for number, exchange in enumerate(exchanges):
        if exchange.message is not None:
            messages.append(user_message(exchange.message))
        answer = _turn_message(exchange.turn, reflect)
        if number:
            answer["content"].append(gr.HTML(turn_tools(number, marks.get(number))))
        if exchange is exchanges[-1] and exchange.turn.options:
            answer["options"] = [{"label": show_controls(one), "value": one} for one in exchange.turn.options]
        messages.append(answer)
    return messages


def _turn_message(turn: Turn, reflect: Reflect) -> dict[str, Any]:
    """Reflection, then what it quotes, then the one question in bold."""
    text, question = turn.text, turn.question
    if question and text.endswith(question):
        text = text[: -len(question)].strip()
    content: list[Any] = [as_text(text)] if text else []
    if turn.citations:
        content.append(gr.HTML(citation_chips(turn.citations, reflect)))
    if question:
        content.append(f"**{as_text(question)}**")
    return {"role": "assistant", "content": content}
