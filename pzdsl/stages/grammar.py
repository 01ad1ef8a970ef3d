"""The English that templates need: articles, lists, agreement, and labels inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_VERBS = frozenset({"attends", "uses", "takes", "walks", "says", "skips", "checks", "lives", "smokes", "drinks"})
_VERBS |= {"has", "is", "works", "sleeps", "eats", "does", "drives", "goes", "exercises", "runs", "plays"}
_VERBS |= {"cannot", "can"}
_NOT_NOUNS = _VERBS | {"less", "more", "unsteady", "unable", "somebody", "someone", "feels"}
_STATES = frozenset({"less", "more", "unsteady", "unable"})
_COUNTABLE = frozenset({"blister", "murmur", "rash", "mass", "gallop", "ulcer", "nodule", "lesion", "perforation"})
_COUNTABLE |= {"limp", "effusion", "bulge", "infiltrate", "heart"}
_FIRST_PERSON = re.compile(r"\b(i|i'm|i've|my|me|myself|we|our|us)\b", re.IGNORECASE)
_PLAIN_WORD = re.compile(r"[A-Z][a-z]+('s)?$")
_PROPER = frozenset("Parkinson Alzheimer Crohn Graves Hodgkin Medicaid Medicare Murphy Babinski Romberg".split())
_VOWEL_SOUND = re.compile(r"[aio]|e(?!u)|u(?!ni[^nm]|r[ei]|s[ue]|ti)|8|1[18]\b|1[18]-|hour|hono", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z][A-Z0-9-]")


@lru_cache(maxsize=4096)
def in_sentence(label: str) -> str:
    """A label inside a sentence: `Shortness of breath` loses its capital, `NT-proBNP` does not."""
    first = re.split(r"[ ,]", label, maxsplit=1)[0]
    if _PLAIN_WORD.match(first) and first.removesuffix("'s") not in _PROPER and len(first) > 1:
        return label[0].lower() + label[1:]
    return label


def capitalized(text: str) -> str:
    """With a capital first letter, and nothing else changed."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """A clause as a sentence."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


@lru_cache(maxsize=4096)
def article(noun: str) -> str:
    """`a` or `an`."""
    if _INITIALS.match(noun):  # read letter by letter: an HDL cholesterol; but a CURB-65 score
        return "an" if noun[0] in "AEFHILMNORSX" else "a"
    return "an" if _VOWEL_SOUND.match(noun) else "a"


def listed(items: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return items[0] if items else ""
    if any(" or " in item or " and " in item for item in items):  # a last comma keeps each item together
        return f"{', '.join(items[:-1])}, {word} {items[-1]}"
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


@lru_cache(maxsize=4096)
def is_plural(phrase: str) -> bool:
    """Whether the head noun of a noun phrase is plural: `muscle aches`, but not `shortness of breath`."""
    head = re.split(r" (?:of|that|which|on|in|at|with|without|or|and|over|from|to|up|for|behind)\b|[,(]", phrase)[0]
    words = head.lower().split()
    if not words or words[0].endswith("ing"):
        return False
    last = words[-1]
    if last in ("criteria", "feces"):
        return True
    return len(last) > 3 and last.endswith("s") and not last.endswith(("ss", "us", "is", "diabetes"))


@lru_cache(maxsize=4096)
def is_noun_phrase(label: str) -> bool:
    """Whether a label can follow `no …` or `reports …`."""
    return label.split()[0].lower() not in _NOT_NOUNS


@lru_cache(maxsize=4096)
def is_predicate(label: str) -> bool:
    """Whether a label can follow a subject: `Attends a day care center`."""
    return label.split()[0].lower() in _VERBS


@lru_cache(maxsize=4096)
def is_state(label: str) -> bool:
    """Whether a label can follow `has been`: `Less active than usual`."""
    return label.split()[0].lower() in _STATES


@lru_cache(maxsize=4096)
def found_noun(label: str) -> str:
    """A finding inside a sentence, with the article that a countable one needs: `a blister on the eardrum`."""
    noun = in_sentence(label)
    head = re.split(r" (?:of|on|in|at|behind|over|with)\b", noun)[0].split()
    return f"{article(noun)} {noun}" if head and head[-1].lower() in _COUNTABLE else noun


@lru_cache(maxsize=4096)
def is_gerund_phrase(phrase: str) -> bool:
    """`passing large amounts of urine`: takes no adjective and no article."""
    words = phrase.split()
    return len(words) > 1 and words[0].lower().endswith("ing") and words[1] not in ("or", "and", "of", "in")


def negated(predicate: str) -> str:
    """`attends school` to `does not attend school`."""
    verb, _, rest = predicate.partition(" ")
    if verb in ("is", "can", "has"):
        return f"{verb} not {rest}" if verb != "has" else f"does not have {rest}"
    if verb == "cannot":
        return f"can {rest}"
    if verb == "does":
        stem = "do"
    elif verb == "goes":
        stem = "go"
    else:
        stem = verb[:-1]
    return f"does not {stem} {rest}".rstrip()


def has_first_person(text: str) -> bool:
    """Whether a phrase is in the patient's own voice, and so unfit for a report."""
    return _FIRST_PERSON.search(text) is not None


def with_article(label: str, lay: Sequence[str]) -> str:
    """`a cough` where one of the patient's words for it says `a …cough`; the label alone otherwise."""
    if label.startswith("family history"):
        return f"a {label}"
    last = label.rsplit(" ", 1)[-1].lower()
    for phrase in lay:
        if phrase.startswith(("a ", "an ")) and " of " not in phrase and phrase.rsplit(" ", 1)[-1].lower() == last:
            return f"{article(label)} {label}"
    return label


@lru_cache(maxsize=4096)
def report_noun(label: str, lay: tuple[str, ...]) -> str:
    """The noun phrase for a symptom in a report: its label, or the patient's words where that is none."""
    if is_noun_phrase(label):
        return in_sentence(label)
    for phrase in lay:
        if is_noun_phrase(phrase) and not has_first_person(phrase):
            return phrase.removeprefix("a ").removeprefix("an ")
    return in_sentence(label)
