"""Slots of replies: the list and its totals, the drafts, what is cited."""

from __future__ import annotations

from collections.abc import Callable

from reflect.engines.guided.inquiries import terms
from reflect.engines.guided.said import short
from reflect.engines.guided.slots.owners import OwnerSlots
from reflect.language.clauses import lower_first, upper_first, with_article
from reflect.language.english import join
from reflect.language.numerals import spell_hours, spell_number
from reflect.practices import pile_names
from reflect.records import Pile, PileEntry
from reflect.standing import leader_of, lines_by_status

# So many lines of one's own role are named in a summary; more are counted.
_FEW_LINES = 2
# A sentence is nearest to its own passage, or nearly.
_AMONG = 20


class ReplySlots(OwnerSlots):
    """What is said when something is asked for: the list, a draft, lines, an article."""

    def _slot_name(self) -> str | None:
        return self.scene.person.first_name

    def _slot_team(self) -> str | None:
        return self.scene.team.name

    def _slot_elsewhere(self) -> str | None:
        return self.scene.elsewhere

    def _slot_session(self) -> str | None:
        return self.session.id

    def _slot_new(self) -> str | None:
        named = self.move.heard.activities if self.move.heard else ()
        return join(with_article(one.text) for one in named) or None

    def _slot_why(self) -> str | None:
        asked = self.session.question
        spec = self.scene.practice.facts.get(asked.fact) if asked else None
        return spec.why if spec else None

    def _slot_options(self) -> str | None:
        return ", ".join(self.move.ask.options) if self.move.ask and self.move.ask.options else None

    def _slot_gone(self) -> str | None:
        return join(self.move.gone) or None

    # ---- the role, and who it reports to

    def _slot_leader(self) -> str | None:
        return leader_of(self.scene)

    def _slot_own_count(self) -> str | None:
        """How many lines the person's own role has."""
        lines = [line for one in self.scene.person.roles if (role := self.scene.team.role(one)) for line in role.lines]
        kinds = {"accountability": "accountabilities", "condition": "conditions"}
        counts = {kind: sum(line.kind == kind for line in lines) for kind in kinds}
        return (
            join(
                f"{spell_number(count)} {kind if count == 1 else kinds[kind]}"
                for kind, count in counts.items()
                if count
            )
            or None
        )

    # ---- the list

    def _slot_summary(self) -> str | None:
        """Every activity by its pile, with the hours, and how the lines of one's own role stand."""
        said = [
            self._summed(lambda entries: join(self.named(entry.activity) for entry in entries), lines=lines)
            for lines in (True, False)
        ]
        return next((one for one in said if one and short(one, 40)), None)

    def _slot_summary_short(self) -> str | None:
        """The same with numbers in place of names."""
        return self._summed(lambda entries: spell_number(len(entries)), lines=False)

    def _summed(self, name: Callable[[list[PileEntry]], str], *, lines: bool) -> str | None:
        said = []
        for pile in (Pile.HAND_OFF, Pile.STOP, Pile.FIND_OWNER, Pile.KEEP, Pile.ASK):
            entries = [entry for entry in self.move.piles if entry.pile is pile]
            hours = sum(entry.hours_per_week or 0 for entry in entries)
            if entries:
                said.append(f"{pile_names()[pile]}: {name(entries)}" + (f", {spell_hours(hours)}" if hours else ""))
        return "; ".join([*said, *self._lines_summed(names=lines)]) or None

    def _lines_summed(self, *, names: bool) -> list[str]:
        """How many lines of the own role stand how; where they are few, which."""
        practice = self.scene.practice
        spec = practice.facts.get(practice.line_fact or "")
        said = []
        for name, lines in lines_by_status(self.session, practice).items() if spec else ():
            option = spec.options[name] if spec else None
            if lines and option is not None:
                named = ", ".join(f"“{line.activity.text}”" for line in lines) if len(lines) <= _FEW_LINES else ""
                counted = f"{lower_first(option.label)}: {spell_number(len(lines))} of your lines"
                said.append(f"{counted}, {named}" if named and names else counted)
        return said

    def _slot_list(self) -> str | None:
        entries = [
            f"{upper_first(entry.activity)}: {pile_names()[entry.pile]}"
            + (f", {spell_hours(entry.hours_per_week)}" if entry.hours_per_week else "")
            for entry in self.move.piles
        ]
        return "; ".join(entries) + "." if entries else None

    def _slot_total(self) -> str | None:
        """The hours on the list, added up."""
        hours = [entry.hours_per_week for entry in self.move.piles if entry.hours_per_week]
        return spell_hours(sum(hours)) if hours else None

    def _slot_counted(self) -> str | None:
        """How many activities these are, and how many have no hours yet."""
        known = sum(entry.hours_per_week is not None for entry in self.move.piles)
        without = len(self.move.piles) - known
        said = f"{spell_number(known)} {'activity' if known == 1 else 'activities'}"
        return said + (f", and {spell_number(without)} without hours yet" if without else "")

    def _slot_open_ones(self) -> str | None:
        """The activities that aren't settled yet."""
        waiting = [item for item in self.session.activities if item.state in ("open", "parked")]
        return join(with_article(item.activity.text) for item in waiting) or None

    # ---- drafts

    def _slot_blanks(self) -> str | None:
        """What is still blank in the drafts and is the giver's to fill."""
        name = self.scene.person.first_name
        open_parts = [
            lower_first(part.heading)
            for draft in self.move.handoffs
            for part in draft.parts
            if any(blank.who == name for blank in part.blanks)
        ]
        return join(dict.fromkeys(open_parts)) or None

    def _slot_recipients(self) -> str | None:
        """Who the drafts go to: people, else roles; without a draft, who it would be as things stand."""
        drafts = [draft for draft in self.move.handoffs if draft.kind == "handoff"] or list(self.move.handoffs)
        people = [name.split()[0] for draft in drafts for name in draft.owners]
        if drafts and 0 < len(people) <= 8:
            return join(dict.fromkeys(people))
        roles = [self.the_owner(role) for draft in drafts for role in draft.owner_roles]
        return (
            join(dict.fromkeys(roles or ([] if drafts else [self.the_owner(role) for role in self.owners[:3]]))) or None
        )

    def _slot_draft_ids(self) -> str | None:
        return join(draft.id for draft in self.move.handoffs) or None

    # ---- what is cited

    def _slot_role_lines(self) -> str | None:
        """Each role's lines in quotation marks, and how many more it has."""
        said = []
        for role_id in dict.fromkeys(citation.source.rsplit(".", 1)[0] for citation in self.move.citations):
            role = self.scene.team.role(role_id)
            lines = [one.quote for one in self.move.citations if one.source.rsplit(".", 1)[0] == role_id]
            more = len(role.lines) - len(lines) if role else 0
            quoted = "; ".join(f"“{line}”" for line in lines)
            said.append(f"{self.title_of(role_id)}: {quoted}" + (f"; and {spell_number(more)} more" if more else ""))
        return ". ".join(said) or None

    def _slot_held_by(self) -> str | None:
        """The people who were asked about, each with the roles held: "Luis Prado: Sales Operations and Deal Desk"."""
        inquiry, team = self.move.heard.inquiry if self.move.heard else None, self.scene.team
        if inquiry is None:
            return None
        people = [person for one in inquiry.people if (person := team.person(one))]
        people += [person for role in inquiry.roles for person in team.holders(role)]
        return "; ".join(f"{one.name}: {join(map(self.title_of, one.roles))}" for one in dict.fromkeys(people)) or None

    def _slot_asked_title(self) -> str | None:
        """The roles that were asked about."""
        inquiry = self.move.heard.inquiry if self.move.heard else None
        return join(map(self.title_of, inquiry.roles)) if inquiry and inquiry.roles else None

    def _slot_term(self) -> str | None:
        """What the word means that was asked about."""
        inquiry = self.move.heard.inquiry if self.move.heard else None
        return terms().get(inquiry.text) if inquiry and inquiry.kind == "term" else None

    def _slot_cited(self) -> str | None:
        return self.move.citations[0].quote if self.move.citations else None

    def _slot_cited_title(self) -> str | None:
        source = self.move.citations[0].source if self.move.citations else ""
        return self.title_of(source.rsplit(".", 1)[0]) if "." in source else None

    def _slot_cited_heading(self) -> str | None:
        return self._passage_field("heading")

    def _slot_digest(self) -> str | None:
        return self._passage_field("title")

    def _passage_field(self, field: str) -> str | None:
        source = self.move.citations[0].source if self.move.citations else ""
        if "#" not in source:
            return None
        found = [
            passage for passage, _ in self.scene.search(self.move.citations[0].quote, _AMONG) if passage.id == source
        ]
        return str(getattr(found[0], field)) if found else None
