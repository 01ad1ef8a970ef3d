"""The kinds of mistakes: PZ1xxx syntax, PZ2xxx names, types and units, PZ3xxx priors and tables,
PZ4xxx constraints, holds and softs, PZ5xxx course and exams, PZ6xxx tests, PZ7xxx sources and packages."""

from __future__ import annotations

from pzdsl.diagnostics.diagnostic import Code

# --- PZ1xxx syntax
UNEXPECTED = Code(1001, "unexpected", "error")
UNKNOWN_CHARACTER = Code(1002, "unknown-character", "error")
UNCLOSED_BLOCK = Code(1003, "unclosed-block", "error")
STRAY_BRACE = Code(1004, "stray-brace", "error")
RESERVED_WORD = Code(1005, "reserved-word", "error")
ASSIGN_FOR_IS = Code(1006, "assign-for-is", "error")
ARROW_FOR_COMPARISON = Code(1007, "arrow-for-comparison", "error")
UNQUOTED_UNIT = Code(1008, "unquoted-unit", "error")
PERCENT_FOR_UNIT = Code(1009, "percent-for-unit", "error")
TYPOGRAPHIC_CHARACTER = Code(1010, "typographic-character", "error")
DECIMAL_COMMA = Code(1011, "decimal-comma", "error")
BARE_DECIMAL_POINT = Code(1012, "bare-decimal-point", "error")
CHAINED_COMPARISON = Code(1013, "chained-comparison", "error")
MIXED_AND_OR = Code(1014, "mixed-and-or", "error")
UNCLOSED_STRING = Code(1015, "unclosed-string", "error")
NO_HEADER = Code(1016, "no-header", "error")
UNKNOWN_DECLARATION = Code(1017, "unknown-declaration", "error")
TOO_DEEP = Code(1018, "too-deep", "error")
TOO_LARGE = Code(1019, "too-large", "error")

# --- PZ2xxx names, types and units
UNKNOWN_NAME = Code(2001, "unknown-name", "error")
DUPLICATE_NAME = Code(2002, "duplicate-name", "error")
UNKNOWN_TYPE = Code(2003, "unknown-type", "error")
UNKNOWN_CATEGORY = Code(2004, "unknown-category", "error")
UNKNOWN_OPTION = Code(2005, "unknown-option", "error")
STAGE_ORDER = Code(2006, "later-stage", "error")
CYCLE = Code(2007, "cycle", "error")
ONLY_IN_DISEASE = Code(2008, "only-in-disease", "error")
SAID_TWICE = Code(2009, "said-twice", "error")
TYPE_MISMATCH = Code(2101, "type-mismatch", "error")
NOT_BOOLEAN = Code(2102, "not-boolean", "error")
UNORDERED = Code(2103, "unordered", "error")
REAL_EQUALITY = Code(2104, "real-equality", "error")
BAD_CALL = Code(2105, "bad-call", "error")
UNKNOWN_UNIT = Code(2201, "unknown-unit", "error")
UNIT_MISMATCH = Code(2202, "unit-mismatch", "error")
AMBIGUOUS_NUMBER = Code(2203, "ambiguous-number", "error")
DURATION_WITHOUT_UNIT = Code(2204, "duration-without-unit", "error")
EMPTY_RANGE = Code(2301, "empty-range", "error")
BAD_PRECISION = Code(2302, "bad-precision", "error")

# --- PZ3xxx priors and tables
SHARES_NOT_100 = Code(3001, "shares-not-100", "error")
SHARE_OUT_OF_RANGE = Code(3002, "share-out-of-range", "error")
REPEATED_CATEGORY = Code(3004, "repeated-category", "error")
SEVERAL_RESTS = Code(3005, "several-rests", "error")
UNKNOWN_FAMILY = Code(3101, "unknown-family", "error")
BAD_ARGUMENT = Code(3102, "bad-argument", "error")
PARAMETER_RANGE = Code(3103, "parameter-range", "error")
LAW_MISMATCH = Code(3104, "law-mismatch", "error")
ROWS_OVERLAP = Code(3201, "rows-overlap", "error")
ROWS_GAP = Code(3202, "rows-gap", "error")
ROW_WIDTH = Code(3203, "row-width", "error")
BAD_PATTERN = Code(3204, "bad-pattern", "error")
UNREACHABLE_OTHERWISE = Code(3205, "unneeded-otherwise", "warning")
BAD_BANDS = Code(3301, "bad-bands", "error")
BAD_QUANTILES = Code(3302, "bad-quantiles", "error")
VALUE_OUT_OF_RANGE = Code(3303, "value-out-of-range", "error")
BAD_EFFECT = Code(3401, "bad-effect", "error")
NEVER_DRAWN = Code(3501, "never-drawn", "warning")

