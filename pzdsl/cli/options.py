"""Arguments and options that several commands have, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Specs = Annotated[
    list[Path], typer.Argument(help="Specifications (.pz), folders of them, or artefacts (.json).", show_default=False)
]
Speaker = Annotated[
    str | None,
    typer.Option("--llm", help="A model that words the replies: an address, or `local`.", show_default=False),
]
SpeakerModel = Annotated[str | None, typer.Option("--llm-model", help="Its name.", show_default=False)]
GateModel = Annotated[Path | None, typer.Option("--nli", help="A model folder for the gate.", show_default=False)]
NoGateModel = Annotated[bool, typer.Option("--no-nli", help="Without an entailment model.")]
