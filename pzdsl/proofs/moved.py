"""PZ4203: constraints moved a cited number far from what its source says."""

from __future__ import annotations

from pzdsl.diagnostics import Related, Report, codes
from pzdsl.proofs.drift import Moved, attributed, counted, tables_only
from pzdsl.proofs.model import Model
from pzdsl.proofs.numbers import CitedNumber, cited_numbers
from pzdsl.proofs.places import Places, percent
from pzdsl.semantics.spec import Spec
from pzdsl.solve.query import ROUNDING

DRAWS = 50_000
FAR = 0.05  # of a share: a move that a reader of the cited table would notice
_CLOSE = 0.8  # of FAR: what is surely less is not worth drawing for


def check_moved(model: Model, spec: Spec, places: Places, report: Report) -> None:
    """Report shares with a source, of the author's own, that constraints moved by 5 percentage points or more."""
    if model.plan.kind == "library" or not model.constraints:
        return
    numbers = [n for n in cited_numbers(model.plan) if n.statistic == "share" and n.is_sourced and _is_own(n, spec)]
    found = tables_only(model, numbers)
    if any(_is_open(moved) for moved in found):
        found = counted(found, model, DRAWS, _is_open)
    told: dict[tuple[str, int, int], list[Moved]] = {}
    for moved in found:
        if _is_far(moved):
            told.setdefault((moved.number.variable.name, moved.number.at.line, moved.number.at.column), []).append(
                moved
            )
    for group in told.values():  # shares of one row move together: the one that changed most stands for them
        if any(moved.compiled is not None and moved.compiled.high <= ROUNDING for moved in group):
            continue  # said already: it never happens
        worst = attributed(max(group, key=lambda moved: moved.surely / moved.number.value), model)
        _report(worst, places, report)


def _is_own(number: CitedNumber, spec: Spec) -> bool:
    known = spec.variables.get(number.variable.name)
    return number.variable.library is None and (known is None or known.law_home is None)


def _is_far(moved: Moved) -> bool:
    """Whether it moved by so much by the best estimate, and nearly so much whatever the bounds."""
    return abs(moved.move or 0.0) >= FAR and moved.surely >= _CLOSE * FAR


def _is_open(moved: Moved) -> bool:
    """Whether the tables leave open that it moved far, and do not make it unlikely."""
    if moved.population is None or moved.compiled is None:
        return moved.population is not None
    widest = abs(moved.move or 0.0) + moved.population.error + moved.compiled.error
    return widest >= FAR > moved.surely and (moved.hint is None or abs(moved.hint) >= _CLOSE * FAR)


def _report(moved: Moved, places: Places, report: Report) -> None:
    number = moved.number
    assert moved.compiled is not None
    after = f"after `{moved.by}`, " if moved.by is not None else "the constraints together move it: "
    about = "" if moved.compiled.how == "exact" else "about "
    share = percent(float(f"{moved.compiled.value:.3g}"))
    message = f"{after}`{number.told}` is {about}{share}, not the {percent(number.value)} of {_here(number)}"
    by = [variable for variable in number.variable.parents if not variable.startswith("#")]
    held = f"`hold {number.variable.name}{' by ' + ', '.join(by) if by else ''}`"
    hint = f"let the priors of what the constraint reads agree with it, or {held}, or allow it with a reason"
    related = [] if moved.by is None else [Related(places.rule(moved.by), "moved by this")]
    span = places.at(number.at, number.written) if number.head is not None else places.variable(number.variable)
    report.add(codes.MOVED_NUMBER, span, message, hint, related)


def _here(number: CitedNumber) -> str:
    return "this row" if number.head is not None else "its prior"
