"""The note on what stops: since when, whom to tell, what would make it start again, when to look back."""

from __future__ import annotations

from datetime import date, timedelta

from reflect.engines.protocol import Scene
from reflect.handoff.days import note_past
from reflect.handoff.frame import cadence_of, frame, look_back
from reflect.handoff.message import first_sentence, sign
from reflect.handoff.proposal import needed_words
from reflect.handoff.readers import put_to_all
from reflect.handoff.taper import next_monday
from reflect.handoff.words import choose, words
from reflect.language.clauses import upper_first
from reflect.language.dates import say_day
from reflect.language.english import join
from reflect.language.numerals import say_hours
from reflect.parts import Putting, own_words
from reflect.records import Blank, Handoff, Item, Part, Session


def draft_stop(session: Session, item: Item, scene: Scene) -> Handoff:
    """The note on an activity that stops, as far as the facts go."""
    fixed, put = words()["stop"], put_to_all(scene)
    drafted = session.noted.get(item.id) or scene.today()
    starts = next_monday(drafted)
    review = starts + timedelta(weeks=fixed["weeks"])
    why = needed_words(item, ("no", "doubt"), scene, put)
    return frame(
        item,
        session,
        scene,
        drafted=drafted,
        kind="stop",
        parts=tuple(_parts(item, session, starts, review, why, scene, put)),
        starts=starts,
        review=review,
        meetings=look_back("stop", item, review),
        message=_message(item, starts, review, why, scene, put),
        notes=note_past("stop_past", starts, scene.today()),
    )


def _parts(
    item: Item, session: Session, starts: date, review: date, why: str, scene: Scene, put: Putting
) -> list[Part]:
    fixed, giver = words()["stop"], scene.person.first_name
    headings = fixed["parts"]
    cadence, hours = cadence_of(item), item.value("hours")
    slots = {"Title": upper_first(item.activity.text), "cadence": cadence, "day": say_day(starts, weekday=True)}
    what = fixed["what_cadence" if cadence else "what"].format(**slots)
    freed = f" {fixed['what_hours'].format(hours=say_hours(hours))}" if hours else ""
    parts = [Part(id="what", heading=headings["what"], text=what + freed)]
    if why:
        parts.append(Part(id="why", heading=headings["why"], text=why, own=True))
    beside = [role.title if (role := scene.team.role(one)) else one for one in item.value("consulted") or ()]
    told = fixed["told"].format(names=join(beside)) if beside else ""
    tell = Blank(label=fixed["tell"], who=giver)
    parts.append(Part(id="tell", heading=headings["tell"], text=told, blanks=(tell,)))
    again = Blank(label=fixed["again"], who=fixed["misses"])
    parts.append(Part(id="again", heading=headings["again"], blanks=(again,)))
    back = fixed["review"].format(day=say_day(review, weekday=True))
    parts.append(Part(id="review", heading=headings["review"], text=back))
    if time := own_words(str(session.value("freed_for") or ""), put):
        parts.append(Part(id="freed", heading=headings["freed"], text=time, own=True))
    return parts


def _message(item: Item, starts: date, review: date, why: str, scene: Scene, put: Putting) -> str:
    fixed = words()["message"]["stop"]
    about = (item.activity.text, scene.person.name)
    slots = {
        "title": item.activity.text,
        "Title": upper_first(item.activity.text),
        "from": say_day(starts, weekday=True),
        "review": say_day(review, weekday=True),
    }
    first = choose(fixed["opening"], *about).format(**slots)
    asks = f"{choose(fixed['ask'], *about, 'ask')} {choose(fixed['back'], *about, 'back')}".format(**slots)
    return sign([words()["greeting"]["nobody"], " ".join(filter(None, [first, first_sentence(why, put)])), asks], scene)
