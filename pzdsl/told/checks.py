"""A reply against one patient's facts: cheap checks first, and the entailment model on what they leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

from pzdsl.claims import check_text, claims_in, lexicon_of, missing
from pzdsl.claims.check import spoken_of
from pzdsl.entailment.verdict import Verdict
from pzdsl.facts import Facts
from pzdsl.memory.implied import Implied
from pzdsl.memory.knowledge import Knowledge
from pzdsl.memory.news import clashes, opposed
from pzdsl.memory.retrieval import Retrieval
from pzdsl.memory.statements import statements_of, teller_of
from pzdsl.memory.typed import is_borne_out, is_entailed, said_in
from pzdsl.plan.plan import Plan
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.passage import Passage
from pzdsl.stages.patient import Patient
from pzdsl.told.replies import ReplyProblem, form_problem

CHECKS = ("schema", "claims", "omissions", "rules", "leak", "nli")  # in this order; `nli` where a model is there

_PREMISES = 6  # statements of the record that the entailment model is shown with a sentence
_EARLIER = 24  # sentences beyond the record, from stages before, that a sentence is held against


class Entails(Protocol):
    """What is needed of `entailment.Verifier`."""

    def verify(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        """A verdict for each pair."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found in one reply; `narrated`: its sentences that say more than the record, and nothing against it."""

    problems: tuple[Any, ...]
    narrated: tuple[str, ...] = ()


