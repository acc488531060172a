"""Fit the listening heads on the labelled messages and say how well they do on people they haven't seen.

    python bench/listening/fit.py            cross-validate by author, then fit on everything and write the weights

Each file in data/ is one author's: lines of `asked<TAB>clause<TAB>act<TAB>facts`, messages parted by empty lines.
What is only said when asked for (options of facts that aren't volunteered) is fitted on the answers to that question
alone, and cross-validated by message, since often one author has all of them. The phrases of an option in its
practice's file count as answers too.
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
from reflect.practices import load_practices

HERE = Path(__file__).parent
TARGET = HERE.parent.parent / "reflect" / "engines" / "guided" / "heads.npz"
C_ACTS, C_FACTS = 0.3, 0.3
# Where an option is called otherwise in the data.
OTHERWISE = {"ownerless": "nobody"}


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


def phrases(facts: list[str], known: list[str]) -> dict[str, tuple[np.ndarray, list[str]]]:
    """The features of every option's phrases with their labels, by the fact."""
    found: dict[str, list[tuple[str, str]]] = {}
    for practice in load_practices().values():
        for name, spec in practice.facts.items():
            pairs = [
                (f"{name}.{OTHERWISE.get(key, key)}", without_fillers(plain(text)))
                for key, option in spec.options.items()
                for text in (option.label, *option.like)
            ]
            if pairs and {label for label, _ in pairs} <= set(facts):
                found[name] = pairs
    return {
        name: (features_of_texts([text for _, text in pairs], name, known), [label for label, _ in pairs])
        for name, pairs in found.items()
    }


def features_of_texts(texts: list[str], asked: str, known: list[str]) -> np.ndarray:
    """The features of answers that are all there is of a message."""
    vectors = local_embeddings().embed(texts)
    return features_of(texts, vectors, [1] * len(texts), asked_with_kind(asked), known, None)


def fit_facts(
    x: np.ndarray,
    data: Data,
    rows: np.ndarray,
    facts: list[str],
    beside: dict[str, tuple[np.ndarray, list[str]]],
) -> np.ndarray:
    """Weights for what a clause says: any of these, or nothing."""
    weights = np.zeros((x.shape[1], len(facts)))
    for place, label in enumerate(facts):
        said = np.array([label in one for one in data.facts])[rows]
        more, labels = beside.get(label.split(".")[0], (x[:0], []))
        said = np.concatenate([said, np.array([one == label for one in labels], dtype=bool)])
        if said.any() and not said.all():
            binary = LogisticRegression(C=C_FACTS, max_iter=2000, fit_intercept=False, class_weight={0: 1, 1: 2})
            weights[:, place] = binary.fit(np.vstack([x[rows], more]), said).coef_[0]
        else:
            weights[-1, place] = -10
    return weights


def only_asked(facts: list[str]) -> dict[str, list[str]]:
    """The labels that are only said when they are asked for, by their fact."""
    specs = [(name, spec) for practice in load_practices().values() for name, spec in practice.facts.items()]
    volunteered = {name for name, spec in specs if spec.volunteered}
    found: dict[str, list[str]] = defaultdict(list)
    for label in facts:
        if (name := label.split(".")[0]) not in volunteered:
            found[name].append(label)
    return found


def said_anytime(facts: list[str]) -> list[str]:
    """The facts that may be said unasked."""
    alone = only_asked(facts)
    return sorted({label.split(".")[0] for label in facts} - alone.keys())


def cross_validate(
    x: np.ndarray,
    data: Data,
    acts: list[str],
    facts: list[str],
    beside: dict[str, tuple[np.ndarray, list[str]]],
) -> tuple[np.ndarray, np.ndarray]:
    """What is guessed of each clause without its author, or without its message: what it does, and what it says."""
    author, asked, message = np.array(data.author), np.array(data.asked), np.array(data.message)
    guessed = np.empty(len(author), dtype=object)
    said = np.zeros((len(author), len(facts)), dtype=bool)
    alone = only_asked(facts)
    anytime = [label for label in facts if label.split(".")[0] not in alone]
    columns = [facts.index(label) for label in anytime]
    for one in sorted(set(data.author)):
        rows, held = np.flatnonzero(author != one), np.flatnonzero(author == one)
        guessed[held] = np.array(acts)[(x[held] @ fit_acts(x, data, rows, acts)).argmax(axis=1)]
        said[np.ix_(held, columns)] = x[held] @ fit_facts(x, data, rows, anytime, beside) >= 0
        print(f"  author {one}: acts right {np.mean(guessed[held] == np.array(data.acts)[held]):.3f}", flush=True)
    for name, labels in alone.items():
        for fold in range(5):
            rows = np.flatnonzero((asked == name) & (message % 5 != fold))
            held = np.flatnonzero((asked == name) & (message % 5 == fold))
            columns = [facts.index(label) for label in labels]
            said[np.ix_(held, columns)] = x[held] @ fit_facts(x, data, rows, labels, beside) >= 0
    return guessed, said


def main() -> None:
    """Cross-validate, print, fit, write."""
    data = read(HERE / "data")
    acts, asked = sorted(set(data.acts)), sorted({one for fact in data.asked for one in known_as(fact)})
    facts = sorted(set().union(*data.facts))
    x = features(data, asked)
    print(f"{len(data.texts)} clauses, {len(acts)} acts, {len(facts)} facts, {len(set(data.author))} authors")
    beside = phrases(facts, asked)
    guessed, said = cross_validate(x, data, acts, facts, beside)
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
    if "--no-write" not in sys.argv:
        everything, alone = np.arange(len(data.texts)), only_asked(facts)
        act_weights = fit_acts(x, data, everything, acts)
        anytime = [label for label in facts if label.split(".")[0] not in alone]
        fact_weights = np.zeros((x.shape[1], len(facts)))
        fact_weights[:, [facts.index(label) for label in anytime]] = fit_facts(x, data, everything, anytime, beside)
        for name, labels in alone.items():
            rows = np.flatnonzero(np.array(data.asked) == name)
            fact_weights[:, [facts.index(label) for label in labels]] = fit_facts(x, data, rows, labels, beside)
        np.savez_compressed(
            TARGET, acts=acts, facts=facts, asked=asked, anytime=said_anytime(facts),
            act_weights=act_weights.astype(np.float32), fact_weights=fact_weights.astype(np.float32),
        )  # fmt: skip
        print(f"wrote {TARGET.name}, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
