"""Which sentences answer which question, from what the one who speaks knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import ClassVar

from pzdsl.claims import lexicon_of
from pzdsl.claims.composed import add_composed
from pzdsl.claims.reading import read
from pzdsl.dialogue import stock
from pzdsl.dialogue.background_talk import BackgroundTalk
from pzdsl.dialogue.lay import Naming, Voice, voice_of
from pzdsl.dialogue.manner import most_sentences
from pzdsl.dialogue.persona import Persona, chief_complaints
from pzdsl.dialogue.symptom_talk import SymptomTalk
from pzdsl.dialogue.talk import TalkContext
from pzdsl.dialogue.topics import PARTS, Ask, themes_of
from pzdsl.facts import Fact
from pzdsl.memory.statements import knowers_of, teller_of
from pzdsl.plan.plan import Plan
from pzdsl.record.facts import value_text
from pzdsl.stages.grammar import capitalized, in_sentence, sentence
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook

_MOST_READ = 2000
Groups = list[list[str]]  # a sentence each, with the wordings it may have


class Answers:
    """Answers of one patient, or of whoever speaks for the patient."""

    def __init__(self, plan: Plan, patient: Patient, persona: Persona) -> None:
        self.plan, self.patient, self.persona = plan, patient, persona
        self.themes = themes_of(plan)
        self.voice: Voice = voice_of(patient)
        self._lexicon = lexicon_of(plan)
        self._read: dict[str, tuple[str, ...]] = {}  # what earlier replies named, so that a long talk costs no more
        naming = {v.name: Naming(v) for v in plan.variables if v.role == "symptom" and not v.hidden}
        self._symptoms = SymptomTalk(naming, self.voice, persona.literacy)
        self._background = BackgroundTalk(plan, PhraseBook(plan), patient, self.voice, persona.literacy)
        teller = teller_of(patient)
        self._known = {
            name
            for name, variable in self.themes.variables.items()
            if teller in (who := knowers_of(variable)) or (teller == "caregiver" and "patient" in who)
        }
        self._present = [f for f in chief_complaints(patient, plan) if f.name in self._known]
        self.volunteered = tuple(f.name for f in self._present if persona.volunteers(f.name))
        self._most = most_sentences(persona.style)

    # --- without a question

    def opening(self) -> Groups:
        """Why the patient came: what is volunteered, the most pressing first."""
        told = [f for f in self._present if f.name in self.volunteered]
        hello = {
            "terse": ["Hi."],
            "pleasing": ["Hello, doctor, thank you so much for seeing me."],
            "anxious": ["Oh, hello, doctor, I'm glad you're here."],
            "reserved": ["Hello."],
        }.get(self.persona.style, ["Hello, doctor.", "Hi, doctor.", "Hello."])
        if not told:
            return [hello, ["I'm just here to be looked at.", "I was told to come in and have things checked."]]
        out: Groups = [hello]
        for i, fact in enumerate(told):
            clauses = self._symptoms.clauses(fact)
            if i == 0:
                timed = [f"{c}{self._symptoms.since(fact)}" for c in clauses]
                out.append([sentence(c) for c in (*timed, *clauses)])
            else:
                out.append([sentence(f"and {c}" if i == 1 else f"{c}, too") for c in clauses])
        return out

    # --- to a question

    def to(self, ask: Ask, talk: TalkContext, covered: Collection[str] = ()) -> Groups:
        """The sentences that answer one thing asked; `covered` are variables spoken of in the same reply."""
        if ask.topic in PARTS:
            return self._part(ask, talk)
        direct = self._direct.get(ask.topic)
        if direct is not None:
            return direct(self, ask, talk)
        return self._theme(ask)

    def correction(self, name: str) -> list[str]:
        """A sentence that says how it is, where a question got it wrong."""
        fact = self.patient.facts.get(name)
        if fact is None or fact.value is None or name not in self._known:
            return ["I'm not sure that's right."]
        if fact.stage == "symptom":
            told = self._symptoms.presence(fact, False)
        elif fact.stage == "exam":
            return ["I'm not sure that's right, nobody has told me."]
        else:
            told = self._background.answer(fact)
        if fact.stage == "symptom" and fact.value is False:
            told = self._symptoms.denial(fact)[1:]
        bare = [text.removeprefix("Yes, ").removeprefix("No, ") for text in told if len(text) > 12]
        return [*(f"Actually, {_low(text)}" for text in bare), "Actually, that's not quite right."]

    def unclear(self) -> Groups:
        """What is said to a question that makes no sense to a patient."""
        return [[*stock.PUZZLED]]

    def mentioned(self, text: str) -> tuple[str, ...]:
        """The symptoms that a text names, in its order."""
        if not text:
            return ()
        if (found := self._read.get(text)) is not None:
            return found
        names: dict[str, None] = {}
        for said in text.split(". "):
            reading = read(said, self._lexicon)
            add_composed(reading)
            for item in reading.of("mention"):
                names.update(dict.fromkeys(n for n in item.value.truths if n in self.themes.symptoms))
        if len(self._read) > _MOST_READ:
            self._read.clear()
        self._read[text] = tuple(names)
        return self._read[text]

    # --- symptoms

    def _presence(self, ask: Ask, talk: TalkContext) -> Groups:
        facts = self._facts(ask.about)
        if not facts:
            return [[*stock.NOT_NOTICED]]
        known = [f for f in facts if f.name in self._known]
        if not known:
            results = all(f.stage == "exam" for f in facts)
            return [[*(stock.NO_RESULTS if results else stock.NOT_FOR_ME_TO_SAY)]]
        there = [f for f in known if f.value is not False and f.value is not None]
        if there:
            return [self._yes_or_no(f) for f in there[: self._most + 1]]
        if all(f.value is None for f in known):
            return [[*stock.NOT_RECORDED]]
        gone = [f for f in known if f.value is False]
        if len(gone) > 1 and len({f.label for f in gone}) > 1:
            return [["No, none of that.", "No, nothing like that.", "No, not that I've noticed."]]
        return [self._yes_or_no(gone[0])]

    def _yes_or_no(self, fact: Fact) -> list[str]:
        if fact.stage == "symptom":
            return self._symptoms.presence(fact, self.persona.style in ("verbose", "anxious", "plain"))
        if fact.stage == "exam":
            return self._result_of(fact)
        return self._background.answer(fact)

    def _part(self, ask: Ask, talk: TalkContext) -> Groups:
        names = ask.about or talk.focus or tuple(f.name for f in self._present[:1])
        facts = self._facts(names)
        if ask.topic == "dose" and len([f for f in facts if f.kind == "medication"]) != 1:
            drugs = [f for f in facts if f.kind == "medication"] or self._facts(self.themes.drugs)
            facts = [f for f in drugs if f.value is True and f.name in self._known]
            if not facts:
                return [[*stock.NO_DRUGS]]
        if not facts:
            return [[*stock.NOT_RECORDED]]
        known = [f for f in facts if f.name in self._known]
        if not known:
            return [[*stock.NOT_TOLD]]
        there = [f for f in known if f.value is True]
        if not there:
            return self._nothing_there(known)
        return [self._part_of(there[0], ask.topic)]

    def _nothing_there(self, known: Sequence[Fact]) -> Groups:
        fact = known[0]
        if fact.value is False and fact.stage == "symptom":
            return [[*self._symptoms.denial(fact), "There's nothing like that."]]
        if fact.value is None:
            return [[*stock.NOT_RECORDED]]
        return [self._yes_or_no(fact)]

    def _part_of(self, fact: Fact, topic: str) -> list[str]:
        talk = self._symptoms
        if fact.stage != "symptom":
            if topic == "dose":
                return self._background.dose(fact)
            if topic in ("onset", "duration"):
                return self._background.since(fact)
            return [*stock.NOT_RECORDED]
        match topic:
            case "onset":
                return talk.onset(fact)
            case "duration":
                return talk.duration(fact)
            case "severity":
                return talk.severity(fact)
            case "site" | "side":
                return talk.place(fact, topic)
            case "character":
                return talk.character(fact)
            case "worse" | "better":
                return talk.changed(fact, topic)
            case "trend":
                return talk.trend(fact)
            case "episodes":
                return talk.episodes(fact)
        return [*stock.NOT_RECORDED]

    def _open(self, ask: Ask, talk: TalkContext) -> Groups:
        return self.opening()[1:]

    def _more(self, ask: Ask, talk: TalkContext) -> Groups:
        """Symptoms not told yet; what is only told when asked exactly stays back."""
        left = [f for f in self._present if f.name not in talk.told and not self.persona.hides(f.name)]
        if not left:
            return [[*stock.NOTHING_MORE]]
        told = left[: max(1, self._most - 1)]
        out: Groups = []
        for i, fact in enumerate(told):
            clauses = self._symptoms.clauses(fact)
            lead = ("well, ", "and ", "and then ")[min(i, 2)]
            out.append([*(sentence(f"{lead}{c}") for c in clauses)])
        return out

    def _progression(self, ask: Ask, talk: TalkContext) -> Groups:
        told = [f for f in self._all_present() if f.name in talk.told or not self.persona.hides(f.name)]
        return self._symptoms.story(told, self._most + 1) if told else [[*stock.NOT_RECORDED]]

    def _all_present(self) -> list[Fact]:
        return [f for f in self.patient.facts if f.stage == "symptom" and f.value is True and f.name in self._known]

    # --- history and background

    def _history(self, ask: Ask, talk: TalkContext) -> Groups:
        if ask.about and not set(ask.about) & set(self.themes.conditions):
            return self._theme(ask)
        names = ask.about or self.themes.conditions
        facts = [f for f in self._facts(names) if f.name in self._known]
        there = [f for f in facts if f.value is True]
        return self._background.together(there) if there else [[*stock.NO_ILLNESS]]

    def _previous(self, ask: Ask, talk: TalkContext) -> Groups:
        names = ask.about or self.themes.of("previous")
        facts = [f for f in self._facts(names) if f.name in self._known and f.value is not None]
        return [self._yes_or_no(f) for f in facts[:2]] or [[*stock.NOT_BEFORE]]

    def _surgery(self, ask: Ask, talk: TalkContext) -> Groups:
        facts = self._facts(ask.about or self.themes.of("surgery"))
        there = [f for f in facts if f.value is True and f.name in self._known]
        return self._background.listing(there) or [[*stock.NO_SURGERY]]

    def _drugs(self, ask: Ask, talk: TalkContext) -> Groups:
        names = ask.about or self.themes.drugs
        facts = [f for f in self._facts(names) if f.name in self._known]
        drugs = [f for f in facts if f.kind == "medication"]
        others = [f for f in facts if f.kind != "medication" and f.value is not None]
        taken = [f for f in drugs if f.value is True]
        if taken:
            return self._background.medicines(taken)
        if len(drugs) <= 2 and others:
            return [self._yes_or_no(f) for f in others[:2]]
        if len(drugs) == 1 and drugs[0].value is False:
            return [self._background.answer(drugs[0])]
        return [[*stock.NO_DRUGS]]

    def _allergies(self, ask: Ask, talk: TalkContext) -> Groups:
        facts = [f for f in self._facts(ask.about or self.themes.allergies) if f.name in self._known]
        there = [f for f in facts if f.value is True]
        return self._background.listing(there) or [[*stock.NO_ALLERGY]]

    def _family(self, ask: Ask, talk: TalkContext) -> Groups:
        facts = [f for f in self._facts(ask.about or self.themes.of("family")) if f.name in self._known]
        there = [f for f in facts if f.value is True]
        numbers = [f for f in facts if f.value is not None and not isinstance(f.value, bool)]
        out = self._background.listing(there) + [self._background.answer(f) for f in numbers]
        if out:
            return out[: self._most + 1]
        if len(facts) == 1:
            return [self._background.answer(facts[0])]
        return [[*stock.NO_FAMILY]]

    def _theme(self, ask: Ask) -> Groups:
        """What the record holds on a topic: truths, categories and numbers; no more than a sentence or three."""
        names = ask.about or self.themes.of(ask.topic)
        facts = [f for f in self._facts(names) if f.name in self._known and f.value is not None]
        if len(ask.about) != 1:
            facts = [f for f in facts if f.name not in self.patient.inapplicable]
            facts = [f for f in facts if not (f.value == 0 and f.type == "number")] or facts
        if not facts:
            return [[*stock.NOT_RECORDED]]
        yes = [f for f in facts if f.value is not False]
        told = (yes or facts[:1])[: max(1, min(self._most, 3))]
        if len(ask.about) == 1:
            return [self._yes_or_no(f) for f in told]
        return [self._plainly(f) for f in told]

    def _plainly(self, fact: Fact) -> list[str]:
        """A fact as an answer to a question that is not to be answered with yes or no."""
        if fact.stage == "exam":
            return self._result_of(fact)
        return [sentence(c) for c in self._background.stated(fact)] or self._background.answer(fact)

    def _result(self, ask: Ask, talk: TalkContext) -> Groups:
        facts = [f for f in self._facts(ask.about) if f.name in self._known and f.value is not None]
        return [self._result_of(f) for f in facts[:2]] or [[*stock.NO_RESULTS]]

    def _result_of(self, fact: Fact) -> list[str]:
        if fact.name not in self._known or fact.value is None:
            return [*stock.NO_RESULTS]
        if isinstance(fact.value, bool | str):
            return [*stock.NO_RESULTS]
        text = value_text(fact)
        label = in_sentence(fact.label)
        return [
            f"They told me my {label} was {text}."
            if self.voice.first
            else f"They said {self.voice.his} {label} was {text}.",
            f"{capitalized(text)}, I was told.",
        ]

    def _said_by_persona(self, ask: Ask, talk: TalkContext) -> Groups:
        wording = {
            "ideas": stock.ideas,
            "worries": stock.worries,
            "expectations": stock.expectations,
            "impact": stock.impact,
        }[ask.topic]
        return [[*wording(self.patient, self.persona)]]

    def _facts(self, names: Iterable[str]) -> list[Fact]:
        facts = self.patient.facts
        return [fact for name in dict.fromkeys(names) if (fact := facts.get(name)) is not None]

    def _stock(self, ask: Ask, talk: TalkContext) -> Groups:
        return [[*_STOCK[ask.topic]]]

    _direct: ClassVar[dict[str, Callable[[Answers, Ask, TalkContext], Groups]]] = {
        "presence": _presence,
        "opening": _open,
        "associated": _more,
        "anything_else": _more,
        "progression": _progression,
        "past_history": _history,
        "previous": _previous,
        "surgery": _surgery,
        "drugs": _drugs,
        "allergies": _allergies,
        "family": _family,
        "result": _result,
        "ideas": _said_by_persona,
        "worries": _said_by_persona,
        "expectations": _said_by_persona,
        "impact": _said_by_persona,
        "name": _stock,
        "diagnosis": _stock,
        "greeting": _stock,
        "thanks": _stock,
        "unclear": _stock,
    }


_STOCK = {
    "name": stock.NO_NAME,
    "diagnosis": stock.NO_DIAGNOSIS,
    "greeting": stock.GREETINGS,
    "thanks": stock.WELCOME,
    "unclear": stock.PUZZLED,
}


def _low(text: str) -> str:
    """As it goes on after `Actually,`."""
    return text if text.startswith(("I ", "I'")) else text[:1].lower() + text[1:]
