"""The words of the language: which cannot be names, and which open a declaration or a member of a block."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KEYWORDS = _words(
    """
    P above accepted after also and any as asked assumed at attribute bands because better between
    boolean by called character chronic code cohort columns constraint correlation count course critical
    day days derived dimension disclosed disease dose episodes exactly exam exams expect for from given
    hold hour hours implies in include is kind known lasts lay library message minute minutes missing
    mixture month months narrative not number odds of onset opening or ordered otherwise outline panel
    per phase precision presents prevalence prior pz quantiles reference rejected require rest reviewed
    severity side since site soft source specialty spoken status stratify symptom symptoms test to trend
    type unreachable use week weeks when with within without worse written year years
    """
)

# These stand only where no name can stand, so that an author may use them freely.
FREE = _words("P accepted asked at called disease for library of opening pz rejected reviewed unreachable written")

RESERVED = KEYWORDS - FREE

# What may open a declaration of a file, each with the word that a reader would look for.
DECLARATIONS = _words(
    """
    also code cohort constraint course dimension exams hold include narrative outline prevalence soft source
    specialty spoken status stratify symptoms test type
    """
)

# The declarations with a block, and what may open a member of it; "" stands for any name before a colon.
MEMBERS: dict[str, frozenset[str]] = {
    "cohort": frozenset({"require"}),
    "course": frozenset({"phase", "presents"}),
    "dimension": frozenset({"attribute", "type"}),
    "exams": frozenset({"exam", "panel", "type"}),
    "narrative": frozenset({""}),
    "outline": frozenset({""}),
    "panel": frozenset({"correlation", "exam"}),
    "symptoms": frozenset({"symptom", "type"}),
    "test": frozenset({"expect", "given"}),
}

# Members that nothing else begins with: at the start of a line they show where a forgotten brace belongs.
OWN_WORDS = {
    "attribute": "dimension",
    "symptom": "symptoms",
    "exam": "exams",
    "panel": "exams",
    "phase": "course",
}

TIME_WORDS = _words("years year months month weeks week days day hours hour minutes minute")
