"""The team file changed between two turns: nothing said is lost, and nothing is said of roles that are gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reflect.assistant import Reflect
from reflect.conversation import Conversation
from reflect.records import Fact
from reflect.redefinition import catch_up
from reflect.resources import resource_path

from .conftest import talk

HARBOR = (resource_path("examples") / "harbor.team.yaml").read_text(encoding="utf-8")


def reopened(
    open_reflect: Callable[..., Reflect],
    folder: Path,
    lines: list[str],
    change: Callable[[str], str],
    practice: str = "stop-list",
    person: str = "Dana Reyes",
) -> Conversation:
    """A talk that was begun with Harbor as it is, opened again with its file changed."""
    path = folder / "harbor.team.yaml"
    path.write_text(HARBOR, encoding="utf-8")
    reflect = open_reflect(path)
    conversation = reflect.session(practice, person=person)
    for line in lines:
        conversation.say(line)
    path.write_text(change(HARBOR), encoding="utf-8")
    return open_reflect(path).resume(conversation.id)


def without_role(text: str, role: str) -> str:
    """The file without a role and with nobody holding it."""
    head, _, tail = text.partition(f"  - id: {role}\n")
    rest = tail[tail.index("\n  - id: ") + 1 :]
    return (head + rest).replace(f"[{role}]", "[]").replace(f", {role}]", "]").replace(f"[{role}, ", "[")


def test_an_owner_who_is_gone_is_said_and_open_again(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    lines = ["checking contract wording, three hours", "yes", "that's contracts counsel's job"]
    again = reopened(open_reflect, tmp_path, lines, lambda text: without_role(text, "legal"))
    turn = again.say("ok")
    assert "legal isn't in them any more" in turn.text
    [entry] = turn.piles
    assert "legal" not in entry.owners
    assert entry.hours_per_week == 3
    assert "open again" not in again.say("ok").text


def test_findings_follow_a_line_that_was_reworded(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    old = "Prepare the data pack for forecast calls and quarterly business reviews"
    lines = ["I build the data pack for the QBRs, 5 hours a week"]
    again = reopened(open_reflect, tmp_path, lines, lambda text: text.replace(old, "Build every deck of figures"))
    turn = again.say("show me the definitions")
    assert old not in turn.text
    for citation in turn.citations:
        assert citation.quote in {line.text for line in again.team.lines}


def test_lines_of_ones_own_role_follow_the_file(open_reflect: Callable[..., Reflect], tmp_path: Path) -> None:
    gone, new = "Book qualified first meetings for account executives", "Hand every meeting over in writing"
    again = reopened(
        open_reflect, tmp_path, ["the outbound calls", "doing"], lambda text: text.replace(gone, new),
        practice="my-job", person="Finn Doyle",
    )  # fmt: skip
    texts = [item.activity.text for item in again.state.items]
    assert gone not in texts
    assert new in texts
    assert len([item for item in again.state.items if item.value("status") == "doing"]) >= 1


SDR = "Finn Doyle, roles: [sdr]"


def test_two_roles_with_a_line_in_the_same_words_keep_both(
    open_reflect: Callable[..., Reflect], tmp_path: Path
) -> None:
    line = "Answer inbound leads within one working hour"
    double = HARBOR.replace(SDR, SDR.replace("[sdr]", "[sdr, sales-ops]")).replace(
        "      - Design territories", f"      - {line}\n      - Design territories", 1
    )
    assert double != HARBOR
    path = tmp_path / "harbor.team.yaml"
    path.write_text(double, encoding="utf-8")
    conversation = open_reflect(path).session("my-job", person="Finn Doyle")
    conversation.say("the outbound calls")
    lines = [item.line for item in conversation.state.items]
    assert len(lines) == len(set(lines))
    path.write_text(double.replace("Opens doors.", "Opens every door."), encoding="utf-8")
    again = open_reflect(path).resume(conversation.id)
    assert [item.line for item in again.state.items] == lines


def test_what_its_practice_no_longer_knows_is_forgotten_and_the_talk_goes_on(harbor: Reflect) -> None:
    lines = ["approving every discount, two hours, that's deal desk's", "never asked them"]
    conversation = talk(harbor, "Dana Reyes", lines)
    scene = conversation._scene
    causes = {name: one for name, one in scene.practice.facts["cause"].options.items() if name != "unasked"}
    less = {**scene.practice.facts, "cause": scene.practice.facts["cause"].but(options=causes)}
    del less["freed_for"]
    changed = replace(scene, practice=scene.practice.model_copy(update={"facts": less}))
    known = conversation.state.but(facts={"freed_for": Fact(value="coaching")})
    session = catch_up(known, changed)
    assert session.items[0].value("cause") is None
    assert session.items[0].value("hours") == 2
    assert "freed_for" not in session.facts


def test_the_answers_to_click_are_those_of_the_practice_as_it_is(harbor: Reflect) -> None:
    conversation = talk(harbor, "Dana Reyes", ["approving every discount, two hours, that's deal desk's"])
    scene = conversation._scene
    spec = scene.practice.facts["cause"]
    options = {name: one.but(label=one.label.upper()) for name, one in spec.options.items()}
    facts = {**scene.practice.facts, "cause": spec.but(options=options)}
    changed = replace(scene, practice=scene.practice.model_copy(update={"facts": facts}))
    asked = catch_up(conversation.state, changed).question
    assert asked is not None
    assert asked.fact == "cause"
    assert "THEY WERE NEVER ASKED" in asked.options
