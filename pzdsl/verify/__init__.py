"""Records of any origin against a spec: which record, rule and value, and what could not be decided."""

from pzdsl.verify.check import Verifier, verify_rows
from pzdsl.verify.files import verify_files
from pzdsl.verify.findings import Finding, Row, Soft, Undecided, Verification

__all__ = [
    "Finding",
    "Row",
    "Soft",
    "Undecided",
    "Verification",
    "Verifier",
    "verify_files",
    "verify_rows",
]
