"""Every example of the manual is checked by the compiler, and every page is reached from the contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pzdsl.compiler import check_source, compile_source
from pzdsl.diagnostics import Source, codes
from pzdsl.semantics import Priors
from pzdsl.semantics.families import FAMILIES
from pzdsl.syntax.words import RESERVED
from pzdsl.trials import run_tests

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(p for p in DOCS.rglob("*.md") if "measurements" not in p.parts)
TEXTS = [*PAGES, *(p for p in (ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md") if p.exists())]
FENCE = re.compile(r"^```(?P<info>pz[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)

# What the fragments may name without declaring it; a fragment that declares one of these itself replaces it.
# docs/language/index.md shows the list to readers.
TYPES = {
    "sex_at_birth": "type sex_at_birth = female | male",
    "smoking_status": 'type smoking_status = never "never smoker" | former "former smoker" | current "current smoker"',
}
ATTRIBUTES = {
    "age": "attribute age : count years 18 to 99 prior uniform(low = 18, high = 99) @paper",
    "sex": "attribute sex : sex_at_birth prior { female: 50 %, male: rest } @paper",
    "smoking": "attribute smoking : smoking_status prior { never: 60 %, former: 25 %, current: rest } @paper",
    "bmi": "attribute bmi : number 'kg/m2' 10 to 80 prior lognormal(median = 28, gsd = 1.15) @paper precision 0.1",
    "hypertension": "attribute hypertension : boolean prior 30 % @paper kind condition",
    "pregnant": "attribute pregnant : boolean prior given sex { male => 0 %  female => 3 % } @paper",
    "relatives": "attribute relatives : count 0 to 8 prior poisson(mean = 1) @paper",
}
COURSE = """course {
  phase early lasts uniform(low = 1 day, high = 10 days) @paper
  phase late after early lasts uniform(low = 1 week, high = 6 weeks) @paper
  presents in { early: 50 %, late: rest } @paper
}"""
SYMPTOMS = {
    "cough": """symptom cough "Cough"
  prior 60 % @paper
  severity { mild: 50 %, moderate: 40 %, severe: rest } @paper
  onset uniform(low = 1 day, high = 9 days) @paper
  lasts uniform(low = 1 day, high = 20 days) @paper
  character { dry: 50 %, wet: rest } @paper""",
    "fever": 'symptom fever "Fever" prior 40 % @paper onset uniform(low = 1 day, high = 5 days) @paper',
    "chest_pain": 'symptom chest_pain "Chest pain" prior 20 % @paper',
}
EXAMS = {
    "hba1c": "exam hba1c : number '%' 3 to 20 prior normal(mean = 8, sd = 1) @paper precision 0.1",
    "fasting_glucose": "exam fasting_glucose : number 'mg/dL' 20 to 1000 prior normal(mean = 150, sd = 30)"
    " @paper precision 1",
    "systolic": "exam systolic : number 'mm[Hg]' 50 to 280 prior normal(mean = 135, sd = 15) @paper precision 1",
    "diastolic": "exam diastolic : number 'mm[Hg]' 20 to 180 prior normal(mean = 80, sd = 10) @paper precision 1",
    "respiratory_rate": "exam respiratory_rate : number '/min' 4 to 80 prior normal(mean = 20, sd = 4)"
    " @paper precision 1",
}
PLACES = {
    "attribute": "dimension biological {{\n{}\n}}",
    "symptom": "symptoms {{\n{}\n}}",
    "exam": "exams {{\n{}\n}}",
    "course": "{}",
    "declarations": "{}",
    "constraint": "{}",
    "test": "{}",
    "narrative": "narrative {{\n{}\n}}",
}


@dataclass(frozen=True)
class Snippet:
    """One fenced block: where it stands, its text, and what the words after ``pz`` say of it."""

    page: Path
    line: int
    words: tuple[str, ...]
    body: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def expected(self) -> set[str]:
        """The diagnostics that the page says this example gives."""
        return {word.removeprefix("says=") for word in self.words if word.startswith("says=")}

    def whole(self) -> str:
        """The text as a file of its own."""
        if self.words[0] == "pz":
            return self.body
        kind = self.words[1]
        if kind == "conditions":
            lines = [line.strip() for line in self.body.splitlines()]
            rules = [line for line in lines if line and not line.startswith("#")]
            body = "\n".join(
                f'constraint rule_{i} {{ require {rule.split("  #")[0]} because assumed "an example" }}'
                for i, rule in enumerate(rules)
            )
        else:
            body = PLACES[kind].format(self.body)
        return f'pz 1\ndisease example "Example" {{\n{_context(body)}\n{body}\n}}\n'


def _context(body: str) -> str:
    """The declarations that a fragment leans on and does not make itself."""

    def missing(keyword: str, known: dict[str, str]) -> list[str]:
        return [text for name, text in known.items() if not re.search(rf"\b{keyword} {name}\b", body)]

    parts = [] if "source paper" in body else ['source paper { title: "A paper" }']
    parts += missing("type", TYPES)
    if not re.search(r"^\s*include ", body, re.MULTILINE):
        parts.append("dimension biological { " + "\n".join(missing("attribute", ATTRIBUTES)) + " }")
    if not re.search(r"^\s*course\b", body, re.MULTILINE):
        parts.append(COURSE)
    parts.append("symptoms { " + "\n".join(missing("symptom", SYMPTOMS)) + " }")
    parts.append("exams { " + "\n".join(missing("exam", EXAMS)) + " }")
    return "\n".join(parts)


def snippets() -> Iterator[Snippet]:
    """All examples of all pages."""
    for page in TEXTS:
        text = page.read_text("utf-8")
        for match in FENCE.finditer(text):
            line = text[: match.start()].count("\n") + 1
            yield Snippet(page, line, tuple(match["info"].split()), match["body"])


@pytest.fixture(scope="module")
def priors() -> Priors:
    """The packaged libraries, each read once for all examples."""
    return Priors.beside(ROOT / "specs" / "example.pz")


def test_examples_say_what_the_page_says(priors: Priors) -> None:
    """An example has no diagnostics, but for those that its fence announces by `says=PZ3201`."""
    wrong = []
    for snippet in snippets():
        text = snippet.whole()
        checked = check_source(Source("example.pz", text), priors)
        found = {str(d.code): d for d in checked.report if d.code is not codes.UNUSED_SOURCE}
        if found.keys() != snippet.expected:
            said = [f"{d.message} (at `{d.span.text[:60]}`)" for d in found.values()] or ["nothing"]
            wrong.append(f"{snippet}: {', '.join(found) or 'nothing'}: " + "; ".join(said))
    assert not wrong, "\n".join(wrong)


def test_each_kind_of_fragment_has_a_place() -> None:
    for snippet in snippets():
        assert snippet.words[0] in ("pz", "pz-fragment"), snippet
        if snippet.words[0] == "pz-fragment":
            assert snippet.words[1] in (*PLACES, "conditions"), snippet


def test_links_lead_to_pages() -> None:
    broken = []
    for page in TEXTS:
        text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken, "\n".join(broken)


def test_each_page_is_reached_from_the_contents() -> None:
    seen, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or not page.is_relative_to(DOCS):
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)#\s]+\.md)[^)]*\)", page.read_text("utf-8")):
            waiting.append((page.parent / target).resolve())
    assert set(PAGES) <= seen


def test_reserved_words_are_listed() -> None:
    text = (DOCS / "language" / "reserved-words.md").read_text("utf-8")
    block = re.search(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert block is not None
    assert set(block[1].split()) == RESERVED


def test_each_family_has_a_section() -> None:
    text = (DOCS / "language" / "laws.md").read_text("utf-8")
    for family, arguments in FAMILIES.items():
        assert f"{family}({', '.join(arguments)})" in text, family


def test_each_rule_of_the_grammar_is_in_the_reference() -> None:
    grammar = (ROOT / "grammar" / "pz.lark").read_text("utf-8")
    page = (DOCS / "language" / "grammar.md").read_text("utf-8")
    words = set(re.findall(r'"([a-z]+)"', re.sub(r"//[^\n]*", "", grammar)))
    assert not {word for word in words if f'"{word}"' not in page}


def test_each_diagnostic_is_listed() -> None:
    page = (DOCS / "diagnostics.md").read_text("utf-8")
    missing = [f"{code} {code.name}" for code in codes.ALL if f"| {code} | `{code.name}` |" not in page]
    assert not missing


def test_lines_fit_the_page() -> None:
    long = []
    for page in TEXTS:
        if page.parent.name == "diagnostics":  # made from the pages of the codes, a paragraph a line
            continue
        is_output = False  # what a command prints is shown as it is
        for number, line in enumerate(page.read_text("utf-8").splitlines(), 1):
            if line.startswith("```"):
                is_output = line == "```console"
            elif len(line) > 118 and not is_output and not line.startswith("|"):
                long.append(f"{page.relative_to(ROOT)}:{number}")
    assert not long


def test_the_first_spec_passes_its_own_tests(priors: Priors) -> None:
    whole = [s for s in snippets() if s.page.name == "first-spec.md" and s.words == ("pz",)]
    outcomes = list(run_tests(compile_source(Source("migraine.pz", whole[-1].body), priors)))
    assert outcomes
    assert all(outcome.verdict == "passed" for outcome in outcomes)
