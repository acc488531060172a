"""A stop list on the page, and what was read for it, as HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reflect.assistant import Reflect
from reflect.records import ListItem, Pile, StopList, Team
from reflect.reports.stoplist.person import Row, view_person
from reflect.reports.stoplist.wording import LOOKS, ORDER, day_text, hours_text
from reflect.shelf import Filed
from reflect.stoplist.words import words
from reflect.web.fragments import render, texts
from reflect.web.runs import Standing
from reflect.web.uploads import Found

_PILES = {look: pile.value for pile, look in LOOKS.items()}
# Of what was read so many are shown before there is a list.
_FIRST = 8


def list_page(filed: Filed, reflect: Reflect, noted: str = "") -> str:
    """A person's list: the week in a bar, the piles, what settles each item, and what it would free.

    Args:
        filed: The list as it is kept.
        reflect: The team's assistant.
        noted: What was just settled, to be said.
    """
    listed = reflect.settle(filed.made)
    view = view_person(listed, reflect.team, host=reflect.model_host)
    piles = [pile for pile in ORDER if listed.pile(pile)]
    return render(
        "stoplist.html",
        view=view,
        lead=[(_PILES.get(look, ""), text) for look, text in view.lead],
        shares=[(_PILES[share.look], share) for share in view.shares],
        sections=[
            (pile.value, section, [_shown(item, row, listed, reflect.team) for item, row in pairs])
            for pile, section in zip(piles, view.sections, strict=True)
            for pairs in [list(zip(listed.pile(pile), section.rows, strict=True))]
        ],
        roles=[role for role in reflect.team.roles if role.id not in listed.roles],
        files=filed.files,
        filed=filed,
        noted=noted,
        says=words()["person"],
    )


def _shown(item: ListItem, row: Row, listed: StopList, team: Team) -> dict[str, Any]:
    """An item with what it could be settled as: the roles that are near, those of the person left out."""
    near = [role for one in item.owners if one not in listed.roles and (role := team.role(one))]
    return {"item": item, "row": row, "near": near, "open": item.pile is Pile.ASK}


def preview(found: Found, name: str, example: str) -> str:
    """What was read from files before a list is made of it; of other people only how many they are.

    Args:
        found: What was read, and what is unclear.
        name: Whose list it would be.
        example: What a file of theirs could be called.
    """
    t, log = texts()["stoplist"]["preview"], found.log
    own = [activity for activity in log.activities if activity.person == name]
    others = len({activity.person for activity in log.activities} - {name})
    since = t["since"].format(since=day_text(log.since), until=day_text(log.until)) if log.since and log.until else ""
    return render(
        "preview.html",
        log=log,
        unclear={file: t["unclear"][what] for file, what in found.unclear.items()},
        yours=_counted(t["yours"], len(own), name=name),
        since=since,
        others=_counted(t["others"], others) if others else "",
        first=[(one.text, hours_text(one.hours) if one.hours else "", one.cadence or "") for one in own[:_FIRST]],
        nothing=t["nothing_yours"].format(example=example) if log.activities and not own else "",
    )


def progress(standing: Standing) -> str:
    """How far a list has come, and how long it will take."""
    t = texts()["stoplist"]
    left = ""
    if standing.left is not None:
        minutes = round(standing.left / 60)
        amount = _counted(t["minutes"], minutes) if minutes else _counted(t["seconds"], max(1, round(standing.left)))
        left = t["steps_left"].format(time=amount)
    return render("progress.html", step=standing.step or t["running"], done=round(100 * standing.done), left=left)


def _counted(says: Mapping[str, str], count: int, **slots: object) -> str:
    key = "none" if count == 0 and "none" in says else "one" if count == 1 else "many"
    return says[key].format(count=count, **slots)
