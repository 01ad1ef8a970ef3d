"""Which variables of a specification a question names, in whatever words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log

from pzdsl.claims import lexicon_of
from pzdsl.claims.composed import add_composed
from pzdsl.claims.reading import read
from pzdsl.claims.tokens import words_of
from pzdsl.dialogue.spelling import Speller
from pzdsl.dialogue.topics import Themes, themes_of
from pzdsl.plan.kept import kept
from pzdsl.plan.plan import Plan

_STOP = frozenset(
    """
    a about after again all also always am an and any anything are around as at back bad be been before being better
    bit both but by can cannot come comes coming could day days did do does doing down each else ever every feel
    feeling feels feet find first for from get gets getting give go goes going had has have having he her here hers
    him his how i if in into is it its just keep keeping kind know last less let like little long lot made make
    makes making many me month months more most much my need never new night no none not nothing now of off often
    old on one ones only or other out over own part past people place quite really right same say see seem she since
    so some something sort still such take taking tell than that the their them then there these they thing things
    think this those through time times to today together told too trouble try trying two under up us use used using
    usual usually very was way we week weeks well went were what when where which while who why will with without
    would year years yes yet you your yours yourself known history present presentation patient level value type
    status problem problems difficulty high low live lives living ear ears side body left home house work test tests
    general condition earlier previous best worse worst noticed notice happen happens happened stop stops stopped
    stopping thought health healthy person normal normally doctor whole illness severe criteria minor talk talks
    sense family regular show shows start started begin began
    """.split()
)
_ENDINGS = (
    "ations",
    "ation",
    "ingly",
    "iness",
    "ness",
    "ings",
    "ing",
    "ions",
    "ion",
    "ies",
    "ied",
    "es",
    "ed",
    "ly",
    "s",
    "y",
    "e",
)
_IRREGULAR = {
    "feet": "foot",
    "teeth": "tooth",
    "woke": "wake",
    "awake": "wake",
    "slept": "sleep",
    "lost": "lose",
    "ate": "eat",
}
_UNDER = re.compile(r"\b(?:when|if|while|after|whenever|as soon as) (?:you|he|she)\b")
_ENOUGH = 0.85  # of the weight that one rare word has
_WHO = re.compile(r"\brace\b|ethnic", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a question names: the words, and the variables that they may mean."""

    start: int
    words: str
    names: tuple[str, ...]
    exams: tuple[str, ...] = ()  # values that a clinician reads