# --- PZ4xxx constraints, holds and softs
UNSATISFIABLE = Code(4101, "unsatisfiable", "error")
NEVER_REJECTS = Code(4102, "never-rejects", "warning")
NEVER_HAPPENS = Code(4103, "never-happens", "warning")
LOW_ACCEPTANCE = Code(4104, "low-acceptance", "warning")
UNDECIDED = Code(4105, "undecided", "note")
MOVED_NUMBER = Code(4203, "moved-number", "warning")
HOLD_BANDS = Code(4301, "hold-needs-bands", "error")
HOLD_TARGET = Code(4302, "bad-hold-target", "error")
TARGET_CONTRADICTED = Code(4303, "target-contradicted", "error")
SOFT_SIDE_IMPOSSIBLE = Code(4304, "soft-side-impossible", "error")
SOFT_RAISES_VIOLATIONS = Code(4305, "soft-raises-violations", "warning")
NEEDS_EXACT_ENGINE = Code(4401, "needs-exact-engine", "error")

# --- PZ5xxx course and exams
BAD_COURSE = Code(5001, "bad-course", "error")
BAD_OPTION_PLACE = Code(5002, "option-out-of-place", "error")
EXAM_NEEDS_PRECISION = Code(5101, "exam-needs-precision", "error")
BAD_REFERENCE = Code(5102, "bad-reference", "error")
LAW_LEAVES_RANGE = Code(5203, "law-leaves-range", "warning")
LAW_LEAVES_RANGE_FAR = Code(5204, "law-leaves-range-far", "error")

# --- PZ6xxx tests
BAD_TEST = Code(6001, "bad-test", "error")

# --- PZ7xxx sources and packages
NO_SOURCE = Code(7001, "no-source", "error")
UNKNOWN_SOURCE = Code(7002, "unknown-source", "error")
UNUSED_SOURCE = Code(7003, "unused-source", "warning")
BAD_STATUS = Code(7004, "bad-status", "error")
UNKNOWN_LIBRARY = Code(7101, "unknown-library", "error")
IMPORT_CYCLE = Code(7102, "import-cycle", "error")
NOT_IN_LIBRARY = Code(7103, "not-in-library", "error")
PARENT_MISSING = Code(7104, "parent-missing", "error")
UNUSED_IMPORT = Code(7105, "unused-import", "warning")
LOCK_MISMATCH = Code(7106, "lock-mismatch", "error")
RULE_NOT_BOUND = Code(7107, "rule-not-bound", "warning")
LIBRARY_HAS_ERRORS = Code(7108, "library-has-errors", "error")
UNUSED_ALLOWANCE = Code(7201, "unused-allowance", "warning")
EXPIRED_ALLOWANCE = Code(7202, "expired-allowance", "warning")
BAD_ALLOWANCE = Code(7203, "bad-allowance", "error")

# Their fixes write the one thing that can have been meant: `pzc check --fix` makes them.
MECHANICAL: frozenset[Code] = frozenset(
    {
        NO_HEADER,
        ASSIGN_FOR_IS,
        ARROW_FOR_COMPARISON,
        UNQUOTED_UNIT,
        PERCENT_FOR_UNIT,
        TYPOGRAPHIC_CHARACTER,
        DECIMAL_COMMA,
        BARE_DECIMAL_POINT,
        CHAINED_COMPARISON,
        UNREACHABLE_OTHERWISE,
        UNUSED_IMPORT,
        UNUSED_ALLOWANCE,
    }
)
# Errors that leave a spec whose meaning is known: an author may allow them, with a reason. No other error can be.
ALLOWABLE_ERRORS: frozenset[Code] = frozenset({LAW_LEAVES_RANGE_FAR})
# What only `pzdsl/proofs` says: a run without it cannot tell that an allowance of these is of no use.
PROVED: frozenset[Code] = frozenset(
    {NEVER_DRAWN, UNSATISFIABLE, NEVER_REJECTS, NEVER_HAPPENS, LOW_ACCEPTANCE, UNDECIDED, MOVED_NUMBER}
)

ALL: tuple[Code, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Code))
