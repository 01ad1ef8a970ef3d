"""What changed between two versions of a spec: numbers, rules, and what they do to the patients."""

from pzdsl.changes.effects import Shift, shifts
from pzdsl.changes.page import render_json, render_text
from pzdsl.changes.written import Change, changes

__all__ = ["Change", "Shift", "changes", "render_json", "render_text", "shifts"]
