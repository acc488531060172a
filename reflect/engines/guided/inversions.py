"""Work told the other way round, put as "I ...": by the thing first, by what is done to it, or by who comes with it.

"The minutes are written by me", "the empties I take back", "bins → me", "everybody comes to me for the formulas",
"and so does the post". Who says it like this says that the work is theirs.
"""

from __future__ import annotations

import re

from reflect.language.clauses import opens_clause, verb_lemma, without_fillers
from reflect.language.english import AUXILIARIES, MONTHS, PRONOUNS, WEEKDAYS
from reflect.language.quantities import read_amount

_NOT_NAMES = (
    r"(?:it|that|this|they|these|those|he|she|there|here|what|which|who|whose|i|i'm|we|you|all|some|none|one|each|"
    r"everything|something|anything|nothing|nobody|no|not|yet|if|when|because|since|as|so|but|or|how|why|"
    r"where|my fault)"
)
_NAME = rf"^(?P<name>(?!{_NOT_NAMES}\b)[\w'\"&/#-]+(?:\s[\w'\"&/#-]+){{0,8}}?)"
_OFTEN = r"(?:(?:also|always|all|now|just|still|even|only|mostly|usually|again|then|too|somehow|\w+ly)\s+)*"
_TOO = r"(?:\s+(?:too|as well|again|also|anyway|now|alone|myself|only|in the end))*"
_END = (
    rf"{_TOO}(?=\s*(?:[,.;:!(–—-]|$)|"
    r"\s+(?:every|each|most|on|in|at|for|because|since|as|once|twice|daily|weekly|and)\b)"
)
_PARTICLE = r"(?:up|out|off|in|on|over|down|back|away|round|around|through|together|along|after|with|to|for)"
# "The cake sale gets organised by me".
_BY_ME = re.compile(
    rf"{_NAME}(?:'s|\s+(?:is|are|was|were|get|gets|got|has|have|must|should|can|only))\s+"
    rf"(?:(?:to|be|been|being|get|got)\s+)*{_OFTEN}(?P<done>\w+)(?:\s+(?P<particle>{_PARTICLE}))?\s+by\s+"
    rf"(?:me|us|yours truly)\b(?:\s+(?:personally|myself|alone))*(?P<rest>.*)$",
    re.IGNORECASE,
)
# "Bins → me", "the wasp nest: also me".
_POINTS = re.compile(
    rf"{_NAME}\s*(?:→|->|-+>|=+>|=|:|–|—|\s-)\s*{_OFTEN}(?:me|mine|us|yours truly|moi){_TOO}(?P<rest>\s*(?:[,.(].*)?)$",
    re.IGNORECASE,
)
# "CV screening is with me", "refunds go through me", "the bins stay on my plate".
_PLACE = r"(?:me\b|us\b|yours truly\b|my\s+(?:own\s+)?(?:desk|lap|plate|door|tray|inbox|shoulders|table|list|hands?)\b)"
_WITH_ME = re.compile(
    rf"{_NAME}\s*(?:'s|\s(?:is|are|was|were|sits?|lies|rests?|stays?|remains?|ends? up|ended up|lands?|landed|"
    rf"falls?|fell|"
    rf"goes|go|went|comes?|came|arrives?|hangs?|drops?|get (?:left|dumped|passed)|gets (?:left|dumped|passed)))\s+"
    rf"{_OFTEN}(?:(?:back|down|up|over|straight|directly)\s+)*"
    rf"(?:with|on|onto|to|in|at|by|through|via|past|across|over|under|upon)\s+{_PLACE}{_END}(?P<rest>.*)$",
    re.IGNORECASE,
)
_IS_ME = re.compile(
    rf"{_NAME}(?:'s|\s+(?:is|are))\s+{_OFTEN}(?:me|mine|us|yours truly|my\s+(?:job|problem|baby|task|thing|business|"
    rf"department|turf|part|work|duty|responsibility)){_END}(?P<rest>.*)$",
    re.IGNORECASE,
)
# "Everybody comes to me for Excel", "they ask me about the leave days".
_COMES_FOR = re.compile(
    r"^(?!(?:nobody|no one|noone|nothing|i|if|when|who|what)\b)(?:[\w'-]+\s+){1,4}?"
    r"(?:(?:(?:come|go|turn|run|rush|look|apply|queue|knock|shout)(?:s|es|ing)?\s+(?:up\s+|straight\s+|always\s+|only\s+)*"
    r"(?:to|at|for)\s+(?:me|us|my\s+\w+))|(?:(?:ring|call|ask|ping|message|email|mail|text|phone|pester|bother|nag|fetch|"
    r"grab|need|page|whatsapp)(?:s|es|ing)?\s+(?:me|us)))\s+"
    r"(?:up\s+|always\s+|first\s+|only\s+)*(?:for|about|with|over|regarding|whenever it's about|when it's about)\s+"
    r"(?P<name>(?!(?:it|that|this|them|everything|anything|help|nothing|no reason|money|fun)\b).+)$",
    re.IGNORECASE,
)
# "It's me who opens up", "na me dey buy am", "I'm the one answering at night".
_ME_WHO = re.compile(
    r"^(?:(?:it|that)(?:'s| is| was)\s+(?:\w+\s+)?|na\s+|is\s+)?(?:me|i|yours truly)\s+"
    r"(?:(?:who|that|wey)\s+(?:(?:has|have|must|gets?)\s+(?:to\s+)?)?(?:dey\s+)?|dey\s+)(?P<doing>[a-z]+)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_NA_ME = re.compile(
    rf"{_NAME},?\s+(?:na\s+me|i)\s+(?:dey|wey dey)\s+(?P<doing>[a-z]+)(?:\s+am\b)?(?P<rest>.*)$", re.IGNORECASE
)
_THE_ONE = re.compile(
    r"^(?:i|we)(?:'m|\s+am|\s+are)\s+(?:always\s+|also\s+|still\s+)*(?:the\s+(?:only\s+)?(?:one|person|guy|woman|man|idiot|fool))\s+"
    r"(?:(?:who(?:'s|\s+is)?|that(?:'s|\s+is)?)\s+)?(?P<doing>\w+ing)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
# "And so does the suggestion box", "same goes for the keys", "ditto the alarm".
ALIKE = re.compile(
    r"^(?:and\s+)*(?:so\s+(?:do|does|did|is|are|was|were|has|have|will)\s+|ditto\s*:?\s+(?:for\s+|with\s+)?|likewise\s+(?:for\s+)?|"
    r"(?:the\s+)?same\s+(?:\w+\s+){0,2}?(?:for|with|of)\s+|as\s+(?:do|does|are|is)\s+)"
    r"(?!(?:i|we|you|he|she|they|it|that|this|everyone|everybody|anyone|people|me|us|him|her|them|so)\b)(?P<name>[\w'].*)$",
    re.IGNORECASE,
)
# "The stock for the bar I count Mondays", "the empties I take back".
_OBJECT_FIRST = re.compile(
    rf"{_NAME},?\s+(?P<who>i|we)(?:'m|'ve|\s+am|\s+have)?\s+(?:(?:have|had|need)\s+to\s+)?{_OFTEN}(?P<does>[a-z]+(?:-[a-z]+)?)"
    rf"(?:\s+(?P<particle>{_PARTICLE})(?=\s*(?:[,.;(]|$)|\s+(?:on|in|at|every|each|most|myself|it|them|\w+days?)\b))?"
    r"(?:\s+(?:it|them|those|am))?(?:\s+(?:myself|ourselves|alone|too|as well|also))*"
    rf"(?P<rest>(?:\s*[,;(].*|\s+(?:on|in|at|every|each|most|once|twice|daily|weekly|monthly|by|from|before|after|during|"
    rf"until|till|a|an|\d+|with|for|since|(?:{'|'.join(WEEKDAYS)})s?|mornings|evenings|afternoons|nights)\b.*)?)$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:somehow|apparently|oddly|meanwhile|of course|now|then|there|again|\w+ly),?\s+)+", re.IGNORECASE
)
_TIMED_OBJECT = re.compile(r"^\s+(?:a|an|\d+|one|two|three)\b")
_STATES = frozenset(
    """
    like hate love know think mean need want say believe see feel guess hope wish dread enjoy miss have be get can will
    would could should must may might remember forget mention tell call prefer doubt suppose inherit own start begin
    work live go come spend lose waste take stand sit am
    """.split()
)
_EMPTY = frozenset("do handle run manage own keep have get".split())
_WHEN = re.compile(
    rf"^(?:(?:on|in|at|every|each|most|first|next|then|last|this|after|before|since|until|while|during|for|from|sometimes|"
    rf"otherwise|today|tomorrow|yesterday|tonight|mostly|mainly|usually|nowadays|currently|{'|'.join(MONTHS)}|"
    rf"(?:{'|'.join(WEEKDAYS)})s?|(?:mon|tue|wed|thu|fri|sat|sun)s?|mornings?|evenings?|afternoons?|nights?|days?|weeks?|"
    rf"lately|recently|also|plus|and|then|second|third|well|now|once|twice|daily|weekly|monthly|together|honestly|"
    rf"\w+ly|thing is|the thing|the reason|the way|the time|the moment|the day|by|because|whatever|whenever|"
    rf"whoever)\b)",
    re.IGNORECASE,
)


def as_mine(text: str) -> str | None:
    """The clause as "I ..." or as the bare name, where it tells by the thing that the work is one's own; else None."""
    said = _LEAD.sub("", without_fillers(text)).strip(" .!")
    if (alike := ALIKE.match(said)) or (alike := ALIKE.match(text.strip(" .!"))):
        return alike["name"]
    if passive := _BY_ME.match(said):
        return _done(passive["done"], passive["particle"], passive["name"], passive["rest"])
    for pattern in (_POINTS, _WITH_ME, _IS_ME):
        if (found := pattern.match(said)) and _is_thing(found["name"]):
            return f"{found['name'].strip(' ,')}{found['rest']}"
    if comes := _COMES_FOR.match(said):
        return comes["name"]
    if (na := _NA_ME.match(said)) and verb_lemma(na["doing"]):
        return _done(na["doing"], None, na["name"], na["rest"])
    for pattern in (_ME_WHO, _THE_ONE):
        if (who := pattern.match(said)) and (lemma := verb_lemma(who["doing"])) and lemma not in _STATES:
            return f"I {lemma}{re.sub(r'^ am(?![a-z])', ' it', who['rest'])}"
    return None


def with_object_behind(text: str) -> str | None:
    """ "The empties I take back Wednesdays" as "I take back the empties Wednesdays"; None where no object is first."""
    said = without_fillers(text)
    found = _OBJECT_FIRST.match(said)
    if found is None or not _is_thing(found["name"]) or _WHEN.match(found["name"]) or read_amount(found["name"]):
        return None
    lemma = verb_lemma(found["does"])
    if lemma is None or lemma in _STATES or found["does"].lower() in AUXILIARIES:
        return None
    if _TIMED_OBJECT.match(found["rest"]) and read_amount(found["rest"]) is None:
        # "The post I give a look": it has another object.
        return None
    return _done(found["does"], found["particle"], found["name"], found["rest"])


def _done(done: str, particle: str | None, name: str, rest: str) -> str:
    """What is done to a thing, as "I ...", or only the thing where the doing says nothing."""
    lemma = verb_lemma(done)
    if lemma is None or lemma in _EMPTY:
        return f"{name}{rest}"
    return f"I {lemma} {particle + ' ' if particle else ''}{_lowered(name)}{rest}"


def _lowered(name: str) -> str:
    first, _, rest = name.partition(" ")
    article = first.lower() in ("the", "a", "an", "my", "our", "all", "his", "her", "their")
    return f"{first.lower()} {rest}" if article and rest else name


def _is_thing(name: str) -> bool:
    first = name.split(" ", 1)[0].lower().strip(",")
    return not opens_clause(name) and first not in PRONOUNS and first not in AUXILIARIES
