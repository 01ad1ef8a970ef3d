"""What a short answer says, once the question is put into it: `Do you smoke?` `No.` is `I do not smoke.`"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pzdsl.claims import sentences_of

_YES = re.compile(
    r"^(?:oh,? |well,? |um,? |uh,? )?(?:yes|yeah|yep|yup|sure|of course|that(?:'s| is) right|correct|right|definitely|"
    r"absolutely|certainly|unfortunately|a little|a bit|sometimes|often|always"
    r"|(?:i do|i have|i am|i did|i was|he does|she does|he has|she has|he is|she is|it does|it is|he did|she did"
    r"|there is|there are)(?=\s*(?:[,.!]|$)))\b",
    re.IGNORECASE,
)
_FIRM_YES = re.compile(
    r"^(?:oh,? |well,? |um,? |uh,? )?(?:yes|yeah|yep|yup|i do|i have|i am|i did|i was)\b", re.IGNORECASE
)
_NO = re.compile(
    r"^(?:oh,? |well,? |um,? |uh,? )?(?:no|nope|nah|never|none|not at all|not really|not that i|nothing|(?:i don't|"
    r"i haven't|i'm not|i am not|i didn't|i wasn't|he doesn't|she doesn't|he hasn't|she hasn't|it doesn't|it isn't)"
    r"(?=\s*(?:[,.!]|$)))\b",
    re.IGNORECASE,
)
_SHORT = 5  # words: what is longer says it itself
_LEAD = re.compile(
    r"^(?:(?:and|so|okay|ok|well|now|alright|thanks|thank you|i see|hm+|then|also|sorry)\b[,. ]*)+", re.I
)
_GRANTED = re.compile(r"^(?:since|given that|considering|seeing that|now that|because|as) [^,?]*, ", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:i|i'm|i've|i'd|it|it's|he|she|he's|she's|they|there|this|that|my|we|is|are|was|were|has|have|had|do|does|did|"
    r"started|began|comes|came|goes|went|gets|got|feels|felt|hurts|take|takes|took)\b",
    re.IGNORECASE,
)
_ASKED: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(  # question, what yes says, what no says
    (re.compile(f"^{question}$", re.IGNORECASE), yes, no)
    for question, yes, no in (
        (r"(?:do|did|does) (?P<who>you|he|she) (?:ever |currently |also |still |happen to )?(?P<x>.+)",
         "{who} {x}", "{who} {do} not {x}"),
        (r"(?:have|has|had) (?P<who>you|he|she) (?:ever |also |recently |already )?(?P<x>.+)",
         "{who} {have} {x}", "{who} {have} not {x}"),
        (r"(?:are|is|were|was) (?P<who>you|he|she) (?:currently |also |still |now )?(?P<x>.+)",
         "{who} {are} {x}", "{who} {are} not {x}"),
        (r"(?:is|are|was|were) there (?:any |also )?(?P<x>.+)", "there is {x}", "there is no {x}"),
        (r"(?:what about |how about )?any (?P<x>.+)", "{me} {have} {x}", "{me} {have} no {x}"),
    )
)  # fmt: skip
_WANTED: tuple[tuple[re.Pattern[str], str], ...] = tuple(  # question, the sentence that a fragment completes
    (re.compile(f"^{question}$", re.IGNORECASE), said)
    for question, said in (
        (r"(?:for )?(?:about )?how long (?:have|has) (?P<who>you|he|she) (?P<x>(?:had|been|felt) .+)",
         "{who} {have} {x} for {it}"),
        (r"how long (?:has|have) (?P<x>(?:the|your|his|her|this) .+?) (?:been going on|lasted|been there|been present)",
         "{x} has been going on for {it}"),
        (r"(?:and )?when did (?P<x>(?:the|your|his|her|this) .+?) (?:first )?(?:start|begin|come on|appear)",
         "{x} started {it}"),
        (r"how (?:bad|severe|strong) (?:is|are|was|were) (?P<x>(?:the|your|his|her) .+)", "{x} is {it}"),
        (r"(?:where|which side|on which side) (?:exactly )?(?:is|are) (?P<x>(?:the|your|his|her) .+)", "{x} is {it}"),
        (r"how old (?:are|is) (?P<who>you|he|she)", "{who} {are} {it} old"),
        (r"how many (?P<y>\w+(?: \w+)?) (?:do|does) (?P<who>you|he|she) (?P<x>.+)", "{who} {x} {it} {y}"),
        (r"how much (?:do|does) (?P<who>you|he|she) (?P<x>smoke|drink|weigh)(?: .*)?", "{who} {x} {it}"),
    )
)  # fmt: skip
_PRESUMED: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:since|given that|considering that|seeing that|now that|because) you (?P<x>[^,;?.]+)",
        r"^(?:as|with) you (?P<x>[^,;?.]+),",
        r"\byou (?:said|told me|mentioned)(?: earlier)?(?: that)? you (?P<x>[^,;?.]+)",
        r"\bi (?:see|understand|know|read) (?:here )?(?:that )?you (?P<x>[^,;?.]+)",
    )
)
_YOUR = re.compile(r"\b(?:your|his|her)\b", re.IGNORECASE)
_YOU = re.compile(r"\byou(?:'re| are)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Person:
    me: str
    my: str
    have: str
    are: str
    do: str


_I = _Person("I", "my", "have", "am", "do")
_HE = _Person("he", "his", "has", "is", "does")
_SHE = _Person("she", "her", "has", "is", "does")


def questions_of(question: str) -> list[str]:
    """The questions of a turn, bare: without lead-ins and marks, lower case at the front."""
    found = []
    for text in sentences_of(question):
        if text.rstrip("\"”’') ").endswith("?"):
            bare = _LEAD.sub("", text.strip()).rstrip("?\"”’') ").strip()
            bare = _GRANTED.sub("", bare)
            if bare:
                found.append(bare)
    return found


@lru_cache(maxsize=4096)
def restated(sentence: str, question: str, person: str = "I", alone: bool = True) -> str | None:
    """The whole statement behind a short answer; None where it needs none, or the question cannot be told.

    `person` says of whom: `I`, or `he` or `she` where somebody speaks for the patient. `alone`: nothing else is said;
    `of course` before another sentence is no answer.
    """
    asked = questions_of(question)
    if len(asked) != 1:
        return None
    bare = sentence.replace("’", "'").strip().rstrip(".!")
    words = bare.split()
    who = {"he": _HE, "she": _SHE}.get(person.lower(), _I)
    if len(words) <= _SHORT:
        yes, no = (_YES if alone else _FIRM_YES).search(bare), _NO.search(bare)
        if (yes or no) and not any(c.isdigit() for c in bare):
            return _answered(asked[0], bool(yes) and not no, who)
    if len(words) <= 9 and _VERB.search(bare) is None and not _YES.search(bare) and not _NO.search(bare):
        for pattern, said in _WANTED:
            if (match := pattern.match(asked[0])) is not None:
                return _filled(said, match.groupdict(), who, bare[:1].lower() + bare[1:])
    return None


def _answered(asked: str, yes: bool, who: _Person) -> str | None:
    if yes and re.search(r"\bor\b", asked, re.IGNORECASE):
        return None  # `fever or chills?` `Yes.`: which?
    for pattern, if_yes, if_no in _ASKED:
        if (match := pattern.match(asked)) is not None:
            groups = match.groupdict()
            groups["x"] = re.sub(r"\bany\b ?", "" if yes else "any ", groups["x"])
            return _filled(if_yes if yes else if_no, groups, who, "")
    return None


def _filled(form: str, groups: dict[str, str | None], who: _Person, it: str) -> str:
    parts = {key: _turned(value or "", who) for key, value in groups.items() if key != "who"}
    text = form.format(who=who.me, me=who.me, have=who.have, are=who.are, do=who.do, it=it, **parts)
    return text[:1].upper() + text[1:].rstrip(" ,") + "."


def _turned(text: str, who: _Person) -> str:
    return _YOUR.sub(who.my, _YOU.sub(f"{who.me} {who.are}", text))


@lru_cache(maxsize=4096)
def presumed(question: str, person: str = "I") -> tuple[str, ...]:
    """What a question takes for granted, as statements: `since you smoke, …` is `I smoke.`"""
    who = {"he": _HE, "she": _SHE}.get(person.lower(), _I)
    found = []
    for pattern in _PRESUMED:
        for match in pattern.finditer(question.replace("’", "'")):
            said = match["x"].strip()
            said = re.sub(r"^are\b", who.are, re.sub(r"^have\b", who.have, said))
            said = re.sub(r"^'re\b", who.are, re.sub(r"^'ve\b", who.have, said))
            found.append(f"{who.me} {_turned(said, who)}.")
    return tuple(found)
