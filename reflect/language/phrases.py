"""What an activity is called: "I end up cleaning duplicates most mornings, two hours" is "cleaning duplicates".

The person's own words are kept; only the frame around them ("I have to ...", "every Friday I ...") goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reflect.language.clauses import (
    clauses,
    flip,
    gerund,
    is_verb,
    lower_first,
    plain,
    verb_lemma,
    without_fillers,
)
from reflect.language.english import DETERMINERS, WEEKDAYS
from reflect.language.quantities import read_amount

LONGEST_WORDS = 12

_ADVERB = (
    r"(?:always|usually|often|just|also|still|currently|really|mostly|sometimes|personally|regularly|normally|typically|"
    r"basically|probably|even|then|now|kind of|sort of|myself|actually|mainly|generally|largely|forever|constantly|"
    # Any other adverb in -ly, and no verb or rhythm that ends so.
    r"(?!(?:\w*ply|rely|fly|rally|tally|ally|bully|\w*(?:week|month|year|hour|quarter|night)ly|daily)\b)\w{3,}ly)"
)
_SUBJECT = re.compile(rf"^(?:i|we)(?P<be>'m|'re)?(?P<have>'ve)?(?P<would>'d|'ll)?\s+(?:{_ADVERB}\s+)*", re.IGNORECASE)
_LEADS = re.compile(
    r"^(?:(?:(?:every|each|most|on|in|at|during|this|these|last|next|once|twice|today|tomorrow|yesterday|before|after|"
    r"between|since|for|until|right now|lately|recently|nowadays|tonight|mainly|largely|otherwise)\b[^,]{0,30}?|"
    rf"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mornings|evenings|{_ADVERB}),?\s*){{1,3}}(?=(?:i|we)\b)",
    re.IGNORECASE,
)
# Words between "I" and what is really done. Each ends where the doing begins.
_FRAMES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:am|are|was|were|have been|had been|been)\s+(?:{_ADVERB}\s+)*(?=\w+ing\b)",
        r"(?:have|had|need|get|got|gotta|has|want|ought|tend|try|seem|happen|continue|like|love|hate|would like)\s+"
        r"(?:got\s+)?to\s+",
        r"(?:gotta|must|should|will|would|can|could|shall|may|might)\s+(?=\w)",
        r"used to\s+",
        r"(?:(?:am|are)\s+)?(?:about|going|planning|hoping|meaning)\s+to\s+",
        r"(?:keep|kept|end up|ended up|wind up|finish up|start|started|began|begin|stop|like|love|hate|enjoy|"
        r"find myself|help with|get stuck|stuck|go on|carry on|go|went|"
        r"get dragged into|got dragged into|am stuck|took on|take on|"
        r"am in charge of|am responsible for|look after)\s+"
        r"(?:with\s+|by\s+)?(?=\w+ing\b)",
        r"(?:am|are|'m)?\s*(?:always\s+|still\s+)?(?:the one|the person|the only one)\s+(?:who|that)\s+(?:always\s+)?",
        rf"(?:am|are|get|got|was)?\s*(?:{_ADVERB}\s+)*stuck\s+(?:with\s+|on\s+)?",
        r"(?:am|'m)\s+(?:still|always)?\s*(?:stuck with|responsible for|in charge of|on the hook for)\s+",
    )
]
_SPENDS = re.compile(
    r"^(?:(?P<surely>spend|spent|waste|wasted|lose|lost|devote)|block|blocked|give|gave|use|used|put|burn|burned|sink)\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"^(?:do|did|does|run|have|had|hold|held|own|handle|take care of|look after|deal with)\s+", re.IGNORECASE
)
_ONLY_DO = re.compile(r"^(?:do|did|have|had)\s+", re.IGNORECASE)
_RHYTHM = re.compile(
    r"\b(?:(?:every|each)\s+(?:single\s+|other\s+|second\s+)?(?:\w+\s+)?(?:day|week|month|quarter|year|morning|afternoon|"
    rf"evening|night|fortnight|{'|'.join(WEEKDAYS)})s?\b(?:\s+(?:morning|afternoon|evening|night))?|"
    r"(?:on\s+)?(?:most|all)\s+(?:my\s+)?(?:mornings|days|evenings|afternoons)\b|(?:once|twice)\s+a\s+\w+|"
    rf"(?:a|per)\s+(?:day|week|month|quarter)\b|(?:on\s+)?(?:{'|'.join(WEEKDAYS)})s(?:\s+and\s+\w+days)?\b|"
    r"(?:weekly|daily|monthly|fortnightly|quarterly)(?=\s*(?:[,.;]|$)))",
    re.IGNORECASE,
)
_DURATION_NAME = re.compile(r"\b(\d+)[ -]?(?:min|mins|minute)s?\s+(?=[a-z])")
# When it was or will be, said at the end: "tomorrow at two", "again last week".
_WHEN = re.compile(
    rf"(?:\s+(?:again|today|tomorrow|yesterday|(?:last|next|this)\s+(?:week|month|quarter|{'|'.join(WEEKDAYS)})|"
    rf"on\s+(?:{'|'.join(WEEKDAYS)})|at\s+(?:\d{{1,2}}(?::\d\d)?(?:\s*[ap]m)?|noon)|tonight|"
    r"this (?:morning|afternoon|evening)|last night|at (?:the moment|present)|right now|these days|for now))+\s*$",
    re.IGNORECASE,
)
_EACH_TIME = re.compile(
    r"\bor so\b|\b(?:a|per|each)\s+(?:go|time|round|pop|session)\b|\bin total\b|\b(?:each|apiece)\s*$", re.IGNORECASE
)
# "Approving discounts myself, four hours at least": who does it and how sure the hours are is no part of the name.
_BESIDE_NAME = re.compile(
    r"(?:(?<!ing)(?:,|\s)\s*(?:(?:all\s+)?(?:by\s+)?(?:myself|ourselves)|personally|"
    r"at (?:the very )?(?:least|most)))+\s*$",
    re.IGNORECASE,
)
# "Tomorrow's price talk" is the price talk.
_WHOSE_TIME = re.compile(
    r"^(?:today|tomorrow|tonight|yesterday|(?:this|next|last) (?:week|month|morning|evening))'s\s+", re.IGNORECASE
)
# "The audit call is Ben's" names the audit call.
_IS_WHOSE = re.compile(
    r"\s(?:is|are)\s+(?:\w+ly\s+)?(?:[A-Z][\w-]*'s?|mine|his|hers|theirs|ours|nobody's)(?=\s*(?:[,.;!]|\w+ly\b|too\b|now\b|$)).*$"
)
# Words about where one is, or goes: "up and down three wards", "on the phone half the night".
_PLACED = re.compile(
    r"^(?:(?:up|down|in|out|back|round|on|off|over|to|forth)(?:\s+of)?\s+and\s+\w+|round and round|"
    r"(?:on|in|at|to|through|from|down|up|round|around|across|between|into|under|behind|off)\s+(?:and\s+|to\s+)?"
    r"(?:the|a|an|my|our|his|her|their|your|every|each|all|both|one|two|three|four|five|six|ten|\d+)"
    r")\b",
    re.IGNORECASE,
)
_GOES = re.compile(
    r"^(?:up|down|round|around|across|through|back)\s+(?:the|a|an|my|every|all|two|three|\d+|and|to|at)\b",
    re.IGNORECASE,
)
_THAT_IS = re.compile(r"^(?:it|that|this|there|he|she|they|what|here)(?:'s|'re| is| are| was| were)\b", re.IGNORECASE)
# What is wished of the program: "I need a handoff to sales ops", but "the handover to the night shift" is done.
_WISHED = re.compile(
    r"^(?:please\s+)?(?:(?:can|could|may) (?:i|we|you)\s+|(?:i|we)(?:'d|'m| would| am)?\s+)?"
    r"(?:(?:just|please|really)\s+)?"
    r"(?:need|want|like|get|have|give me|(?:write|make|do|draft)(?:\s+me)?|looking for|after)\s+"
    r"(?:a|an|the|one)\s+(?:hand-?\s?(?:off|over)|draft)(?:\s+(?:note|letter|document|page|draft))?\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_WISHED_FOR = re.compile(
    r"^(?:\s+to\s+[\w ]+?,?)?\s+(?:for|of|on|about)\s+(?P<thing>.+?)(?:\s+to\s+.*)?$", re.IGNORECASE
)
# "I want to hand over the newsletter to marketing" names the newsletter.
_HANDS = [
    re.compile(rf"^{hands}(?:\s+to\s+(?!\w+ing\s).*)?$", re.IGNORECASE)
    for hands in (
        r"(?:hand(?:ing)?\s+(?:over|off)|pass(?:ing)?\s+on|delegat(?:e|ing)|get(?:ting)?\s+rid\s+of|let(?:ting)?\s+go\s+of|"
        r"giv(?:e|ing)\s+up)\s+(?P<thing>.+?)",
        r"(?:hand|pass)(?:ing)?\s+(?P<thing>.+?)\s+(?:over|off|on)",
    )
]
# "I want to give the renewal sheet to sales ops": what one would give away is what one does.
_WOULD_GIVE = re.compile(
    r"^(?:give|pass|move|transfer)\s+(?P<thing>(?:the|my|our|all|this|that|these|those)\s.+?)\s+(?:on\s+|back\s+)?to\s(?!(?:their|his|her|its|your|our)\s).+$",
    re.IGNORECASE,
)
# "We'd stop the trade shows": what one would stop is what one does.
_WOULD_STOP = re.compile(
    r"^(?:have to\s+)?(?:stop|drop|cancel|cut|scrap|skip)\s+(?P<thing>(?:the|my|our|all|those|these)\s.+)$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s(?:which|that)\s+(?:takes?|is|are|eats?|costs?|nobody|no one)\b.*|\s(?:so that|even though)\b.*|\s\(.*$",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(
    r"(?:^|\s+)(?:about|around|roughly|maybe|perhaps|like|for|takes?|taking|some|probably|at least|up to|on|in|of|a|"
    r"the|it|that|and|to|with|by)\s*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\s(?:for|of|on|about|with|to|from|in|at|by|over|between|across|into|that|which|who|so|without|after|before|as|against|under|out|above|below|through|around|behind)\s"
)
_RESTATES = re.compile(
    r"^(?:it|that|this|them|those|these|something|stuff|things?|everything|all|one)\b(?:\s+(?:myself|all|every|too))*\s*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:a|an|the|my|our|some|all the|all|these|those|this)\s+", re.IGNORECASE)


_PARTICLES = frozenset("over into in out back up off on with for to through down away".split())


_EMPTY_VERBS = frozenset(
    "get have be do go make take keep see know think mean feel guess want need say spend try like".split()
)


# What one is, and doesn't do.
_STATES = frozenset("feel think want know believe hope guess suppose mean wish doubt need".split())


@dataclass(frozen=True)
class Phrase:
    """What an activity is called.

    Attributes:
        title: How the worksheet names it, without "I": "reading every quote over forty thousand", "Friday mail".
        doing: The -ing form, said to the person ("reading your team's quotes"); None for a bare name.
        bare: The same with the bare verb in the person's own voice ("read every quote"); None for a bare name.
        thing: What it is about, as one refers back to it: "quote", "mail", "reviews"; None where that isn't clear.
    """

    title: str
    doing: str | None
    bare: str | None
    thing: str | None


def name_activity(text: str) -> Phrase | None:
    """How the activity in these words is called; None if they name no doing and no thing."""
    first = next((clause.text for clause in clauses(plain(text))), plain(text))
    core = _unframe(without_owner(first))
    if core is None or _THAT_IS.match(core) or _GOES.match(without_lead(first)):
        return None
    timeless = _WHOSE_TIME.sub("", without_time(_ASIDE.sub("", core)))
    timeless = _BESIDE_NAME.sub("", re.sub(rf"^(?:{_ADVERB}\s+)+", "", timeless, flags=re.IGNORECASE))
    if timeless != core:
        # "two hours on the deck"
        timeless = re.sub(r"^(?:on|for|with)\s+", "", timeless, flags=re.IGNORECASE)
    core = _DURATION_NAME.sub(r"\1-minute ", re.sub(r"\s+(?:each|apiece)$", "", _shorten(timeless)))
    if _PLACED.match(core):
        return None
    if not core or _RESTATES.match(core) or core.lower().startswith("of "):
        return None
    head, _, rest = core.partition(" ")
    lemma = verb_lemma(head)
    doing_form = head.lower().endswith("ing") and lemma is not None and not _is_plain_noun(head, rest)
    if doing_form and lemma == "do" and rest:
        return _named(rest)
    if doing_form and lemma:
        return _phrase(lemma, rest) if lemma not in _STATES and (rest or lemma not in _EMPTY_VERBS) else None
    return _named(core)


def without_owner(text: str) -> str:
    """The clause without whose it is, where it says that of something ("the audit call is Ben's")."""
    named = _IS_WHOSE.sub("", text)
    return text if _THAT_IS.match(text) or len(named.split()) < 2 else named


def without_lead(text: str) -> str:
    """The clause without fillers and the time it begins with ("every Wednesday I hold" -> "I hold")."""
    return _LEADS.sub("", without_fillers(text)).strip(" .,")


def _without_subject(text: str) -> str | None:
    """ "Took over her round" as "taking over her round"; "lost property" stays a thing."""
    head, _, rest = text.partition(" ")
    lemma, second = verb_lemma(head), rest.lower().split(" ", 1)[0]
    past = lemma is not None and lemma != head.lower() and not head.lower().endswith(("ing", "s"))
    goes_on = second in DETERMINERS or second in _PARTICLES or second.endswith("'s")
    return f"{gerund(lemma)} {rest}" if past and goes_on and lemma else None


def _without_frames(rest: str, being: bool, had: bool) -> str:
    """What follows "I", without the words between it and what is really done ("have to", "keep", "end up")."""
    if being or had:
        rest = re.sub(rf"^(?:been|always|still|just|{_ADVERB})\s+", "", rest)
        rest = re.sub(r"^got\s+(?!to\b)", "have ", rest) if had else rest
    changed = True
    while changed:
        changed = False
        for frame in _FRAMES:
            if match := frame.match(rest):
                rest, changed = rest[match.end() :].strip(), True
                rest = re.sub(rf"^(?:{_ADVERB}\s+)+", "", rest, flags=re.IGNORECASE)
    return rest


def _unframe(text: str) -> str | None:
    """The doing in a first clause, as "-ing ..." or as the name of a thing."""
    text = re.sub(
        rf"^(?:there's|there is|there are|it's|that's|it is|that is)\s+(?:{_ADVERB}\s+)?"
        r"(?=(?:the|a|an|my|our|all)\b|\w+ing\s+(?!me\b|us\b)\w|(?<=there's )\w+'s\s)",
        "",
        without_lead(text),
        flags=re.IGNORECASE,
    )
    if wished := _WISHED.match(text):
        about = _WISHED_FOR.match(wished["rest"])
        return about["thing"] if about else None
    # "I "get to" format the slides": what stands in quotation marks is said with a wink.
    text = re.sub(r'"([\w ]{2,16})"(?=\s)', r"\1", text)
    # "Into fixing other people's orders": where time goes.
    text = re.sub(r"^(?:into|with|on|in)\s+(?=\w+ing\b)|^into\s+", "", text, flags=re.IGNORECASE)
    subject = _SUBJECT.match(text)
    if not subject:
        return _told_to(text) or _without_subject(text) or text or None
    being, had = bool(subject["be"]), bool(subject["have"])
    rest = _without_frames(text[subject.end() :], being, had)
    if handed := _handed(rest):
        return handed
    if subject["would"] and (given := _WOULD_GIVE.match(rest)):
        return given["thing"]
    if subject["would"] and (stopped := _WOULD_STOP.match(rest)):
        return stopped["thing"]
    if spent := _spent_on(rest):
        return spent
    if thing := _ONLY_DO.match(rest):
        named = rest[thing.end() :].strip()
        return named or None
    head, _, tail = rest.partition(" ")
    tail, head = (f", {tail}" if head.endswith(",") else tail), head.rstrip(",")
    lemma = verb_lemma(head)
    if head.lower().endswith("ing"):
        return rest
    if (
        lemma
        and (is_verb(head) or "-" in head)
        and head.lower() not in ("am", "is", "are", "was", "were", "be", "been")
    ):
        return f"{gerund(lemma)} {tail}".replace(" ,", ",").strip()
    return None


def _spent_on(rest: str) -> str | None:
    """What time goes into: "put two hours a week into the minutes"; None where nothing is said to take any."""
    spent = _SPENDS.match(rest)
    if not spent:
        return None
    after = without_time(spent["rest"]).strip()
    after = re.sub(
        r"^(?:(?:most|half|all|part|much|a lot|the rest)\s+)?(?:of\s+)?(?:my|the|your|every|each)?\s*"
        rf"(?:time|day|week|mornings?|life|evenings?|(?:{'|'.join(WEEKDAYS)})s?)\b",
        "",
        after,
        flags=re.IGNORECASE,
    )
    on_it = re.match(r"(?:my\s+)?(?:on|for|to|in|into|with|by)\s+", after.strip(), re.IGNORECASE)
    after = after.strip()[on_it.end() :].strip() if on_it else after.strip()
    return after if after and (on_it or spent["surely"]) else None


def _told_to(text: str) -> str | None:
    """A doing that is named as one would be told to: "coach the new managers" is "coaching the new managers"."""
    if handed := _handed(text):
        return handed
    head, second, *_ = [*text.lower().split(" "), "", ""]
    lemma = verb_lemma(head)
    # "Work that isn't mine" tells nobody to work.
    told = lemma == head and second in DETERMINERS - {"that"} and head not in _EMPTY_VERBS
    return f"{gerund(lemma)} {text.split(' ', 1)[1]}" if lemma and told else None


def _handed(text: str) -> str | None:
    return next((match["thing"] for pattern in _HANDS if (match := pattern.match(text))), None)


def names_rhythm(text: str) -> bool:
    """Whether the words say how often: "every Friday", "most mornings"."""
    return _RHYTHM.search(text) is not None


def without_time(text: str) -> str:
    """The words without the hours, the rhythm, and what is left dangling around them."""
    for _ in range(4):
        amount = read_amount(text)
        if amount is None or not amount.spans:
            break
        spans = [span for span in amount.spans if not _is_adjective(text[slice(*span)], text[span[1] :])]
        if not spans:
            break
        for start, end in sorted(spans, reverse=True):
            text = f"{_trim_edge(text[:start])} {text[end:].lstrip(' ,.;-')}"
        text = text.strip()
    text = _WHEN.sub("", _EACH_TIME.sub("", _RHYTHM.sub("", text)))
    return re.sub(r"\s+,", ",", re.sub(r"\s{2,}", " ", text)).strip(" ,.;:-–—")


def _is_adjective(quote: str, behind: str) -> bool:
    """ "15 min reviews", "fifteen-minute calls", "two-day workshop": the time names the thing and stays."""
    follows = behind.lstrip(" -").split(" ")[0].strip(",.").lower()
    unit_singular = not quote.rstrip().lower().endswith(("s", "days"))
    return (
        bool(follows)
        and unit_singular
        and follows not in ("a", "per", "each", "every", "on", "for", "of", "with", "and", "to", "in", "at")
        and (not read_amount(f"1 {follows}") and follows.isalpha())
    )


def _trim_edge(text: str) -> str:
    earlier = None
    while text != earlier:
        earlier, text = text, _LEFTOVER.sub("", text).rstrip(" ,.;:-–—")
    return text


def _shorten(text: str) -> str:
    """At most a dozen words, cut where the sense allows: at a comma, else before a preposition, else hard."""
    words = text.split()
    if len(words) <= LONGEST_WORDS:
        head, comma, _ = text.partition(",")
        return text if not comma or len(head.split()) < 3 else head
    before, comma, _ = text.partition(",")
    if comma and 2 <= len(before.split()) <= LONGEST_WORDS:
        return before
    cut = " ".join(words[:LONGEST_WORDS])
    places = [match.start() for match in _PREPOSITION.finditer(cut) if len(cut[: match.start()].split()) >= 4]
    return _trim_edge(cut[: places[-1]] if places else cut)


_AND_DOES = re.compile(
    r"\s+and\s+(?P<verb>[a-z]+)\s+(?:the|a|an|my|our|his|her|their|it|them|through|to|up|out|on|with)\b.*"
)


def _phrase(lemma: str, rest: str) -> Phrase:
    also = _AND_DOES.search(rest)
    if also and verb_lemma(also["verb"]) == also["verb"]:
        # "sit down with Tobias and go through his deals" is called by its first doing.
        rest = rest[: also.start()]
    said = flip(f"{gerund(lemma)} {rest}".strip())
    return Phrase(
        title=f"{gerund(lemma)} {rest}".strip(),
        doing=said,
        bare=f"{lemma} {rest}".strip(),
        thing=head_noun(rest),
    )


def _named(text: str) -> Phrase:
    title = _ARTICLE.sub("", text)
    return Phrase(title=lower_first(title) if text != title else text, doing=None, bare=None, thing=head_noun(text))


def head_noun(text: str) -> str | None:
    """The noun that a group of words is about: "the deck for the close review" -> "deck"."""
    group = _PREPOSITION.split(f" {text} ", maxsplit=1)[0].split(",")[0].strip()
    group = _ARTICLE.sub(
        "", re.sub(r"^(?:out|up|over|off|in|on|through|down|back|together|all|every|each|any|both)\s+", "", group)
    )
    words = re.findall(r"[A-Za-z][\w'-]*", group)
    if (
        not words
        or len(words) > 4
        or words[-1].lower() in ("it", "them", "that", "this", "myself", "one", "everything", "stuff")
    ):
        return None
    return lower_first(words[-1]) if not words[-1].endswith("ly") else None


def _is_plain_noun(head: str, rest: str) -> bool:
    """ "Meeting with Ada", "Onboarding Tom"? Only words that name things far more often than doings count as nouns."""
    follows = rest.split(" ")[0].lower()
    return head.lower() in ("meeting", "meetings", "pricing", "training", "briefing", "hiring") and follows in (
        "", "with", "for", "and", "of", "on", "at", "in", "about",
    )  # fmt: skip
