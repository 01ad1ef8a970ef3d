"""What does not check is taken out, piece by piece, until the rest does; each is kept with what was said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Report, Source
from pzdsl.diagnostics.diagnostic import Diagnostic
from pzdsl.semantics import Priors
from pzdsl.syntax.islands import Island, cut

_FINE, _COARSE = 12, 12  # rounds that take out the smallest pieces with errors, then rounds for whole declarations
_LONGEST = 30  # lines of a piece that a comment shows


@dataclass(frozen=True, slots=True)
class Dropped:
    """A declaration that could not be mended, as it was written, and why."""

    title: str
    text: str
    reasons: tuple[str, ...]


Checking = Callable[[str], list[Diagnostic]]


def errors_of(text: str, name: str, priors: Priors) -> list[Diagnostic]:
    """The errors of a text."""
    return check_source(Source(name, text), priors).report.errors()


def all_errors_of(text: str, name: str, priors: Priors) -> list[Diagnostic]:
    """Those too that only a proof finds: patients must exist."""
    checked = check_source(Source(name, text), priors)
    if checked.spec is None:
        return checked.report.errors()
    from pzdsl.proofs.prove import prove

    report: Report = checked.allowances.filter(prove(checked.spec))
    return report.errors()


def prune_until_clean(text: str, check: Checking, protected: int) -> tuple[str, list[Dropped]]:
    """Take out what has errors. `protected` characters at the start are the program's own and stay.

    Raises:
        AssertionError: what the program wrote itself does not check.
    """
    dropped: list[Dropped] = []
    for turn in range(_FINE + _COARSE + 1):
        errors = check(text)
        if not errors:
            return text, dropped
        pieces = list(_pieces(text, protected))
        if not pieces or turn == _FINE + _COARSE:  # there is no end to it: all that was proposed goes
            told = tuple(dict.fromkeys(_told(error) for error in errors))
            dropped.append(Dropped("what was proposed", text[protected:].strip(), told))
            text = text[:protected] + "}\n"
            break
        bad: dict[tuple[int, int], list[Diagnostic]] = {}
        for error in errors:
            place = _around(pieces, error, whole=turn >= _FINE)
            if place is None:  # it shows far from where it comes from: the last that was added goes
                place = pieces[-1]
            bad.setdefault(place, []).append(error)
        chosen = [p for p in bad if not any(q != p and q[0] <= p[0] and p[1] <= q[1] for q in bad)]
        for start, end in sorted(chosen, reverse=True):
            piece = text[start:end].strip()
            reasons = tuple(dict.fromkeys(_told(error) for error in bad[(start, end)]))
            dropped.append(Dropped(" ".join(piece.split()[:2]), piece, reasons))
            text = text[:start] + text[end:]
    assert not check(text), "the head of a draft does not check"
    return text, dropped


def comments_of(dropped: Iterable[Dropped]) -> str:
    """What was left out, as comments for the person who goes on from here."""
    lines: list[str] = []
    for one in dropped:
        lines.append(f"  # Left out: {one.title}")
        lines += [f"  #   {reason}" for reason in one.reasons]
        shown = one.text.splitlines()
        lines += [f"  #     {line.rstrip()}" for line in shown[:_LONGEST]]
        lines += ["  #     …"] if len(shown) > _LONGEST else []
    return "\n".join(lines)


def _told(error: Diagnostic) -> str:
    return " ".join(f"{error.code} {error.message}{f'; {error.hint}' if error.hint else ''}".split())


def _pieces(text: str, protected: int) -> Iterator[tuple[int, int]]:
    """Declarations and their members, the larger ones first."""

    def inside(island: Island) -> Iterator[tuple[int, int]]:
        yield island.start, island.end
        for member in island.members:
            yield from inside(member)

    for island in cut(text).islands:
        if island.start >= protected:
            yield from inside(island)


def _around(pieces: list[tuple[int, int]], error: Diagnostic, whole: bool) -> tuple[int, int] | None:
    """The smallest piece that holds the place of an error, or the whole declaration."""
    holding = [p for p in pieces if p[0] <= error.span.start and error.span.start < p[1]]
    return (max if whole else min)(holding, key=lambda p: p[1] - p[0], default=None)
