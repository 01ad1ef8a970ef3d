"""`pzc draft`: a first draft of a spec from texts, by a language model that a program holds to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pzdsl.draft.drafting import Draft


def draft(
    disease: Annotated[str, typer.Argument(help="What people read, e.g. 'Acute otitis media'.")],
    texts: Annotated[list[Path], typer.Option("--from", help="A text to draft from; may be given again.")],
    out: Annotated[Path, typer.Option(help="The file to write, e.g. specs/otitis.pz; its name names the disease.")],
    llm: Annotated[
        str | None, typer.Option("--llm", help="The model's address, or `local` for the one of the extra local-llm.")
    ] = None,
    llm_model: Annotated[str | None, typer.Option(help="Which model of that server.")] = None,
    attempts: Annotated[int, typer.Option(min=1, max=10, help="How often a section is asked for.")] = 3,
    record: Annotated[Path | None, typer.Option(help="A folder that keeps each reply, and gives it again.")] = None,
    offline: Annotated[bool, typer.Option("--offline", help="With --record: ask nobody, play the replies.")] = False,
    max_cost: Annotated[float | None, typer.Option(help="Stop when so much is spent, by the price table.")] = None,
    max_time: Annotated[float | None, typer.Option(help="Stop after so many seconds.")] = None,
) -> None:
    """Draft a spec from guidelines and papers; each number stands in the sentence that it quotes, or says so."""
    import asyncio
    import sys
    from contextlib import nullcontext

    from pzdsl.atomic import write_atomically
    from pzdsl.draft.drafting import Drafting
    from pzdsl.draft.literature import read_literature
    from pzdsl.errors import UsageError
    from pzdsl.llm import Client, ReplyCache, Settings
    from pzdsl.llm.local import LOCAL, is_local, served_settings

    if out.suffix != ".pz":
        raise UsageError(f"{out} is no spec: its name ends in .pz")
    if out.exists():
        raise UsageError(f"{out} exists: name another file")
    if offline and record is None:
        raise UsageError("--offline plays what was recorded: name the folder with --record")
    literature = read_literature(texts)
    flags = {"url": llm, "model": llm_model, "max_cost": max_cost, "max_time": max_time}
    if offline:  # nobody is asked: no server is started, and no address is needed
        here = Settings(url="http://127.0.0.1:9", model=llm_model or (LOCAL if is_local(llm) else "any"))
        settings_for = nullcontext(here)
    else:
        settings_for = served_settings(flags, project=Path.cwd())  # type: ignore[assignment]

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    async def run() -> Draft:
        async with Client(settings, cache=ReplyCache(record) if record else None, offline=offline) as client:
            drafting = Drafting(disease, literature, client, settings.model, path=out, attempts=attempts, tell=tell)
            return await drafting.run()

    with settings_for as settings:
        result = asyncio.run(run())
    write_atomically(out, result.text.encode())
    print(listing(result, out), end="")


def listing(draft: Draft, out: Path) -> str:
    """Numbers with their sentences, numbers assumed, what was left out."""
    lines = [f"{out} written: it checks, and is a draft."]
    lines += ["", f"{len(draft.proved)} numbers with the sentence that says them:"]
    for proved in draft.proved:
        where = f"{proved.sentence.file}:{proved.sentence.line}"
        mark = " " if proved.named else "?"
        lines.append(f"{mark} {proved.name}: {proved.number}  [{where}] {_short(proved.sentence.text)}")
    if not all(proved.named for proved in draft.proved):
        lines.append(
            "A `?` marks a sentence that says the number, and has no word of what it is for here: look there first."
        )
    numbers = sum(len(assumed.numbers) for assumed in draft.assumed)
    lines += ["", f"{numbers} numbers assumed:"]
    for assumed in draft.assumed:
        told = ", ".join(map(str, assumed.numbers)) or "(no number)"
        lines.append(f"  {assumed.name}: {told}  {_short(assumed.reason)}")
    if draft.dropped:
        lines += ["", f"{len(draft.dropped)} declarations left out, kept as comments at the end of the file:"]
        lines += [f"  {one.title}: {_short(one.reasons[0])}" for one in draft.dropped]
    if draft.refused:
        lines += ["", "Not taken from the replies:", *(f"  {one}" for one in draft.refused)]
    empty = [f"  {one.name}: {_short(one.failed)}" for one in draft.sections if one.failed]
    if empty:
        lines += ["", "Nothing came of these sections:", *empty]
    asked = ", ".join(f"{one.name} {one.attempts}" for one in draft.sections)
    return "\n".join([*lines, "", f"Asked: {asked}."]) + "\n"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 100 else text[:99] + "…"
