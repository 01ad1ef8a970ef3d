"""The one evaluator of expressions: on columns, on a record, on a reply; three-valued."""

from pzdsl.rules.evaluate import (
    Columns,
    RecordColumns,
    RecordProblem,
    code_of,
    dtype_of,
    evaluate,
    is_inside,
    matches,
)
from pzdsl.rules.kleene import Bools, Column, all_known, is_false, is_true

__all__ = [
    "Bools",
    "Column",
    "Columns",
    "RecordColumns",
    "RecordProblem",
    "all_known",
    "code_of",
    "dtype_of",
    "evaluate",
    "is_false",
    "is_inside",
    "is_true",
    "matches",
]
