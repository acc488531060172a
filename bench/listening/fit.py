"""Fit the listening heads on the labelled messages and say how well they do on people they haven't seen.

    python bench/listening/fit.py               cross-validate by author, then fit on everything and write the weights
    python bench/listening/fit.py --no-validate only fit and write

Each file in data/ is one author's: lines of `asked<TAB>clause<TAB>act<TAB>facts`, messages parted by empty lines.
What is only said when asked for (options of facts that aren't volunteered) is fitted on the answers to that question
alone, and cross-validated by message, since often one author has all of them.
Needs scikit-learn (`pip install -e '.[bench]'`).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from reflect.embedding import local_embeddings
from reflect.engines.guided.acts import features_of
from reflect.language.clauses import plain, without_fillers
from reflect.practices import FactSpec, load_practices, read_facts
from reflect.resources import resource_path

HERE = Path(__file__).parent
TARGET = HERE.parent.parent / "reflect" / "engines" / "guided" / "heads.npz"
C_ACTS, C_FACTS, C_CHOICE = 0.3, 0.3, 0.1
NONE = "-"
# What is said counts more than what isn't, since most clauses say none of it.
WEIGHT_SAID = 3


@dataclass
class Data:
    """Clauses with their labels, and whose they are."""

    texts: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    facts: list[set[str]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    author: list[str] = field(default_factory=list)
    message: list[int] = field(default_factory=list)


def read(folder: Path) -> Data:
    """Every file of the folder."""
    data, number = Data(), 0
    for path in sorted(folder.glob("*.tsv")):
        for message in path.read_text(encoding="utf-8").split("\n\n"):
            number += 1
            rows = [line.split("\t") for line in message.split("\n") if line.strip()]
            for asked, text, act, facts in rows:
                data.texts.append(without_fillers(plain(text)))
                data.asked.append(asked)
                data.acts.append(act)
                data.facts.append({one for one in facts.split(",") if one})
                data.counts.append(len(rows))
                data.author.append(path.stem)
                data.message.append(number)
    return data


def asked_with_kind(fact: str) -> tuple[str, str]:
    """A fact with its kind."""
    return fact, next((one.facts[fact].kind for one in load_practices().values() if fact in one.facts), "none")


def known_as(fact: str) -> tuple[str, str]:
    """What the weights know a fact by: its name, and its kind."""
    name, kind = asked_with_kind(fact)
    return name, f"a {kind}"


def features(data: Data, known: list[str]) -> np.ndarray:
    """The features of all clauses."""
    vectors = local_embeddings().embed(data.texts)
    rows = [
        features_of(
            [text], vectors[place : place + 1], [data.counts[place]], asked_with_kind(data.asked[place]), known, None
        )
        for place, text in enumerate(data.texts)
    ]
    return np.vstack(rows)


def fit_acts(x: np.ndarray, data: Data, rows: np.ndarray, acts: list[str]) -> np.ndarray:
    """Weights for what a clause does: one of these."""
    model = LogisticRegression(C=C_ACTS, max_iter=2000, fit_intercept=False)
    model.fit(x[rows], np.array(data.acts)[rows])
    weights = np.zeros((x.shape[1], len(acts)))
    for place, label in enumerate(model.classes_):
        weights[:, acts.index(label)] = model.coef_[place]
    return weights


def fit_facts(x: np.ndarray, data: Data, rows: np.ndarray, facts: list[str]) -> np.ndarray:
    """Weights for what a clause says: any of these, or nothing."""
    weights = np.zeros((x.shape[1], len(facts)))
    for place, label in enumerate(facts):
        said = np.array([label in one for one in data.facts])[rows]
        if said.any() and not said.all():
            binary = LogisticRegression(
                C=C_FACTS, max_iter=2000, fit_intercept=False, class_weight={0: 1, 1: WEIGHT_SAID}
            )
            weights[:, place] = binary.fit(x[rows], said).coef_[0]
        else:
            weights[-1, place] = -10
    return weights


@dataclass
class Typical:
    """The phrases that practices give for their options, as features."""

    x: np.ndarray
    fact: np.ndarray
    label: np.ndarray


def fit_choice(x: np.ndarray, data: Data, rows: np.ndarray, labels: list[str], typical: Typical) -> np.ndarray:
    """Weights for which option an answer means, one of these or (the last column) none.

    The phrases in the practice's file count as answers too.
    """
    name = labels[0].split(".")[0]
    said = [(row, label) for row in rows for label in (data.facts[row] & set(labels) or {NONE})]
    x_all = np.vstack([x[[row for row, _ in said]], typical.x[typical.fact == name]])
    y_all = np.concatenate([[label for _, label in said], typical.label[typical.fact == name]])
    known = [*labels, NONE]
    model = LogisticRegression(C=C_CHOICE, max_iter=3000, fit_intercept=False, class_weight="balanced")
    model.fit(x_all, y_all)
    weights = np.zeros((x.shape[1], len(known)))
    weights[-1] = -10
    coefficients = model.coef_ if len(model.classes_) > 2 else np.vstack([-model.coef_[0], model.coef_[0]])
    for place, label in enumerate(model.classes_):
        weights[:, known.index(label)] = coefficients[place]
    return weights


def read_typical(known: list[str], labels: list[str]) -> Typical:
    """Every phrase of an option that is only said when asked for."""
    specs = own_facts()
    rows = [
        (name, f"{name}.{key}", without_fillers(plain(text)))
        for name in only_asked(labels)
        for key, option in specs[name].options.items()
        for text in (*option.like, option.label)
        if f"{name}.{key}" in labels
    ]
    vectors = local_embeddings().embed([text for _, _, text in rows])
    x = [
        features_of([text], vectors[place : place + 1], [1], asked_with_kind(name), known, None)
        for place, (name, _, text) in enumerate(rows)
    ]
    return Typical(np.vstack(x), np.array([name for name, _, _ in rows]), np.array([label for _, label, _ in rows]))


def own_facts() -> dict[str, FactSpec]:
    """The facts that only some practice has: the ones all of them share are said in any talk."""
    shared = read_facts(resource_path("prompts") / "facts.yaml")
    specs = {name: spec for practice in load_practices().values() for name, spec in practice.facts.items()}
    return {name: spec for name, spec in specs.items() if name not in shared or not spec.volunteered}


def only_asked(facts: list[str]) -> dict[str, list[str]]:
    """The labels that are the options of one question, by its fact."""
    known = own_facts()
    found: dict[str, list[str]] = defaultdict(list)
    for label in facts:
        if (name := label.split(".")[0]) in known:
            found[name].append(label)
    return found


def rows_of(name: str, data: Data) -> np.ndarray:
    """The clauses to learn a choice from: the answers to its question; if it is volunteered, all others too."""
    if own_facts()[name].volunteered:
        return np.arange(len(data.asked))
    return np.flatnonzero(np.array(data.asked) == name)


def said_anytime(facts: list[str]) -> list[str]:
    """The facts that may be said unasked."""
    known = own_facts()
    names = {label.split(".")[0] for label in facts}
    return sorted(name for name in names if name not in known or known[name].volunteered)


def cross_validate(
    x: np.ndarray, data: Data, acts: list[str], facts: list[str], typical: Typical
) -> tuple[np.ndarray, np.ndarray]:
    """What is guessed of each clause without its author, or without its message: what it does, and what it says."""
    author, message = np.array(data.author), np.array(data.message)
    guessed = np.empty(len(author), dtype=object)
    said = np.zeros((len(author), len(facts)), dtype=bool)
    alone = only_asked(facts)
    anytime = [label for label in facts if label.split(".")[0] not in alone]
    columns = [facts.index(label) for label in anytime]
    for one in sorted(set(data.author)):
        rows, held = np.flatnonzero(author != one), np.flatnonzero(author == one)
        guessed[held] = np.array(acts)[(x[held] @ fit_acts(x, data, rows, acts)).argmax(axis=1)]
        said[np.ix_(held, columns)] = x[held] @ fit_facts(x, data, rows, anytime) >= 0
        print(f"  author {one}: acts right {np.mean(guessed[held] == np.array(data.acts)[held]):.3f}", flush=True)
    for name, labels in alone.items():
        for fold in range(5):
            mine = rows_of(name, data)
            rows, held = mine[message[mine] % 5 != fold], mine[message[mine] % 5 == fold]
            chosen = (x[held] @ fit_choice(x, data, rows, labels, typical)).argmax(axis=1)
            for row, place in zip(held, chosen, strict=True):
                if place < len(labels):
                    said[row, facts.index(labels[place])] = True
    return guessed, said


def report(x: np.ndarray, data: Data, acts: list[str], facts: list[str], typical: Typical) -> None:
    """Print how well it does on what it hasn't seen."""
    guessed, said = cross_validate(x, data, acts, facts, typical)
    truth = np.array(data.acts)
    print(f"acts right {np.mean(guessed == truth):.3f}, macro F1 {f1_score(truth, guessed, average='macro'):.3f}")
    confused: dict[tuple[str, str], int] = defaultdict(int)
    for a, b in zip(truth, guessed, strict=True):
        if a != b:
            confused[a, b] += 1
    print(
        "most confused:",
        ", ".join(f"{a}>{b} {n}" for (a, b), n in sorted(confused.items(), key=lambda kv: -kv[1])[:20]),
    )
    for place, label in enumerate(facts):
        is_so = np.array([label in one for one in data.facts])
        hit = (said[:, place] & is_so).sum()
        print(
            f"  {label:18} n {is_so.sum():4} precision {hit / max(1, said[:, place].sum()):.2f}"
            f" recall {hit / max(1, is_so.sum()):.2f}"
        )


