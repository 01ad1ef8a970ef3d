"""The process that proves and counts: a text comes in as a line of JSON, what is known of it goes out, part by part.

It is a process and not a thread, so that counting never holds up an answer, and an edit can end it at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Source
from pzdsl.semantics import Priors, Spec

DRAWS = 20_000  # where the tables are not exact: a share is off by half a percentage point at most, nearly always
_NOTICED = 1e-3


def answers(path: str, text: str) -> Iterator[dict[str, Any]]:
    """What follows from a text: first what is proved, then its numbers."""
    from pzdsl.proofs import proofs_of
    from pzdsl.proofs.cache import dump

    checked = check_source(Source(path, text), Priors.beside(Path(path)))
    if checked.spec is None:
        return
    yield {"proved": dump(checked.spec, list(proofs_of(checked.spec)))}
    if checked.spec.file.kind == "disease":
        yield {"numbers": numbers(checked.spec)}


def numbers(spec: Spec) -> dict[str, Any]:
    """The share of patients in each row and of each category, and which cited numbers moved."""
    import numpy as np

    from pzdsl.plan.expression import Expr, Member, Var
    from pzdsl.plan.lower import lower
    from pzdsl.proofs.drift import drift_of
    from pzdsl.proofs.drift_page import shown
    from pzdsl.proofs.model import Model
    from pzdsl.proofs.places import Places
    from pzdsl.proofs.units import units_of
    from pzdsl.rules import evaluate, is_true
    from pzdsl.samples import draw
    from pzdsl.solve.draw import Solved
    from pzdsl.version import COMPILER

    plan = lower(spec, COMPILER)
    places, model = Places(spec, plan), Model(plan)
    samples: Any = None
    exact = not model.is_weighed and model.is_exact and model.total() > 0

    def drawn() -> Any:
        nonlocal samples
        if samples is None:
            samples = draw(plan, DRAWS, engine=Solved)
        return samples

    def share(expr: Expr) -> dict[str, Any]:
        """Among patients: from the tables where these are exact, else counted."""
        if exact and (event := model.event(expr)) is not None and event.lower is None:
            weight = model.marginals().weight(event)
            if weight is not None:
                p = min(1.0, weight / model.total())
                return {"p": p, "how": "exact", "text": percent(p)}
        hits = np.broadcast_to(is_true(evaluate(expr, drawn())), (DRAWS,))
        p = float(np.count_nonzero(hits)) / DRAWS
        return {"p": p, "how": "drawn", "text": "about " + percent(p, 1)}

    hints: list[dict[str, Any]] = []
    by_row: dict[tuple[str, int, int], list[Any]] = {}
    for one in drift_of(plan, draws=DRAWS):
        if shown(one) and one.population is not None and one.compiled is not None:
            by_row.setdefault((one.number.variable.name, one.number.at.line, one.number.at.column), []).append(one)
    rows = {unit.span.start: unit for unit in units_of(plan, spec, places) if unit.kind == "row"}
    told: set[tuple[str, int, int]] = set()
    for unit in rows.values():
        line, column = unit.span.place
        key = (unit.variable.name, line, column)
        p = share(unit.event)
        moves = [_moved(one) for one in by_row.get(key, ())]
        told.add(key)
        how = "from exact tables" if p["how"] == "exact" else f"counted among {DRAWS:,} draws"
        tip = f"{p['text']} of the patients are in this row ({how})" + "".join(f"\n{tip}" for _, tip in moves)
        hints.append({"at": _end(unit.span), "label": "; ".join([p["text"], *(m for m, _ in moves)]), "tooltip": tip})
    for key, group in by_row.items():
        if key not in told and group[0].number.variable.library is None:
            span = places.at(group[0].number.at, group[0].number.written)
            if span.source is spec.home.source and span.end > span.start:
                moves = [_moved(one) for one in group]
                hints.append(
                    {
                        "at": _end(span),
                        "label": "; ".join(m for m, _ in moves),
                        "tooltip": "\n".join(t for _, t in moves),
                    }
                )
    values: dict[str, dict[str, Any]] = {}
    for variable in plan.variables:
        if variable.name == plan.prevalence:
            continue
        if variable.type == "boolean":
            values[variable.name] = {"true": share(Var(name=variable.name))}
        elif variable.categories:
            values[variable.name] = {
                c.name: share(Member(name=variable.name, categories=(c.name,))) for c in variable.categories
            }
        else:
            column_of, known = drawn().column(variable.name)
            kept = np.asarray(column_of if known is None else column_of[known], np.float64)
            if kept.size:
                unit_word = f" {variable.unit}" if variable.unit else ""
                values[variable.name] = {"mean": {"text": f"about {float(kept.mean()):.3g}{unit_word}"}}
    return {"hints": hints, "values": values}


def percent(p: float, digits: int = 2) -> str:
    """A share as people read it; what is not nothing is never shown as 0."""
    if 0 < p < 0.5 * 10 ** -(digits + 2):
        return f"< {10**-digits:g} %"
    return f"{p * 100:.{digits}f}".rstrip("0").rstrip(".") + " %"


def _moved(one: Any) -> tuple[str, str]:
    """A number that moved, short and in a sentence."""
    number, by = one.number, "" if one.by is None else f", by `{one.by}`"
    if number.statistic == "share":
        before, after = percent(one.population.value, 1), percent(one.compiled.value, 1)
    else:
        before, after = f"{one.population.value:.4g}", f"{one.compiled.value:.4g}"
    what = number.category if number.category not in (None, "true") else number.statistic
    label = f"{before} → {after}" if number.statistic == "share" and what == "share" else f"{what} {before} → {after}"
    return label, f"constraints move {number.told} from {before} to {after}{by}"


def _end(span: Any) -> int:
    return int(span.start + len(span.text.rstrip()))


def main() -> None:
    """Answer one line after the other until there are none."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            for answer in answers(asked["path"], asked["text"]):
                print(json.dumps({"id": asked["id"], **answer}), flush=True)
        except BrokenPipeError:
            return
        except Exception as error:  # a background answer that fails is missing, no more
            print(json.dumps({"id": asked["id"], "failed": f"{type(error).__name__}: {error}"}), flush=True)
        print(json.dumps({"id": asked["id"], "done": True}), flush=True)


if __name__ == "__main__":
    main()