class Checker:
    """Holds the replies about one plan's patients to their facts. It keeps nothing of a patient."""

    def __init__(self, plan: Plan, verifier: Entails | None = None, checks: Sequence[str] = CHECKS) -> None:
        """`checks` is for measuring what each of them finds; `nli` needs a `verifier`."""
        self.verifier = verifier
        wanted = [check for check in CHECKS if check in checks]
        self.checks = tuple(check for check in wanted if check != "nli" or verifier is not None)
        self.model = model_hash(verifier)
        self.lexicon = lexicon_of(plan)
        self.leaks = LeakCheck(plan)
        self._implied = Implied(plan, self.lexicon)
        self._knowledge = Knowledge(plan)
        self._lay = {v.name: (v.label, *v.lay) for v in plan.variables}

    def judge(
        self,
        passages: Sequence[Passage],
        notes: Sequence[Passage],
        patient: Patient,
        required: Sequence[str],
        narrated: Sequence[str] = (),
    ) -> Judged:
        """The problems of a reply to `notes`; a costly check runs only where the cheaper ones find nothing.

        `required` names the facts that must be told, `narrated` holds what earlier stages added to the record.
        """
        if "schema" in self.checks and (problem := form_problem(passages, notes)) is not None:
            return Judged((problem,))
        problems: list[Any] = []
        for passage in passages:
            if "claims" in self.checks:
                problems += check_text(passage.text, patient.facts, self.lexicon)
            if "leak" in self.checks:
                problems += self.leaks.check(passage.claims)
        if "omissions" in self.checks:
            problems += self.omitted(passages, patient.facts, required)
        rendered = {sentence for note in notes for sentence in note.claims}
        own = [s for passage in passages for s in passage.claims if s not in rendered]  # the notes were checked before
        stage = passages[0].stage if passages else ""
        open_ = [s for s in own if not self._is_known(s, patient.facts)]
        for sentence in own:
            problem = self._beyond(sentence, patient, stage, narrated)
            if problem is not None and not any(getattr(p, "sentence", "") == sentence for p in problems):
                problems.append(problem)
        if problems or "nli" not in self.checks or not open_:
            return Judged(tuple(problems), tuple(open_))
        return self._asked(open_, patient, narrated)

    def told_in(self, passages: Sequence[Passage], facts: Facts) -> list[str]:
        """The facts that passages tell, as far as the reader of claims finds them there."""
        told = self._names(passages)
        return [fact.name for fact in facts if fact.value is not None and fact.name in told]

    def omitted(self, passages: Sequence[Passage], facts: Facts, required: Sequence[str]) -> list[Any]:
        """Required facts of which no sentence speaks."""
        told = self._names(passages)
        untold = [name for name in required if name not in told]
        return list(missing("", facts, untold, self.lexicon)) if untold else []

    def _names(self, passages: Sequence[Passage]) -> set[str]:
        told: set[str] = set()
        for passage in passages:
            for sentence in passage.claims:
                told |= spoken_of(sentence, self.lexicon)
        return told

    def _is_known(self, sentence: str, facts: Facts) -> bool:
        return is_entailed(sentence, said_in(sentence, self.lexicon), facts, self.lexicon)

    def _beyond(self, sentence: str, patient: Patient, stage: str, narrated: Sequence[str]) -> ReplyProblem | None:
        """What no single claim shows to be wrong: rules, what was narrated before, what the speaker cannot know."""
        claims = claims_in(sentence, self.lexicon)
        facts = patient.facts
        if "rules" in self.checks:
            broken = self._implied.broken(sentence, claims, facts)
            if broken is not None:
                return ReplyProblem("rules", f"“{sentence}” cannot be: {broken}", sentence, "contradicted")
            for earlier in narrated[-_EARLIER:]:
                if clashes(earlier, sentence, self.lexicon):
                    said = f"“{sentence}” goes against what was told before: “{earlier}”"
                    return ReplyProblem("earlier", said, sentence, "contradicted")
            if not any(is_borne_out(claim, facts, self.lexicon) for claim in claims):
                names = said_in(sentence, self.lexicon).names
                for statement in self._retrieval(patient).premises(sentence, names, _PREMISES):
                    kinds = None if statement.fact in names else _OF_ANYTHING
                    if opposed(statement.third, sentence, kinds):
                        said = f"“{sentence}” does not fit: {statement.third}"
                        return ReplyProblem("rules", said, sentence, "contradicted", statement.fact)
        if "leak" in self.checks and stage == "symptoms":
            label = self._knowledge.beyond(sentence, claims, teller_of(patient), "")
            if label is not None:
                said = f"who tells the history cannot know this: {label}: “{sentence}”"
                return ReplyProblem("knowledge", said, sentence, "contradicted")
        return None

    def _retrieval(self, patient: Patient) -> Retrieval:
        return Retrieval(statements_of(patient), self._lay)

    def _asked(self, sentences: Sequence[str], patient: Patient, narrated: Sequence[str]) -> Judged:
        """The entailment model's word on each sentence, in one batch."""
        assert self.verifier is not None, "the check is only on where there is a model"
        retrieval = self._retrieval(patient)
        premises: list[str] = []
        spans: list[tuple[int, int]] = []
        for sentence in sentences:
            start = len(premises)
            names = said_in(sentence, self.lexicon).names
            premises += [one.third for one in retrieval.premises(sentence, names, _PREMISES)]
            premises += [earlier for earlier in narrated[-_EARLIER:] if earlier != sentence]
            spans.append((start, len(premises)))
        hypotheses = [s for s, (start, stop) in zip(sentences, spans, strict=True) for _ in range(stop - start)]
        verdicts = self.verifier.verify(premises, hypotheses) if premises else []
        problems: list[ReplyProblem] = []
        news: list[str] = []
        for sentence, (start, stop) in zip(sentences, spans, strict=True):
            found = verdicts[start:stop]
            against = next((i for i, verdict in enumerate(found) if verdict.label == "contradiction"), None)
            if against is not None:
                said = f"“{sentence}” goes against: “{premises[start + against]}”"
                problems.append(ReplyProblem("nli", said, sentence, "contradicted"))
            elif not any(verdict.label == "entailment" for verdict in found):
                news.append(sentence)
        return Judged(tuple(problems), tuple(news))


# kinds of claim that mean the patient, whatever else a sentence is about; a time or a number may be of anything
_OF_ANYTHING = frozenset(("negation", "category", "sex", "age", "family"))


def model_hash(verifier: object) -> str:
    """What names the entailment model in a record; nothing where there is none."""
    if verifier is None:
        return ""
    card = getattr(verifier, "card", None)
    found = getattr(card, "model_sha256", None)
    return found if isinstance(found, str) else sha256(type(verifier).__name__.encode()).hexdigest()
