"""Put the ways in which people say that they do something in one form: "I ...", or the bare name with its hours.

"Gwen asked me to rebuild her sheet", "the rota landed on me", "Mondays it's the stock count", "you forgot the badges".
Whether a clause names work at all isn't decided here.
"""

from __future__ import annotations

import re

from reflect.engines.guided.lists import (
    announces,
    cut_list,
    is_only_time,
    with_units,
    without_announcement,
    without_whole,
)
from reflect.language.clauses import gerund, opens_clause, verb_lemma, without_fillers
from reflect.language.english import WEEKDAYS
from reflect.language.quantities import read_amount

_OFTEN = r"(?:(?:also|always|now|just|still|even|somehow|kindly|only|really|usually|apparently|\w+ly)\s+)*"
_HAVING = r"(?:(?:'s|'ve|has|have|had|is|are|keeps?|kept|was|were|been|being|gets?|got|getting)\s+)*"
_ME = r"(?:me|us)"
# "Nobody asked me to" says that nobody did.
_SOMEBODY = r"(?!(?:nobody|no one|no-one|noone|i|it|that|this|what|who|which|if|when|because|did|does|didn't)\b)"
_WHO = rf"^{_SOMEBODY}(?:[\w'-]+\s+){{0,3}}?[\w-]+(?=\s|')"


def _compiled(*rewrites: tuple[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), into) for pattern, into in rewrites)


