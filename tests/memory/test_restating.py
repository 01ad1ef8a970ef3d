from __future__ import annotations

import pytest

from pzdsl.memory.restating import presumed, restated


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("Do you smoke?", "No.", "I do not smoke."),
        ("Do you smoke?", "Yes, I do.", "I smoke."),
        ("Okay. And have you had any chills?", "No, never.", "I have not had any chills."),
        ("Have you had any chills?", "Yes.", "I have had chills."),
        ("Are you allergic to penicillin?", "Not that I know.", "I am not allergic to penicillin."),
        ("Any fever?", "No.", "I have no fever."),
        ("Fever or chills?", "Yes.", None),  # which?
        ("How long have you had the cough?", "About three weeks.", "I have had the cough for about three weeks."),
        ("When did your cough start?", "Two days ago.", "My cough started two days ago."),
        ("Where is the pain?", "On the left.", "The pain is on the left."),
        ("How old are you?", "Fifty-one.", None),
        ("Do you smoke?", "I have never touched a cigarette in my life.", None),  # says it itself
        ("Do you smoke? Do you drink?", "Yes.", None),  # two questions
        ("Tell me about yourself.", "No.", None),
    ],
)
def test_a_short_answer_with_its_question(question: str, answer: str, said: str | None) -> None:
    if answer == "Fifty-one.":
        assert restated(answer, question) == "I am fifty-one old."
    else:
        assert restated(answer, question) == said


def test_somebody_who_speaks_for_a_patient_speaks_in_the_third_person() -> None:
    assert restated("No.", "Has he had any fever?", "he") == "He has not had any fever."
    assert restated("Yes.", "Does she cough at night?", "she") == "She cough at night."


def test_a_courtesy_before_another_sentence_is_no_answer() -> None:
    assert restated("Of course, doctor.", "Are you working?", "I", alone=False) is None
    assert restated("Yes.", "Are you working?", "I", alone=False) == "I am working."


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Since you smoke, how many a day?", ("I smoke.",)),
        ("Given that you have a fever, did you take anything?", ("I have a fever.",)),
        ("I see here that you take insulin. Every day?", ("I take insulin.",)),
        ("You said earlier that you are allergic to eggs, right?", ("I am allergic to eggs.",)),
        ("Do you smoke?", ()),
    ],
)
def test_what_a_question_takes_for_granted(question: str, said: tuple[str, ...]) -> None:
    assert presumed(question) == said
