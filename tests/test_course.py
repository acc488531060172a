"""The course of a session: what is asked when, and what each answer leads to. No engine, only what was heard."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from reflect.engines.protocol import Amendment, Heard, Move, NewActivity, Scene
from reflect.interview import open_session, take
from reflect.language.mentions import NameFinder
from reflect.practices import find_practice
from reflect.records import Evidence, Fact, Finding, Owner, Pile, Session, Verdict
from reflect.standing import list_piles
from reflect.team import read_team

HARBOR = read_team("harbor")


def finding(verdict: Verdict, *roles: str) -> Finding:
    lines = [
        next(line for line in HARBOR.lines if line.role == role) for role in roles or ("sales-ops", "rvp", "legal")
    ]
    owners = tuple(Owner(role=line.role, probability=0.3, evidence=Evidence(line=line, score=0.5)) for line in lines)
    return Finding(activity="x", verdict=verdict, owners=owners, p_own=0.2, p_other=0.4, p_nobody=0.4)


class Course:
    """A session that is told what was heard."""

    def __init__(self, practice: str = "stop-list", person: str = "Dana Reyes", found: Finding | None = None) -> None:
        self.found = found or finding("other")
        self.scene = Scene(
            team=HARBOR, person=HARBOR.person(person), practice=find_practice(practice), names=NameFinder(HARBOR),  # type: ignore[arg-type]
            whose=lambda texts, roles: [self.found for _ in texts], search=lambda text, count: [],
            today=lambda: date(2026, 11, 22),
        )  # fmt: skip
        session = Session(
            id="s",
            practice=practice,
            team="Harbor",
            person=person,
            engine="test",
            started=datetime(2026, 11, 22, tzinfo=UTC),
        )
        self.session, self.move = open_session(session, self.scene)

    def hear(self, **heard: Any) -> Move:
        facts = {name: Fact(value=value) for name, value in heard.pop("facts", {}).items()}
        self.session, self.move = take(self.session, Heard(facts=facts, whole="...", content=True, **heard), self.scene)
        return self.move

    def name(self, *texts: str, **facts: Any) -> Move:
        known = {name: Fact(value=value) for name, value in facts.items()}
        return self.hear(activities=tuple(NewActivity(text=text, query=text, facts=known) for text in texts))

    @property
    def asked(self) -> str | None:
        return self.move.ask.fact if self.move.ask else None

    @property
    def piles(self) -> dict[str, str]:
        return {entry.activity: entry.pile.value for entry in list_piles(self.session, self.scene)}


def test_hours_come_first_then_the_lines_are_offered_and_shown_only_after_a_yes() -> None:
    course = Course()
    course.name("the deck")
    assert course.asked == "hours"
    course.hear(facts={"hours": 4.0})
    assert course.asked == "look"
    assert course.move.shown is None
    move = course.hear(answer="yes")
    assert move.shown is not None
    assert course.asked == "mine"


def test_after_a_no_the_lines_stay_closed_and_the_person_decides() -> None:
    course = Course()
    course.name("the deck", hours=4.0)
    move = course.hear(answer="no")
    assert move.shown is None
    assert course.asked == "mine"
    course.hear(facts={"mine": "no"})
    assert course.session.items[0].shown == ()


def test_leave_given_once_holds_for_the_next() -> None:
    course = Course()
    course.name("the deck", hours=4.0)
    course.hear(answer="yes")
    course.hear(facts={"mine": "no", "cause": ["unasked"]})
    assert course.asked == "activity"
    move = course.name("the numbers", hours=1.0)
    assert move.shown is not None


@pytest.mark.parametrize(
    ("verdict", "facts", "pile"),
    [
        ("other", {"mine": "no"}, "hand_off"),
        ("other", {"mine": "yes"}, "keep"),
        ("other", {}, "ask"),
        ("own", {}, "keep"),
        ("own", {"mine": "no"}, "ask"),
        ("ask", {"owner": ["sales-ops"]}, "hand_off"),
        ("ask", {"owner": ["rvp"]}, "keep"),
        ("ask", {"owner": "nobody"}, "find_owner"),
        ("ask", {"owner": "none"}, "ask"),
        ("nobody", {"mine": "ownerless"}, "find_owner"),
        ("nobody", {"owner": "nobody"}, "find_owner"),
        ("other", {"needed": "no"}, "stop"),
        ("other", {"needed": "no", "pile": "keep"}, "keep"),
        ("own", {"once": "yes", "mine": "no"}, "keep"),
        ("ask", {"owner": ["Teresa Kwan"], "mine": "no"}, "hand_off"),
    ],
)
def test_where_an_activity_stands(verdict: Verdict, facts: dict[str, Any], pile: str) -> None:
    course = Course(found=finding(verdict))
    course.name("the deck", hours=2.0, **facts)
    assert course.piles == {"the deck": pile}


def test_several_at_once_are_all_kept_and_the_person_says_which_first() -> None:
    course = Course()
    course.name("a", "b", "c")
    assert course.asked == "order"
    assert course.move.ask is not None
    assert course.move.ask.options == ("a", "b", "c")
    course.hear(item=2)
    assert course.session.current is not None
    assert course.session.current.activity.text == "b"
    assert [item.state for item in course.session.items] == ["parked", "open", "parked"]
    assert len(course.piles) == 3


def test_what_was_put_by_comes_up_again() -> None:
    course = Course(found=finding("own", "rvp", "sales-ops", "legal"))
    course.name("a", "b", hours=1.0)
    course.hear(item=1)
    course.hear(answer="yes")
    course.hear(answer="yes")
    assert course.session.current is not None
    assert course.session.current.activity.text == "b"
    assert course.move.following


def test_an_emergency_is_kept_and_not_questioned() -> None:
    course = Course()
    course.name("rebuilding the demo", once="urgent")
    assert course.asked == "once"
    course.hear(facts={"once": "yes"})
    assert course.piles == {"rebuilding the demo": "keep"}
    assert course.asked == "activity"


def test_a_correction_of_a_settled_activity_moves_it_and_what_hangs_on_it() -> None:
    course = Course()
    course.name("the deck", hours=5.0, mine="no")
    course.hear(answer="no")
    course.hear(facts={"cause": ["unasked"]})
    assert course.session.items[0].state == "settled"
    move = course.hear(amendment=Amendment(item=1, facts={"hours": Fact(value=6.0), "owner": Fact(value=["legal"])}))
    assert {change.fact for change in move.changes} == {"hours", "owner"}
    [entry] = list_piles(course.session, course.scene)
    assert (entry.hours_per_week, entry.owners) == (6.0, ("legal",))


def test_a_later_owner_reopens_a_pile_that_was_chosen_before() -> None:
    course = Course()
    course.name("the letters", hours=4.0)
    course.hear(facts={"pile": "keep"})
    assert course.piles == {"the letters": "keep"}
    course.hear(amendment=Amendment(item=1, facts={"owner": Fact(value=["Teresa Kwan", "Luis Prado"])}))
    assert course.piles == {"the letters": "hand_off"}


def test_an_activity_taken_off_the_list_takes_its_draft_along() -> None:
    course = Course()
    course.name("the deck", hours=5.0, owner=["sales-ops"])
    course.hear(wish="draft")
    assert len(course.move.handoffs) == 1
    course.hear(amendment=Amendment(item=1, drop=True))
    assert course.move.handoffs == ()
    assert course.piles == {}


def test_what_was_taken_off_the_list_is_not_drafted_again() -> None:
    course = Course()
    course.name("the deck", hours=5.0, owner=["sales-ops"])
    course.hear(amendment=Amendment(item=1, drop=True))
    move = course.hear(wish="draft")
    assert not move.drafted
    assert move.handoffs == ()
    assert move.reply == "nothing_to_draft"


@pytest.mark.parametrize("facts", [{"pile": "keep"}, {"mine": "yes"}, {"mine": "yes", "pile": "keep"}])
def test_a_draft_goes_when_the_person_keeps_it_after_all_and_returns_when_it_is_handed_off(
    facts: dict[str, Any],
) -> None:
    course = Course()
    course.name("the deck", hours=5.0, owner=["sales-ops"])
    course.hear(wish="draft")
    move = course.hear(facts=facts)
    assert course.piles == {"the deck": "keep"}
    assert move.handoffs == ()
    assert [(change.fact, change.new) for change in move.changes if change.fact == "pile"] == [("pile", "keep")]
    assert course.asked == "activity"
    move = course.hear(amendment=Amendment(item=1, facts={"owner": Fact(value=["legal"])}))
    assert course.piles == {"the deck": "hand_off"}
    assert [draft.owner_roles for draft in move.handoffs] == [("legal",)]


@pytest.mark.parametrize("practice", ["stop-list", "handoff"])
@pytest.mark.parametrize(
    ("first", "then", "pile"),
    [
        ({"owner": ["sales-ops"]}, {"mine": "yes"}, "keep"),
        ({"mine": "yes"}, {"owner": ["sales-ops"]}, "hand_off"),
        ({"mine": "yes"}, {"owner": "nobody"}, "find_owner"),
        ({"owner": "nobody"}, {"mine": "yes"}, "keep"),
        ({"owner": ["sales-ops"]}, {"mine": "no"}, "hand_off"),
        ({"mine": "no"}, {"owner": ["rvp"]}, "keep"),
        ({"pile": "hand_off"}, {"mine": "yes"}, "keep"),
        ({"mine": "yes"}, {"pile": "hand_off"}, "hand_off"),
    ],
)
def test_the_last_word_on_whose_it_is_counts(
    practice: str, first: dict[str, Any], then: dict[str, Any], pile: str
) -> None:
    course = Course(practice)
    course.name("the deck", hours=5.0)
    course.hear(facts=first)
    course.hear(amendment=Amendment(item=1, facts={name: Fact(value=value) for name, value in then.items()}))
    assert course.piles == {"the deck": pile}


def test_a_correction_that_makes_the_open_question_idle_goes_on_to_another() -> None:
    course = Course()
    course.name("the deck", hours=5.0, owner=["sales-ops"])
    assert course.asked == "cause"
    course.hear(amendment=Amendment(item=1, facts={"mine": Fact(value="yes")}))
    assert course.asked == "look"


def test_nothing_is_asked_twice_in_a_session_however_little_is_said() -> None:
    course = Course(found=finding("ask"))
    course.name("the deck")
    seen: list[tuple[str, int | None]] = []
    for _ in range(25):
        if course.session.done:
            break
        if course.move.ask:
            seen.append((course.move.ask.fact, course.move.ask.item))
        course.session, course.move = take(course.session, Heard(whole="hm"), course.scene)
    assert course.session.done
    # What has a second way to be asked, or was put again with answers to point at, may come twice; no more.
    twice = {one for one in seen if seen.count(one) > 1}
    assert len(seen) >= 4
    assert all(seen.count(one) == 2 for one in twice if one[0] not in ("activity", "hours"))
    # A number is asked for a third time only with amounts to point at.
    assert all(seen.count(one) <= 3 for one in twice if one[0] == "hours")
    assert {name for name, _ in twice} <= {"activity", "hours"}


def test_to_have_no_more_to_add_is_no_evasion() -> None:
    course = Course(found=finding("own", "rvp", "sales-ops", "legal"))
    course.name("the deck", hours=1.0)
    course.hear(answer="no")
    course.session, _ = take(course.session, Heard(whole="hm"), course.scene)
    assert course.session.evasive == 1
    course.session, move = take(course.session, Heard(whole="nothing else", answer="nothing"), course.scene)
    assert move.approach is None
    assert move.sums_up


def test_other_hours_of_what_is_settled_change_the_hours_and_nothing_else() -> None:
    course = Course()
    course.name("the deck", hours=5.0, owner=["sales-ops"])
    course.hear(wish="draft")
    move = course.hear(amendment=Amendment(item=1, facts={"hours": Fact(value=6.0)}))
    assert [draft.hours_before for draft in move.handoffs] == [6.0]
    assert move.ask is None
    assert move.settled is None
    assert course.session.question is not None
    assert course.session.question.fact == "more"


def test_two_empty_answers_change_the_approach() -> None:
    course = Course()
    course.session, first = take(course.session, Heard(whole="nothing special", answer="nothing"), course.scene)
    course.session, second = take(course.session, Heard(whole="dunno", answer="unsure"), course.scene)
    assert first.approach is None
    assert second.approach == "hints"
    assert second.ask is not None
    assert "none of these" in second.ask.options


def test_draft_is_obeyed_at_once_even_before_anything_else_was_asked() -> None:
    course = Course("handoff")
    facts = {"owner": Fact(value=["Teresa Kwan"]), "hours": Fact(value=2.5)}
    move = course.hear(wish="draft", activities=(NewActivity(text="the deck", query="the deck", facts=facts),))
    assert move.drafted
    assert [draft.owners for draft in move.handoffs] == [("Teresa Kwan",)]
    assert course.asked == "more"


def test_going_back_takes_out_the_last_answer_and_asks_for_it_again() -> None:
    course = Course()
    course.name("the deck")
    course.hear(facts={"hours": 4.0})
    course.hear(wish="back")
    assert course.session.items[0].value("hours") is None
    assert course.asked == "hours"


def test_skipping_goes_on_and_does_not_come_back() -> None:
    course = Course()
    course.name("the deck")
    course.hear(wish="skip")
    assert course.asked == "look"
    assert course.move.reply == "skip"


@pytest.mark.parametrize("wish", ["why", "who", "privacy", "help", "read", "wait"])
def test_a_question_about_the_talk_leaves_the_open_question_open(wish: str) -> None:
    course = Course()
    course.name("the deck")
    move = course.hear(wish=wish)
    assert move.reply == wish
    assert move.ask is None
    course.hear(facts={"hours": 4.0})
    assert course.asked == "look"


@pytest.mark.parametrize("concern", ["distress", "harassment", "dismissal", "legal", "pretend", "unrelated"])
def test_a_concern_is_answered_in_one_turn_and_the_course_is_kept(concern: str) -> None:
    course = Course()
    course.name("the deck")
    move = course.hear(concern=concern)
    assert move.reply == f"concern:{concern}"
    course.hear(facts={"hours": 4.0})
    assert course.asked == "look"


def test_stop_ends_at_once_and_what_was_said_is_kept() -> None:
    course = Course()
    course.name("the deck", hours=4.0)
    move = course.hear(wish="stop")
    assert move.ending
    assert course.session.done
    assert course.piles == {"the deck": "ask"}
    course.hear(facts={"mine": "no"})
    assert not course.session.done


def test_the_hours_of_hand_off_and_stop_are_freed_and_no_others() -> None:
    course = Course()
    for text, facts in (
        ("a", {"mine": "no"}),
        ("b", {"needed": "no"}),
        ("c", {"owner": "nobody"}),
        ("d", {"mine": "yes"}),
    ):
        course.hear(
            activities=(
                NewActivity(
                    text=text, query=text, facts={k: Fact(value=v) for k, v in {"hours": 2.0, **facts}.items()}
                ),
            )
        )
    assert set(course.piles.values()) == {Pile.HAND_OFF, Pile.STOP, Pile.FIND_OWNER, Pile.KEEP}
    assert course.move.hours == 4.0


def test_two_roles_of_one_person_the_nearer_line_counts() -> None:
    course = Course(found=finding("other", "deal-desk", "sales-ops", "legal"))
    course.name("building quotes", hours=1.0, owner=["Luis Prado"])
    [entry] = list_piles(course.session, course.scene)
    assert entry.owners == ("deal-desk",)
