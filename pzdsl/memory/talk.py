"""What of a reply is no statement: questions back, courtesies; and replies that no patient would give."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_REPLY = 1500  # characters: nobody says more at a time
MOST_SENTENCES = 24

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
_MARKUP = re.compile(
    r"```|</?[a-z]|https?://|\]\(|<\||\{\s*\"|^\s*[#*|-]{1,3}\s|^\s*\d+\.\s+\*\*|\*\*[^*]+\*\*"
    r"|^\s*(?:system|assistant|user|doctor|patient|human|ai)\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_OUT_OF_ROLE = re.compile(
    r"\bas an? (?:ai|language model|assistant)\b|\blanguage model\b"
    r"|\bi(?:'m| am) an? (?:ai|assistant|chatbot|program)\b"
    r"|\b(?:system )?prompt\b|\bmy instructions\b|\b(?:my|the|this) (?:medical )?record (?:says|states|shows|lists)\b"
    r"|\bplay(?:ing)? the (?:role|part) of\b|\bsimulated patient\b|\bvirtual patient\b|\broleplay",
    re.IGNORECASE,
)
_TAG = re.compile(
    r",?\s*(?:(?:is|was|does|do|did|has|have|are|were|would|could|can)(?:n['’]t)? (?:it|i|he|she|they|we|you|that)"
    r"|right|you know|okay|ok|no|yes|correct|see)\s*\?+$",
    re.IGNORECASE,
)
_TALK = frozenset(
    "a ah all alright and anything at be bit can certainly course could do doc doctor don't else er fine for "
    "go good got gosh great hello help hear hi hm hmm how i i'd i'll i'm idea if is it just know let like "
    "listening look make maybe me mean might mind much my no nice not nothing of oh ok okay only ough perhaps "
    "please pleasure really remember right say see shall so sorry sounds sure tell thank thanks that that's "
    "the then think this to today too um uh understand very well what whatever when will would yeah yes you "
    "you're your aren't can't couldn't never nope honestly afraid sorry asking thing things better best "
    "afternoon morning evening welcome".split()
)
_ANSWER = re.compile(
    r"^(?:(?:oh|well|no|nope|yes|yeah|yep|actually|sorry|um|uh)[,.!]? )+"
    r"(?=(?:i|i'm|i've|i’m|i’ve|he|she|it|my|his|her|the|there|we|they|that|this)\b)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:(?:not|n['’]t) (?:really |quite |at all )?(?:sure|certain|know|remember|recall|say|tell)"
    r"|no idea|hard to say|couldn['’]t say|can['’]t say|can['’]t tell|who knows|beats me)\b",
    re.IGNORECASE,
)


def form_problem(text: str) -> str | None:
    """Why this is no reply of a patient at all, in words for whoever worded it."""
    if not any(letter.isalnum() for letter in text):
        return "the reply is empty: answer the question in a sentence or two"
    if len(text) > LONGEST_REPLY:
        return f"the reply is far too long: say it in at most three sentences ({len(text):,} characters came)"
    if _MARKUP.search(text):
        return "answer in plain spoken sentences, without markup, lists, addresses or names before a colon"
    if _OUT_OF_ROLE.search(text):
        return "speak as the patient, and of nothing but what a patient would say"
    return None


def without_tag(sentence: str) -> str | None:
    """`I quit years ago, right?` as the statement that it is; None where there is no such tag."""
    tag = _TAG.search(sentence)
    if tag is None or not sentence[: tag.start()].strip(" ,"):
        return None
    return sentence[: tag.start()].rstrip(" ,") + "."


def plain_said(sentence: str) -> str:
    """`No, I quit years ago.` without the word that only answers, which denies nothing that comes after it."""
    rest = _ANSWER.sub("", sentence)
    return rest[:1].upper() + rest[1:] if rest else sentence


def is_question(sentence: str) -> bool:
    """Whether a sentence asks."""
    return sentence.rstrip("\"”’') ").endswith("?")


@lru_cache(maxsize=8192)
def is_courtesy(sentence: str) -> bool:
    """`Okay.`, `Thank you, doctor.`, `I'm not sure.`: says nothing of the patient."""
    words = _WORD.findall(sentence.lower().replace("’", "'"))
    return len(words) <= 14 and all(word in _TALK for word in words) and not any(c.isdigit() for c in sentence)


def is_unsure(text: str) -> bool:
    """Whether a reply says that the patient does not know."""
    return _UNSURE.search(text) is not None
