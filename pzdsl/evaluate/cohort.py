"""How a cohort compares with a table, how different its patients are, and which rules its records break."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from pzdsl.evaluate.marginals import Expected, of_bins, of_categories, of_numbers
from pzdsl.evaluate.tables import is_of_shares, read_shares
from pzdsl.plan.plan import Plan, Variable
from pzdsl.verify.files import verify_files
from pzdsl.verify.findings import Row

TEXTS = (
    1000  # records whose text is counted: shares of distinct phrases fall with length, so that it is the same for all
)
_WORD = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?")
_LONGEST_LINE = 64_000_000
_NUMBERS = ("number", "count")


class Tally:
    """What is counted of each row; memory grows with the numbers and the distinct profiles alone."""

    def __init__(self, plan: Plan) -> None:
        shown = [v for v in plan.variables if not v.hidden]
        self._categories = {v.name: v for v in shown if v.type not in _NUMBERS}
        self._numbers = {v.name: v for v in shown if v.type in _NUMBERS}
        self._symptoms = [v.name for v in shown if v.role == "symptom"]
        self._profile = [v.name for v in self._categories.values() if v.role in ("symptom", "attribute")]
        self._entities = {v.name: _entities(v) for v in self._categories.values() if v.part_of is None}
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in self._categories}
        self.values: dict[str, array[float]] = {name: array("d") for name in self._numbers}
        self.symptom_profiles: Counter[tuple[str, ...]] = Counter()
        self.profiles: Counter[int] = Counter()
        self.rows = 0

    def add(self, row: Row) -> None:
        """Count a row that could be read."""
        if row.values is None:
            return
        self.rows += 1
        values = row.values
        for name in self._categories.keys() & values.keys():
            value = values[name]
            if isinstance(value, bool | str):
                self.counts[name][_text(value)] += 1
        for name in self._numbers.keys() & values.keys():
            value = values[name]
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                self.values[name].append(value)
        self.symptom_profiles[tuple(name for name in self._symptoms if values.get(name) is True)] += 1
        self.profiles[hash(tuple(_text(values.get(name)) for name in self._profile))] += 1

    def diversity(self) -> dict[str, Any]:
        """Distinct profiles and entities, with their entropies in bits.

        A profile is what is present or chosen of a patient: `symptoms`, the symptoms that are present; `profiles`, the
        symptoms and attributes with named values. `effective` is how many equally frequent ones would be as diverse.
        An entity is a symptom, illness or drug that is present, or a category other than yes and no.
        """
        seen: Counter[str] = Counter()
        possible = 0
        for name, entities in self._entities.items():
            possible += len(entities)
            for entity in entities:
                if count := self.counts[name].get(entity, 0):
                    seen[f"{name}={entity}"] = count
        bits = entropy(seen.values())
        return {
            "records": self.rows,
            "symptoms": _spread(self.symptom_profiles, self.rows),
            "profiles": _spread(self.profiles, self.rows),
            "entities": {
                "seen": len(seen),
                "possible": possible,
                "entropy_bits": round(bits, 3),
                "evenness": round(bits / math.log2(len(seen)), 4) if len(seen) > 1 else 1.0,
            },
        }


def evaluate_cohort(
    plan: Plan,
    files: Sequence[Path],
    against: Path | None = None,
    *,
    advance: Callable[[int], None] = lambda more: None,
) -> dict[str, Any]:
    """Every figure of a cohort, as JSON values.

    Args:
        plan: The specification that the records are of.
        files: Records (.jsonl, .json) or tables of values by variable (.csv, .parquet).
        against: A table of shares (`variable,value,share` or `count`), or people in any format that `files` may have.
        advance: Called with how many more records are done.

    Raises:
        FileProblem, UsageError: as `verify_files` and `read_shares`.
    """
    tally = Tally(plan)
    checked = verify_files(plan, files, limit=0, advance=advance, seen=tally.add)
    found: dict[str, Any] = {
        "spec": plan.name,
        "records": checked.records,
        "broken": {
            "records": checked.records - checked.clean,
            "share": round((checked.records - checked.clean) / checked.records, 6) if checked.records else 0.0,
            "findings": [{"kind": kind, "name": name, "count": n} for (kind, name), n in checked.counts.most_common()],
            "undecided": {name: one.records for name, one in checked.undecided.items()},
        },
        "diversity": tally.diversity(),
        "text": text_figures(files),
    }
    if against is not None:
        if is_of_shares(against):
            found["marginals"] = _beside_shares(tally, read_shares(against, plan))
        else:
            other = Tally(plan)
            verify_files(plan, [against], limit=0, supports=False, seen=other.add)
            found["marginals"] = _beside_people(tally, other)
    return found


def _beside_shares(tally: Tally, table: dict[str, Expected]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, expected in table.items():
        if expected.bins is not None:
            if tally.values[name]:
                out[name] = of_bins(tally.values[name], expected)
        elif tally.counts[name]:
            out[name] = of_categories(tally.counts[name], expected)
        if name not in out:
            out[name] = {"n": 0}
    return out


def _beside_people(tally: Tally, other: Tally) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, theirs in other.counts.items():
        if theirs and tally.counts[name]:
            total = theirs.total()
            expected = Expected({value: n / total for value, n in theirs.items()}, None, total)
            out[name] = of_categories(tally.counts[name], expected)
    for name, numbers in other.values.items():
        if numbers and tally.values[name]:
            out[name] = of_numbers(tally.values[name], numbers)
    return out


def text_figures(files: Sequence[Path]) -> dict[str, Any] | None:
    """Distinct-n of the text of the first records: different phrases of n words among all; None without text."""
    grams: list[Counter[tuple[str, ...]]] = [Counter(), Counter(), Counter()]
    whole: set[str] = set()
    records = words = 0
    for text in _texts(files):
        records += 1
        whole.add(text)
        tokens = _WORD.findall(text.lower())
        words += len(tokens)
        for n, counter in enumerate(grams, 1):
            counter.update(zip(*(tokens[i:] for i in range(n)), strict=False))
        if records == TEXTS:
            break
    if not records:
        return None
    figures = {f"distinct_{n}": round(len(c) / max(1, c.total()), 5) for n, c in enumerate(grams, 1)}
    return {"records": records, "words": words, "distinct_texts": len(whole), **figures,
            "word_entropy_bits": round(entropy(grams[0].values()), 3)}  # fmt: skip


def _texts(files: Sequence[Path]) -> Iterator[str]:
    """The written stages of records, one text each; what was checked before is read again without complaint."""
    for path in files:
        if path.suffix.lower() not in (".jsonl", ".ndjson"):
            continue
        with path.open("rb") as handle:
            while line := handle.readline(_LONGEST_LINE):
                try:
                    text = orjson.loads(line)["text"]
                    passages = [passage["text"] for passage in text["passages"]]
                except (orjson.JSONDecodeError, KeyError, TypeError):
                    continue
                if passages and all(isinstance(passage, str) for passage in passages):
                    yield "\n".join(passages)


def entropy(counts: Any) -> float:
    """In bits; 0 where nothing was counted."""
    some = [count for count in counts if count]
    total = sum(some)
    return -sum(count / total * math.log2(count / total) for count in some) if total else 0.0


def _spread(profiles: Counter[Any], rows: int) -> dict[str, Any]:
    bits = entropy(profiles.values())
    return {
        "distinct": len(profiles),
        "share": round(len(profiles) / rows, 5) if rows else 0.0,
        "entropy_bits": round(bits, 3),
        "effective": round(2**bits, 1),
    }


def _entities(variable: Variable) -> tuple[str, ...]:
    return ("true",) if variable.type == "boolean" else tuple(category.name for category in variable.categories)


def _text(value: object) -> str:
    return ("false", "true")[value] if isinstance(value, bool) else "" if value is None else str(value)


def cohort_lines(found: dict[str, Any]) -> Iterator[str]:
    """The figures as lines for people."""
    broken, diversity, text = found["broken"], found["diversity"], found["text"]
    yield f"{found['records']:,} records of {found['spec']}: {broken['records']:,} with findings"
    for one in broken["findings"][:10]:
        yield f"  {one['count']:>9,}  {one['kind']} {one['name']}"
    if broken["undecided"]:
        yield f"  {len(broken['undecided'])} rules could not be decided in every record; `pzc verify` says why"
    yield "Diversity"
    for key, title in (("symptoms", "symptom profiles"), ("profiles", "whole profiles")):
        one = diversity[key]
        yield (
            f"  {title:<17} {one['distinct']:,} distinct ({one['share']:.1%} of records), "
            f"{one['entropy_bits']:.2f} bits, as {one['effective']:,} equally frequent ones"
        )
    one = diversity["entities"]
    yield f"  {'entities':<17} {one['seen']:,} of {one['possible']:,} seen, evenness {one['evenness']:.3f}"
    if text is not None:
        shares = ", ".join(f"distinct-{n} {text[f'distinct_{n}']:.4f}" for n in (1, 2, 3))
        yield f"  {'text':<17} {shares}; {text['distinct_texts']:,} of {text['records']:,} texts differ"
    if "marginals" in found:
        yield "Marginals beside the table (by chance: what 95 of 100 cohorts of this size stay below)"
        yield f"  {'variable':<28} {'n':>9} {'TV':>8} {'KS':>8} {'by chance':>10}  largest difference"
        for name, one in found["marginals"].items():
            yield "  " + _marginal_line(name, one)


def _marginal_line(name: str, one: dict[str, Any]) -> str:
    if not one["n"]:
        return f"{name:<28} {0:>9}  not in the records"
    cells = [f"{one[key]:8.4f}" if key in one else f"{'':>8}" for key in ("total_variation", "ks")]
    distance = one.get("total_variation", one.get("ks"))
    beyond = " *" if distance > one["by_chance"] else "  "
    worst = one["largest"]
    told = f"{worst['value']}: {worst['cohort']:.3f}, table {worst['table']:.3f}"
    return f"{name:<28} {one['n']:>9,} {' '.join(cells)} {one['by_chance']:>8.4f}{beyond}  {told}"
