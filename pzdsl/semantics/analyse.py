"""Tree to `Spec`: resolve names, then run every check."""

from __future__ import annotations

from collections.abc import Callable

from pzdsl.diagnostics import Report
from pzdsl.semantics.citations import check_citations
from pzdsl.semantics.constraints import check_constraints
from pzdsl.semantics.expectations import check_expectations
from pzdsl.semantics.laws import check_laws
from pzdsl.semantics.options import check_options
from pzdsl.semantics.order import check_order
from pzdsl.semantics.priors import Priors
from pzdsl.semantics.resolve import Resolver
from pzdsl.semantics.spec import Spec
from pzdsl.semantics.tables import check_tables
from pzdsl.syntax import tree

Check = Callable[[Spec, Report], None]

CHECKS: tuple[Check, ...] = (
    check_laws,  # first: the others take for granted that laws fit their variables
    check_options,
    check_tables,
    check_order,
    check_constraints,
    check_expectations,
    check_citations,
)


def analyse(file: tree.SpecTree, report: Report, priors: Priors, stop: bool = True) -> Spec:
    """Resolve names, then run every check; raises SpecError with all that was found, unless `stop` is false."""
    spec = Resolver(file, report, priors).spec()
    for check in CHECKS:
        check(spec, report)
    if stop:
        for diagnostic in priors.report:
            report.put(diagnostic)
        report.stop_if_errors()
    return spec
