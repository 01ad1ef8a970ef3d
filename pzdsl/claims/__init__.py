"""Text back to typed claims, and claims against facts."""

from pzdsl.claims.check import check_text, claims_in, judge, missing, omitted
from pzdsl.claims.claim import Claim, Problem
from pzdsl.claims.lexicon import Lexicon
from pzdsl.claims.lexicons import lexicon_of, lexicon_of_facts
from pzdsl.claims.sentences import sentences_of

__all__ = [
    "Claim",
    "Lexicon",
    "Problem",
    "check_text",
    "claims_in",
    "judge",
    "lexicon_of",
    "lexicon_of_facts",
    "missing",
    "omitted",
    "sentences_of",
]
