"""What a sentence says of an activity on the list that nobody asked for: hours, whose it is, its pile, its name.

Only what is said outright is read here, since it overrules what is known; what an answer says is a matter of
readers.py. What a sentence is about is told by topics.py.
"""

from __future__ import annotations

import re

from reflect.engines.guided.lists import is_only_time
from reflect.engines.guided.options import named_pile
from reflect.engines.protocol import Amendment, Scene
from reflect.language.clauses import NEGATION, stems
from reflect.language.mentions import Mention
from reflect.language.quantities import read_amount
from reflect.records import Fact, Item

_LEADS = (
    r"^(?:(?:no|nope|oh|ah|and|so|well|but|actually|wait|sorry|then|also|plus|please|pls|kindly|ok|okay|yes|yeah|"
    r"right|"
    r"just|now|hm+|though|really|honestly|hang on|hold on|by the way|btw|you know what|come to think of it|"
    r"thinking about it|on second thoughts?|before i forget|first a correction|i think|i guess|i'd say|"
    r"me)\b[\s,.:!–—-]*)*"
)
_LEAD = re.compile(_LEADS, re.IGNORECASE)
_THEM = r"(?:it|that|this|them|those|these|em|'em|that one|this one|those two)"
_NUMBER = (
    r"(?:\d|half\b|an? (?:half|hour|day|quarter)|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|"
    r"ten\b|"
    r"eleven\b|twelve\b|fifteen\b|twenty\b|thirty\b|forty\b|fifty\b)"
)
_ABOUT = (
    r"(?:(?:about|around|roughly|maybe|perhaps|probably|like|more like|closer to|nearer|more|only|just|rather|really|"
    r"actually|now|at least|easily|say|already|up|down|to)\s+)*"
)
# "It's two hours", "make it three", "more like 8": said of what was spoken of.
_IT_LASTS = re.compile(
    rf"{_LEADS}(?:(?:it|that|this|they|those|these)(?:'s|s|'re)?\b(?:\s+(?:is|are|was|were|takes?|took|costs?|"
    rf"should be|would be|"
    rf"comes to|ought to be))?|(?:make|call|say|put|note)(?:\s+{_THEM})?(?:\s+down)?(?:\s+(?:as|at))?|"
    rf"more like|closer to|nearer|not\s+{_NUMBER}[^,]*,|(?={_NUMBER}[^,.]*,))\s*{_ABOUT}(?={_NUMBER})",
    re.IGNORECASE,
)
# "The slides are three hours", "lettings has gone up to five", "linen - half that".
_LASTS = re.compile(
    rf"(?:'s|\b(?:is|are|was|were|be|takes?|took|costs?|needs?|eats?|runs?|comes? to|thats|its|it's|that's|"
    rf"they're|gone|"
    rf"goes|went|aren't|isn't|not)\b|[:–—-])\s*(?:\w+\s+){{0,2}}?{_ABOUT}(?={_NUMBER})",
    re.IGNORECASE,
)
# "The slides four", beside others that have a verb.
_IS_LONG = re.compile(
    rf"{_LEADS}(?:the|my|our|those)\s+[\w'-]+(?:\s+[\w'-]+)?\s+{_ABOUT}(?={_NUMBER}(?:\s*(?:hours?|hrs?|h|"
    rf"minutes?|mins?))?\W*$)",
    re.IGNORECASE,
)
_PUT_DOWN = re.compile(
    r"\b(?:put|mark|note|set|have|leave|move|change)\b[^.;!?]*?\b(?:as|under|to|on)\s+(?:the\s+)?[\"']?"
    r"(?P<pile>keep|hand(?:ed)?[ -]?(?:off|over)|find an owner|stop)\b",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    rf"\b(?:so(?: that's| it's| it is)?|put|say|make it|call it|more like|closer to|nearer|it is|it's|is|they're|"
    rf"they are)\s+"
    rf"{_ABOUT}(?P<time>{_NUMBER}[^,.;!?]*(?:\.\d[^,.;!?]*)?)",
    re.IGNORECASE,
)
# What was noted before and is taken back: "not two", "aren't an hour", "you said four".
_DENIED = re.compile(
    rf"\b(?:not|isn't|aren't|wasn't|ain't|no longer|instead of|rather than|you (?:have|had|put|said|wrote|noted)|"
    rf"i (?:said|told you|put|wrote))\s+(?:really\s+|about\s+)?{_NUMBER}(?:[\w]*)(?:\s+(?:and\s+(?:a\s+)?half|"
    rf"hours?|hrs?|"
    rf"h|minutes?|mins?|point\s+\w+))*(?:\s+any ?more)?",
    re.IGNORECASE,
)
_EXAGGERATED = re.compile(
    r"\b(?:exaggerat\w+|wrong\w*|mistake\w*|misled|too (?:much|many|little|few))\b", re.IGNORECASE
)
_SHARE = re.compile(
    r"\b(?:(?P<half>half (?:of )?(?:that|it|the time)|half as (?:much|long))|"
    r"(?P<double>double (?:that|it)|twice (?:that|it|as (?:much|long))))\b",
    re.IGNORECASE,
)
# An amount before these isn't how long the work takes: "two hours away", "three weeks late".
_NO_LENGTH = re.compile(
    r"^\s*(?:away|late|early|ago|earlier|later|before|after|from|behind|ahead|to\s+\w+|old|people|of them|"
    r"times?\b(?!\s+(?:a|per|each)\b)|"
    r"pm|am|o'clock|%|percent)\b",
    re.IGNORECASE,
)
# What may follow a number that stands for hours.
_NO_THING = re.compile(
    r"^\s*(?:$|[,.;:!?)–—-]|(?:btw|by the way|now|since|because|cos|for|on|in|if|at|not|instead|though|tho|"
    r"really|then|max|"
    r"mind|honestly|these days|a week|per week|each week|weekly|any ?more|and not|at least|i|not)\b)",
    re.IGNORECASE,
)
_ENDS = r"(?=\s*(?:[,.;!?]|$|\b(?:after all|really|then|too|as well|myself|instead|please|for now|too|now)\b))"
_KEEPS = re.compile(
    rf"\b(?:stays?|staying|leave|left|remain\w*)\b[^,.;!?]{{0,30}}?\bwith me\b|"
    rf"\b(?:i'll|i will|i'd|i want to|i would|i'd like to|i'd rather|let me|i can|i'm going to|"
    rf"we'll)\s+(?:just\s+|rather\s+|"
    rf"like to\s+)*(?:keep|hold on to|hang on to)\b(?!\s+(?:on\b|\w+ing\b))|"
    rf"{_LEADS}(?:keep|hold on to)\s+{_THEM}{_ENDS}|"
    rf"\b(?:i'm|i am) (?:not giving|keeping)\b",
    re.IGNORECASE,
)
_MINE = re.compile(
    rf"\b(?:back )(?:to|on|with) me\b|\b(?:is|are|'s|'re|was|it's|its|thats) (?:really |actually |all )*"
    rf"(?:mines?|my (?:own )?(?:job|work|responsibility))\b{_ENDS}",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"\b(?:we|i|let's|lets|we'll|i'll|we'd|i'd)\s+(?:(?:can|could|will|should|would|may|might|just|simply|better|"
    r"really|"
    r"want to|have to|need to|decided to)\s+)*(?:stop|drop|scrap|bin|kill|ditch|abolish)\b|"
    rf"{_LEADS}(?:don't\s+)?(?:stop|scrap|bin|kill|ditch|drop)\s+(?:{_THEM}|the|my|our)\b|"
    r"\b(?:can|should|could|ought to|must|may|had better|might as well)\s+(?:just\s+|simply\s+|really\s+)*"
    rf"(?:stop|end|be (?:stopped|dropped|scrapped|binned|killed|abolished)){_ENDS}",
    re.IGNORECASE,
)
_HANDS_OFF = re.compile(
    rf"\bhand (?:(?:{_THEM}|the \w+(?: \w+)?) )?(?:off|over)\b(?!\s+to\b)|\bcan be handed (?:off|"
    rf"over)\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|don't|do not|never|won't|wouldn't|can't|isn't|aren't|if|when|until)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_NOBODY = re.compile(
    r"\b(?:nobody|no one|no-one|noone)(?:'s(?=\s*(?:[,.;!?]|$|\b(?:job|work|thing|responsibility|really)\b))|"
    r"\s+(?:really\s+|officially\s+|actually\s+|else\s+)*(?:has|have|had|owns?|holds?|"
    r"is responsible|answers)\b(?!\s+(?:\w+ed|been|time|to|asked|told|ever|the|a|an|any)\b))|"
    r"\b(?:has|have|had|with|there(?:'s| is| was| has been))\s+(?:had\s+)?(?:nobody|no one|no-one|noone|no owner)\b"
    r"(?!\s+(?:to|who|that|else|asked|told)\b)|"
    r"\b(?:isn't|aren't|not|ain't) (?:really |actually )*(?:anybody|anyone)'s\b|"
    r"\b(?:belongs?|falls?) to (?:nobody|no one|no-one|noone)\b|\b(?:owned|looked after) by (?:nobody|no one|"
    r"no-one)\b",
    re.IGNORECASE,
)
# What stands before a name that is an owner's, and after one.
_GOES_TO = re.compile(
    r"(?:\b(?:belongs?|goes|go|given?|give|hand(?:ed)?|pass(?:ed)?|move[ds]?|shift(?:ed)?|assign(?:ed)?|"
    r"transfer(?:red)?|"
    r"return(?:ed)?|over|off|back)\b[^.;!?]*\bto|\b(?:sits?|lies|lie|rests?|belongs?|is|are|be|should be)\s+with|"
    r"\b(?:is|are|was|be|'s|'re|that's|it's|thats|its|this is)(?:\s+(?:really|actually|only|all))*(?:\s+for)?|"
    r"^to|\bgive)\s+"
    r"(?:(?:the|a|an|our)\s+)?$",
    re.IGNORECASE,
)
_OUGHT = re.compile(
    r"^(?:'s|s)?\s*(?:really\s+|actually\s+|probably\s+|by rights\s+)*(?:should|can|could|ought to|must|will|may|"
    r"would|"
    r"is (?:supposed|meant) to)\s+(?:really\s+|just\s+|actually\s+)*(?:have|take|do|own|get|run|handle|"
    r"be\s+doing|be\s+having|"
    r"look after)\b(?!\s+(?:a|an|more|better|been|another|something|no|time)\b)",
    re.IGNORECASE,
)
_OWNS = re.compile(
    r"^(?:'s|s'|')(?=\s*(?:[,.;!?]|$|\b(?:job|work|responsibility|outright|really|actually|to do|by rights|then|"
    r"now|too|"
    r"as well|not|and not)\b))",
    re.IGNORECASE,
)
_DENIES_NAME = re.compile(
    r"\b(?:not|isn't|aren't|wasn't|instead of|rather than|no longer|never|nor)\s+(?:really\s+)?"
    r"(?:(?:with|to|for|by|at)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
# "She's the site manager" says who she is.
_IS_SOMEBODY = re.compile(
    r"\b(?:he|she|who|they|i)(?:'s|'re|'m|s| is| are| am| was)\s+(?:(?:the|a|an|our)\s+)?$", re.IGNORECASE
)
_OFF = re.compile(
    rf"{_LEADS}(?:(?:you\s+)?can(?: you)?\s+|could you\s+|please\s+)*(?:remove|delete|strike|cross out|cross off|"
    rf"forget|wipe|"
    rf"take|cross|get rid of)\s+(?P<what>{_THEM}|(?:the\s+|"
    rf"that\s+)?[\w'-]+(?:\s+[\w'-]+){{0,4}}?)(?P<off>\s+(?:off|out))?"
    r"(?=\s*(?:[,.;!?]|$|\b(?:please|pls|again|then|from|now|the list|altogether|completely|since|because)\b))",
    re.IGNORECASE,
)
_OFF_THE_LIST = re.compile(
    r"\b(?:take|cross|strike|scratch|remove|delete|drop|get|wipe)\b[^.;!?]{1,40}?\b(?:off|out of|from)\s+"
    r"(?:the|your|my|that|this|our)\s+(?:list|sheet|page|record|lot)\b",
    re.IGNORECASE,
)
_QUOTED = r"[\"“'](?P<{0}>[^\"”']{{3,60}})[\"”']"
_CALLS = [
    re.compile(rf"\b(?:call|name|rename)\s+(?:it|that|this|them|the \w+)\s+(?:to\s+|"
        rf"as\s+)?(?:{_QUOTED.format('quoted')}|(?P<name>(?!{_NUMBER})[^,.;!?]{{3,60}}))", re.IGNORECASE),
    re.compile(
        r"\b(?:wrong (?:word|name|term)|badly named|misnamed)\b[^.;!?]*?[,;]\s*(?:but\s+)?(?:it(?:'s| is)|"
        r"that(?:'s| is)|i mean(?:t)?|"
        r"should be|better)\s+(?:really\s+|rather\s+)?(?P<name>[^,.;!?]{3,60})",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:i|you) (?:said|wrote|called (?:it|them|that))\s+[^,;.]+[,;.][^.;!?]*?\b(?:it's|it is|they're|"
        r"they are|should be|i meant?)\s+"
        r"(?P<name>(?:the|my|our)\s+[^,.;!?]{3,60})",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:it|that|this)(?:'s| is)?(?: not|n't)\s+(?:called\s+)?[\"“'][^\"”]{3,60}[\"”']"
        r"\s*[,;]\s*(?:but\s+)?(?:it(?:'s| is)|that(?:'s| is)|they(?:'re| are))?\s*"
        r"(?:really\s+|rather\s+|called\s+)?[\"“']?(?P<name>[^,.;!?\"”]{3,60})",
        re.IGNORECASE,
    ),
]  # fmt: skip
_MEANT = re.compile(r"\s*\b(?:what|that|which)?\s*(?:i|we) (?:really |actually )?(?:mean|meant)\b.*$", re.IGNORECASE)


def read_told(sentence: str, item: Item, scene: Scene, *, named: bool) -> Amendment | None:
    """What the sentence says outright of this activity; None if nothing.

    Args:
        sentence: One sentence.
        item: The activity it is about.
        scene: Knows the names of people and roles.
        named: Whether the activity is named in it, and not only referred to.
    """
    if "?" in sentence:
        return None
    if is_taken_off(sentence, named=named):
        return Amendment(item=item.id, drop=True, quote=sentence)
    if (name := read_new_name(sentence)) and not scene.names.find(name):
        return Amendment(item=item.id, name=name, quote=sentence)
    facts: dict[str, Fact] = {}
    if (hours := _hours(sentence, item, named=named)) is not None:
        facts["hours"] = hours
    facts |= _whose(sentence, item, scene)
    facts = {name: fact for name, fact in facts.items() if item.value(name) != fact.value}
    return Amendment(item=item.id, facts=facts, quote=sentence) if facts else None


def is_taken_off(sentence: str, *, named: bool) -> bool:
    """Whether something is to go from the list: "remove the diesel", "strike that one", "take those off"."""
    listed = _OFF_THE_LIST.search(sentence)
    if listed is not None and not NEGATION.search(sentence[: listed.start()]):
        return True
    found = _OFF.match(sentence)
    if found is None:
        return False
    verb = sentence[: found.start("what")].strip().lower().rsplit(" ", 1)[-1]
    refers = re.fullmatch(_THEM, found["what"].strip(), re.IGNORECASE) is not None
    if verb in ("take", "cross", "get", "of"):
        return found["off"] is not None
    return named or (refers and verb not in ("forget",))


def read_new_name(sentence: str) -> str | None:
    """What something is to be called: "call it reading every ticket", "it's not the sheets, it's the whole file"."""
    for pattern in _CALLS:
        if (found := pattern.search(sentence)) is not None:
            groups = found.groupdict()
            name = _MEANT.sub("", groups.get("quoted") or groups.get("name") or "").strip(" .,'\"“”")
            if name and not is_only_time(name) and read_amount(name, bare_number=True) is None:
                return name
    return None


def _hours(sentence: str, item: Item, *, named: bool) -> Fact | None:
    known = item.value("hours")
    if share := _SHARE.search(sentence):
        value = None if known is None else float(known) * (0.5 if share["half"] else 2)
        return None if value is None else Fact(value=value, quote=share.group())
    sentence = re.sub(r"\band half\b", "and a half", sentence)
    denied = _DENIED.search(sentence) is not None
    text = _DENIED.sub(lambda match: " " * len(match.group()), sentence)
    lasts = _IT_LASTS.search(sentence) or _IT_LASTS.search(text)
    if not named and (known is None or not (lasts or denied)):
        return None
    if not (lasts or denied or _LASTS.search(text) or _IS_LONG.search(text)):
        return None
    bare = known is not None or _IS_LONG.search(text) is not None
    ended = [match["time"] for match in _CONCLUDES.finditer(text)]
    for words in [*reversed(ended), text]:
        if (amount := read_amount(words, bare_number=bare)) is None:
            continue
        after = sentence.partition(amount.quote)[2]
        if not 1 / 30 <= amount.hours_a_week < 60 or _NO_LENGTH.match(after):
            continue
        if read_amount(words) is None and not _NO_THING.match(after):
            # "Nine grand": a number of something else.
            continue
        return Fact(value=amount.hours_a_week, quote=amount.quote)
    return None


def _whose(sentence: str, item: Item, scene: Scene) -> dict[str, Fact]:
    """The owner, the pile, or that it is one's own or nobody's."""
    if owners := _owners(sentence, item, scene):
        return {"owner": Fact(value=owners, quote=sentence)}
    if (put := _PUT_DOWN.search(sentence)) and (pile := named_pile(put["pile"])):
        return {"pile": Fact(value=pile, quote=sentence)}
    if _said(_KEEPS, sentence):
        return {"pile": Fact(value="keep", quote=sentence)}
    if _said(_MINE, sentence):
        return {"mine": Fact(value="yes", quote=sentence)}
    if _said(_STOPS, sentence) and not re.search(r"\bdon't\s+stop\b", sentence, re.IGNORECASE):
        return {"pile": Fact(value="stop", quote=sentence)}
    if _said(_HANDS_OFF, sentence):
        return {"pile": Fact(value="hand_off", quote=sentence)}
    if _NOBODY.search(sentence):
        return {"mine": Fact(value="ownerless", quote=sentence)}
    return {}


def _said(pattern: re.Pattern[str], sentence: str) -> bool:
    return any(not _NOT.search(sentence[: match.start()]) for match in pattern.finditer(sentence))


def _owners(sentence: str, item: Item, scene: Scene) -> list[str]:
    """The people and roles that are said to have it, or that ought to."""
    for asked in (False, True):
        found = scene.names.find(sentence, asked=asked)
        owners = [
            one.id
            for one in found
            if _is_owner(one, sentence, item) and (one.kind, one.id) != ("person", scene.person.name)
        ]
        held = {role for one in owners if (person := scene.team.person(one)) for role in person.roles}
        if owners := [one for one in owners if one not in held]:
            return list(dict.fromkeys(owners))
    return []


def _is_owner(mention: Mention, sentence: str, item: Item) -> bool:
    before, after = sentence[: mention.start], sentence[mention.start + len(mention.quote) :]
    after = re.sub(r"^s\b(?!')", "", after) if not mention.quote.lower().endswith("s") else after
    if _DENIES_NAME.search(before) or _IS_SOMEBODY.search(before):
        return False
    gone = _GOES_TO.search(before)
    if gone is None and stems(mention.quote) <= stems(item.activity.text):
        return False
    if _OUGHT.match(after):
        return True
    if _OWNS.match(after):
        return gone is not None or mention.kind == "person" or bool(re.search(r"\b(?:that's|it's|the)\s*$", before))
    # "It is for Gwen", "that's Gwen", but not "it's Gwen who never answers".
    says_no_more = re.match(
        r"\s*(?:$|[,.;!?]|\b(?:only|really|then|now|instead|here|too|as well|once|when|outright|please|in fact|"
        r"not)\b)",
        after,
    )
    return gone is not None and says_no_more is not None
