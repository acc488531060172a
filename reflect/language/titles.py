"""Titles of roles as they stand in a sentence: "the Regional Vice Presidents", "the Head of Sales", but "Deal Desk".

A title that says what somebody is takes an article and a plural; one that names a function takes neither.
"""

from __future__ import annotations

import re

# Where the word that says what somebody is ends: "Head | of Sales", "Account Executive | , North".
_QUALIFIED = re.compile(r"\s+(?:of|for|to|in)\s|\s*[,(/–—]|\s+-\s|\s+&\s")
_SOMEBODY = re.compile(
    r"(?:er|or|ent|ant|ive|ist|yst|eer|ate|ian|man|woman|person|lead|head|chief|counsel|rep|vp|clerk|nurse|cook|chef|"
    r"partner|deputy|secretary|trainee|coach|host|guide|scribe|steward|owner|c[a-z]o)$",
    re.IGNORECASE,
)
# These end like somebody and are none.
_NO_ONE = frozenset("center centre order career tender paper water power talent content event payment development "
    "management procurement recruitment deployment department investment enablement equipment".split())  # fmt: skip


def names_somebody(title: str) -> bool:
    """Whether a title says what somebody is ("Sales Manager"), rather than name a function ("Sales Operations")."""
    last = _head(title)[0].rpartition(" ")[2]
    return bool(_SOMEBODY.search(last)) and last.lower() not in _NO_ONE


def plural(title: str) -> str:
    """A title for several holders: "Regional Vice Presidents", "Heads of Sales", but "Deal Desk"."""
    if not names_somebody(title):
        return title
    head, rest = _head(title)
    if re.search(r"[^aeiou]y$", head):
        return f"{head[:-1]}ies{rest}"
    if re.search(r"(?:man|woman)$", head):
        return f"{head[:-3]}men{rest}"
    return f"{head}{'es' if re.search(r'(?:s|x|ch|sh)$', head) else 's'}{rest}"


def with_the(title: str, holders: int = 1) -> str:
    """The title in a sentence, for so many holders: "the Sales Managers", "the Chief Revenue Officer", "Deal Desk"."""
    if not names_somebody(title):
        return title
    return f"the {plural(title) if holders > 1 else title}"


def _head(title: str) -> tuple[str, str]:
    match = _QUALIFIED.search(title)
    return (title[: match.start()], title[match.start() :]) if match else (title, "")
