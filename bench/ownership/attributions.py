"""Ways to say whose work something is: reflect's own, and what one would try first.

Each takes a labelled team and says, for all of its cases, with the person known or not, how strongly each role and
"nobody" are believed in, and which verdict is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from cases import Labelled
from fit import fit_weights
from numpy.typing import NDArray

from reflect.embedding import local_embeddings
from reflect.ownership import Ownership
from reflect.ownership.fusion import Weights

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """For each case: a score of each role (team order) and of nobody, chances of own, other, nobody, and a verdict."""

    roles: Array
    nobody: Array
    chances: Array | None
    verdicts: list[str]


class Attribution(Protocol):
    """Something that attributes activities to roles."""

    name: str

    def answer(self, labelled: Labelled, *, known: bool) -> Answers:
        """The answers to a team's cases; `known`: whether the person's roles may be used."""


class Reflect:
    """What the product does, with weights fitted on every team but the one that is asked about."""

    name = "reflect"

    def __init__(self, teams: list[Labelled]) -> None:
        self._teams = teams
        self._fitted: dict[str, Weights] = {}

    def _without(self, name: str) -> Weights:
        if name not in self._fitted:
            self._fitted[name] = fit_weights([one for one in self._teams if one.name != name])
        return self._fitted[name]

    def answer(self, labelled: Labelled, *, known: bool) -> Answers:
        """Findings, with every role ranked."""
        ownership, team = Ownership(labelled.team, weights=self._without(labelled.name)), labelled.team
        held = [labelled.held(case) if known else () for case in labelled.cases]
        found = ownership.find([case.activity for case in labelled.cases], held, most=len(team.roles))
        place = {role.id: number for number, role in enumerate(team.roles)}
        roles = np.zeros((len(found), len(team.roles)))
        for row, finding in enumerate(found):
            for owner in finding.owners:
                roles[row, place[owner.role]] = owner.probability
        chances = np.array([[one.p_own, one.p_other, one.p_nobody] for one in found])
        return Answers(roles, chances[:, 2], chances, [one.verdict for one in found])


class Bm25:
    """Words in common, weighed by how rare they are; the best line of each role."""

    name = "BM25"

    def answer(self, labelled: Labelled, *, known: bool) -> Answers:
        """The best line's score for each role."""
        import bm25s

        lines = labelled.team.lines
        retriever = bm25s.BM25()
        retriever.index(
            bm25s.tokenize([line.text for line in lines], stopwords="en", show_progress=False), show_progress=False
        )
        scores = []
        for case in labelled.cases:
            words = bm25s.tokenize([case.activity], stopwords="en", show_progress=False, return_ids=False)[0]
            scores.append(retriever.get_scores(words) if words else np.zeros(len(lines)))
        return _by_line(labelled, np.array(scores), known)


class NearestLine:
    """The usual way: a LangChain vector store of all the lines, the nearest one wins."""

    name = "nearest line (LangChain + Chroma)"

    def answer(self, labelled: Labelled, *, known: bool) -> Answers:
        """Cosine similarity of each role's nearest line, from `similarity_search_with_score`."""
        import chromadb
        from chromadb.config import Settings
        from langchain_chroma import Chroma

        lines = labelled.team.lines
        store = Chroma(
            client=chromadb.EphemeralClient(settings=Settings(anonymized_telemetry=False)),
            collection_name=f"bench-{labelled.name}-{'known' if known else 'unknown'}",
            embedding_function=local_embeddings(),
            collection_metadata={"hnsw:space": "cosine"},
        )
        store.add_texts([line.text for line in lines], ids=[str(place) for place in range(len(lines))])
        scores = np.full((len(labelled.cases), len(lines)), -1.0)
        for row, case in enumerate(labelled.cases):
            for document, distance in store.similarity_search_with_score(case.activity, k=len(lines)):
                scores[row, int(document.id or 0)] = 1 - distance
        store.delete_collection()
        return _by_line(labelled, scores, known)


class OwnAlways:
    """Everything is the person's own."""

    name = "own role always"

    def answer(self, labelled: Labelled, *, known: bool) -> Answers:
        """One for the roles that are held."""
        ids = [role.id for role in labelled.team.roles]
        roles = np.array([[float(known and one in labelled.held(case)) for one in ids] for case in labelled.cases])
        return Answers(roles, np.zeros(len(roles)), None, ["own" if known else "ask"] * len(roles))


def _by_line(labelled: Labelled, scores: Array, known: bool) -> Answers:
    """The best line of each role; own or other by whose that is. Nothing here can say "nobody" but by a low score."""
    ids, lines = [role.id for role in labelled.team.roles], labelled.team.lines
    roles = np.full((len(scores), len(ids)), -1.0)
    for place, line in enumerate(lines):
        number = ids.index(line.role)
        roles[:, number] = np.maximum(roles[:, number], scores[:, place])
    verdicts = [
        ("own" if ids[best] in labelled.held(case) else "other") if known else "ask"
        for case, best in zip(labelled.cases, roles.argmax(axis=1), strict=True)
    ]
    return Answers(roles, -roles.max(axis=1), None, verdicts)
