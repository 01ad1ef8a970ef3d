"""`pzc verify`: records of any origin against a specification."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pzdsl.verify import Verification


def verify(
    spec: Annotated[Path, typer.Argument(help="A specification (.pz) or an artefact (.json).")],
    files: Annotated[list[Path], typer.Argument(help=".jsonl, .json, .csv or .parquet files, or folders of them.")],
    supports: Annotated[
        bool,
        typer.Option("--supports/--no-supports", help="Also values that the law of their variable excludes."),
    ] = True,
    truth: Annotated[
        bool, typer.Option("--truth", help="Also read what records keep apart because it was not recorded.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="What could not be decided counts as wrong.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="How many findings are shown; all are counted.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="The findings as JSON.")] = False,
) -> None:
    """Say which record breaks which rule, by which value, and what could not be decided."""
    import orjson

    from pzdsl.cli.progress import progress
    from pzdsl.compiler import compile_file
    from pzdsl.verify import verify_files

    plan = compile_file(spec)
    paths = _table_files(files)
    with progress("records", 0) as advance:
        found = verify_files(plan, paths, limit=limit, supports=supports, truth=truth, advance=advance)
    if json:
        print(orjson.dumps(found.as_dict(), option=orjson.OPT_INDENT_2).decode())
    else:
        print("\n".join(_lines(found)))
    if not found.ok or (strict and found.undecided):
        raise typer.Exit(1)


def _lines(found: Verification) -> list[str]:
    from pzdsl.verify.findings import place_text

    lines = []
    for finding in found.findings:
        who = f" ({finding.id})" if finding.id is not None else ""
        name = f" [{finding.name}]" if finding.kind == "rule" else ""
        at = f"; see {place_text(finding.at)}" if finding.at is not None else ""
        lines.append(f"{finding.place}{who}: {finding.kind}{name}: {finding.message}{at}")
    total = sum(found.counts.values())
    if total > len(found.findings):
        lines.append(f"… and {total - len(found.findings):,} more findings; --limit shows more")
    if lines:
        lines.append("")
    for (kind, name), count in found.counts.most_common():
        lines.append(f"{count:>9,}  {kind} {name}")
    for name, undecided in found.undecided.items():
        reasons = ", ".join(f"{reason} ({count:,})" for reason, count in undecided.reasons.most_common(4))
        lines.append(f"undecided: {name} ({place_text(undecided.at)}) in {undecided.records:,}: {reasons}")
    for name, soft in found.softs.items():
        decided = soft.held + soft.broken
        share = f"holds in {100 * soft.held / decided:.2f} % of {decided:,}" if decided else "could not be decided"
        lines.append(f"soft: {name} {share}; it asks for {100 * soft.share:g} %")
    if found.strangers:
        shown = ", ".join(f"`{name}`" for name, _ in found.strangers.most_common(8))
        more = len(found.strangers) - 8
        lines.append(f"no variable of {found.spec}: {shown}" + (f" and {more} more" if more > 0 else ""))
    one = found.records == 1
    lines.append(
        f"{found.records:,} record{'' if one else 's'} of {found.spec}: {found.clean:,} without findings, "
        f"{found.records - found.clean:,} with"
    )
    return lines


def _table_files(paths: list[Path]) -> list[Path]:
    from pzdsl.errors import FileProblem
    from pzdsl.verify.files import SUFFIXES

    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(
            p for p in path.iterdir() if p.suffix.lower() in SUFFIXES and not p.name.startswith((".", "manifest"))
        )
        if not inside:
            raise FileProblem(f"{path} holds no file that ends in {', '.join(SUFFIXES)}")
        found.extend(inside)
    return found
