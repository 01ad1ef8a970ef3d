"""Quotas: how many patients of each stratum a cohort holds, decided beforehand and met exactly."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import numpy as np

from pzdsl.errors import FileProblem, UsageError
from pzdsl.plan.plan import Plan, StratumBy

RuleName = Literal["proportional", "equal", "counts"]
RANK_BITS = 28  # of a patient's place under a quota: the rank within the stratum; the stratum stands above them
MOST_STRATA = 1 << 12
_MEND = "name variables with `--by`, e.g. `--by sex`, or add `stratify by …` to the specification"


@dataclass(frozen=True, slots=True)
class Quota:
    """What is asked for; `counts` by the names of strata, as written, where the rule is `counts`."""

    rule: RuleName
    by: tuple[StratumBy, ...]
    counts: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        return ",".join(f"{name}={count}" for name, count in self.counts) if self.counts else self.rule

    @property
    def total(self) -> int | None:
        """How many patients it asks for itself."""
        return sum(count for _, count in self.counts) if self.rule == "counts" else None

    def digest(self, n: int) -> str:
        """Names it, for n patients, among all quotas: part of a patient's identity."""
        by = ";".join(one.model_dump_json() for one in self.by)
        return blake2b(f"{self}\x1f{by}\x1f{n}".encode(), digest_size=4).hexdigest()


def parse_quota(text: str, plan: Plan, by: str | None = None) -> Quota:
    """`proportional`, `equal`, `female=60,male=40`, or a CSV file with a column a variable and `count`.

    Raises:
        UsageError: the plan does not stratify and `by` is not given, or the text makes no sense.
        FileProblem: the file cannot be read.
    """
    strata = _by(plan, by)
    text = text.strip()
    if text in ("proportional", "equal"):
        return Quota(text, strata)  # type: ignore[arg-type]
    if "=" in text:
        return Quota("counts", strata, tuple(_counts(text)))
    if text.endswith(".csv") or Path(text).is_file():
        return Quota("counts", strata, tuple(_read(Path(text), strata)))
    raise UsageError(
        f"`{text}` is no quota; write `proportional`, `equal`, `STRATUM=COUNT,…`, or name a .csv file with counts"
    )


def counts_of(quota: Quota, n: int, names: Sequence[str], shares: Sequence[float]) -> list[int]:
    """How many patients each stratum gets; `shares` of the population, 0 where nobody can be.

    Raises:
        UsageError: counts are asked of a stratum that does not exist, or in which nobody can be, or do not sum to n.
    """
    possible = [i for i, share in enumerate(shares) if share > 0]
    match quota.rule:
        case "proportional":
            return largest_remainder(n, shares)
        case "equal":
            counts = [0] * len(names)
            for at, i in enumerate(possible):
                counts[i] = n * (at + 1) // len(possible) - n * at // len(possible)
            return counts
        case "counts":
            asked = dict(quota.counts)
            for name in asked:
                if name not in names:
                    raise UsageError(f"there is no stratum `{name}`; there are {', '.join(names)}{_meant(name, names)}")
            nobody = [name for i, name in enumerate(names) if asked.get(name) and i not in possible]
            if nobody:
                raise UsageError(f"no patient can be in {_listed(nobody)}; ask for 0 there, or leave it out")
            if sum(asked.values()) != n:
                raise UsageError(f"the quota asks for {sum(asked.values())} patients in all, and -n for {n}")
            return [asked.get(name, 0) for name in names]


def largest_remainder(n: int, shares: Sequence[float]) -> list[int]:
    """n patients in proportion to shares: whole parts first, then one each by the largest remainders.

    Of ten patients 60 % and 40 % are six and four. Equal remainders go in the order of the strata.
    """
    exact = n * np.asarray(shares, np.float64) / float(np.sum(shares))
    whole = np.floor(exact + 1e-9)  # 6 that rounding has made 5.999… is 6
    remainder = np.round(exact - whole, 9)
    left = n - int(whole.sum())
    for i in np.argsort(-remainder, kind="stable")[:left]:
        whole[i] += 1
    return [int(count) for count in whole]


def weights_of(quota: Quota, counts: Sequence[int], shares: Sequence[float]) -> tuple[float, ...] | None:
    """By stratum: its share of the population over its share of the cohort, so that weighted means are unbiased.

    0 for a stratum without patients; the shares of the population are those among strata with patients. None where
    the cohort is proportional: there the rest is the rounding of a count.
    """
    if quota.rule == "proportional":
        return None
    n, covered = sum(counts), sum(share for share, count in zip(shares, counts, strict=True) if count)
    return tuple(share / covered * n / count if count else 0.0 for share, count in zip(shares, counts, strict=True))


def _by(plan: Plan, by: str | None) -> tuple[StratumBy, ...]:
    if by is None:
        if not plan.stratify:
            raise UsageError(f"{plan.name} has no `stratify`, so a quota has no strata; {_MEND}")
        return plan.stratify
    own = {one.variable: one for one in plan.stratify}
    visible = {v.name: v for v in plan.variables if not v.hidden}
    found = []
    for name in dict.fromkeys(part.strip() for part in by.split(",") if part.strip()):
        if name not in visible:
            raise UsageError(f"there is no variable `{name}` in {plan.name}{_meant(name, visible)}")
        if name not in own and visible[name].type in ("number", "count"):
            raise UsageError(
                f"`{name}` is a number, so its strata need bands: "
                f"add `stratify by {name} in {{ … }}` to the specification"
            )
        found.append(own.get(name) or StratumBy(variable=name))
    if not found:
        raise UsageError(f"`--by` names no variable; {_MEND}")
    return tuple(found)


def _counts(text: str) -> list[tuple[str, int]]:
    return _distinct([_pair(part) for part in text.split(",") if part.strip()])


def _pair(part: str) -> tuple[str, int]:
    match = re.fullmatch(r"\s*(.+?)\s*=\s*(\d{1,9})\s*", part)
    if match is None or match[1][-1] in "<>":
        raise UsageError(f"`{part.strip()}` is no count of a stratum; write e.g. `18 to < 45/female=10`")
    return _name(match[1].split("/")), int(match[2])


def _name(parts: Sequence[str]) -> str:
    return "/".join(" ".join(part.split()) for part in parts)


def _distinct(pairs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise UsageError(f"the stratum `{name}` is given a count twice")
        seen.add(name)
    return pairs


def _read(path: Path, by: Sequence[StratumBy]) -> list[tuple[str, int]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            rows = list(csv.DictReader(handle))
    except FileNotFoundError:
        raise FileProblem(f"{path} does not exist; check the path of the quota") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FileProblem(f"{path} cannot be read as a table: {error}") from error
    columns = [*(one.variable for one in by), "count"]
    if not rows or set(columns) - set(rows[0]):
        raise FileProblem(f"{path} must have the columns {', '.join(columns)}, and a line a stratum")
    return _distinct([_row(row, columns, path, line) for line, row in enumerate(rows, 2)])


def _row(row: Mapping[str, str | None], columns: Sequence[str], path: Path, line: int) -> tuple[str, int]:
    values = [(row[column] or "").strip() for column in columns]
    if not re.fullmatch(r"\d{1,9}", values[-1]):
        raise FileProblem(f"{path}:{line}: `{values[-1]}` is no count of patients")
    return _name(values[:-1]), int(values[-1])


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _meant(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean `{close[0]}`?" if close else ""
