"""What is denied: every pertinent negative, a few in a sentence, in the order of the specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pzdsl.facts import Fact
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.grammar import is_plural, listed, sentence
from pzdsl.stages.nouns import Noun
from pzdsl.stages.passage import speaker_of
from pzdsl.stages.patient import Patient

_TOGETHER = 4


def denials(
    patient: Patient,
    absent: Sequence[Fact],
    nouns: Mapping[str, Noun],
    is_known: Callable[[str, Patient], bool],
    choice: Choice,
) -> list[str]:
    """The sentences that deny."""
    things, doings, seen = [], [], []
    for fact in absent:
        noun = nouns[fact.name]
        if noun.state or (noun.gerund and not patient.speaks):
            doings.append(noun.bare)
        elif is_known(fact.name, patient):
            things.append(noun.bare)
        else:
            seen.append(noun.bare)
    sentences = []
    turns = -(-len(things) // _TOGETHER)
    for turn in range(turns):  # of nearly equal length
        some = things[turn * len(things) // turns : (turn + 1) * len(things) // turns]
        sentences.append(_denial(patient, some, choice, turn))
    if doings:
        sentences.append(sentence(f"{patient.person.he} has not been {listed(doings, 'or')}"))
    if seen:
        sentences.append(sentence(f"there {'are' if is_plural(seen[0]) else 'is'} no {listed(seen, 'or')}"))
    return sentences


def _denial(patient: Patient, bare: Sequence[str], choice: Choice, turn: int) -> str:
    he, no = patient.person.he, listed(bare, "or")
    been = "have been" if is_plural(bare[0]) else "has been"
    if patient.speaks:
        he = he if turn else choice.one_of(("the patient", he), _DENIAL + 1)
        forms = [f"{he} denies {no}"]
        if not any(word.split(" ", 1)[0].endswith("ing") for word in bare):
            forms += [f"{he} reports no {no}", f"{he} has had no {no}"]
    elif patient.speaker is None:
        forms = [f"there {been} no {no}", f"{he} has had no {no}"]
    else:
        who, plural = speaker_of(patient, choice)
        forms = [
            f"{who} {'report' if plural else 'reports'} no {no}",
            f"according to {who}, there {been} no {no}",
            f"{he} has had no {no}",
        ]
    return sentence(forms[(choice.below(len(forms), _DENIAL) + turn) % len(forms)])  # never twice running


_DENIAL = place_of("denial")
