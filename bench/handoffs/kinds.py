"""How often the kind of an activity is the one a reader gave it; the kind decides how one steps back from it.

    python bench/handoffs/kinds.py

kinds.tsv has activities with the kind that a reader gave them: of calendars (eval teams), as people said them (messages
of bench/listening), of examples/, and a fresh list that nobody had read when the phrases of
prompts/guided/meanings.yaml were written.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from reflect.engines.guided.kinds import Kinds
from reflect.engines.guided.meaning import read_meanings


def main() -> None:
    """Print the share that is right, for each list, and each that isn't."""
    kinds = Kinds(read_meanings()["kinds"], None)
    right: dict[str, list[bool]] = defaultdict(list)
    with (Path(__file__).parent / "kinds.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            found = kinds.find(row["activity"])
            right[row["list"]].append(found == row["kind"])
            if found != row["kind"]:
                print(f"  {row['kind']}, not {found}: {row['activity']}")
    for name, hits in {**right, "all": [one for each in right.values() for one in each]}.items():
        print(f"{name}: {sum(hits) / len(hits):.2f} of {len(hits)}")


if __name__ == "__main__":
    main()
