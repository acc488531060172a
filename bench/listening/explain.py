"""What the guided engine hears in a message: python bench/listening/explain.py "message" [--asked FACT]."""

from __future__ import annotations

import argparse

from fit import asked_with_kind

from reflect.embedding import local_embeddings
from reflect.engines.guided.acts import read_parts
from reflect.language.clauses import clauses, plain


def main() -> None:
    """Print each clause with what it does and says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("message")
    parser.add_argument("--asked", default="activity")
    given = parser.parse_args()
    for part in read_parts(clauses(plain(given.message)), asked_with_kind(given.asked), local_embeddings(), None):
        others = ", ".join(f"{act} {sure:.2f}" for act, sure in sorted(part.acts.items(), key=lambda kv: -kv[1])[1:3])
        facts = ", ".join(f"{fact} {sure:.2f}" for fact, sure in part.facts.items() if sure >= 0.2)
        print(f"{part.act:10} {part.sure:.2f}  {part.text!r}  (else {others})  {facts}")


if __name__ == "__main__":
    main()
