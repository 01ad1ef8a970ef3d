"""Words of two texts side by side: stems, and what a text denies or affirms in words that no table has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pzdsl.claims.sentences import sentences_of
from pzdsl.claims.tokens import LOOKALIKES, TOKEN

_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "s", "y", "e")
_IRREGULAR = {
    "smoking": "smok", "smoke": "smok", "drank": "drink", "drunk": "drink", "took": "take", "taken": "take",
    "fell": "fall", "fallen": "fall", "bled": "bleed", "broke": "break", "broken": "break", "slept": "sleep",
    "ate": "eat", "eaten": "eat", "children": "child", "feet": "foot", "teeth": "tooth", "threw": "throw",
    "thrown": "throw", "men": "man", "women": "woman", "worn": "wear", "wore": "wear", "went": "go", "gone": "go",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its ending; “vomited” and “vomiting” are one."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            short = word[: -len(ending)]
            return short[:-1] if len(short) > 3 and short[-1] == short[-2] and short[-1] not in "ls" else short
    return word


def tokens_of(sentence: str) -> tuple[str, ...]:
    """The words of a sentence in lower case."""
    return tuple(t.lower() for t in TOKEN.findall(sentence.translate(LOOKALIKES)))


NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot denies denied hardly isn't free".split()
)
_DENIES = frozenset("no never not denies neither nor none".split())
_UNABLE = frozenset(("can't", "couldn't", "cannot", "won't", "wouldn't", "shouldn't", "mustn't"))
_SKIPPED = frozenset(
    "any a an the have has had having got get gets getting been be is are was were of my his her this that these"
    " those much single bit sort kind type known ever even really feel feels felt feeling experience experienced"
    " experiencing noticed suffer suffered from taking take takes taken took on use uses using used done given put"
    " to did do does need needed tried try owned i he she we they 's 've 'd 'm 're there it or and either had wear"
    " wore nor me him us them such gone in".split()
)
_LIFELONG = frozenset(("never", "any", "no", "ever"))
_CLOSERS = frozenset(", ; ) : but and or nor whatsoever either now these anywhere though myself lately today".split())
_PAIRED = {"at": "all", "in": "my", "to": "me"}
_CLAUSE = frozenset(("but", ";", "although", "though", "however", "except", "yet", "because", "so", "until", "till"))
_EMPTY = frozenset(
    stem(word)
    for word in (
        "thing something anything time day week month year way lot problem trouble much more most other people"
        " doctor good well bad own help one two three first last right left sure able morning night evening face"
        " room word fully yet long same"
    ).split()
)


def denies(word: str) -> bool:
    """Whether a word turns what follows around."""
    return word in NEGATIONS or word.endswith("n't")


@dataclass(frozen=True, slots=True)
class Denial:
    """What a text denies outright: the stems of one noun or verb with what stands before it."""

    stems: tuple[str, ...]
    lifelong: bool
    words: str


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain words of a text."""

    sentences: tuple[tuple[str, ...], ...]
    affirmed: frozenset[str]
    denials: tuple[Denial, ...]
    stems: frozenset[str]


@lru_cache(maxsize=4_000)
def plain_of(text: str) -> Plain:
    """What a text affirms and denies, by stems."""
    sentences = tuple(tokens_of(sentence) for sentence in sentences_of(text))
    affirmed: set[str] = set()
    stems: set[str] = set()
    denied: list[Denial] = []
    for tokens in sentences:
        stems.update(stem(t) for t in tokens)
        denied += _denials(tokens)
        for clause in _clauses(tokens):
            if not any(map(denies, clause)):
                affirmed.update(stem(t) for t in clause)
            else:
                first = next(i for i, t in enumerate(clause) if denies(t))
                affirmed.update(stem(t) for t in clause[:first] if first > 2)
    return Plain(sentences, frozenset(affirmed), tuple(denied), frozenset(stems))