def main() -> None:
    """Cross-validate, print, fit, write."""
    data = read(HERE / "data")
    acts, asked = sorted(set(data.acts)), sorted({one for fact in data.asked for one in known_as(fact)})
    facts = sorted(set().union(*data.facts))
    x = features(data, asked)
    print(f"{len(data.texts)} clauses, {len(acts)} acts, {len(facts)} facts, {len(set(data.author))} authors")
    typical = read_typical(asked, facts)
    if "--no-validate" not in sys.argv:
        report(x, data, acts, facts, typical)
    if "--no-write" not in sys.argv:
        everything, alone = np.arange(len(data.texts)), only_asked(facts)
        act_weights = fit_acts(x, data, everything, acts)
        anytime = [label for label in facts if label.split(".")[0] not in alone]
        fact_weights = np.zeros((x.shape[1], len(facts) + len(alone)))
        fact_weights[:, [facts.index(label) for label in anytime]] = fit_facts(x, data, everything, anytime)
        for name, labels in alone.items():
            rows = rows_of(name, data)
            weights = fit_choice(x, data, rows, labels, typical)
            fact_weights[:, [facts.index(label) for label in labels]] = weights[:, :-1]
            fact_weights[:, len(facts) + list(alone).index(name)] = weights[:, -1]
        facts += [f"{name}.{NONE}" for name in alone]
        np.savez_compressed(
            TARGET, acts=acts, facts=facts, asked=asked, anytime=said_anytime(facts),
            act_weights=act_weights.astype(np.float32), fact_weights=fact_weights.astype(np.float32),
        )  # fmt: skip
        print(f"wrote {TARGET.name}, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
