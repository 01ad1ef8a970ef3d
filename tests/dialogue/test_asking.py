"""Questions of any specification are understood: topics, what they are about, and what they lean on."""

from __future__ import annotations

import pytest

from pzdsl.compiler import compile_source
from pzdsl.dialogue.asking import understand
from pzdsl.dialogue.spelling import Speller, slips
from pzdsl.dialogue.talk import TalkContext
from pzdsl.dialogue.topics import TOPICS, Ask, themes_of
from pzdsl.plan.plan import Plan
from tests.dialogue.talking import SPECS, plan_of

Asked = list[tuple[str, tuple[str, ...]]]


def _talk(spec: str, *questions: str, proxy: bool = False) -> tuple[Ask, ...]:
    """What the last of these questions is understood to ask, after the others."""
    talk = TalkContext(proxy=proxy)
    asks: tuple[Ask, ...] = ()
    for question in questions:
        asks = understand(question, talk, plan_of(spec))
        talk = talk.after(asks)
    return asks


@pytest.mark.parametrize("spec", SPECS)
def test_every_symptom_condition_and_drug_can_be_asked_for_by_its_name(spec: str) -> None:
    """By label and by each of the patient's words; the words of two symptoms may mean either."""
    themes = themes_of(plan_of(spec))
    missed, asked = [], 0
    for name in (*themes.symptoms, *themes.conditions, *themes.drugs):
        variable = themes.variables[name]
        for phrase in (variable.label, *variable.lay):
            bare = phrase.split("(")[0].strip().lower()
            asks = understand(f"Have you had {bare}?", TalkContext(), plan_of(spec))
            asked += 1
            if not any(name in ask.about for ask in asks):
                missed.append((name, phrase, asks))
    assert len(missed) <= 0.08 * asked, missed


@pytest.mark.parametrize(
    ("questions", "wanted"),
    [
        (("Do you have a cough?", "How long have you had it?"), ("duration", "cough")),
        (("Do you have a cough?", "And is it getting worse?"), ("trend", "cough")),
        (("Do you have a cough?", "Do you smoke?", "When did the cough start?"), ("onset", "cough")),
        (("Any fever?", "Since when?"), ("onset", "fever")),
        (("Are you short of breath?", "What makes it worse?"), ("worse", "dyspnea")),
        (("Do you take furosemide?", "What dose?"), ("dose", "furosemide")),
    ],
)
def test_a_follow_up_leans_on_what_was_asked(questions: tuple[str, ...], wanted: tuple[str, str]) -> None:
    asks = _talk("pneumonia", *questions)
    assert [(ask.topic, wanted[1] in ask.about) for ask in asks] == [(wanted[0], True)]


def test_two_questions_in_one_are_two() -> None:
    asks = _talk("pneumonia", "How long have you had the cough, and do you smoke?")
    assert [ask.topic for ask in asks] == ["duration", "smoking"]
    asks = _talk("pneumonia", "When did the fever start and how bad is it?")
    assert [(a.topic, a.about) for a in asks] == [("onset", ("fever",)), ("severity", ("fever",))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("do u hav a feevr", "Do you have a fever?"),
        ("any chset pain", "Any chest pain?"),
        ("wat meds r u taking", "What medicines are you taking?"),
        ("how logn have u been coughing", "How long have you been coughing?"),
    ],
)
def test_slips_of_the_keys_are_mended(typed: str, meant: str) -> None:
    assert _talk("pneumonia", typed) == _talk("pneumonia", meant)


def test_leading_and_negative_questions_ask_the_same() -> None:
    plain = _talk("pneumonia", "Do you have a fever?")
    assert _talk("pneumonia", "You don't have a fever, do you?") == plain
    assert _talk("pneumonia", "No fever?") == plain


def test_a_child_is_asked_of_through_the_parent() -> None:
    for question in ("Does she have a fever?", "Has your little one had a fever?", "Any fever in your son?"):
        assert _talk("acute_otitis_media", question, proxy=True) == (Ask("presence", ("fever",)),)


def test_your_father_is_a_relative_unless_somebody_speaks_for_him() -> None:
    question = "Does your father have diabetes?"
    assert [a.topic for a in _talk("heart_failure", question)] == ["family"]
    assert [a.topic for a in _talk("heart_failure", question, proxy=True)] == ["presence"]


def test_topics_are_those_of_the_list() -> None:
    assert len(set(TOPICS)) == len(TOPICS) == 50


_UNSEEN = """
pz 1
disease wrist_sprain "Wrist sprain" {
  dimension biological {
    attribute age "Age" : count years 0 to 110
      prior uniform(low = 18, high = 80) assumed "a test"
    attribute juggler "Juggles" : boolean
      prior 40 % assumed "a test"
      kind habit
  }
  symptoms {
    symptom click "Clicking of the wrist"
      prior 50 % assumed "a test"
      onset uniform(low = 1 day, high = 9 days) assumed "a test"
      lay "a clicking wrist", "something snapping in my hand"
  }
}
"""


@pytest.fixture(scope="module")
def unseen() -> Plan:
    from pzdsl.diagnostics import Source
    from pzdsl.plan.lower import lower
    from pzdsl.semantics import Priors

    spec = compile_source(Source("wrist.pz", _UNSEEN), Priors())
    return spec if isinstance(spec, Plan) else lower(spec, "pzdsl test", lambda name: name)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Does your wrist click?", Ask("presence", ("click",))),
        ("Have you felt something snapping in your hand?", Ask("presence", ("click",))),
        ("When did the clicking start?", Ask("onset", ("click",))),
        ("How old are you?", Ask("age", ("age",))),
        ("Do you juggle?", Ask("presence", ("juggler",))),
    ],
)
def test_a_specification_that_nobody_thought_of_is_understood(unseen: Plan, question: str, wanted: Ask) -> None:
    assert understand(question, TalkContext(), unseen) == (wanted,)


def test_distance_counts_a_swap_as_one() -> None:
    assert [slips(a, b, 3) for a, b in (("teh", "the"), ("cough", "cough"), ("couhg", "cough"), ("fevr", "fever"))] == [
        1,
        0,
        1,
        1,
    ]
    assert slips("abc", "xyzuvw", 2) == 2


def test_known_words_are_left_alone() -> None:
    mend = Speller(["wheezing", "palpitations"]).mend
    assert mend("Heard anything weird about the weather, doctor?") == "heard anything weird about the weather, doctor?"
    assert mend("palpitatons or wheezin") == "palpitations or wheezing"
