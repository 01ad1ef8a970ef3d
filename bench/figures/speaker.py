"""The built-in speaker: whether it ever contradicts the record, and how many questions it answers on the point."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.specs import ROOT, compiled, for_each_spec
from pzdsl.claims import check_text, claims_in, lexicon_of, sentences_of
from pzdsl.dialogue.answering import BuiltInSpeaker
from pzdsl.dialogue.asking import understand
from pzdsl.dialogue.patients import patients_of_spec
from pzdsl.dialogue.persona import persona_of
from pzdsl.dialogue.talk import TalkContext
from pzdsl.dialogue.topics import Ask, themes_of
from pzdsl.evaluate.claims import Half, in_half, wilson
from pzdsl.memory import Judgement, Memory
from pzdsl.memory.statements import knowers_of, teller_of
from pzdsl.plan.plan import Plan
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.patient import Patient

TITLE = "The built-in speaker: consistent, and on the point"
SEED = 2207
INTERVIEWS = 125  # of each specification
QUESTIONS = ROOT / "tests" / "data" / "history_questions.jsonl"
HALVES: tuple[Half, ...] = ("development", "held out", "all")
SCRIPT = (  # two wordings of a thing stand far apart
    "Hello, I'm the doctor. What brings you in today?",
    "When did it start?",
    "How bad is it?",
    "What makes it worse?",
    "And does anything help?",
    "Is it getting better or worse?",
    "How would you describe it?",
    "Anything else you have noticed along with that?",
    "Do you have any medical problems?",
    "What medicines do you take, and at what dose?",
    "Are you allergic to anything?",
    "Does anything run in the family?",
    "Do you smoke, and how much alcohol do you drink?",
    "Who lives with you at home?",
    "What do you do for a living?",
    "Have you had your vaccinations?",
    "How old are you and how much do you weigh?",
    "What do you think it is, and what worries you?",
    "What did your blood tests show?",
    "Take me through it from the beginning.",
    "Remind me, how long has this been going on?",
    "And how severe would you say it is?",
    "Which illnesses have you had in the past?",
    "Tell me again which pills you are on.",
    "Is there anything we have not talked about?",
)
_YES, _NO = re.compile(r"\bYes\b"), re.compile(r"\bNo\b|\bNot that\b")


def measure(full: bool) -> dict[str, Any]:
    """Interviews of each specification, and the list of questions by halves."""
    interviews = for_each_spec(measure_one, full)
    questions = {half: score_questions(half) for half in HALVES}
    return {"seed": SEED, "interviews": interviews, "questions": questions}


def measure_one(path: Path, full: bool) -> dict[str, Any]:
    """Interviews of one specification; every sentence that is said is held against the facts."""
    plan = compiled(path).plan
    n = INTERVIEWS if full else 2
    lexicon, leaks = lexicon_of(plan), LeakCheck(plan)
    count: Counter[str] = Counter()
    styles: Counter[str] = Counter()
    wrong: list[str] = []
    for patient in patients_of_spec(plan, SEED, n):
        persona = persona_of(patient, SEED)
        styles[persona.style] += 1
        speaker, memory = BuiltInSpeaker(plan, patient, persona), Memory.of(patient)
        for turn, (question, wanted) in enumerate(_questions(plan, patient)):
            text = speaker.reply_now(question, memory).text if question else speaker.opening()
            memory.remember(turn, question, text, Judgement(True))
            count["replies"] += 1
            said = sentences_of(text)
            count["sentences"] += len(said)
            count["with claims"] += sum(1 for one in said if claims_in(one, lexicon))
            problems = check_text(text, patient.facts, lexicon)
            if problems or leaks.check(tuple(said)):
                count["inconsistent replies"] += 1
                wrong.append(f"{question} {text}")
            if wanted is not None:
                yes, no = bool(_YES.search(text)), bool(_NO.search(text))
                count["yes or no"] += 1
                count["answered yes or no"] += yes != no
                count["wrong way"] += yes != no and yes != wanted
        count["wordings refused"] += speaker.refused
    return {"patients": n, **count, "styles": dict(sorted(styles.items())), "examples": wrong[:10]}


def _questions(plan: Plan, patient: Patient) -> Iterator[tuple[str, bool | None]]:
    """The script, and yes-or-no questions for half of the symptoms that the speaker knows of."""
    yield "", None
    for question in SCRIPT:
        yield question, None
    teller = teller_of(patient)
    for i, name in enumerate(themes_of(plan).symptoms):
        fact, who = patient.facts[name], knowers_of(plan.variable(name))
        knows = teller in who or (teller == "caregiver" and "patient" in who)
        if i % 2 == patient.number % 2 and isinstance(fact.value, bool) and knows and fact.lay:
            yield f"Have you had {fact.lay[0]}?", fact.value


def score_questions(half: Half) -> dict[str, Any]:
    """How many questions of the list are understood as labelled."""
    hits = n = 0
    topics: dict[str, list[int]] = {}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if in_half(entry["id"], half):
            right = understood(entry)
            hits, n = hits + right, n + 1
            for topic in {ask["topic"] for ask in entry["asks"]}:
                seen = topics.setdefault(topic, [0, 0])
                seen[0] += right
                seen[1] += 1
    return {"understood": hits, "questions": n, "interval": wilson(hits, n), "topics": dict(sorted(topics.items()))}


def understood(entry: dict[str, Any]) -> bool:
    """Whether the topics are those labelled, and each `about` that is labelled is met."""
    plan = compiled(ROOT / "specs" / f"{entry['spec']}.pz").plan
    talk = TalkContext(proxy=entry["to"] != "patient")
    for before in entry["before"]:
        talk = talk.after(understand(before, talk, plan))
    return as_labelled(understand(entry["question"], talk, plan), entry["asks"])


def as_labelled(asks: tuple[Ask, ...], labels: list[dict[str, Any]]) -> bool:
    """The rule of `tests/data/README.md`."""
    about: dict[str, set[str]] = {}
    for ask in asks:
        about.setdefault(ask.topic, set()).update(ask.about)
    if set(about) != {label["topic"] for label in labels}:
        return False
    return all(not label["about"] or about[label["topic"]] & set(label["about"]) for label in labels)


def table(result: dict[str, Any]) -> str:
    """Interviews first, then the questions by halves."""
    lines = [
        "Interviews of the built-in speaker, without a gate: every sentence that it says is read by the claim checker\n"
        "and held against the record. *Wrong way* are replies to a yes-or-no question for a symptom that say yes\n"
        "where the record says no, or the other way round; this does not ask the claim checker. *Refused* are\n"
        "wordings that the speaker itself replaced, since the checker objected. Intervals are Wilson's, 95 %.\n",
        "| spec | interviews | replies | sentences | with a claim | inconsistent replies | yes-or-no questions |"
        " answered | wrong way | refused |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    total: Counter[str] = Counter()
    for name, one in result["interviews"].items():
        keys = ("patients", *_COLUMNS)
        total.update({key: one.get(key, 0) for key in keys})
        lines.append(f"| {name} | " + " | ".join(f"{one.get(key, 0):,}" for key in keys) + " |")
    lines.append("| all | " + " | ".join(f"{total[key]:,}" for key in ("patients", *_COLUMNS)) + " |")
    fine = total["replies"] - total["inconsistent replies"]
    low, high = wilson(fine, total["replies"])
    lines += [
        f"\nConsistent: {fine:,} of {total['replies']:,} replies, {low:.2%} to {high:.2%}.\n",
        "`tests/data/history_questions.jsonl`: 200 questions written and labelled before the parser. Half of them,\n"
        "chosen by hash, could be looked at while it was made, so the other half is the one that counts. Of that only\n"
        f"totals were seen: {LOOKED}.\n",
        "| questions | understood | of | share | interval |",
        "|---|--:|--:|--:|---|",
    ]
    for half in HALVES:
        one = result["questions"][half]
        share = one["understood"] / one["questions"]
        low, high = one["interval"]
        lines.append(f"| {half} | {one['understood']} | {one['questions']} | {share:.1%} | {low:.1%} to {high:.1%} |")
    return "\n".join(lines)


LOOKED = "three times on the way (75, 78, 81 of 100 understood), and once more here"
_COLUMNS = (
    "replies",
    "sentences",
    "with claims",
    "inconsistent replies",
    "yes or no",
    "answered yes or no",
    "wrong way",
    "wordings refused",
)
