"""The model that comes with pzdsl, really run."""

from __future__ import annotations

import threading
import tracemalloc
from pathlib import Path

import pytest

from pzdsl.entailment import Verifier
from pzdsl.entailment.evaluate import evaluate
from pzdsl.entailment.folder import CARD, MODEL, TOKENIZER, default_folder, open_folder
from pzdsl.entailment.pairs import read_pairs, without
from pzdsl.errors import FileProblem, UsageError
from tests.cli.running import pzc

ROOT = Path(__file__).parents[2]
OWN = ROOT / "tests" / "data" / "entailment_own.jsonl"
LARGEST = 30_000_000  # bytes of weights in the wheel

pytest.importorskip("onnxruntime", reason="the verifier needs the extra `nli`")


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    folder = default_folder()
    assert folder is not None, "the checkout has lost its model"
    return Verifier(folder, "cpu")


def test_it_is_small_and_says_where_it_comes_from() -> None:
    folder = default_folder()
    assert folder is not None
    card = open_folder(folder).card
    assert (folder / MODEL).stat().st_size <= LARGEST
    assert card.quantization == "int8"
    assert card.training_sha256
    assert any("SNLI" in notice for notice in card.notices)
    assert any("MiniLM" in notice for notice in card.notices)


@pytest.mark.parametrize(
    ("premise", "hypothesis", "label"),
    [
        ("The patient has never smoked.", "I smoke a pack of cigarettes every day.", "contradiction"),
        ("The patient has had a cough for five days.", "I've been coughing for a few days now.", "entailment"),
        ("The patient has had a cough for five days.", "My daughter drove me here this morning.", "neutral"),
        ("She denies chest pain.", "My chest hurts something awful.", "contradiction"),
    ],
)
def test_plain_pairs(verifier: Verifier, premise: str, hypothesis: str, label: str) -> None:
    (verdict,) = verifier.verify([premise], [hypothesis])
    assert verdict.likeliest == label
    assert verdict.entailment + verdict.neutral + verdict.contradiction == pytest.approx(1.0, abs=1e-5)


def test_it_is_better_than_guessing_on_the_projects_own_pairs(verifier: Verifier) -> None:
    """The lower end of the 95 % interval lies above what always saying the commonest label gives."""
    score = evaluate(verifier, read_pairs(OWN)).likeliest
    assert score.accuracy.interval[0] > score.majority.value + 0.1


def test_the_projects_own_pairs_are_in_no_training_file() -> None:
    own = read_pairs(OWN)
    written = read_pairs(ROOT / "bench" / "nli" / "written")
    assert len(without(written, own)) == len(without(written, []))


def test_an_answer_does_not_depend_on_its_neighbors(verifier: Verifier) -> None:
    pairs = [(p.premise, p.hypothesis) for p in read_pairs(OWN)[:24]]
    fresh = Verifier(default_folder() or Path(), "cpu")
    together = fresh.verify([p for p, _ in pairs], [h for _, h in pairs])
    alone = [verifier.verify([p], [h])[0] for p, h in reversed(pairs)][::-1]
    assert together == alone


def test_threads_share_it(verifier: Verifier) -> None:
    pairs = [(p.premise, p.hypothesis) for p in read_pairs(OWN)[24:40]]
    wanted = verifier.verify([p for p, _ in pairs], [h for _, h in pairs])
    fresh = Verifier(default_folder() or Path(), "cpu")
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        found[number] = fresh.verify([p for p, _ in pairs], [h for _, h in pairs])

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(found[number] == wanted for number in range(4))


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00\x07\x1b[31m", "🙂" * 50, "¿Desde cuándo le duele el pecho, señora?", "a" * 5000, "\u202e!" * 10],
)
def test_odd_text_gets_a_verdict(verifier: Verifier, text: str) -> None:
    for premise, hypothesis in ((text, "I smoke."), ("She smokes.", text)):
        (verdict,) = verifier.verify([premise], [hypothesis])
        assert verdict.label in ("entailment", "neutral", "contradiction")


def test_empty_text_claims_nothing(verifier: Verifier) -> None:
    assert [v.label for v in verifier.verify(["", "She smokes."], ["I smoke.", " "])] == ["neutral", "neutral"]


def test_ten_thousand_words_are_cut_and_say_so(verifier: Verifier) -> None:
    (verdict,) = verifier.verify(["She smokes."], ["It was a long day. " * 2500])
    assert verdict.truncated


def test_a_long_reply_is_judged_sentence_by_sentence(verifier: Verifier) -> None:
    reply = (
        "Well, it has been a long week, and I could not sleep much because of the neighbors and their dog. "
        "I did see my sister on Sunday, and we had a good lunch together. I smoke a pack of cigarettes every day."
    )
    (verdict,) = verifier.verify(["The patient has never smoked."], [reply])
    assert verdict.likeliest == "contradiction"


def test_a_hundred_thousand_pairs_need_no_more_memory(verifier: Verifier) -> None:
    """Most are asked before: what counts is that nothing grows with the list beyond the answers."""
    tracemalloc.start()
    verdicts = verifier.verify(["She smokes."] * 100_000, [f"I smoke{'.' * (i % 50)}" for i in range(100_000)])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(verdicts) == 100_000
    assert peak < 200e6


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    folder = default_folder()
    assert folder is not None
    for name in (MODEL, TOKENIZER, CARD):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with (tmp_path / MODEL).open("ab") as handle:
        handle.write(b"x")
    with pytest.raises(FileProblem, match="is not the model"):
        Verifier(tmp_path, "cpu")


def test_cuda_fails_where_there_is_none() -> None:
    import onnxruntime

    if "CUDAExecutionProvider" in onnxruntime.get_available_providers():
        pytest.skip("this machine may have a GPU")
    with pytest.raises(UsageError, match=r"CUDA|cuda"):
        Verifier(default_folder() or Path(), "cuda")


def test_try_needs_no_folder() -> None:
    done = pzc("nli", "try", "The patient has never smoked.", "I smoke a pack a day.", "--device", "cpu")
    assert done.returncode == 0, done.stderr
    assert "contradiction" in done.stdout
