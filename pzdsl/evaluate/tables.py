"""A table that a cohort is compared with: shares by value, or people."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

from pzdsl.errors import FileProblem, UsageError
from pzdsl.evaluate.marginals import Expected
from pzdsl.plan.plan import Plan, Variable

_LARGEST = 20_000_000  # bytes
_BIN = re.compile(r"\s*(-?[0-9.]+(?:e-?[0-9]+)?)?\s*(?:\.\.|to)\s*(-?[0-9.]+(?:e-?[0-9]+)?)?\s*", re.IGNORECASE)
_SLACK = 0.02  # by which rounded shares may miss 1
_YES = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}


def is_of_shares(path: Path) -> bool:
    """Whether a file is a table `variable,value,share` or `variable,value,count`, rather than one of people."""
    if path.suffix.lower() not in (".csv", ".tsv") or not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as handle:
        heads = {head.strip().lower() for head in re.split(r"[,;\t]", handle.readline(10_000))}
    return {"variable", "value"} <= heads and bool({"share", "count"} & heads)


def read_shares(path: Path, plan: Plan) -> dict[str, Expected]:
    """What such a table says, by variable.

    Shares are fractions, or percentages with a `%`. A bin of numbers is `18..40`, from 18 up to below 40; a side may be
    left out.

    Raises:
        FileProblem: it cannot be read, or shares do not add up; the message names the line or the variable.
        UsageError: it names no variable of the specification.
    """
    if path.stat().st_size > _LARGEST:
        raise FileProblem(f"{path} is too large for a table of shares")
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise FileProblem(f"{path} is not UTF-8 text; save it as UTF-8 and try again") from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=max(",;\t", key=first.count))
    reader.fieldnames = [head.strip().lower() for head in reader.fieldnames or ()]
    counts = "count" in reader.fieldnames and "share" not in reader.fieldnames
    known = {v.name: v for v in plan.variables if not v.hidden}
    shares: dict[str, dict[str, float]] = {}
    bins: dict[str, dict[str, tuple[float, float]]] = {}
    strange: list[str] = []
    for number, row in enumerate(reader, 2):
        name = (row.get("variable") or "").strip()
        if name not in known:
            strange.append(name)
            continue
        value, place = (row.get("value") or "").strip(), f"{path}:{number}"
        share = _number(row.get("count" if counts else "share"), place)
        if known[name].type in ("number", "count"):
            bins.setdefault(name, {})[value] = _bin(value, place)
        else:
            value = _value(value, known[name], place)
        if value in shares.setdefault(name, {}):
            raise FileProblem(f"{place}: `{name}` has {value} twice")
        shares[name][value] = share
    if not shares:
        raise UsageError(
            f"{path} names no variable of {plan.name}, but {', '.join(sorted(set(strange))[:8]) or 'none'}"
        )
    found = {}
    for name, some in shares.items():
        total = sum(some.values())
        if total <= 0 or (not counts and abs(total - 1) > _SLACK):
            raise FileProblem(f"{path}: the shares of `{name}` add up to {total:.4g}, and must to 1 (or 100 %)")
        _check_apart(bins.get(name), f"{path}: `{name}`")
        found[name] = Expected(
            {value: share / total for value, share in some.items()}, bins.get(name), round(total) if counts else None
        )
    return found


def _number(text: str | None, place: str) -> float:
    text = (text or "").strip()
    scale = 0.01 if text.endswith("%") else 1.0
    try:
        found = float(text.removesuffix("%")) * scale
    except ValueError:
        raise FileProblem(f"{place}: `{text[:40]}` is no share or count") from None
    if not 0 <= found < 1e15:
        raise FileProblem(f"{place}: `{text[:40]}` is no share or count")
    return found


def _bin(text: str, place: str) -> tuple[float, float]:
    match = _BIN.fullmatch(text)
    try:
        if match is not None:
            low, high = float(match[1] or "-inf"), float(match[2] or "inf")
            if low < high:
                return low, high
    except ValueError:
        pass
    raise FileProblem(f"{place}: `{text[:40]}` is no bin of numbers; write 18..40, for 18 up to below 40")


def _check_apart(bins: dict[str, tuple[float, float]] | None, place: str) -> None:
    ordered = sorted((bins or {}).items(), key=lambda one: one[1])
    for (a, (_, high)), (b, (low, _)) in pairwise(ordered):
        if low < high:
            raise FileProblem(f"{place}: the bins {a} and {b} overlap; a bin ends below its second number")


def _value(text: str, variable: Variable, place: str) -> str:
    if variable.type == "boolean":
        if text.lower() not in _YES:
            raise FileProblem(f"{place}: `{variable.name}` is true or false, not `{text[:40]}`")
        return _YES[text.lower()]
    for category in variable.categories:
        if text in (category.name, category.label):
            return category.name
    names = ", ".join(category.name for category in variable.categories[:12])
    raise FileProblem(f"{place}: `{variable.name}` cannot be `{text[:40]}`; it is one of {names}")
