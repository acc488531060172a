"""Somebody who talks with reflect and knows their mind: answers by what is asked, in their own words."""

from __future__ import annotations

from collections.abc import Mapping

from reflect.assistant import Reflect
from reflect.conversation import Conversation

MOST_TURNS = 40
# What is asked for an activity, or "*" for any: fact -> answer.
Answers = Mapping[str, Mapping[str, str]]


def converse(
    reflect: Reflect, person: str, doors: list[str], answers: Answers, practice: str = "stop-list"
) -> Conversation:
    """A whole session: each of `doors` answers one "what do you do?", the rest is answered by fact."""
    conversation = reflect.session(practice, person=person)
    waiting = list(doors)
    for _ in range(MOST_TURNS):
        question = conversation.state.question
        if question is None or question.fact == "activity":
            message = waiting.pop(0) if waiting else "that's all"
        else:
            item = conversation.state.item(question.item)
            about = item.activity.text if item else ""
            own = next((facts for name, facts in answers.items() if name in about), {})
            message = own.get(question.fact) or answers["*"].get(question.fact) or "not sure"
        if conversation.say(message).done:
            break
    return conversation
