"""The handoff of one activity: its parts in order, from what was said, what is written down, and blanks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reflect.engines.protocol import Scene
from reflect.handoff.agenda import plan_talk
from reflect.handoff.days import Days, plan_meetings, read_days, say_meetings
from reflect.handoff.frame import cadence_of, frame, own_blank, said_part
from reflect.handoff.message import write_message
from reflect.handoff.opening import causes_of, hours_a_time, open_with, own_opening, quote_line, say_causes, say_lines
from reflect.handoff.readers import call, greet, is_upward, named, put_to, stands_in, vacancies
from reflect.handoff.taper import DEFAULT_WEEKS, MOST_WEEKS, step_back, weeks_between
from reflect.handoff.words import words
from reflect.language.address import told_of
from reflect.language.clauses import upper_first
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.parts import Putting, own_words, write_part
from reflect.practices import PartSpec
from reflect.records import Blank, Handoff, Item, Part, Pile, Session, Step
from reflect.standing import drafted_items, own_lines, owner_people, owner_roles


@dataclass(frozen=True)
class _Case:
    """What a handoff is made from.

    Attributes:
        kind: Which kind of work it is, by which the giver steps back.
        upward: Whether the owner is somebody the giver reports to.
        put: How a sentence of the giver's is put to the owners.
    """

    item: Item
    session: Session
    scene: Scene
    roles: Sequence[str]
    people: Sequence[str]
    kind: str
    upward: bool
    put: Putting
    days: Days
    taper: tuple[Step, ...]

    @property
    def giver(self) -> str:
        return self.scene.person.first_name

    @property
    def owner(self) -> str:
        return call(self.people)

    def who(self, whose: str) -> str:
        """Who fills a blank: the giver, the owner, or both."""
        names = {"giver": self.giver, "owner": self.owner, "both": join([self.giver, *named(self.people)])}
        return names[whose]


def draft_handoffs(session: Session, scene: Scene) -> tuple[Handoff, ...]:
    """The handoffs of a session whose draft stands, as the facts are now."""
    return tuple(draft_handoff(session, item.id, scene) for item in drafted_items(session, scene))


def draft_handoff(session: Session, number: int, scene: Scene) -> Handoff:
    """The handoff of one activity of the session, as far as the facts go.

    Raises:
        KeyError: If the session has no such activity.
    """
    item = session.item(number)
    if item is None:
        raise KeyError(number)
    drafted = session.drafted.get(number) or scene.today()
    case = _case(item, session, scene, read_days(item, drafted, scene.today()))
    own = own_opening(item, session, scene)
    opening = own or open_with(item, case.put)
    line = say_lines(item, case.roles, scene, plain=not own, upward=case.upward)
    parts = tuple(_parts(case))
    starts = case.days.starts
    review = case.taper[-1].starts + timedelta(weeks=1) if case.taper[-1].starts else None
    quote = quote_line(item, case.roles)
    return frame(
        item,
        session,
        scene,
        drafted=drafted,
        owner_roles=tuple(case.roles),
        owners=tuple(case.people),
        greeting=greet(case.people, case.roles, scene.team),
        opening=" ".join(filter(None, [opening, line, say_causes(item)])),
        parts=(*parts, *_last_parts(case, review)),
        taper=case.taper,
        hours_each=hours_a_time(item) if weeks_between(item) > 1 else None,
        starts=starts,
        review=review,
        meetings=plan_meetings(item, case.kind, case.taper, case.days, review, case.people, scene),
        agenda=plan_talk(item, case.kind, parts),
        message=write_message(
            item, session, scene, opening=opening, people=case.people, roles=case.roles, quote=quote,
            upward=case.upward, day=case.days.told, put=case.put,
        ),
        notes=tuple(_notes(case)),
    )  # fmt: skip


def _case(item: Item, session: Session, scene: Scene, days: Days) -> _Case:
    roles = owner_roles(item, Pile.HAND_OFF, scene.team, scene.person.roles)
    people = owner_people(item, roles, scene.team, scene.person.name)
    kind = scene.practice.handoff.steps_back or str(item.value("does") or "doing")
    weeks = item.value("weeks")
    taper = step_back(
        kind,
        item.value("hours"),
        DEFAULT_WEEKS if weeks is None else weeks,
        days.starts,
        every=weeks_between(item),
    )
    put = put_to(people, session, scene)
    return _Case(item, session, scene, roles, people, kind, is_upward(roles, people, scene), put, days, taper)


def _parts(case: _Case) -> list[Part]:
    """The parts in order, up to the one-to-one."""
    fixed, item = words(), case.item
    headings = fixed["parts"]
    # What nobody has a picture of yet is for both to find.
    good = Blank(label=fixed["blank"]["both"], who=case.who("both"))
    parts = [
        *_vacant(case),
        said_part("why", headings["why"], item.value("why"), case.put, own_blank(case.giver)),
        said_part("good", headings["good"], item.value("good"), case.put, good),
        Part(
            id="expected",
            heading=headings["expected_up" if case.upward else "expected"],
            text=_expected(case),
            quote=quote_line(item, case.roles),
        ),
    ]
    stays = item.facts.get("stays")
    if stays is not None:
        nothing = stays.value in ("none", "no")
        text = fixed["stays"]["none"] if nothing else own_words(str(stays.value), case.put)
        parts.append(Part(id="stays", heading=headings["stays"], text=text, own=not nothing))
    parts += _needs(case)
    parts += [_own_part(spec, case) for spec in case.scene.practice.handoff.parts]
    parts.append(Part(id="how", heading=headings["how"], blanks=_how(case)))
    parts.append(Part(id="taper", heading=headings["taper"]))
    if first := say_meetings(item, case.kind, case.taper):
        parts.append(Part(id="meetings", heading=headings["meetings"], text=first))
    told = case.days.told
    meeting = fixed["meeting"]["said"].format(Day=upper_first(told)) if told else fixed["meeting"]["blank"]
    blanks = () if told else (Blank(label=fixed["meeting"]["when"], who=case.giver),)
    parts.append(Part(id="meeting", heading=headings["meeting"], text=meeting, blanks=blanks))
    return parts


def _last_parts(case: _Case, review: date | None) -> list[Part]:
    """What both confirm, the look back, and what the time is for."""
    fixed = words()
    headings = fixed["parts"]
    confirm = tuple(Blank(label=one["label"], who=case.who(one["who"])) for one in fixed["confirm"].values())
    parts = [Part(id="confirm", heading=headings["confirm"], blanks=confirm)]
    if review is not None:
        text = fixed["meetings"]["review"]["says"].format(day=say_day(review, weekday=True))
        parts.append(Part(id="review", heading=headings["review"], text=text))
    if freed := own_words(str(case.session.value("freed_for") or ""), case.put):
        parts.append(Part(id="freed", heading=headings["freed"], text=freed, own=True))
    return parts


def _vacant(case: _Case) -> list[Part]:
    """To whom it goes where nobody holds the role: whoever that role reports to could say."""
    fixed, team = words(), case.scene.team
    said = []
    for role in vacancies(case.roles, team) if not case.people else []:
        if found := stands_in(role, team):
            above, names = found
            said.append(fixed["vacant"]["up"].format(title=role.title, above=above.title, names=join(names)))
        else:
            said.append(fixed["vacant"]["nobody"].format(title=role.title))
    if not said:
        return []
    blank = Blank(label=fixed["vacant"]["blank"], who=case.giver)
    return [Part(id="vacant", heading=fixed["parts"]["vacant"], text=" ".join(said), blanks=(blank,))]


def _needs(case: _Case) -> list[Part]:
    """What it takes first, by the causes that were named: told, taught, time, or something to be seen."""
    said = [words()["needs"][cause] for cause in causes_of(case.item) if cause in words()["needs"]]
    if not said:
        return []
    text = " ".join(dict.fromkeys(one["says"] for one in said if "says" in one))
    blanks = tuple(
        Blank(label=one["label"], who=case.who(one["who"])) for need in said for one in need.get("blanks", ())
    )
    return [Part(id="needs", heading=words()["parts"]["needs"], text=text, blanks=blanks)]


def _how(case: _Case) -> tuple[Blank, ...]:
    hints = words()["how_hints"].get(case.kind, {})
    return tuple(
        Blank(label=one["label"], who=case.owner, hint=hints.get(name, one["hint"]))
        for name, one in words()["how"].items()
    )


def _own_part(spec: PartSpec, case: _Case) -> Part:
    """A section that only this practice's handoffs have."""
    who = {whose: case.who(whose) for whose in ("giver", "owner", "both")}
    facts = {**case.session.facts, **case.item.facts}
    return write_part(spec, facts, own_lines(case.session), case.scene.practice, who, case.put)


