"""What a question takes for granted of the patient, and is not so: “since you smoke, …”."""

from __future__ import annotations

import re

from pzdsl.claims import check_text
from pzdsl.claims.lexicon import Lexicon
from pzdsl.dialogue.lay import own_words
from pzdsl.facts import Facts
from pzdsl.stages.patient import Person

_LEAD = re.compile(
    r"(?:^|[,.;:!?]\s*|\b(?:and|but|so)\s+)"
    r"(?:since|because|as|given that|seeing that|considering|now that|knowing that"
    r"|(?:so )?you (?:said|told me|mentioned)(?: earlier| before)?(?: that)?"
    r"|i (?:see|hear|read|understand|know)(?: here)? (?:that )?"
    r"|your (?:chart|notes?|records?) says?(?: that)?|with)\s+(?P<what>(?:you|your|he|she|his|her)\b[^,.;:?!]*)",
    re.IGNORECASE,
)
_TO_FIRST = (
    (re.compile(r"\byou(?:['’]re| are)\b", re.IGNORECASE), "I am"),
    (re.compile(r"\byou(?:['’]ve| have)\b", re.IGNORECASE), "I have"),
    (re.compile(r"\byou were\b", re.IGNORECASE), "I was"),
    (re.compile(r"\byourself\b", re.IGNORECASE), "myself"),
    (re.compile(r"\byours?\b", re.IGNORECASE), "my"),
    (re.compile(r"\byou\b", re.IGNORECASE), "I"),
)
_MOST = 4


def false_premises(question: str, facts: Facts, lexicon: Lexicon, person: Person) -> tuple[str, ...]:
    """The facts that a question takes to be otherwise than they are, in the order of the question."""
    names: list[str] = []
    for found in list(_LEAD.finditer(question))[:_MOST]:
        said = found["what"]
        for pattern, first in _TO_FIRST:
            said = pattern.sub(first, said)
        for spoken in (said, own_words(said, person)):  # phrases of a specification are in the third person
            for problem in check_text(f"{spoken[:1].upper()}{spoken[1:].strip()}.", facts, lexicon):
                if problem.fact not in names:
                    names.append(problem.fact)
    return tuple(names)
