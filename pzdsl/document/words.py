"""What a declaration says, in words: short sentences, for readers who have never seen `.pz`."""

from __future__ import annotations

from collections.abc import Iterable

from pzdsl.plan.law import Bernoulli, Categorical, Cite, CourseClock, Derived, Interval, Law, Odds, Point, Row, Table
from pzdsl.plan.plan import Plan, Reference, Variable
from pzdsl.proofs.units import head_of

_PARTS = {
    "severity": "Severity, where it is present",
    "onset": "Began this long before the visit",
    "duration": "How long it lasted",
    "lasts": "Lasts",
    "side": "Side",
    "character": "Character",
    "active": "Still there at the visit",
}


def title_of(variable: Variable) -> str:
    """What the variable is called on a page."""
    if variable.part is not None and variable.part_of is not None:
        return _PARTS.get(variable.part, variable.part.replace("_", " ").capitalize())
    return variable.label


def sentence_of(variable: Variable, plan: Plan) -> str:
    """What it depends on, and what values it can take."""
    told = []
    law = variable.law.base if isinstance(variable.law, Odds) else variable.law
    if isinstance(law, Table):
        told.append(f"Depends on {_listed([_label(name, plan) for name in law.given], 'and')}.")
    if isinstance(variable.law, Odds):
        told.append("The odds are then multiplied as listed.")
    if isinstance(variable.law, Derived):
        told.append("Follows from other values by a formula.")
    told.append(_values(variable))
    if variable.missing is not None:
        told.append("Not always recorded.")
    if variable.ordered_when is not None:
        told.append("Done only in some patients.")
    return " ".join(filter(None, told))


def _values(variable: Variable) -> str:
    unit = f" {variable.unit}" if variable.unit else ""
    match variable.type:
        case "category":
            return f"One of: {_listed([c.label for c in variable.categories], 'or')}."
        case "number" | "count" if variable.low is not None and variable.high is not None:
            grain = "" if variable.precision is None else f", in steps of {variable.precision:g}"
            return f"From {variable.low:g} to {variable.high:g}{unit}{grain}."
        case _:
            return ""


def rows_told(variable: Variable) -> list[tuple[str, str, tuple[Cite, ...]]]:
    """Condition, what is so then, and its sources: a row for each row of the law; one row where there is no table."""
    base = variable.law.base if isinstance(variable.law, Odds) else variable.law
    if isinstance(base, Table):
        told = [(head_of(row), _row(row, variable), row.cites or variable.cites) for row in base.rows]
    else:
        told = [("", law_told(base, variable.written, variable), variable.cites)]
    if isinstance(variable.law, Odds):
        for effect in variable.law.effects:
            if effect.effect == "per":
                head = f"each {effect.step:g} of {effect.variable} above {effect.start:g}"
            else:
                head = "where its condition holds"
            told.append((head, f"odds × {effect.ratio:g}", effect.cites or variable.cites))
    return told


def _row(row: Row, variable: Variable) -> str:
    return law_told(row.law, row.written.partition("=>")[2] or row.written, variable)


def law_told(law: Law, written: str, variable: Variable) -> str:
    """Shares as percentages by their labels; other laws as they were written, without the sources."""
    match law:
        case Bernoulli(p=p):
            return _percent(p)
        case Point(value=bool(value)):
            return "always" if value else "never"
        case Point(value=str(value)):
            return _category(value, variable)
        case Point(value=value):
            return f"{value:g}"
        case Categorical(categories=categories, shares=shares):
            return ", ".join(
                f"{_category(c, variable)} {_percent(s)}" for c, s in zip(categories, shares, strict=True) if s > 0
            )
        case CourseClock():
            return written
        case _:
            return uncited(written)


def uncited(written: str) -> str:
    """A law as written, without its sources: these have a column of their own."""
    for mark in (" @", " assumed "):
        written = written.partition(mark)[0]
    return written.removeprefix("prior ").strip()


def band_told(reference: Reference, variable: Variable) -> str:
    """`36 to 37.9 Cel`, or a category's name."""
    if isinstance(reference.band, str):
        return {"true": "yes", "false": "no"}.get(reference.band, _category(reference.band, variable))
    return _interval(reference.band) + (f" {variable.unit}" if variable.unit else "")


def _interval(band: Interval) -> str:
    if band.low is None:
        return f"{'below' if band.high_open else 'up to'} {band.high:g}"
    if band.high is None:
        return f"{'above' if band.low_open else 'from'} {band.low:g}"
    return f"{band.low:g} to {'below ' if band.high_open else ''}{band.high:g}"


def _category(name: str, variable: Variable) -> str:
    return next((c.label for c in variable.categories if c.name == name), name)


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %"


def _label(name: str, plan: Plan) -> str:
    variable = plan.variable(name)
    if variable.part_of is not None and variable.part is not None:
        return f"{variable.part} of {plan.variable(variable.part_of).label.lower()}"
    return variable.label.lower() if variable.label[1:2].islower() else variable.label


def _listed(words: Iterable[str], joint: str) -> str:
    words = list(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}" if len(words) > 1 else "".join(words)
