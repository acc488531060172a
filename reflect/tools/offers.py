"""What reflect does for other programs, in functions with plain types: one place, whoever calls.

Each docstring is what a calling program or its model reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from reflect.records import Activity, Finding, Handoff, ListItem, Pile
from reflect.records.record import Record
from reflect.reports.markdown import handoff_markdown

if TYPE_CHECKING:
    from reflect.assistant import Reflect

_LISTED = 3


class Likely(Record):
    """A role that may own an activity, and the line of the definitions that speaks for it."""

    role: str = Field(description="The role's title.")
    people: tuple[str, ...] = Field(description="Who holds it; nobody if the role is vacant.")
    line: str = Field(description="The line of the role definitions, word for word.")
    probability: float = Field(ge=0, le=1)


class Whose(Record):
    """Whose work an activity is, by the role definitions."""

    activity: str
    verdict: Literal["own", "other", "nobody", "ask"] = Field(
        description="own: the person's; other: somebody else's; nobody: no role lists it; ask: not settled, ask people."
    )
    likely: tuple[Likely, ...] = Field(description="The likeliest owners, likeliest first, whatever the verdict.")


class Draft(Record):
    """A handoff as it could be sent."""

    title: str
    to: tuple[str, ...] = Field(description="Who it goes to; empty where that is to be settled.")
    markdown: str = Field(description="The whole document. Blanks are for its people to fill in, not for a program.")
    message: str = Field(description="A message to send with it.")
    notes: tuple[str, ...] = Field(description="What its giver should know before sending.")


class Listed(Record):
    """One activity of a stop list."""

    activity: str
    pile: Pile
    hours_per_week: float | None
    owners: tuple[str, ...] = Field(description="Titles of the likely owners, likeliest first.")
    line: str | None = Field(description="The line of the role definitions that says so, or the nearest.")
    question: str = Field(description="The one question to ask about it.")


class Found(Record):
    """A passage of an article."""

    source: str = Field(description="Where it stands: article#number.")
    title: str
    heading: str
    text: str
    score: float


class Offers:
    """The functions, for one team's assistant."""

    def __init__(self, reflect: Reflect) -> None:
        self._reflect = reflect

    def whose_work_is_it(self, activity: str, person: str = "") -> Whose:
        """Say whose work an activity is by the team's role definitions, with the lines that speak for it.

        Args:
            activity: What is done, in any words: "approving every discount above 15 percent".
            person: Who does it, by name; without one nobody counts as its doer.

        Returns:
            The verdict and the likeliest owners.
        """
        return self._whose(self._reflect.whose(activity, person=person or None))

    def draft_handoff(
        self, activity: str, person: str, owner: str = "", hours: float = 0, why: str = "", good: str = "",
        stays: str = "", cause: str = "", weeks: int = -1,
    ) -> Draft:  # fmt: skip
        """Draft the handoff of an activity from a person to the role it belongs to. Nothing is sent or kept.

        Only what is given here and what stands in the role definitions goes into it; the rest stays blank.

        Args:
            activity: What is handed over.
            person: Who hands it over, by name.
            owner: The role or person who takes it; by default the likeliest by the role definitions.
            hours: Hours a week it takes now; 0 if that isn't known.
            why: Why it matters, in the giver's words.
            good: What is to be seen when it is done well, in the giver's words.
            stays: What stays with the giver.
            cause: What has kept the owner from having it: unaware, unskilled, no_time, distrust, undone, habit ...
            weeks: In how many weeks the giver steps back to nothing; by default four.

        Returns:
            The document, a message to send with it, and what to look at before sending.
        """
        draft = self._reflect.draft(
            activity, person=person, owner=owner or None, hours=hours or None, why=why or None, good=good or None,
            stays=stays or None, cause=cause or None, weeks=None if weeks < 0 else weeks,
        )  # fmt: skip
        return self._draft(draft)

    def stop_list(self, person: str, activities: list[str], hours: list[float] | None = None) -> list[Listed]:
        """Sort what a person does into keep, hand off, find an owner, stop, or ask.

        Nothing is put under stop unless the person has said so in a talk: whether work is needed is theirs to say.

        Args:
            person: Who does it, by name.
            activities: What they do, one activity each.
            hours: Hours a week of each, in the same order.

        Returns:
            The activities, each with its pile, its likely owners and the question to ask about it.
        """
        times: Sequence[float | None] = hours or [None] * len(activities)
        told = [Activity(text=text, person=person, hours=time) for text, time in zip(activities, times, strict=True)]
        return [self._listed(item) for made in self._reflect.stop_list(told) for item in made.items]

    def search_articles(self, question: str, count: int = 3) -> list[Found]:
        """Find passages on accountability, handing over, coaching and focus, word for word, nearest first.

        Args:
            question: What is looked for.
            count: How many passages at most.

        Returns:
            The passages with where they stand.
        """
        return [
            Found(source=one.id, title=one.title, heading=one.heading, text=one.text, score=round(score, 4))
            for one, score in self._reflect.search(question, count)
        ]

    # ---- inside

    def _whose(self, finding: Finding) -> Whose:
        team = self._reflect.team
        likely = tuple(
            Likely(
                role=team.titles([owner.role])[0],
                people=tuple(person.name for person in team.holders(owner.role)),
                line=owner.evidence.line.text,
                probability=round(owner.probability, 4),
            )
            for owner in finding.owners[:_LISTED]
        )
        return Whose(activity=finding.activity, verdict=finding.verdict, likely=likely)

    def _draft(self, draft: Handoff) -> Draft:
        return Draft(
            title=draft.title, to=draft.owners, markdown=handoff_markdown(draft, self._reflect.team),
            message=draft.message, notes=draft.notes,
        )  # fmt: skip

    def _listed(self, item: ListItem) -> Listed:
        return Listed(
            activity=item.activity, pile=item.pile, hours_per_week=item.hours,
            owners=tuple(self._reflect.team.titles(list(item.owners))), line=item.line.text if item.line else None,
            question=item.question,
        )  # fmt: skip
