"""`pzc generate --llm`: a run through a language model, watched from the outside."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pzdsl.llm.ledger import Ledger
    from pzdsl.output.generate import Order
    from pzdsl.output.manifest import Manifest
    from pzdsl.plan.plan import Plan
    from pzdsl.told.checks import Entails

_EVERY = 60.0  # seconds between lines, where nobody watches a terminal


@dataclass(frozen=True)
class Asked:
    """What the command line says of the model."""

    url: str | None
    model: str | None
    attempts: int
    record: Path | None
    offline: bool
    max_cost: float | None
    max_time: float | None
    concurrency: int | None
    nli: Path | None
    use_nli: bool


def tell(plans: Sequence[Plan], out: Path, order: Order, asked: Asked, resume: bool) -> Manifest:
    """Run to the end, or say how to go on; raises as `generate_told`, and `typer.Exit` where it stopped."""
    import asyncio

    import typer

    from pzdsl.errors import UsageError
    from pzdsl.llm import Client, ReplyCache, Settings
    from pzdsl.llm.local import LOCAL, is_local, served_settings
    from pzdsl.told.report import report_lines
    from pzdsl.told.run import Stopped, generate_told

    if asked.offline and asked.record is None:
        raise UsageError("--offline plays what was recorded: name the folder with --record")
    flags = {
        "url": asked.url,
        "model": asked.model,
        "max_cost": asked.max_cost,
        "max_time": asked.max_time,
        "concurrency": asked.concurrency,
    }
    settings_for: Any
    if asked.offline:  # nobody is asked: no server is started, and no address is needed
        model = asked.model or (LOCAL if is_local(asked.url) else None)
        if model is None:
            raise UsageError("--offline finds replies by their model: name it with --llm-model")
        settings_for = nullcontext(Settings(url="http://127.0.0.1:9", model=model))
    else:
        settings_for = served_settings(flags, project=Path.cwd())
    verifier = _verifier(asked)
    total = len(order.shard.patients(order.patients)) * len(plans)

    async def run() -> Manifest:
        cache = ReplyCache(asked.record) if asked.record is not None else None
        async with Client(settings, cache=cache, offline=asked.offline) as client:
            with _watching(total) as watch:
                manifest = await generate_told(
                    plans,
                    out,
                    order,
                    client,
                    attempts=asked.attempts,
                    verifier=verifier,
                    resume=resume,
                    watch=watch,
                )
            for line in report_lines(manifest, client.ledger):
                print(line, file=sys.stderr if line.startswith("note: ") else sys.stdout)
            return manifest

    with settings_for as settings:
        try:
            return asyncio.run(run())
        except Stopped as stopped:
            print(f"error: {stopped}", file=sys.stderr)
            print(f"what was asked and why replies were refused: {out / 'report.json'}", file=sys.stderr)
            raise typer.Exit(3 if stopped.again else 2) from None


def _verifier(asked: Asked) -> Entails | None:
    if not asked.use_nli:
        return None
    from pzdsl.entailment.folder import default_folder

    folder = asked.nli or default_folder()
    if folder is None:
        return None  # none comes with this installation: the record says that it was not asked
    from pzdsl.entailment import Verifier

    return Verifier(folder)


class Progress:
    """Counts what is done; shows rates, acceptance and spend."""

    def __init__(self, total: int, show: Callable[[int, str], None]) -> None:
        self._total, self._show = total, show
        self._began = time.monotonic()
        self._finished = self._mine = self._stages = self._at_once = self._by_model = 0

    def done(self, records: int, text: dict[str, Any] | None, ledger: Ledger) -> None:
        """See `told.run.Watch`."""
        self._finished += records
        if text is not None:
            self._mine += records
            for stage in text["stages"]:
                by_model = (stage.get("author") or {}).get("writer") == "model"
                self._stages += 1
                self._by_model += by_model
                self._at_once += by_model and stage["attempts"] == 1
        self._show(records, self._line(ledger))

    def _line(self, ledger: Ledger) -> str:
        rate = self._mine / max(time.monotonic() - self._began, 1e-9)
        parts = [f"{self._finished:,} of {self._total:,} records, {rate:.1f}/s"]
        if self._stages:
            parts.append(
                f"{self._by_model / self._stages:.0%} by the model, {self._at_once / self._stages:.0%} at once"
            )
        tokens = sum(one.prompt_tokens + one.completion_tokens for one in ledger.stages.values())
        parts.append(f"cost {ledger.cost:.2f}" if ledger.cost else f"{tokens:,} tokens")
        return ", ".join(parts)


@contextmanager
def _watching(total: int) -> Iterator[Progress]:
    if not sys.stderr.isatty():
        last = time.monotonic()

        def log(records: int, line: str) -> None:
            nonlocal last
            if time.monotonic() - last >= _EVERY:
                last = time.monotonic()
                print(line, file=sys.stderr, flush=True)

        yield Progress(total, log)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (BarColumn(), TextColumn("{task.description}", markup=False), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("asking", total=total)
        yield Progress(total, lambda records, line: bar.update(task, advance=records, description=line))
