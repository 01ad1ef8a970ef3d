"""`pzc interview`: many interviews at once, as transcripts with every verdict."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from pzdsl.cli.options import GateModel, NoGateModel, Speaker, SpeakerModel, Specs


def interview(
    specs: Specs,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file for the transcripts (.jsonl).")],
    doctor: Annotated[
        str | None,
        typer.Option(help="A script, one question a line, or the address of a model.", show_default="a history"),
    ] = None,
    doctor_model: Annotated[
        str | None, typer.Option(help="The name of the model that asks.", show_default=False)
    ] = None,
    turns: Annotated[int, typer.Option(min=1, max=1000, help="Questions in each interview, at most.")] = 30,
    n: Annotated[int, typer.Option("-n", min=1, max=1_000_000, help="Interviews, over all specifications.")] = 20,
    seed: Annotated[int, typer.Option(help="The same seed gives the same transcripts.")] = 0,
    where: Annotated[str | None, typer.Option(help="Only patients for whom this holds.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Processes; with a model, interviews at once.", show_default=False)
    ] = None,
    llm: Speaker = None,
    llm_model: SpeakerModel = None,
    nli: GateModel = None,
    no_nli: NoGateModel = False,
    resume: Annotated[bool, typer.Option("--resume/--no-resume", help="Go on where a run was stopped.")] = True,
) -> None:
    """Interview many patients, and write what was said with the verdict on every sentence; a stopped run goes on."""
    from pzdsl.cli.files import compilable
    from pzdsl.cli.interviewing import Order, run
    from pzdsl.cli.progress import progress
    from pzdsl.cli.speaking import check_flags
    from pzdsl.dialogue.doctor import default_script, read_script
    from pzdsl.errors import FileProblem, UsageError

    check_flags(nli, no_nli, llm, llm_model)
    asked_by_model = doctor is not None and (doctor.startswith(("http://", "https://", "local:")) or doctor == "local")
    if doctor_model is not None and not asked_by_model:
        raise UsageError("--doctor-model names a model; say with --doctor where it is")
    script: tuple[str, ...] = ()
    if doctor is None:
        script = default_script()
    elif not asked_by_model:
        try:
            script = read_script(Path(doctor).read_text("utf-8-sig"), doctor)
        except OSError as error:
            raise FileProblem(f"{doctor}: the doctor's script cannot be read: {error.strerror or error}") from None
        except UnicodeDecodeError:
            raise FileProblem(f"{doctor} is no text in UTF-8; a script has one question a line") from None
    order = Order(
        specs=tuple(str(path) for path in compilable(specs)),
        script=script,
        doctor=doctor if asked_by_model else None,
        doctor_model=doctor_model,
        turns=turns,
        n=n,
        seed=seed,
        where=where,
        llm=llm,
        llm_model=llm_model,
        nli=str(nli) if nli is not None else None,
        no_nli=no_nli,
    )
    with progress("interviews", n) as advance:
        done = run(order, out, workers or _usual_workers(order), resume=resume, advance=advance)
    print(
        f"{done.interviews:,} interviews, {done.questions:,} questions: {done.refused:,} wordings refused, "
        f"{done.fell_back:,} replies by the built-in speaker instead, {done.news:,} new details"
        + (f"; {done.kept:,} interviews were there already" if done.kept else "")
    )
    print(f"{out}")


def _usual_workers(order: object) -> int:
    from pzdsl.cli.interviewing import Order

    assert isinstance(order, Order)
    if order.asks_models:
        return 8
    few = max(1, order.n * order.turns // 600)  # a process reads and solves the specifications first
    return min(few, os.cpu_count() or 1, 16)