def _expected(case: _Case) -> str:
    fixed, item, cadence = words()["expected"], case.item, cadence_of(case.item)
    activity = case.put(item.activity.text) or item.activity.text
    # Under a heading that says "you", "my region" would be the reader's.
    title = upper_first(told_of(activity, case.giver))
    text = fixed["cadence"].format(Title=title, cadence=cadence) if cadence else fixed["plain"].format(Title=title)
    sentences = [str(text)]
    if (wish := item.value("wish")) and (said := case.put(fixed["wish"].format(wish=wish))):
        sentences.append(said)
    if beside := item.value("consulted"):
        names = join(role.title if (role := case.scene.team.role(one)) else one for one in beside)
        sentences.append(fixed["consulted"].format(names=names))
    return " ".join(sentences)


def _notes(case: _Case) -> list[str]:
    """What the giver should know before it is sent."""
    fixed, team = words()["notes"], case.scene.team
    notes = list(case.days.notes)
    weeks = case.item.value("weeks")
    if weeks is not None and weeks < 1:
        notes.append(fixed["weeks_least"])
    if weeks is not None and weeks > MOST_WEEKS:
        notes.append(fixed["weeks_most"].format(said=weeks, most=MOST_WEEKS))
    if case.upward and case.people:
        notes.append(fixed["up"].format(names=join(case.people)))
    for role in vacancies(case.roles, team) if not case.people else []:
        found = stands_in(role, team)
        key = "vacant" if found else "vacant_nobody"
        notes.append(fixed[key].format(title=role.title, names=join(found[1]) if found else ""))
    return notes
