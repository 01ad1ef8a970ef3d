"""What a question asks: its topics, and the variables of the specification that it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pzdsl.dialogue import cues
from pzdsl.dialogue.mentions import Finder, Named, finder_of
from pzdsl.dialogue.talk import TalkContext
from pzdsl.dialogue.topics import Ask
from pzdsl.plan.plan import Plan

LONGEST_QUESTION = 2000  # characters that are read
_MOST_CLAUSES = 12

_SENTENCE = re.compile(r"(?<=[?!.;:])\s+|\n+|\s+[-–—]+\s+")
_ASKS = (
    r"(?:also\s+|then\s+|for\s+)?(?:how|what|what's|when|where|which|who|why|whether|do|does|did|have|has|had|are|is|was|were"
    r"|can|could|any|what about|how about|tell)\b"
)
_JOINT = re.compile(
    rf",?\s+(?:and|but)\s+(?={_ASKS})|,\s+(?=(?:how|what|when|where|which|who|do you|have you|does|any)\b)"
)
_COMMAND = re.compile(
    r"^(?:(?:ok|okay|so|and|well|please|now|then|alright|first|right|let's|could you|can you|would you|i'd like you to"
    r"|i want you to|i'd like to (?:know|hear|ask)|i need to (?:know|ask)|i (?:have to|must|should) ask"
    r"|i (?:was )?wonder(?:ing)?)\W+)*(?:tell|describe|walk|take|talk|show|explain|point|rate|run|go|give|list|know"
    r"|hear|if|about|whether|what|how|when|where|why|which)\b"
)
_PRONOUN = re.compile(r"\b(?:it|that|this|them|they|those|these|one)\b")
_ELLIPSIS = re.compile(
    r"^(?:and|how about|what about|how many|how much|which|any|also|both|the other|since when|how)\b"
)
_FINITE = re.compile(
    r"\b(?:do|does|did|have|has|had|are|is|was|were|can|could|will|would|should|how|what|when|where|which|who|why|been|tell"
    r"|you've|you're|what's|how's|it's|he's|she's|ever|about)\b"
)
_POINTS_AT = re.compile(r"\b(?:the|your|his|her|this|that|these|those)\s+(?:\w+\s+){0,2}$")
_SPOKEN_FOR = re.compile(
    r"\byour (?:little one|child|son|daughter|baby|boy|girl|toddler|kid|husband|wife|father|mother|dad|mom"
    r"|grandma|grandpa|grandmother|grandfather|brother|sister|partner|resident|patient)\b"
)
_WEAK = frozenset(
    ("alcohol", "diet", "sleep", "activity", "occupation", "home", "education", "children", "family", "drugs")
)
_WITH_EVERYTHING = frozenset(
    (
        "smoking alcohol occupation home education marital income_insurance activity diet sleep pregnancy children"
        " weight_height immunizations exposure surgery family allergies drugs substances"
    ).split()
)
_WANTS = re.compile(
    r"didn't (?:catch|get)|(?:need|want|like) to (?:know|hear|ask)|wonder|remind me"
    r"|don't (?:know|have) (?:your|his|her)"
)
_IN_FAMILY = re.compile(r"\b(?:in|of) (?:the|your|his|her) family\b|\bruns? in\b")
_HOW_FAR = re.compile(r"\bhow (?:far|many (?:blocks|flights|stairs|steps|miles))\b")
_CAUSE = re.compile(r"\bdo(?:es)?\b(?P<what>.+?)\b(?:make|bring|help|ease|relieve|trigger|set|affect)s?\b")
_CUT_SHORT = re.compile(r"^(?:and |but )?(?:even|only|just|were you|was he|was she|did you|are you|at)\b")
_BIRTH = re.compile(r"\bborn\b|\bbirth|gestation", re.IGNORECASE)


def understand(question: str, talk: TalkContext, plan: Plan) -> tuple[Ask, ...]:
    """What a question asks, in its order; `unclear` where it asks nothing that a patient could answer.

    Args:
        question: As typed by whoever asks; read up to `LONGEST_QUESTION` characters.
        talk: What was talked of before, for pronouns and questions that are cut short.
        plan: Whose variables may be asked for.
    """
    finder = finder_of(plan)
    text = finder.speller.mend(question[:LONGEST_QUESTION].strip())
    if not any(letter.isalnum() for letter in text) or cues.OUT_OF_PART.search(text):
        return (Ask("unclear"),)
    asked: list[Ask] = []
    courtesies: list[Ask] = []
    context, guessed = talk, False
    clauses = _clauses(text)
    for i, clause in enumerate(clauses):
        reading = _Reading(clause, context, finder)
        if asked and _is_elaboration(clause, reading):
            asked = _elaborated(asked, reading, guessed)
            continue
        if (courtesy := _courtesy(clause)) is not None:
            courtesies.append(Ask(courtesy))
            continue
        if len(clauses) > 1 and _is_statement(clause) and not _WANTS.search(clause):
            if reading.symptoms:  # “so you have been coughing: how long?”
                context = context.spoken_of(reading.symptoms[-1].names)
            continue
        found = reading.asks()
        guessed = reading.guessed
        if found:
            context = context.after(found)
        asked += found
        if i > _MOST_CLAUSES:
            break
    if not asked and len(clauses) > 1 and not courtesies:
        asked = [ask for clause in clauses for ask in _Reading(clause, talk, finder).asks()]
    merged = _merged(asked)
    if not merged:
        return (courtesies[-1],) if courtesies else (Ask("unclear"),)
    return merged


def _clauses(text: str) -> list[str]:
    out = []
    for sentence in _SENTENCE.split(text):
        for clause in _JOINT.split(sentence):
            if clause and any(letter.isalnum() for letter in clause):
                out.append(clause.strip(" ,"))
    return out[:_MOST_CLAUSES]


def _courtesy(clause: str) -> str | None:
    bare = clause.strip(" .!,?")
    if cues.THANKS.search(bare) and not clause.endswith("?"):
        return "thanks"
    if cues.GREETING.search(bare) and len(bare.split()) <= 12 and not re.search(r"\bwhat|\bwhy|\bfeel", bare):
        return "greeting"
    return None


def _is_statement(clause: str) -> bool:
    """Whether a clause only leads up to a question."""
    return not (clause.endswith("?") or cues.YES_OR_NO.search(clause) or _COMMAND.search(clause)) or (
        clause.endswith((".", ":", ","))
        and re.match(r"(?:so |ok(?:ay)?,? )?(?:you|he|she)(?:'ve|'s| have| has| said)\b", clause) is not None
    )


def _is_elaboration(clause: str, reading: _Reading) -> bool:
    """Whether a clause only names examples for the question before: “Squeezing, burning, heaviness?”"""
    return not _FINITE.search(clause) and len(clause.split()) <= 8 and not re.match(r"(?:and|any|also)\b", clause)


def _elaborated(asked: list[Ask], reading: _Reading, open_: bool) -> list[Ask]:
    last = asked[-1]
    names = tuple(dict.fromkeys(n for one in reading.named for n in one.names))
    if open_ and names:  # “is anything coming up? phlegm?”: what was meant is named only now
        return [*asked[:-1], *reading.presence()]
    if last.topic in ("presence", "drugs", "allergies") and names and not last.about:
        return [*asked[:-1], Ask(last.topic, names)]
    return asked


def _merged(asks: Sequence[Ask]) -> tuple[Ask, ...]:
    """Each thing once; a topic asked in general and of something is asked of that."""
    out: dict[Ask, None] = {}
    for ask in asks:
        if ask.topic == "unclear" and len(asks) > 1:
            continue
        if not ask.about and any(other.topic == ask.topic and other.about for other in asks):
            continue
        if ask.topic == "presence" and not ask.about and len(asks) > 1:
            continue
        if any(set(ask.about) < set(other.about) and ask.topic == other.topic for other in asks):
            continue
        out[ask] = None
    return tuple(out)


class _Reading:
    """One clause of a question."""

    def __init__(self, clause: str, talk: TalkContext, finder: Finder) -> None:
        self.text = re.sub(r"[?!.;:]+$", "", clause).strip()
        self._talk, self._finder, self._themes = talk, finder, finder.themes
        self.guessed = False  # nothing in the clause itself says what is asked
        self.named = finder.named(self.text)
        variables = self._themes.variables
        self.symptoms = [n for n in self.named if any(variables[x].role == "symptom" for x in n.names)]
        self._things = [
            n
            for n in self.named
            if any(variables[x].role == "symptom" or variables[x].kind in _OF_ITSELF for x in n.names)
        ]

    def asks(self) -> tuple[Ask, ...]:
        """What the clause asks."""
        text, themes = self.text, self._themes
        part, theme, wide = self._first(cues.PARTS), self._first(cues.THEMES), self._first(cues.OPEN)
        if self.symptoms and theme not in ("exposure",) and not (theme == "children" and " have " in text):
            theme = theme if theme == "family" and re.search(r"\bfamily|\brun", text) else None
        if (
            theme == "exposure"
            and self.symptoms
            and not re.search(r"\bany(?:one|body)|\bsome(?:one|body)|\bwho\b", text)
        ):
            theme = None
        if (
            theme in ("family", "exposure")
            and self._talk.proxy
            and _SPOKEN_FOR.search(text)
            and not re.search(r"\bfamily\b|\bor\b", text)
        ):
            theme = None if self._things or theme == "family" else theme
        if wide == "previous" or (wide is None and self._is_previous()):
            return (Ask("previous", self._previous()),)
        if wide in ("name", "age", "sex"):
            return (Ask(wide, themes.of(wide) if wide != "name" else ()),)
        if self.symptoms and wide in ("opening", "anything_else") and part:
            wide = None
        if wide in ("opening", "progression", "associated") and part and self._pronoun_first() and wide == "opening":
            wide = None
        if wide == "expectations" and part in ("better", "worse") and self.symptoms:
            wide = None
        if wide == "impact" and (
            theme in ("occupation", "education") and not re.search(r"affect|stop|keep|miss", text)
        ):
            wide = None
        if wide is not None and not (wide == "opening" and theme is not None and theme not in _WEAK):
            return (Ask(wide, self._affected() if wide == "impact" else ()),)
        takes = (
            theme == "drugs"
            or part == "dose"
            or self._of_kind("medication")
            or dict(cues.THEMES)["drugs"].search(text) is not None
        )
        if cues.ADHERENCE.search(text) and takes:
            return (Ask("drugs", themes.adherence or self._drugs()),)
        if theme in ("allergies", "smoking") and _IN_FAMILY.search(text):
            theme = "family"
        if theme in ("diet", "sleep") and (symptom := self._of_same_life(theme)):
            return (Ask("presence", symptom),)
        if _HOW_FAR.search(text) and (able := self._affected()):
            return (Ask("presence", able),)
        if theme is not None and part is not None and self._is_part_of_focus(theme):
            theme = None
        if theme is not None and part == "dose" and theme in ("drugs",):
            theme = None
        if theme == "drugs":  # a drug by name; “which pills” are not the water pills alone
            self.named = tuple(n for n in self.named if n.words != text)
        if theme is not None and self._of_kind("medication") and theme in ("drugs",):
            return (Ask("drugs", self._drugs()),)
        if theme is not None and not (theme in _WEAK and self._things and part):
            return (self._of_theme(theme),)
        if part is not None and (found := self._part(part)) is not None:
            return (found,)
        if cues.HISTORY.search(text) and not self._things:
            return (Ask("past_history", self._history()),)
        if self.named and not any(n.names for n in self.named) and cues.YES_OR_NO.search(text):
            words = self._finder.things_by_words(text) or self._finder.symptoms_by_words(text)
            if not cues.RESULT.search(text) and words:
                return (
                    self._of_named(Named(0, text, words)),
                )  # “is your heart beating strangely”: more than a pulse is meant
        if cues.RESULT.search(text) or (self.named and not any(n.names for n in self.named)):
            return (Ask("result", tuple(dict.fromkeys(x for n in self.named for x in (*n.exams, *n.names)))),)
        if self.named:
            return self.presence()
        return self._unnamed()

    # --- which topic

    def _first(self, rows: cues.Rows) -> str | None:
        return next((topic for topic, pattern in rows if pattern.search(self.text)), None)

    def _is_previous(self) -> bool:
        if not self._finder.names_diagnosis(self.text):
            asks_of_past = re.search(r"\b(?:told|said)\b.*\b(?:past|before|ever|previous)|\bever been told", self.text)
            return bool(asks_of_past) and not self._things and bool(self.named)
        if re.search(
            r"\b(?:vaccin|shots?|jabs?|family|mother|father|brothers?|sisters?|parents?|relatives?)", self.text
        ):
            return False
        return (
            re.search(r"\b(?:before|ever|previous|past|earlier|last time|many|another|first)\b", self.text) is not None
        )

    def _is_part_of_focus(self, theme: str) -> bool:
        """“does it get worse if you drink”: the pronoun, not the drink."""
        if theme not in _WEAK or not self._talk.focus:
            return False
        return _PRONOUN.search(self.text) is not None and not self._themes_of_focus(theme)

    def _of_same_life(self, theme: str) -> tuple[str, ...]:
        """“are you eating well?” is of the appetite where that is a symptom, and no question for a diet."""
        if re.search(r"\bdiet\b|\bsalt|\bsweet|\bsoda|\bpop\b|breast|bottle|\bwhat\b|\bmeals?\b", self.text):
            return ()
        if any(self._names_words(name) for name in self._themes.of(theme)) or self._talk.focus:
            return ()
        pattern = {"diet": r"appetite|feeding|\beating", "sleep": r"\bsleep"}[theme]
        variables = self._themes.variables
        return tuple(n for n in self._themes.symptoms if re.search(pattern, variables[n].label, re.IGNORECASE))

    def _themes_of_focus(self, theme: str) -> bool:
        return any(theme in self._themes.topics_of(name) for name in self._talk.focus)

    def _of_kind(self, kind: str) -> bool:
        variables = self._themes.variables
        return any(variables[x].kind == kind for n in self.named for x in n.names)

    def _pronoun_first(self) -> bool:
        return bool(self._talk.focus) and _PRONOUN.search(self.text) is not None

    # --- about what

    def _of_theme(self, theme: str) -> Ask:
        themes, names = self._themes, self._themes.of(theme)
        own = tuple(dict.fromkeys(x for n in self.named for x in n.names if x in names))
        if theme == "family":
            concepts = [x for n in self.named for x in n.names]
            own = own or tuple(x for x in names if _shares_word(x, concepts))
            if not own:  # “does diabetes run in the family”: of everything that the record holds of the family
                own = tuple(x for x in names if self._names_words(x)) or names
        if theme in ("smoking", "alcohol"):
            own = names  # how much and for how long go with whether
        if theme == "weight_height" and _BIRTH.search(self.text):
            own = tuple(x for x in names if _BIRTH.search(themes.variables[x].label)) or own
        if theme == "exposure" and re.search(r"smok", self.text):
            own = tuple(x for x in names if "smok" in themes.variables[x].label.lower() + x) or own
        if theme == "exposure" and not names and re.search(r"smok", self.text):
            own = themes.of("smoking")
        if not own and theme not in ("family", "drugs"):
            own = tuple(x for x in names if self._names_words(x))
        return Ask(theme, own or names)

    def _names_words(self, name: str) -> bool:
        """Whether the clause has a word of the variable's label."""
        label = set(re.findall(r"[a-z]{4,}", self._themes.variables[name].label.lower()))
        words = set(re.findall(r"[a-z]{4,}", self.text))
        heads = {w[:6] for w in words}
        return any(w in words or w.rstrip("s") in words or w + "s" in words or w[:6] in heads for w in label - _EMPTY)

    def _part(self, part: str) -> Ask | None:
        variables = self._themes.variables
        named = self._things
        if part == "dose":
            drugs = self._drugs()
            if drugs:
                return Ask("dose", drugs)
            focus = tuple(n for n in self._talk.focus if variables[n].kind == "medication")
            if focus or re.search(r"\bdos|\bstrength|milligram|\bmgs?\b|\btake|\bgive", self.text):
                return Ask("dose", focus)
            return None
        of_drug = bool(self._talk.focus) and all(variables[n].kind == "medication" for n in self._talk.focus)
        if of_drug and not named and part in ("episodes", "severity"):
            return Ask("dose", self._talk.focus)  # “how often?”, of a drug
        if self._talk.focus and _PRONOUN.search(self.text):
            named = [n for n in named if n.words != self.text]  # found by single words alone
        if self._talk.focus and named and _PRONOUN.search(self.text):
            first = _PRONOUN.search(self.text)
            assert first is not None
            at = self.text.find(named[0].words.lower())
            if at >= 0 and first.start() < at and not _POINTS_AT.search(self.text[:at]):
                named = []
        if named:
            symptoms = [n for n in named if any(variables[x].role == "symptom" for x in n.names)]
            if part in ("worse", "better", "trend") and symptoms and len(symptoms) > 1:
                symptoms = (
                    symptoms[:1] if part == "trend" else symptoms[-1:] if _made(self.text, symptoms) else symptoms[:1]
                )
            cause = _CAUSE.search(self.text) if part in ("worse", "better") else None
            if cause is not None:  # “does coughing make the pain worse”: the cough is the cause
                symptoms = [n for n in symptoms if n.start >= cause.end("what")]
                rest = self._finder.symptoms_by_words(self.text[cause.end("what") :])
                if not symptoms and (rest or self._talk.focus):
                    return Ask(part, rest or self._talk.focus)
            if part == "worse" and not self._talk.focus and re.match(r"(?:and )?does it hurt\b", self.text):
                return None
            about = tuple(dict.fromkeys(x for n in (symptoms or named)[:2] for x in n.names))
            if part in ("severity", "character", "side", "episodes") and self._asks_whether(part):
                return None
            return Ask(part, about)
        if self._finder.names_diagnosis(self.text):
            return Ask(part, ())
        by_words = self._finder.symptoms_by_words(self.text)
        if by_words and not (self._talk.focus and _PRONOUN.search(self.text)):
            return Ask(part, by_words)
        focus = self._talk.focus
        if focus:
            theme = next(
                (t for t in ("smoking", "alcohol", "home", "activity", "family") if self._themes_of_focus(t)), None
            )
            if theme is not None and part in ("duration", "episodes", "severity", "onset"):
                return Ask(theme, focus)
        return Ask(part, focus)

    def _asks_whether(self, part: str) -> bool:
        """“do you have severe pain”, “is there pain on both sides” name a symptom first of all."""
        return (
            re.match(
                r"(?:(?:and|so|ok|okay|but)\W+)*(?:do|does|have|has|any|are you|is there|are there"
                r"|had|ever|did you have)\b",
                self.text,
            )
            is not None
            and re.search(r"\bhow\b|\bwhich\b|\bwhat\b|\boften\b|\bscale\b|\bright or\b|\bleft or\b", self.text) is None
            and not _PRONOUN.search(self.text)
        )

    def _drugs(self) -> tuple[str, ...]:
        variables = self._themes.variables
        return tuple(dict.fromkeys(x for n in self.named for x in n.names if variables[x].kind == "medication"))

    def _previous(self) -> tuple[str, ...]:
        names = self._themes.of("previous")
        own = tuple(dict.fromkeys(x for n in self.named for x in n.names if x in names))
        return own or tuple(x for x in names if self._names_words(x)) or names

    def _history(self) -> tuple[str, ...]:
        if re.search(r"\bborn\b|\bbirth\b|\bprematur|\bterm\b|\bdue date\b|\bdelivery\b", self.text):
            variables = self._themes.variables.values()
            return tuple(v.name for v in variables if v.role == "attribute" and _BIRTH.search(v.label))
        return self._themes.conditions

    def _affected(self) -> tuple[str, ...]:
        named = tuple(dict.fromkeys(x for n in self.symptoms for x in n.names))
        return named or tuple(
            v.name
            for v in self._themes.variables.values()
            if v.role == "symptom" and re.search(r"toleran|active|function|unable|exertion", v.label, re.IGNORECASE)
        )

    def presence(self) -> tuple[Ask, ...]:
        """Each thing that is named, asked with yes or no."""
        out: dict[Ask, None] = {}
        for named in self.named:
            if not named.names or (len(self.named) == 1 and self._is_other_drink(named)):
                continue
            out[self._of_named(named)] = None
        if not out and any(n.exams for n in self.named):
            return (Ask("result", self.named[0].exams),)
        return tuple(out) or self._unnamed()

    def _is_other_drink(self, named: Named) -> bool:
        """Whether `drink` is of water, and so of no habit."""
        return "alcohol" in self._themes.topics_of(named.names[0]) and self._first(cues.THEMES) != "alcohol"

    def _of_named(self, named: Named) -> Ask:
        """A thing that is named and asked with yes or no; whether it is a symptom, a drug, or where one lives."""
        variable = self._themes.variables[named.names[0]]
        if variable.role != "attribute":
            return Ask("presence", named.names)
        if variable.kind == "medication":
            return Ask("drugs", named.names)
        if variable.kind == "allergy":
            return Ask("allergies", named.names)
        if variable.kind == "condition":
            pregnant = "pregnancy" in self._themes.topics_of(variable.name)
            return Ask("pregnancy" if pregnant else "presence", named.names)
        topic = next((t for t in self._themes.topics_of(variable.name) if t in _WITH_EVERYTHING), None)
        return Ask(topic or "presence", named.names)

    def _unnamed(self) -> tuple[Ask, ...]:
        self.guessed = True
        text, talk = self.text, self._talk
        if re.fullmatch(
            r"(?:and |ok(?:ay)?,? |so )*(?:(?:is there |was there )?(?:anything|something|what) (?:else|more)"
            r"|go on|what about now)",
            text,
        ):
            return (Ask("anything_else"),)
        if (words := self._finder.symptoms_by_one_word(text)) and cues.YES_OR_NO.search(text):
            return (Ask("presence", words),)
        if talk.last and (_PRONOUN.search(text) or _ELLIPSIS.search(text)) and talk.last[-1].topic not in _COURTEOUS:
            return (talk.last[-1],)
        if talk.last and _CUT_SHORT.search(text) and len(text.split()) <= 5:
            return (talk.last[-1],)
        if cues.YES_OR_NO.search(text):
            return (Ask("presence", self._finder.symptoms_by_one_word(text)),)
        return (Ask("unclear"),)


_OF_ITSELF = ("medication", "condition", "allergy")
_COURTEOUS = ("greeting", "thanks", "unclear", "opening", "name")
_EMPTY = frozenset(
    (
        "with that this from before after have your their other home health time most least body months years live"
        " lives living family disease history medicine medicines medication pills because what when does"
    ).split()
)


def _shares_word(name: str, others: Sequence[str]) -> bool:
    """Whether a fact about relatives is of the same illness as one of these: `family_diabetes`, `diabetes`."""
    parts = set(name.split("_"))
    return any(parts & set(other.split("_")) for other in others)


def _made(text: str, named: Sequence[Named]) -> bool:
    """“does lying down make the cough worse”: what is made worse stands after `make`."""
    made = re.search(r"\bmakes?\b", text)
    return made is not None and text.find(named[-1].words.lower()) > made.start()