# What is missing from the list.
_MISSING = _compiled(
    (
        r"^(?:but\s+|no\W+)*(?:you|we|i)(?:'ve| have|'d)?\s+(?:also\s+|just\s+|completely\s+)*"
        r"(?:forgot(?:ten)?|forget|missed|left (?:out|off)|overlooked)\s+(?:about\s+|to (?:mention|note|list|"
        r"add|put in)\s+|"
        r"that\s+)?(?!to\b|it\b|that\b|one\b|something\b|what\b|when\b|how\b|my question\b|the reason\b)(?=\w)",
        "",
    ),
    (
        r"^(?:please\s+)?(?:add|put)\s+(?P<name>(?:the|my|our)\s.+?)\s+(?:on|to|in|onto)\s+(?:it|the list|"
        r"there|my list)\b",
        r"\g<name>",
    ),
    (
        r"^(?P<name>(?:the|my|our)\s[\w' -]+?)\s+(?:is|are|'s|isn't|aren't)\s+(?:still\s+)?(?:not\s+)?"
        r"(?:missing|on (?:it|the list|there))\b.*$",
        r"\g<name>",
    ),
)
_REWRITES = _compiled(
    # "What eats me is the phone", "half my week goes on expenses".
    (
        r"^what\b[^,;]{3,40}?(?:'s|\s(?:is|are))\s+(?=(?:the|my|our|all|a|an)\s|\w+ing\s)|"
        r"^the (?:worst|biggest|main|first|second|other|last|next|big)(?: (?:one|thing|bit|part|"
        r"offender))?(?:'s| is| would be)\s+",
        "",
    ),
    (
        r"^(?P<time>(?:half|most|all|a third|a quarter|a day)(?: of)?(?: (?:my|the|every|our))? (?:week|days?|"
        r"time|mornings?|"
        r"afternoons?|evenings?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?))\s+(?:always\s+|"
        r"usually\s+)?(?:goes|go|went|is spent|"
        r"disappears?|is (?:gone|lost|taken up)|is|gets? eaten(?: up)?|vanish(?:es)?)\s+(?:on|into|in|by|"
        r"up by|to|with)\s+(?P<name>[^:]+)(?::.*)?$",
        r"\g<name>, \g<time>",
    ),
    (
        r"\bits\s+(?:like|about|roughly|around|maybe)?\s*(?=(?:\d|an?|half|two|three|four|five|"
        r"six)\b\s*[a-z]*\s*(?:h|hr|min|day))",
        ", ",
    ),
        (
            r"^(?:don'?t (?:even )?(?:get me started on|start me on|forget)(?:\s+about)?|not to mention|"
            r"let alone|to say nothing of|"
            r"what about)\s+",
            "",
        ),
        # What somebody has one do.
        (
            rf"{_WHO}\s*{_HAVING}{_OFTEN}(?:asked|asks|asking|told|tells|wants?|wanted|needs?|needed|expects?|"
            rf"expected|begged|"
            rf"begs|gets?|got|instructed|ordered|pushed)\s+{_ME}\s+(?:down\s+)?to\s+(?=[a-z])",
            "I ",
        ),
        (
            rf"{_WHO}\s*{_HAVING}{_OFTEN}(?:made|makes?|lets?|had|has|have)\s+{_ME}\s+(?=[a-z]+\s+(?:the|a|an|"
            rf"his|her|their|all|my|our)\b)",
            "I ",
        ),
        (
            rf"{_WHO}\s*{_HAVING}{_OFTEN}(?:got|have|has|had|kept|keeps|set|put)\s+{_ME}\s+(?:on\s+to\s+|"
            rf"on\s+)?(?=\w+ing\b)",
            "",
        ),
        (
            rf"{_WHO}\s*{_HAVING}{_OFTEN}(?:roped|talked|dragged|pulled|volunteered|signed|put|drafted|"
            rf"sucked)\s+{_ME}\s+(?:up\s+)?"
            r"(?:into|in for|in on|for|on|in to)\s+",
            "",
        ),
        (
            rf"{_WHO}\s*{_HAVING}{_OFTEN}(?:handed|gave|gives|given|passed|left|leaves|dumped|assigned|shoved|"
            rf"lumbered|saddled)\s+"
            rf"{_ME}\s+(?:with\s+)?(?=(?:the|a|an|his|her|their|all|\w+'s)\s)",
            "",
        ),
        (
            rf"{_WHO}\s*{_HAVING}{_OFTEN}(?:handed|gave|passed|left|dumped|shoved|dropped|put)\s+"
            rf"(?P<name>(?:the|a|an|his|her|their|all|\w+'s)\s[\w' -]+?)\s+(?:over\s+)?(?:on|to|onto|"
            rf"with)\s+(?:{_ME}\b|my (?:desk|plate|lap)\b)",
            r"\g<name>",
        ),
        # "Off I go finding porters".
        (
            r"^(?:off|out|away|in|up|down|there|back)\s+(?P<who>i|we)\s+(?:go|went|am|run|trot)\s+(?=\w+ing\b)",
            r"\g<who> go ",
        ),
        # "I've got the people who haven't paid to ring up".
        (
            r"^(?P<who>i|we)(?:'ve| have)?(?:\s+got)?\s+(?P<name>(?:the|a|all|my|our|those|these)\s[^,;]+?)\s+to\s+"
            r"(?!be\b|do\b)(?P<doing>[a-z]+(?:\s(?:up|out|back|off|in|on|over|round|through))?)$",
            r"\g<who> \g<doing> \g<name>",
        ),
        # What one is made to do.
        (
            rf"^(?:i|we)(?:'m|'ve|'re)?\s+{_HAVING}{_OFTEN}{_HAVING}(?:asked|told|expected|made|required|"
            rf"roped|dragged|talked|pulled|"
            r"sucked|volunteered)\s+(?:in)?to\s+(?=[a-z]+\b)",
            "I ",
        ),
        (
            rf"^(?:i|we)(?:'m|'ve|'re)?\s+{_HAVING}{_OFTEN}{_HAVING}(?:landed|lumbered|stuck|saddled|left|"
            rf"stung|burdened)\s+with\s+",
            "",
        ),
        # What has come to one.
        (
            r"^(?P<name>(?:the|a|an|all|my|our|his|her|their|[\w-]+(?:'s)?)\s[\w' -]*?\w)\s+(?:has\s+|have\s+|"
            r"had\s+|also\s+|just\s+|"
            r"always\s+|somehow\s+|all\s+|then\s+)*(?:landed|lands?|ended up|ends? up|falls?|fell|fallen|"
            r"got dumped|gets dumped|"
            r"was dumped|comes?|came|sits?|lies|(?:get|gets|are|is|got)\s+(?:sent|passed|referred|forwarded|"
            r"put through|left))\s+(?:back\s+)?(?:on|with|to|in|at)\s+(?:me\b|us\b|my (?:desk|"
            r"lap|plate|door)\b)",
            r"\g<name>",
        ),
        (
            r"^(?:apart from|besides|on top of|as well as|in addition to|other than|aside from|alongside|"
            r"next to)\s[^,]{2,40}?,?\s+"
            r"(?=(?:i|we)\b)",
            "",
        ),
        (
            rf"^(?:(?:it'?s|somehow|apparently|oddly|and|now|of course|\w+ly),?\s+)*(?=(?:the|a|my|"
            rf"our)\s.*\b(?:is|are)\s+{_OFTEN}mine\b)",
            "",
        ),
)  # fmt: skip
# "Mondays it's the stock count": when, and then that there is something.
_WHEN = (
    r"(?:(?:on|in|at|every|each|most|first|next|then|after that|finally|lastly|mostly|mainly|also|and|plus|"
    r"now|second|third|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mornings?|evenings?|afternoons?)\b[\w' ]{0,24}?,?\s*)"
)
_THERE_IS = re.compile(
    rf"^(?P<when>{_WHEN}?)(?:it|(?P<there>there))(?:'s| is| are|'s been| will be)\s+(?:also\s+|mostly\s+|"
    rf"always\s+|then\s+|usually\s+)*"
    r"(?P<name>(?:the|my|our|a|an|all)\s.+|\w+(?:'s|s')\s.+|\w+ing\s+(?!me\b|us\b)\w.*|"
    r"(?(there)(?!no\b|nobody|no-one|nothing|something|some(?:one|body)|always|only|more|plenty|enough|not|"
    r"never|one\b|that\b|this\b)"
    r"[\w'-]+.*|(?!)))$",
    re.IGNORECASE,
)
_IT_IS = re.compile(
    rf"^(?P<when>{_WHEN}?)(?:it|there)(?:'s| is| are)\s+(?:also\s+|mostly\s+|always\s+|usually\s+|mainly\s+)*"
    r"(?P<name>[a-z][\w-]+(?:\s[\w-]+){0,3}s)$",
    re.IGNORECASE,
)
_I_DO = re.compile(
    r"(?<=\w)\s+(?:that\s+|which\s+)?(?:i|we)(?:'ve|'m)?\s+(?:still\s+|also\s+|have to\s+)?\w+(?=\s|,|$)", re.IGNORECASE
)
# "I'm in the pricing meeting", where that is known to be work.
_AT = re.compile(
    r"^(?:i|we)(?:'m| am|'re| are)\s+(?:also\s+|always\s+|then\s+|usually\s+)*(?:in|at|on)\s+(?=(?:the|our|"
    r"every|each|all)\s)",
    re.IGNORECASE,
)
_TOO = re.compile(
    r",?\s+(?:as well|too|for a start|for one|for starters|by the way|btw|honestly|i suppose|i guess|"
    r"to begin with|of course|somehow)(?=\s*(?:,|$))",
    re.IGNORECASE,
)
# "Most of Tuesday goes on it" is said of every Tuesday.
_OF_A_DAY = re.compile(
    r"(?<=, )(?P<part>half|most|a third|a quarter)(?: of)?(?: (?:my|the|our))? (?P<day>(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day)s?$",
    re.IGNORECASE,
)
_SAYS = re.compile(r"(?:i|we)\b", re.IGNORECASE)
_ROUND = re.compile(r"\b(?:every|each|most|daily|mornings|evenings|afternoons)\b", re.IGNORECASE)
_ABOUT = (
    r"(?:(?:me|up|about|around|roughly|maybe|perhaps|probably|easily|at least|at most|some|like|nearly|almost|over|"
    r"a good|only|just|usually|say)\s+)*"
)
# "The rota's another hour", "the deck takes me two hours".
_LASTS = re.compile(
    r"^(?P<name>(?!(?:it|that|this|these|those|he|she|they|there|here|what|which|who|i|we|all|mine|each|one|"
    r"same)\b)[\w' /&-]{3,60}?)"
    rf"(?:'s|\s+(?:is|are|takes?|took|taking|eats?|costs?|runs? to|comes? to|needs?|means))\s+{_ABOUT}"
    r"(?=(?:\d|an?\b|another|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|"
    r"thirty|forty|ninety)\b|\d)",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\banother\s+(?=half|hour|day|minute)", re.IGNORECASE)
_WEEKDAY = re.compile(rf"^(?:on\s+)?(?:{'|'.join(WEEKDAYS)})s?$", re.IGNORECASE)


def as_own(text: str, *, surely: bool = False) -> str:
    """The clause as work of one's own, where it tells of work in some other way; else as it is.

    Args:
        text: The clause.
        surely: Whether it is known to name work, so that "it's invoices" does.
    """
    said = without_announcement(without_whole(with_units(without_fillers(text))))
    for pattern, into in (*_MISSING, *_REWRITES):
        said, changed = pattern.subn(into, said, count=1)
        if changed and not said.strip():
            return text
    said = _OF_A_DAY.sub(r"\g<part> of every \g<day>", said)
    if surely:
        said = _AT.sub("", said)
    if there := _THERE_IS.match(said) or (_IT_IS.match(said) if surely else None):
        # "There's a sheet I keep for the call" names the sheet for the call.
        when, name = there["when"].strip(" ,"), _I_DO.sub("", there["name"], count=1)
        said = f"{name}, {when}" if when and _ROUND.search(when) else name
    # "Another hour" is one more hour, of something else.
    said = _TOO.sub("", _ANOTHER.sub("an ", said))
    lasts = _LASTS.match(said)
    if (
        lasts
        and not opens_clause(lasts["name"])
        and not _WEEKDAY.match(lasts["name"])
        and read_amount(said[lasts.end() :])
    ):
        said = f"{lasts['name']}, {said[lasts.end() :]}"
    head, colon, parts = said.partition(": ")
    if colon and announces(head) and len(head.split()) <= 4 and not cut_list(said) and not is_only_time(parts):
        # "Tasks: website, 3h" begins a list.
        said, colon = parts, ""
    if colon and not announces(head) and len(head.split()) <= 4 and "," in parts and not _SAYS.match(parts):
        # "The kitchen: stock, rota, fridges" names the kitchen.
        said = head
    return said.strip() or text


def is_missing(text: str) -> bool:
    """Whether something is said not to be on the list, or to be put on it: "you forgot the badges"."""
    said = without_fillers(text)
    return any(pattern.match(said) for pattern, _ in _MISSING)


# "Callum was telling a daughter the results", "Marco ran the call".
_OTHERS = re.compile(
    r"^(?:(?:my|the|our)\s+\w+|he|she|they|[A-Z][\w-]+)(?:'s|'re|\s+(?:is|are|was|were|has been))\s+"
    r"(?:(?:about|going|supposed|due)\s+to\s+(?P<bare>[a-z]+)\b|(?P<doing>\w+ing)\b)(?P<rest>\s.+)$"
)
_OTHERS_DID = re.compile(
    r"^(?:(?:my|the|our)\s+\w+|he|she|they|[A-Z][\w-]+)\s+(?P<did>[a-z]+)(?P<rest>\s+(?:the|a|an|his|her|"
    r"their|my|our|all|\w+'s)\s.+)$"
)


def as_doing_of_another(text: str) -> str | None:
    """What somebody else does or did, as a doing: "telling a daughter the results"; None if the clause tells none."""
    said = without_fillers(text)
    if going := _OTHERS.match(said):
        doing = going["doing"] or gerund(verb_lemma(going["bare"]) or going["bare"])
        return f"{doing}{going['rest']}"
    did = _OTHERS_DID.match(said)
    lemma = verb_lemma(did["did"]) if did else None
    return f"{gerund(lemma)}{did['rest']}" if did and lemma and lemma not in ("be", "have") else None
