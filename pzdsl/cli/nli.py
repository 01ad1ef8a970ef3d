"""`pzc nli`: the entailment verifier: try it, measure it, time it, export another."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pzdsl.entailment import Verifier
    from pzdsl.entailment.evaluate import Evaluation

nli = typer.Typer(help="The entailment verifier: try it, measure it, time it, export another.", no_args_is_help=True)

Model = Annotated[
    Path | None,
    typer.Option("--nli", help="A model folder; without it the model that comes with pzdsl.", show_default=False),
]


class Device(StrEnum):
    """Where the network runs."""

    auto = "auto"
    cpu = "cpu"
    cuda = "cuda"


class Quantization(StrEnum):
    """How the weights are kept."""

    none = "none"
    int8 = "int8"
    fp16 = "fp16"


Where = Annotated[Device, typer.Option("--device", help="Where the network runs.")]


@nli.command("try")
def try_(premise: str, hypothesis: str, model: Model = None, device: Where = Device.auto) -> None:
    """The verdict on one pair: by rules where they decide, and what the model makes of it."""
    from pzdsl.entailment.judge import Judge

    verifier = _verifier(model, device)
    judged = Judge(verifier).judge([premise], hypothesis)
    (verdict,) = verifier.verify([premise], [hypothesis])
    if judged.layer == "typed":
        print(f"{judged.label}, by rules: {judged.reason}")
        print("the model:", end=" ")
    print(f"{verdict.label}{' (a contradiction is suspected)' if verdict.abstained else ''}")
    print(
        f"entailment {verdict.entailment:.3f}, neutral {verdict.neutral:.3f}, contradiction {verdict.contradiction:.3f}"
    )
    if verdict.truncated:
        print("the text is longer than the model reads: the end was not looked at")


@nli.command("eval")
def eval_(
    pairs: Annotated[list[Path], typer.Argument(help="Files or folders of labelled pairs (.jsonl, .jsonl.gz).")],
    model: Model = None,
    device: Where = Device.auto,
    json_: Annotated[Path | None, typer.Option("--json", help="Write all figures to this file as well.")] = None,
) -> None:
    """Accuracy, precision and recall, by file and by kind, with 95 % intervals."""
    from pzdsl.atomic import write_atomically
    from pzdsl.entailment.evaluate import evaluate
    from pzdsl.entailment.metrics import by
    from pzdsl.entailment.pairs import read_pairs

    verifier = _verifier(model, device)
    print(f"{verifier.card.name}, {verifier.card.quantization}, on {', '.join(verifier.providers)}")
    found = {}
    for name, some in by([p for path in pairs for p in read_pairs(path)], lambda p: p.source).items():
        evaluation = evaluate(verifier, some)
        _print_table(name, evaluation)
        found[name] = evaluation.as_json()
    if json_ is not None:
        write_atomically(json_, (json.dumps(found, indent=2) + "\n").encode())


@nli.command()
def bench(
    model: Model = None,
    device: Where = Device.auto,
    seconds: Annotated[float, typer.Option(help="For each size of batch.", min=0.1, max=600)] = 3.0,
) -> None:
    """Pairs per second by size of batch, on this machine."""
    from pzdsl.entailment.speed import pairs_per_second

    verifier = _verifier(model, device)
    print(f"{verifier.card.name}, {verifier.card.quantization}, on {', '.join(verifier.providers)}")
    for size, rate in pairs_per_second(verifier, seconds).items():
        print(f"batch {size:>4}: {rate:8.0f} pairs/s")


@nli.command()
def export(
    source: Annotated[str, typer.Argument(help="A folder in the format of transformers, or the id of one on a hub.")],
    out: Annotated[Path, typer.Option(help="The model folder to make.")],
    quantization: Annotated[Quantization, typer.Option(help="How the weights are kept.")] = Quantization.int8,
    longest: Annotated[int, typer.Option(help="Tokens of a pair that are read.", min=8, max=4096)] = 128,
    calibrate: Annotated[Path | None, typer.Option(help="Pairs to calibrate on; not trained on.")] = None,
    licence: Annotated[str, typer.Option(help="Of the model, for its card.")] = "",
) -> None:
    """Make a model folder: ONNX, checked against torch, quantised, calibrated. Needs the extra `export`."""
    from pzdsl.entailment.export import export as run
    from pzdsl.entailment.pairs import read_pairs

    pairs = read_pairs(calibrate) if calibrate is not None else []
    facts = {"licence": licence} if licence else {}
    done = run(source, out, quantization=quantization.value, longest=longest, calibration=pairs, facts=facts)
    print(f"{done.folder}: {done.bytes / 1e6:.1f} MB, largest difference from torch {done.parity:.1e}")


@nli.command()
def train(
    out: Annotated[Path, typer.Option(help="The folder for stages, checkpoints and the finished `model`.")],
    base: Annotated[Path, typer.Option(help="An encoder to start from: a folder in the format of transformers.")],
    public: Annotated[list[Path], typer.Option(help="Public pairs: files or folders.")],
    written: Annotated[list[Path], typer.Option(help="Pairs written one by one: files or folders.")],
    specs: Annotated[list[Path] | None, typer.Option(help="Specifications whose patients are told twice.")] = None,
    never: Annotated[list[Path] | None, typer.Option(help="Test pairs, kept out wherever they turn up.")] = None,
    seed: Annotated[int, typer.Option(help="Of the choice and order of samples.")] = 1,
    threads: Annotated[int, typer.Option(help="Cores to use.", min=1)] = 2,
) -> None:
    """Train a verifier as the one that comes with pzdsl was; a stopped run goes on. Needs the extra `export`."""
    from pzdsl.cli.files import compilable
    from pzdsl.compiler import compile_file
    from pzdsl.entailment.recipe import make, pairs_of, recipe
    from pzdsl.entailment.training import Settings

    plans = [compile_file(path) for path in compilable(specs or [])]
    cooked = recipe(pairs_of(public), pairs_of(written), plans, pairs_of(never or []), seed)
    for stage in cooked.stages:
        print(f"{stage.name}: {len(stage.pairs):,} samples")
    done = make(base, cooked, out, Settings(threads=threads))
    print(f"{done.folder}: {done.bytes / 1e6:.1f} MB, largest difference from torch {done.parity:.1e}")


def _verifier(model: Path | None, device: Device) -> Verifier:
    from pzdsl.entailment import Verifier
    from pzdsl.entailment.folder import default_folder
    from pzdsl.errors import UsageError

    folder = model or default_folder()
    if folder is None:
        raise UsageError("no model comes with this installation: name one with --nli, or make one (`pzc nli export`)")
    return Verifier(folder, device.value)


def _print_table(name: str, evaluation: Evaluation) -> None:
    likeliest, decided = evaluation.likeliest, evaluation.decided
    print(f"\n{name}: {len(evaluation.pairs)} pairs; always the commonest label: {likeliest.majority.value:.3f}")
    print(f"  accuracy               {likeliest.accuracy}   macro F1 {likeliest.macro_f1:.3f}")
    said, found = decided.precision["contradiction"], decided.recall["contradiction"]
    print(f"  contradiction, decided precision {said}, recall {found}")
    for label in ("entailment", "neutral", "contradiction"):
        print(f"  {label:<22} precision {likeliest.precision[label]}, recall {likeliest.recall[label]}")
    kinds = evaluation.by_kind
    if len(kinds) > 1:
        for kind, share in kinds.items():
            print(f"    {kind:<28} {share.of:>4}  {share}")
