"""How well what people type about their week is heard: which activities, and how many hours.

    python bench/listening/naming.py                 every file of messages/naming-*.yaml
    python bench/listening/naming.py FILE --wrong    one of them, with what was heard wrongly

Each message is heard as an answer to a talk's opening. An activity counts as heard if one of the words that its
entry gives stands in the name it got; hours count if they are within a twentieth. Nothing but reflect is needed.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from reflect import Reflect
from reflect.engines.protocol import NewActivity

HERE = Path(__file__).parent


def main() -> None:
    """Print the figures of each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--wrong", action="store_true", help="also what was heard wrongly")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        reflect = Reflect.open("harbor", home=Path(home), database="sqlite://")
        for file in given.files or sorted((HERE / "messages").glob("naming-*.yaml")):
            _measure(file, reflect, wrong=given.wrong)


def _measure(file: Path, reflect: Reflect, *, wrong: bool) -> None:
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    said = heard = timed = right_hours = extra = clean = 0
    for entry in entries:
        found = _hear(entry["said"], reflect)
        pairs = _pairs(entry["activities"], found)
        beside = [one for place, one in enumerate(found) if place not in pairs.values()]
        hours = {
            place: _hours_fit(one, found[pairs[place]])
            for place, one in enumerate(entry["activities"])
            if place in pairs
        }
        said, heard = said + len(entry["activities"]), heard + len(pairs)
        timed += sum("hours" in entry["activities"][place] for place in hours)
        right_hours += sum(fits for place, fits in hours.items() if "hours" in entry["activities"][place])
        extra += len(beside)
        fine = len(pairs) == len(entry["activities"]) and not beside and all(hours.values())
        clean += fine
        if wrong and not fine:
            missed = [one["words"][0] for place, one in enumerate(entry["activities"]) if place not in pairs]
            print(f"- {entry['said']!r}\n    missed {missed}, beside {[one.text for one in beside]}, hours", end=" ")
            amounts = {one.text: (fact.value if (fact := one.facts.get("hours")) else None) for one in found}
            print(amounts, "should be", [one.get("hours") for one in entry["activities"]])
    print(
        f"{file.name}: {len(entries)} messages; activities heard {heard} of {said}; hours of those heard that had some "
        f"{right_hours} of {timed}; heard beside {extra}; messages all right {clean} ({clean / len(entries):.0%})"
    )


def _hear(text: str, reflect: Reflect) -> Sequence[NewActivity]:
    talk = reflect.session(person=reflect.team.people[0].name)
    # What is measured is the hearing alone, without the talk around it.
    return reflect.guided.listen(text, talk.state, talk._scene).activities


def _pairs(wanted: Sequence[Mapping[str, Any]], found: Sequence[NewActivity]) -> dict[int, int]:
    """Which found activity is which wanted one, each once, in order."""
    pairs: dict[int, int] = {}
    for place, one in enumerate(wanted):
        fits = (
            number
            for number, activity in enumerate(found)
            if number not in pairs.values() and any(word.lower() in activity.text.lower() for word in one["words"])
        )
        if (number := next(fits, None)) is not None:
            pairs[place] = number
    return pairs


def _hours_fit(wanted: Mapping[str, Any], found: NewActivity) -> bool:
    fact = found.facts.get("hours")
    if "hours" not in wanted:
        return fact is None
    return fact is not None and abs(float(fact.value) - wanted["hours"]) <= 0.05 * wanted["hours"]


if __name__ == "__main__":
    main()
