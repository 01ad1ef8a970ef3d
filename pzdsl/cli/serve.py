"""`pzc serve`: patients over HTTP, for a teacher's browser and for programs that play the doctor."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from pzdsl.cli.options import GateModel, NoGateModel, Speaker, SpeakerModel, Specs


def serve(
    specs: Specs,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others need a token in PZC_TOKEN.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A further name under which the server is reached.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the patients, where a request names none.")] = 0,
    sessions: Annotated[int, typer.Option(min=1, max=100_000, help="Interviews kept at most.")] = 512,
    llm: Speaker = None,
    llm_model: SpeakerModel = None,
    nli: GateModel = None,
    no_nli: NoGateModel = False,
) -> None:
    """Serve patients: a page to interview them, and chat completions in which the model is a patient."""
    from pzdsl.cli.files import compilable
    from pzdsl.cli.speaking import speakers, verifier_for
    from pzdsl.compiler import compile_file
    from pzdsl.errors import UsageError

    try:
        from pzdsl.serve import Limits, application
        from pzdsl.serve.names import PatientName
        from pzdsl.serve.running import TOKEN, access_for, listening, run
        from pzdsl.serve.ward import Ward
    except ModuleNotFoundError as error:
        if error.name not in ("starlette", "uvicorn"):
            raise
        raise UsageError("`pzc serve` needs the extra serve: pip install 'pzdsl[serve]'") from None

    access = access_for(host, os.environ.get(TOKEN) or None, allow_host or [])
    plans = {}
    for path in compilable(specs):
        plan = compile_file(path)
        if plan.name in plans:
            raise UsageError(f"{path} is a second `{plan.name}`; serve one of them")
        plans[plan.name] = plan
    verifier = verifier_for(nli, no_nli)
    with speakers(llm, llm_model) as make_speaker:
        ward = Ward(plans, seed=seed, verifier=verifier, make_speaker=make_speaker)
        ready = [PatientName(name, seed, 0) for name in plans]
        app = application(ward, access, Limits(sessions=sessions), ready=ready)
        with listening(host, port) as bound:
            run(app, bound, lambda url: print(_told(url, sorted(plans), access.token is not None), flush=True))


def _told(url: str, names: list[str], signed: bool) -> str:
    return "\n".join(
        (
            f"Patients of {', '.join(names)}.",
            f"  to talk to one in a browser   {url}/",
            f"  for programs                  {url}/v1   (model: {names[0]}:0)",
            *(("  every request needs the token of PZC_TOKEN",) if signed else ()),
            "Ctrl+C stops.",
        )
    )
