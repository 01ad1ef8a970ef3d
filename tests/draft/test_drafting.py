"""Drafts by a scripted model that makes the mistakes that models make."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Source
from pzdsl.draft.drafting import Draft, Drafting
from pzdsl.draft.honest import hold_to_texts
from pzdsl.draft.literature import Literature, read_literature
from pzdsl.errors import UsageError
from pzdsl.semantics import Priors
from pzdsl.syntax import format_source
from tests.draft.scripted import INVENTED, SCRIPTS, ScriptedModel

GUIDELINES = Path(__file__).resolve().parents[1] / "data" / "guidelines"
PRIORS = Priors.beside(Path("d.pz"))
EMPTY = {name: [""] for name in ("outline", "people", "course", "exams", "rules")}


def literature_of(name: str) -> Literature:
    return read_literature([GUIDELINES / f"{name}.txt"])


def drafted(model: ScriptedModel, literature: Literature, name: str) -> Draft:
    async def run() -> Draft:
        async with model.client() as client:
            return await Drafting("A disease", literature, client, "m", path=Path(f"{name}_draft.pz")).run()

    return asyncio.run(run())


@pytest.fixture(scope="module", params=sorted(SCRIPTS))
def made(request: pytest.FixtureRequest) -> tuple[str, Draft, ScriptedModel, Literature]:
    name = str(request.param)
    model, literature = ScriptedModel(SCRIPTS[name]), literature_of(name)
    return name, drafted(model, literature, name), model, literature


def test_it_ends_clean(made: tuple[str, Draft, ScriptedModel, Literature]) -> None:
    _, draft, _, _ = made
    source = Source("d.pz", draft.text)
    assert list(check_source(source, PRIORS).report) == []
    assert format_source(source) == draft.text
    assert "status draft" in draft.text


def test_no_number_is_without_its_sentence(made: tuple[str, Draft, ScriptedModel, Literature]) -> None:
    """What was made up is assumed or gone; what is cited stands, word for word, in the text that was given."""
    name, draft, _, literature = made
    assert not {(one.name, str(one.number)) for one in draft.proved} & INVENTED[name]
    assumed = {(one.name, str(number)) for one in draft.assumed for number in one.numbers}
    assert assumed >= INVENTED[name]  # none of them slipped through by being dropped: the script has them all read
    given = " ".join((GUIDELINES / f"{name}.txt").read_text("utf-8").split())
    assert len(draft.proved) >= 10
    for one in draft.proved:
        assert one.sentence.text in given
        assert f"[{one.sentence.locator}]" in draft.text
    again = hold_to_texts(draft.text, literature)
    assert format_source(Source("d.pz", again.text)) == draft.text


def test_what_is_wrong_is_fed_back_in_words(made: tuple[str, Draft, ScriptedModel, Literature]) -> None:
    name, draft, model, _ = made
    again = [prompt for prompt in model.prompts if "What is wrong:" in prompt]
    assert len(again) == sum(one.attempts - 1 for one in draft.sections)
    told = "\n".join(again)
    if name == "otitis":
        assert "the shares sum to 110 %" in told
        assert "did you mean `attribute`?" in told
        assert "tubes: 12.5 %: the quote is not in the text" in told


def test_an_instruction_in_the_text_has_no_effect_even_where_the_model_obeys() -> None:
    draft = drafted(ScriptedModel(SCRIPTS["pneumonia"]), literature_of("pneumonia"), "pneumonia")
    code = "\n".join(line for line in draft.text.splitlines() if not line.lstrip().startswith("#"))
    for word in ("reviewed", "Nobody", "nejm2031", "passwd", "root"):
        assert word not in code
    assert "@nejm2031" not in draft.text
    assert {one.split(":")[0] for one in draft.refused} >= {"status", "source", "include"}


def test_what_cannot_be_mended_is_kept_as_a_comment_with_the_reason() -> None:
    draft = drafted(ScriptedModel(SCRIPTS["otitis"]), literature_of("otitis"), "otitis")
    assert {one.title for one in draft.dropped} == {"exam temperature", "constraint has_signs"}
    assert "  # Left out: constraint has_signs\n  #   PZ2001 there is no variable `bulging`" in draft.text
    assert "\n  exams {\n    exam redness" in draft.text  # what stood beside it stays


def test_patients_nobody_could_be_are_noticed() -> None:
    draft = drafted(ScriptedModel(SCRIPTS["pneumonia"]), literature_of("pneumonia"), "pneumonia")
    assert [one.reasons[0][:6] for one in draft.dropped] == ["PZ4101"]


def test_a_model_that_says_nothing_leaves_a_spec_that_checks() -> None:
    draft = drafted(ScriptedModel(EMPTY), literature_of("diabetes"), "diabetes")
    assert all(one.failed for one in draft.sections)
    assert check_source(Source("d.pz", draft.text), PRIORS).report.errors() == []


@pytest.mark.parametrize(
    "reply",
    [
        "{" * 5_000,
        "symptoms {" * 300 + 'symptom a "A" prior 40 % @otitis [s12]',
        'symptoms { symptom a "A" prior 54 % @otitis [s12',
        'constraint c { require (((((a) message "x" because @otitis [s3] }',
        'outline { definition: "never closed @otitis [s2] }',
        "exams {\n" + "\n".join(f"exam e{i} \"E\" : number 'zz' 1 to 2 prior bad(x = 1)" for i in range(80)) + "\n}",
        "cohort { require age >= 200 years }",
        "\x1b[31m```\n} } }\n```",
        'type t = a | b\ntype t = a | b\nsymptoms { symptom age "Age" prior 10 % symptom sex "S" prior 20 % }',
    ],
    ids=["braces", "deep", "cut", "brackets", "string", "many", "nobody", "escapes", "twice"],
)
def test_no_reply_breaks_the_file(reply: str) -> None:
    literature = literature_of("otitis")
    model = ScriptedModel({name: [reply] for name in EMPTY})
    draft = drafted(model, literature, "otitis")
    assert check_source(Source("d.pz", draft.text), PRIORS).report.errors() == []
    held = hold_to_texts(draft.text, literature)
    assert format_source(Source("d.pz", held.text)) == draft.text


def test_a_reply_cannot_silence_the_compiler() -> None:
    allowed = '# pzc: allow PZ7001, PZ2001 "trust me"\n'
    reply = f'symptoms {{\n{allowed}  symptom a "A" prior 41 % @otitis [s12]\n}}\n{allowed}'
    reply += 'constraint c { require nobody_declared_this message "m" because @otitis [s3] }'
    draft = drafted(ScriptedModel({name: [reply] for name in EMPTY}), literature_of("otitis"), "otitis")
    assert "allow" not in draft.text
    assert "constraint c" in {one.title for one in draft.dropped}
    assert {(one.name, str(one.numbers[0])) for one in draft.assumed} == {("a", "41 %")}


def test_a_name_that_cannot_stand_is_refused_before_anybody_is_asked() -> None:
    model = ScriptedModel(EMPTY)
    for label, name in (('a "b"', "x.pz"), ("A", "Knee pain.pz"), ("A", "symptom.pz")):
        with pytest.raises(UsageError):
            Drafting(label, literature_of("otitis"), model.client(), "m", path=Path(name))


def test_the_figure_in_small() -> None:
    from bench.figures import draft as figure

    result = figure.measure(full=False)["otitis"]
    assert (result["errors"], result["invented_and_cited"], result["proved_not_in_the_text"]) == (0, 0, 0)
    assert result["invented_and_assumed"] == result["invented"] > 5
    assert figure.table({"otitis": result}).count("\n") == 5
