"""bench/handoffs: its check of where each sentence comes from finds what nobody said."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from reflect.drafts import draft_all

_BENCH = Path(__file__).parent.parent / "bench" / "handoffs"


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("handoffs_bench", _BENCH / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("number", [0, 4, 10, 13, 15, 18])
def test_every_sentence_of_a_draft_has_a_source_and_one_that_was_made_up_is_found(
    bench: ModuleType, home: Path, number: int
) -> None:
    talk = bench._talk(yaml.safe_load((_BENCH / "cases.yaml").read_text("utf-8"))[number], home)
    [draft] = draft_all(talk.state, talk._scene)
    talk._reflect.ledger.close()
    assert list(bench._without_source(draft, talk)) == []
    first, *rest = draft.parts
    for made_up in ("Our customers love surprises", "Gwen is delighted"):
        evil = draft.but(parts=(first.but(text=made_up), *rest))
        assert [said.partition(": ")[2] for said in bench._without_source(evil, talk)] == [made_up]
    evil = draft.but(message=draft.message.replace("\n\n", "\n\nTrust me, it is easy.\n\n", 1))
    assert list(bench._without_source(evil, talk)) != []