def _clauses(tokens: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    start = 0
    for i, token in enumerate(tokens):
        if token in _CLAUSE or (token == "," and i + 1 < len(tokens) and tokens[i + 1] in ("but", "and", "it", "i")):
            yield tokens[start:i]
            start = i + 1
    yield tokens[start:]


def _denials(tokens: tuple[str, ...]) -> Iterator[Denial]:
    for clause in _clauses(tokens):
        if sum(map(denies, clause)) != 1:
            continue
        i = next(i for i, t in enumerate(clause) if denies(t))
        if clause[i + 1 : i + 2] == ("the",) and clause[i] in ("not", "isn't", "wasn't", "aren't"):
            continue  # “it isn't the thyroid”: which one, not whether
        if clause[i] in _UNABLE or (clause[i] not in _DENIES and not clause[i].endswith("n't")):
            continue
        j = i + 1
        while j < len(clause) and clause[j] in _SKIPPED:
            j += 1
        k = j
        while k < len(clause) and clause[k].isalpha() and clause[k] not in _CLOSERS and clause[k] not in _PAIRED:
            k += 1
        closed = k >= len(clause) or clause[k] in _CLOSERS or clause[k + 1 : k + 2] == (_PAIRED.get(clause[k], ""),)
        words = clause[j:k]
        if closed and 1 <= len(words) <= 3 and not any(w in _SKIPPED for w in words):
            lifelong = bool(_LIFELONG & set(clause[i:j])) and not {"now", "today", "lately", "these"} & set(clause)
            yield Denial(tuple(stem(w) for w in words), lifelong, " ".join(clause[i:k]))


_NARROWING = frozenset(
    "badly poorly lost sold removed little hardly barely rarely seldom longer enough else trying want wants hope"
    " missed forgets forgot ran declines refuses avoids better supposed rather although though despite because"
    " think thought when whenever if unless until till while weekend weekends mornings otherwise yet holiday"
    " holidays most some half both either same rest mustn't must could would should except usually sometimes used"
    " anymore instead nights days side left right samples without phone said home only otherwise here there".split()
)
_OTHERS = frozenset(
    "wife husband son daughter brother sister mother father mom mum dad friend boyfriend girlfriend partner aunt"
    " uncle cousin grandmother grandfather granny gran grandma grandpa neighbor neighbour parent baby boy girl"
    " twin doctor nurse they someone nobody everybody mam mummy kid kids children sons daughters brothers"
    " sisters".split()
)


@dataclass(frozen=True, slots=True)
class Opposed:
    """A word that one text denies and the other affirms."""

    side: str  # which text denies it: P or H
    lifelong: bool
    words: str
    other: str  # the word as the other text has it


def opposed(premise: Plain, hypothesis: Plain) -> Opposed | None:
    """A thing that one text denies outright and the other affirms."""
    for side, denying, affirming in (("H", hypothesis, premise), ("P", premise, hypothesis)):
        for denial in denying.denials:
            if not all(s in affirming.affirmed for s in denial.stems) or not any(map(is_content, denial.stems)):
                continue
            if _opposes(side, denial, denying, affirming):
                found = next(t for s in affirming.sentences for t in s if stem(t) == denial.stems[-1])
                return Opposed(side, denial.lifelong, denial.words, found)
    return None


def _opposes(side: str, denial: Denial, denying: Plain, affirming: Plain) -> bool:
    mine = next(s for s in denying.sentences if denial.words in " ".join(s))
    yours = [s for s in affirming.sentences if any(stem(t) in denial.stems for t in s)]
    if _NARROWING & set(mine) or any(_NARROWING & set(s) for s in yours):
        return False
    people = _OTHERS & set(mine)
    if people - {t for s in affirming.sentences for t in s}:
        return False
    if any(_OTHERS & set(s) - {t for m in denying.sentences for t in m} for s in yours):
        return False
    if any(s and s[-1] == "?" for s in (mine, *yours)):
        return False
    if any(bool(_MOMENTS & set(mine)) != bool(_MOMENTS & set(s)) for s in yours):
        return False
    return denial.lifelong or not any(_PAST & set(s) for s in yours)


_SHIFTS = frozenset("ago used previously formerly originally already far yesterday".split())


def elsewhen(premise: Plain, hypothesis: Plain) -> bool:
    """Whether the hypothesis speaks of a time that the premise does not name."""
    known = {t for s in premise.sentences for t in s}
    for tokens in hypothesis.sentences:
        if any(t in _SHIFTS and t not in known for t in tokens):
            return True
        for one, other in pairwise(tokens):
            if one == "last" and other in ("year", "month", "week", "summer", "winter", "night", "time"):
                return other not in known
            if one == "in" and other.isdigit() and len(other) == 4:
                return True
            if one == "at" and other in ("breakfast", "lunch", "dinner", "noon", "birth", "first"):
                return True
    return False


_MOMENTS = frozenset("now today currently tonight moment yesterday presently current sometimes intermittent".split())
_PAST = frozenset(
    "yesterday history once twice times child hospitalized treated had quit stopped ran off was were went"
    " formerly cleared gone resolved finished".split()
)


def is_content(word: str) -> bool:
    """Whether a stem tells what is spoken of."""
    return len(word) > 2 and word not in _EMPTY and word.isalpha()
