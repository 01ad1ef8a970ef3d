"""How the verifier that pzdsl ships was trained, so that anybody can train it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pzdsl.entailment.export import Exported, export
from pzdsl.entailment.generated import exchanged, mixed, told_twice, with_negation
from pzdsl.entailment.pairs import Pair, digest, read_pairs, split, without
from pzdsl.entailment.training import Settings, Stage, mix, train
from pzdsl.errors import FileProblem, UsageError

if TYPE_CHECKING:
    from pzdsl.plan.plan import Plan

HELD_OUT = 0.06  # of the written sets: temperature and thresholds are fitted on these
LICENCE = "Apache-2.0, with the notices of its sources"
NOTICES: Mapping[str, str] = {
    "snli_dev": "SNLI 1.0 (Bowman et al. 2015), CC BY-SA 4.0",
    "mnli_dev_matched": "MultiNLI (Williams et al. 2018), OANC, CC BY 3.0 and CC BY-SA 3.0 parts",
    "mnli_dev_mismatched_noisy": "MultiNLI (Williams et al. 2018), OANC, CC BY 3.0 and CC BY-SA 3.0 parts",
    "cad_nli": "Counterfactually augmented NLI (Kaushik et al. 2020), Apache-2.0; its SNLI text CC BY-SA 4.0",
    "scone": "ScoNe-NLI (She et al. 2023), CC0 1.0",
    "conjnli_adversarial": "ConjNLI (Saha et al. 2020), MIT",
    "help_and_or": "HELP (Yanaka et al. 2019), CC BY-SA 4.0",
    "curriculum_boolean": "Curriculum (Chen and Gao 2022), MIT",
    "curriculum_counting": "Curriculum (Chen and Gao 2022), MIT",
    "curriculum_negation": "Curriculum (Chen and Gao 2022), MIT",
    "curriculum_quantifier": "Curriculum (Chen and Gao 2022), MIT",
}
BASE_NOTICE = (
    "all-MiniLM-L6-v2 (Wang et al. 2020; sentence-transformers), Apache-2.0: the weights training started from"
)

_PUBLIC: Mapping[str, float] = {
    "cad_nli": 1,
    "conjnli_adversarial": 0.25,
    "curriculum_boolean": 0.3,
    "curriculum_counting": 0.3,
    "curriculum_negation": 0.6,
    "curriculum_quantifier": 0.3,
    "help_and_or": 0.25,
    "mnli_dev_matched": 1,
    "mnli_dev_mismatched_noisy": 1,
    "scone": 0.5,
    "snli_dev": 1,
}
_PUBLIC_AGAIN = 0.25  # of that in the second stage, so that the first is not forgotten
_WRITTEN = 3.5  # times each written pair
_MADE = {"exchanged": 6_000, "negated": 6_000, "told_twice": 4_000}
_PATIENTS = 25  # of each spec, told twice


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the stages are made of, and what was kept back."""

    stages: tuple[Stage, ...]
    held_out: tuple[Pair, ...]
    facts: dict[str, Any]  # for the card of the model


def recipe(
    public: Sequence[Pair],
    written: Sequence[Pair],
    plans: Sequence[Plan],
    never: Sequence[Pair],
    seed: int = 1,
) -> Recipe:
    """Two stages: what the public sets teach, then how patients talk.

    Args:
        public: pairs of the public sets; those that a set lacks are left out of the mix.
        written: pairs written one by one; a part is held out by whole sets.
        plans: specifications whose patients are told twice.
        never: test pairs, which are taken out wherever they turn up.
        seed: of every choice.

    Raises:
        UsageError: there is nothing to learn from.
    """
    if not public or not written:
        raise UsageError("training needs public pairs and written ones: name a folder of each")
    own, held_out = split(without(written, never), HELD_OUT, seed)
    known = _by_source(without(public, never))
    first = mix(known, {name: times for name, times in _PUBLIC.items() if name in known}, seed)
    plain = [pair for name in ("snli_dev", "cad_nli") for pair in known.get(name, ())]
    made = {
        "exchanged": list(exchanged(dict.fromkeys(pair.premise for pair in plain), seed)),
        "negated": list(with_negation(plain, seed)),
        "told_twice": [pair for plan in plans for pair in told_twice(plan, _PATIENTS, seed)],
    }
    parts: dict[str, Sequence[Pair]] = {
        "public": first,
        "written": own,
        **{name: mixed(without(pairs, never), _MADE[name], seed) for name, pairs in made.items()},
    }
    times = {name: 1.0 for name in parts if parts[name]} | {"public": _PUBLIC_AGAIN, "written": _WRITTEN}
    second = mix(parts, times, seed + 1)
    facts: dict[str, Any] = {
        "name": "pzdsl verifier",
        "training_sha256": digest((*first, *second)),
        "training": {
            "seed": seed,
            "public samples": len(first),
            "dialogue samples": len(second),
            "written pairs": len(own),
            "written pairs held out": len(held_out),
            **{f"{name} pairs": len(pairs) for name, pairs in parts.items() if name in _MADE},
            "trained": date.today().isoformat(),
        },
        "licence": LICENCE,
        "notices": (BASE_NOTICE, *dict.fromkeys(NOTICES[name] for name in known if name in NOTICES)),
    }
    stages = (Stage("public", first, 8e-5), Stage("dialogue", second, 6e-5))
    return Recipe(stages, tuple(held_out), facts)


def make(base: Path, cooked: Recipe, out: Path, settings: Settings, say: Callable[[str], None] = print) -> Exported:
    """Train through all stages, export in 8 bits, calibrate: the model folder `out/model`. A stopped run goes on.

    Raises:
        UsageError: the extra `export` is not installed.
        FileProblem: `out` holds something trained otherwise, or a finished model.
    """
    if (out / "model").exists():
        raise FileProblem(f"{out / 'model'} is finished: name another folder, or remove it")
    trained = train(base, cooked.stages, out, settings, say)
    return export(str(trained), out / "model", calibration=cooked.held_out, facts=cooked.facts, say=say)


def pairs_of(paths: Sequence[Path]) -> list[Pair]:
    """The pairs of several files or folders."""
    return [pair for path in paths for pair in read_pairs(path)]


def _by_source(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    found: dict[str, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair.source, []).append(pair)
    return found
