"""What is deleted is gone from the disk, not only from the lists: looked for in every file of the data folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reflect.assistant import Reflect
from reflect.belongings import delete_belongings
from reflect.errors import InputError
from reflect.records import Activity, Person
from reflect.shelf import Filed, Shelf
from reflect.shelving import add_article, remove_article

from .conftest import TODAY, talk

WHO, OTHER = "Dana Reyes", "Marguerite Oduya"
# Words that stand nowhere else, each where one kind of thing is kept.
SAID, NAMED, MARKED, LISTED, WRITTEN = "zanzibari", "quokkafish", "brontosaur", "marzipanly", "ultramarined"
OTHERS = "peppercornish"
ALL = (SAID, NAMED, MARKED, LISTED, WRITTEN)

pytestmark = pytest.mark.sqlite


def held(folder: Path, *words: str) -> list[tuple[str, str]]:
    """The files below a folder that hold one of these words, in whatever letters or encoding it is kept."""
    found = []
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes().lower() if path.is_file() else b""
        found += [
            (path.name, word) for word in words for as_kept in _kept(word) if as_kept in data or word in path.name
        ]
    return found


def _kept(word: str) -> tuple[bytes, ...]:
    return word.encode(), word.encode("utf-16-le")


@pytest.fixture(scope="module")
def indexed(home: Path) -> Path:
    """The indexes of the team and the articles, made once."""
    reflect = Reflect.open("harbor", today=TODAY, home=home)
    reflect.ownership.find(["-"], [()])
    reflect.search("-", 1)
    return home / "index"


@pytest.fixture
def reflect(open_reflect: Callable[..., Reflect], tmp_path: Path, indexed: Path) -> Reflect:
    shutil.copytree(indexed, tmp_path / "home" / "index")
    return open_reflect("harbor", home=tmp_path / "home", database=None)


def person(reflect: Reflect, name: str) -> Person:
    found = reflect.team.person(name)
    assert found is not None
    return found


def fill(reflect: Reflect, name: str, said: str, listed: str) -> str:
    """A talk with all that can be noted beside it, a handoff that was sent, and a stop list; the talk's id."""
    lines = [f"I approve every {said} discount, 4 hours, that's deal desk's", "they have no time", "just draft it"]
    conversation = talk(reflect, name, lines)
    reflect.send(conversation.handoffs()[0].id)
    [made] = reflect.stop_list([Activity(text=f"{listed} slides", person=name, hours=1.0)])
    Shelf(reflect.settings.home).keep(Filed(made=made))
    return conversation.id


def test_after_deleting_no_file_of_the_data_folder_holds_a_word_of_it(reflect: Reflect) -> None:
    home = reflect.settings.home
    session = fill(reflect, WHO, SAID, LISTED)
    fill(reflect, OTHER, OTHERS, OTHERS)
    reflect.ledger.notes.rename(session, f"the {NAMED} talk")
    reflect.ledger.notes.mark(session, 1, good=False, reason=f"too {MARKED}")
    conversation = reflect.resume(session)
    draft = conversation.handoffs()[0]
    conversation.edit(draft.id, {draft.parts[0].id: f"{WRITTEN} words"})
    assert {word for _, word in held(home, *ALL)} == set(ALL)
    delete_belongings(reflect, person(reflect, WHO), sent=True)
    # While the program goes on, and the file is open.
    assert held(home, *ALL) == []
    assert session not in str(held(home, session))
    assert held(home, OTHERS)


def test_a_session_that_is_deleted_leaves_nothing_in_the_file(reflect: Reflect) -> None:
    conversation = talk(reflect, WHO, [f"the {SAID} slides, two hours"] + ["not sure"] * 12)
    reflect.delete_session(conversation.id)
    assert held(reflect.settings.home, SAID, conversation.id) == []


def test_a_turn_that_is_taken_back_leaves_nothing_in_the_file(reflect: Reflect) -> None:
    conversation = talk(reflect, WHO, ["the Friday slides, two hours", f"make that four {SAID} hours"])
    assert held(reflect.settings.home, SAID)
    conversation.undo()
    assert held(reflect.settings.home, SAID) == []


def test_an_article_that_is_taken_away_leaves_nothing_in_the_index(reflect: Reflect, tmp_path: Path) -> None:
    folder, home = reflect.settings.articles_folder, reflect.settings.home
    path = tmp_path / "own.md"
    path.write_text(f"# On {NAMED}\n\nThe {SAID} stands aside and leaves the plan to those whose it is.\n", "utf-8")
    kept = add_article(path, folder)
    reflect.search("standing aside", 1)
    remove_article(kept.name, folder)
    reflect.reread_articles()
    reflect.search("standing aside", 1)
    assert held(home, SAID, NAMED) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a person's folders from others by itself")
def test_nobody_else_on_the_machine_can_read_the_database(reflect: Reflect) -> None:
    talk(reflect, WHO, ["the Friday slides, two hours"])
    kept = [path for path in reflect.settings.home.iterdir() if path.name.startswith("reflect.sqlite")]
    assert kept
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []


def test_too_long_a_name_for_a_talk_is_refused(reflect: Reflect) -> None:
    conversation = talk(reflect, WHO, ["the Friday slides, two hours"])
    with pytest.raises(InputError, match="a name has at most 120 characters"):
        reflect.ledger.notes.rename(conversation.id, "x" * 121)
