"""Training a small three-way classifier from labelled pairs; needs torch and transformers (extra `export`).

Stages follow each other on one set of weights. A stage is a fixed, seeded order of samples, so that a run that was
stopped goes on at its last checkpoint and sees what it would have seen.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pzdsl.entailment.pairs import LABELS, Pair, digest
from pzdsl.errors import FileProblem, UsageError

_CHECKPOINT_EVERY = 100  # steps: a few minutes on two cores


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass of training: its samples in order, and how boldly to learn from them."""

    name: str
    pairs: tuple[Pair, ...]
    rate: float
    batch: int = 64


@dataclass(frozen=True, slots=True)
class Settings:
    """What all stages share."""

    seed: int = 0
    longest: int = 96  # tokens of premise and hypothesis together
    smoothing: float = 0.05
    warm_up: float = 0.06
    decay: float = 0.01
    freeze_words: bool = True  # the word embeddings are most of the weights and carry over well
    threads: int = 2
    half: bool = False  # bfloat16: twice as fast where the processor has it, fifteen times slower where it is emulated


def mix(pairs: Mapping[str, Sequence[Pair]], times: Mapping[str, float], seed: int) -> tuple[Pair, ...]:
    """Samples of a stage: each source as often as `times` says (0.5: half of it, 3: three times), shuffled."""
    drawn: list[Pair] = []
    for name in sorted(times):
        if name not in pairs:
            raise UsageError(f"no training pairs called `{name}`; there are {', '.join(sorted(pairs))}")
        whole, part = divmod(times[name], 1)
        order = list(pairs[name])
        random.Random(f"{seed}:{name}").shuffle(order)
        drawn += order * int(whole) + order[: round(part * len(order))]
    random.Random(seed).shuffle(drawn)
    return tuple(drawn)


def train(
    base: Path,
    stages: Sequence[Stage],
    out: Path,
    settings: Settings | None = None,
    say: Callable[[str], None] = print,
) -> Path:
    """Train `base` (a folder in the format of transformers) through all stages; the folder of the last one.

    Each finished stage is a folder `out/<number>-<name>`; a stage that exists is not trained again if it was trained
    on the same samples.

    Raises:
        UsageError: torch or transformers is not installed.
        FileProblem: a stage that exists was trained on other samples.
    """
    settings = settings or Settings()
    start = base
    for number, stage in enumerate(stages, start=1):
        folder = out / f"{number}-{stage.name}"
        told = {"stage": stage.name, "samples": len(stage.pairs), "data": digest(stage.pairs), "rate": stage.rate}
        told |= {"batch": stage.batch, "settings": asdict(settings), "from": start.name}
        done = folder / "stage.json"
        if done.exists():
            if json.loads(done.read_text()) != told:
                raise FileProblem(f"{folder} was trained otherwise: name another folder, or remove it")
            say(f"{folder.name}: done before")
        else:
            _Run(start, stage, folder, settings, say).go()
            done.write_text(json.dumps(told, indent=2) + "\n")
        start = folder
    return start


def torch_and_transformers() -> tuple[Any, Any]:
    """The two heavy modules, loaded.

    Raises:
        UsageError: they are not installed.
    """
    try:
        import torch
        import transformers
    except ImportError as error:
        raise UsageError(
            f"{error.name} is not installed: training needs an environment with `pip install 'pzdsl[export]'`"
        ) from None
    return torch, transformers


class _Run:
    """One stage being trained, from its start or from its last checkpoint."""

    def __init__(self, base: Path, stage: Stage, folder: Path, settings: Settings, say: Callable[[str], None]) -> None:
        self.torch, transformers = torch_and_transformers()
        self.stage, self.folder, self.settings, self.say = stage, folder, settings, say
        self.torch.set_num_threads(settings.threads)
        self.torch.manual_seed(settings.seed)
        transformers.utils.logging.set_verbosity_error()
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(base)
        self.model = transformers.AutoModelForSequenceClassification.from_pretrained(
            base,
            num_labels=len(LABELS),
            id2label=dict(enumerate(LABELS)),
            label2id={label: i for i, label in enumerate(LABELS)},
        )
        if settings.freeze_words:
            self.model.get_input_embeddings().weight.requires_grad = False
        learned = [p for p in self.model.parameters() if p.requires_grad]
        self.optimizer = self.torch.optim.AdamW(learned, lr=stage.rate, weight_decay=settings.decay)
        self.batches = self._batches()
        warm = max(1, round(settings.warm_up * len(self.batches)))
        self.scheduler = self.torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min((step + 1) / warm, max(0.0, 1 - step / len(self.batches)))
        )

    def _batches(self) -> list[list[Pair]]:
        """Batches of like length, in random order: little padding, and the same for every run."""
        pairs, size = self.stage.pairs, self.stage.batch
        pool = size * 50
        batches: list[list[Pair]] = []
        for at in range(0, len(pairs), pool):
            part = sorted(pairs[at : at + pool], key=lambda p: len(p.premise) + len(p.hypothesis))
            batches += [part[i : i + size] for i in range(0, len(part), size)]
        random.Random(self.settings.seed).shuffle(batches)
        return batches

    def go(self) -> None:
        first = self._resume()
        self.model.train()
        began, seen, running = time.monotonic(), 0, math.nan
        for step in range(first, len(self.batches)):
            self.torch.manual_seed(self.settings.seed * 1_000_003 + step)  # dropout is the same after a resume
            loss = self._step(self.batches[step])
            running = loss if math.isnan(running) else 0.98 * running + 0.02 * loss
            seen += len(self.batches[step])
            if (step + 1) % _CHECKPOINT_EVERY == 0:
                rate = seen / (time.monotonic() - began)
                left = (len(self.batches) - step - 1) * self.stage.batch / rate / 60
                self.say(f"{self.folder.name}: {step + 1}/{len(self.batches)} loss {running:.3f}, "
                         f"{rate:.0f} samples/s, {left:.0f} min left")  # fmt: skip
                self._keep(step + 1)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.model.save_pretrained(self.folder)
        self.tokenizer.save_pretrained(self.folder)
        self._checkpoint.unlink(missing_ok=True)

    def _step(self, batch: Sequence[Pair]) -> float:
        torch = self.torch
        found = self.tokenizer(
            [p.premise for p in batch],
            [p.hypothesis for p in batch],
            padding=True,
            truncation=True,
            max_length=self.settings.longest,
            return_tensors="pt",
        )
        gold = torch.tensor([LABELS.index(p.label) for p in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.settings.half):
            logits = self.model(**found).logits
        loss = torch.nn.functional.cross_entropy(logits.float(), gold, label_smoothing=self.settings.smoothing)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.scheduler.step()
        return float(loss.detach())

    @property
    def _checkpoint(self) -> Path:
        return self.folder.with_name(self.folder.name + ".part")

    def _keep(self, step: int) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        state = {
            "step": step,
            "data": digest(self.stage.pairs),
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scheduler": self.scheduler.state_dict(),
        }
        fresh = self._checkpoint.with_suffix(".new")
        self.torch.save(state, fresh)
        fresh.replace(self._checkpoint)

    def _resume(self) -> int:
        if not self._checkpoint.exists():
            return 0
        state = self.torch.load(self._checkpoint, weights_only=True)  # tensors and plain values: no code is run
        if state["data"] != digest(self.stage.pairs):
            raise FileProblem(f"{self._checkpoint} is of other samples: name another folder, or remove it")
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.scheduler.load_state_dict(state["scheduler"])
        step = int(state["step"])
        self.say(f"{self.folder.name}: goes on at step {step}")
        return step