class Finder:
    """Finds what questions about one plan name."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.themes = plan, themes_of(plan)
        self._lexicon = lexicon_of(plan)
        self.speller = Speller(_all_words(self._lexicon.tree))
        self.diagnosis = _names_pattern(plan)
        self._weights, self._stems = _index(plan, self.themes)
        of_symptoms = [s for n in self.themes.symptoms for s in self._stems[n]]
        self._single = frozenset(s for s in of_symptoms if of_symptoms.count(s) == 1)  # words of one symptom alone

    def named(self, clause: str) -> tuple[Named, ...]:
        """What a clause names, in its order; by single words where it names nothing as such."""
        found = self._by_lexicon(clause)
        under = _UNDER.search(clause)
        if found and under is not None and all(one.start >= under.start() for one in found):
            main = clause[: under.start()]  # “do you bring anything up when you cough?”
            found = self._by_lexicon(main) or self._by_stems(main) or found
        return found or self._by_stems(clause)

    def _by_lexicon(self, clause: str) -> tuple[Named, ...]:
        reading = read(clause, self._lexicon)
        add_composed(reading)
        found: list[Named] = []
        seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
        items = sorted((item for item in reading.items if item.role == "mention"), key=lambda item: (item.i, -item.j))
        shown = self.themes.variables
        for item in items:
            m = item.value
            names = tuple(n for n in (*m.truths, *m.drugs, *m.allergies) if n in shown)
            others = tuple(n for n in (*m.numbers, *m.choices) if n in shown)
            exams = tuple(n for n in (*names, *others) if shown[n].role == "exam")
            names = tuple(n for n in names if n not in exams) or tuple(n for n in others if n not in exams)
            if (names or exams) and (names, exams) not in seen:
                seen.add((names, exams))
                at = reading.starts[item.i] if item.i < len(reading.starts) else 0
                found.append(Named(at, reading.words(item.i, item.j), names, exams))
        allergens = reading.of("allergen")
        for item in allergens:
            stem = _stem(reading.words(item.i, item.j).lower())
            names = tuple(n for n in self.themes.allergies if stem in self._stems.get(n, frozenset()))
            if names:
                found.append(Named(reading.starts[item.i], reading.words(item.i, item.j), names))
        return tuple(self._narrowed(one, clause) for one in found)

    def _narrowed(self, named: Named, clause: str) -> Named:
        """Of several symptoms that share a name, the one whose other words the clause has too."""
        if not any(n in self.themes.symptoms for n in named.names):
            return named
        stems = {_stem(w) for w in _WORD.findall(clause) if w not in _STOP and len(w) > 2}
        own = {s for n in named.names for s in self._stems.get(n, ())}
        said = {_stem(w) for w in _WORD.findall(named.words.lower())} & own & stems
        if said:  # “blood when you cough” is more than a cough
            more = [n for n in self.themes.symptoms if n not in named.names and said < self._stems[n] & stems]
            apart = [n for n in more if ((self._stems[n] & stems) - own) & self._single]
            if len(apart) == 1:
                return Named(named.start, named.words, (apart[0],), named.exams)
        symptoms = [n for n in self.themes.symptoms if n in named.names or len(self._stems[n] & own) > 1]
        if len(symptoms) < 2:
            return named
        scored = sorted(((sum(self._weights[s] for s in stems & self._stems[n]), n) for n in symptoms), reverse=True)
        if scored[0][0] > scored[1][0] + 1e-9:
            return Named(named.start, named.words, (scored[0][1],), named.exams)
        return named

    def symptoms_by_one_word(self, clause: str) -> tuple[str, ...]:
        """The symptom that has a word of the clause to itself: “any blood in it?”"""
        stems = {_stem(w) for w in _WORD.findall(clause) if w not in _STOP and len(w) > 2} & self._single
        names = [n for n in self.themes.symptoms if stems & self._stems[n]]
        return (names[0],) if len(names) == 1 else ()

    def things_by_words(self, clause: str) -> tuple[str, ...]:
        """What is no examination and shares its rare words with a clause."""
        among = frozenset(n for n, v in self.themes.variables.items() if v.role in ("attribute", "symptom"))
        found = self._by_stems(clause, among, strict=True)
        return found[0].names if found else ()

    def symptoms_by_words(self, clause: str) -> tuple[str, ...]:
        """The symptoms that share rare words with a clause; for one whose words name something else as well."""
        found = self._by_stems(clause, frozenset(self.themes.symptoms))
        return found[0].names if found else ()

    def _by_stems(self, clause: str, among: frozenset[str] | None = None, strict: bool = False) -> tuple[Named, ...]:
        """The variables whose label or lay words share the rarest words with the clause."""
        stems = {_stem(w) for w in _WORD.findall(clause) if w not in _STOP and len(w) > 2}
        scored: list[tuple[float, str]] = []
        for name, own in self._stems.items():
            shared = stems & own
            if shared and (among is None or name in among):
                scored.append((sum(self._weights[s] for s in shared), name))
        if not scored:
            return ()
        scored.sort(key=lambda one: -one[0])
        best = scored[0][0]
        if best < _ENOUGH and (among is None or strict):
            return ()
        names = tuple(name for score, name in scored if score >= best - 1e-9)[:3]
        exams = tuple(n for n in names if self.themes.variables[n].role == "exam")
        return (Named(0, clause, tuple(n for n in names if n not in exams), exams),)

    def names_diagnosis(self, clause: str) -> bool:
        """Whether a clause names the illness itself."""
        return self.diagnosis is not None and self.diagnosis.search(clause) is not None


def _index(plan: Plan, themes: Themes) -> tuple[dict[str, float], dict[str, frozenset[str]]]:
    texts: dict[str, list[str]] = {}
    for name, v in themes.variables.items():
        if v.role == "course" or name in ("age", "sex") or _WHO.search(v.label):
            continue
        texts[name] = [v.label, name.replace("_", " "), *v.lay]
    stems = {
        name: frozenset(_stem(w) for text in some for w in _WORD.findall(text.lower()) if w not in _STOP and len(w) > 2)
        for name, some in texts.items()
    }
    often: dict[str, int] = {}
    for some_stems in stems.values():
        for stem in some_stems:
            often[stem] = often.get(stem, 0) + 1
    weights = {stem: 1.0 / (1.0 + log(n)) for stem, n in often.items()}
    return weights, stems


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    word = _IRREGULAR.get(word, word)
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4:
        word = word[:-1]
    if word.startswith("un") and len(word) > 6:
        word = word[2:]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


def _all_words(tree: object) -> set[str]:
    """Every word of the lexicon's phrases."""
    words: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            for word, below in node.items():
                if isinstance(word, str):
                    words.add(word)
                waiting.append(below)
    return words


def _names_pattern(plan: Plan) -> re.Pattern[str] | None:
    names = {" ".join(words_of(n)).lower() for n in (plan.label, *plan.also_called)} - {""}
    if not names:
        return None
    ways = sorted((re.escape(n).replace(r"\ ", r"[\s-]+") for n in names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})s?(?!\w)", re.IGNORECASE)


@kept()
def finder_of(plan: Plan) -> Finder:
    """The finder of a plan; built once for each."""
    return Finder(plan)
