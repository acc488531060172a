"""Tell "stop" as the end of the talk from "stop" as what becomes of an activity.

The word alone is a verdict only as the option that was offered, to the letter; anything else that is nothing but a
stop ends the talk, or is asked about where both could be meant (interview.py).
"""

from __future__ import annotations

import re

from reflect.engines.protocol import Scene
from reflect.language.clauses import plain
from reflect.records import Asked

_POLITE = r"(?:please|pls|ok|okay|now|right now|thanks|thank you|just|no|oh|sorry|reflect|hey|wait)"
_BARE = re.compile(rf"^(?:{_POLITE}\W+)*stop(?:\W+{_POLITE})*\W*$", re.IGNORECASE)
_TALK = re.compile(
    rf"^(?:{_POLITE}\W+)*(?:let's stop|lets stop|i want to stop|i'd like to stop|can we stop|stop (?:here|there|for "
    r"(?:now|today)|it here|this here|this (?:talk|session|chat|conversation)|the (?:talk|session|chat|conversation)|"
    r"asking(?: me)?(?: (?:questions|things))?|talking)|"
    r"(?:let's|lets|shall we|can we|could we|i'd|i'll|i'm going to|time to|"
    r"i think (?:we|i)(?:'ll| can| should)?|we can|we could)\s+"
    r"(?:just\s+|better\s+)?(?:call it (?:a day|a night|quits)|wrap (?:it |this )?up|leave it (?:there|here|at that))\b"
    r"(?:\s+(?:here|there|now|for (?:now|today)))?\W*$|"
    r"stop\W+(?:that's|thats|that is|it's|i've had)\s+(?:it|all|enough)|stop now|"
    r"end (?:here|the (?:talk|session|chat))|quit|exit|"
    r"bye|goodbye)\b",
    re.IGNORECASE,
)
_ENOUGH = re.compile(
    rf"^(?:{_POLITE}\W+)*(?:that's|thats|that is|this is|it's)?\s*(?:enough|quite enough)"
    rf"(?:\s+(?:for (?:now|today)|questions|now))?(?:\W+{_POLITE})*\W*$",
    re.IGNORECASE,
)
# An answer where hours are asked for.
_CALL_IT_A_DAY = re.compile(rf"^(?:{_POLITE}\W+)*call it (?:a day|a night|quits)(?:\W+{_POLITE})*\W*$", re.IGNORECASE)
# "Stop, that's enough for today", "stop. I've got a meeting": where one's own words are asked for.
_STOP_FIRST = re.compile(
    rf"^(?:{_POLITE}\W+)*stop(?:\s+(?:it|now|here|there))?\s*(?:[.!;–—]|,\s*(?=that's|thats|i\b|i'|we\b|enough|it's))",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^(?:(?:ok|okay|k|kk|cool|great|fine|good|perfect|nice|alright|all right|got it|right|thanks|thank you|"
    r"thanks a lot|thank you very much|many thanks|thx|ty|cheers|ta)\b\W*)+$",
    re.IGNORECASE,
)
_LONGEST_WORDS = 14


def ends_talk(text: str, asked: Asked | None, scene: Scene, drafted: bool) -> bool:
    """Whether the message is nothing but a wish to stop.

    Args:
        text: The message.
        asked: The question that is open.
        scene: Tells which blanks of a draft can be filled.
        drafted: Whether a draft is there, whose blanks may be what is asked for.
    """
    said = plain(text)
    if asked is not None and said in asked.options:
        return False
    last = [step.ask for step in scene.practice.then if step.ask]
    filling = drafted and asked is not None and asked.fact in (*scene.practice.fill, "more", *last)
    if filling and _ENOUGH.match(said):
        return True
    kind = scene.practice.facts[asked.fact].kind if asked is not None and asked.fact in scene.practice.facts else ""
    if kind != "hours" and _CALL_IT_A_DAY.match(said):
        return True
    if kind in ("text", "hours", "weeks", "date") and len(said.split()) <= _LONGEST_WORDS and _STOP_FIRST.match(said):
        return True
    return bool(_BARE.match(said)) or (len(said.split()) <= _LONGEST_WORDS and bool(_TALK.match(said)))


def is_bare_stop(text: str) -> bool:
    """Whether the message is the word "stop" and nothing else of weight."""
    return bool(_BARE.match(plain(text)))


def is_enough(text: str) -> bool:
    """Whether the message is the word "enough" and nothing else of weight."""
    return bool(_ENOUGH.match(plain(text)))


def is_thanks(text: str) -> bool:
    """Whether the message only takes note and thanks: there is nothing more to come."""
    return bool(_THANKS.match(plain(text)))
