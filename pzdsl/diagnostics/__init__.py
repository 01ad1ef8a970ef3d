"""What we tell an author: where, what, and how to mend it."""

from pzdsl.diagnostics import codes
from pzdsl.diagnostics.diagnostic import Code, Diagnostic, Edit, Instead, Related
from pzdsl.diagnostics.report import Report
from pzdsl.diagnostics.span import NOWHERE, Source, Span

__all__ = ["NOWHERE", "Code", "Diagnostic", "Edit", "Instead", "Related", "Report", "Source", "Span", "codes"]
