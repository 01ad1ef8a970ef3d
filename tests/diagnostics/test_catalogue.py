"""Each code has a page, and what the page shows is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Diagnostic, Report, Source, codes
from pzdsl.diagnostics.catalogue import as_file, pages
from pzdsl.diagnostics.render import render_text
from pzdsl.proofs import proofs_of
from pzdsl.semantics import Priors
from pzdsl.semantics.priors import packaged_priors

TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs"
KEPT = Path(__file__).parent / "pages"
CHECKED = sorted(code for code, page in pages().items() if page.checked)
# What needs other files, another engine or another size than a snippet has; each has tests of its own.
DESCRIBED = {
    "PZ1018",
    "PZ1019",
    "PZ4105",
    "PZ4303",
    "PZ4304",
    "PZ4305",
    "PZ4401",
    "PZ7102",
    "PZ7106",
    "PZ7107",
    "PZ7108",
}
PRIORS = Priors((packaged_priors(),))

# Words of those who build compilers: an author has no use for them.
VOCABULARY = re.compile(
    r"\b(tokens?|lexers?|pars(e|er|ing|able)|AST|syntax tree|nodes?|LALR|grammar|identifiers?|expressions?|literals?|"
    r"operands?|terminals?|productions?|semantics?|compilers?|exceptions?|regex)\b|(?-i:\bNone\b|\bNull\b)",
    re.IGNORECASE,
)


def diagnose(snippet: str, code: str) -> list[Diagnostic]:
    text = as_file(snippet, header=code != "PZ1016")
    checked = check_source(Source(f"{code}.pz", text), PRIORS)
    said = Report()
    for d in checked.report:
        said.put(d)
    if checked.spec is not None and int(code[2:]) // 100 in (35, 41, 42):
        for d in checked.allowances.filter(proofs_of(checked.spec)):
            said.put(d)
    return list(said)


def test_each_code_has_a_page() -> None:
    assert {str(code): code.name for code in codes.ALL} == {c: page.code.name for c, page in pages().items()}
    assert {c for c, page in pages().items() if not page.checked} == DESCRIBED
    assert len(codes.ALL) >= 70


@pytest.mark.parametrize("code", CHECKED)
def test_the_faulty_text_gives_exactly_this_code(code: str, golden) -> None:
    found = diagnose(pages()[code].faulty, code)
    assert [str(d.code) for d in found] == [code]
    golden.check(KEPT / f"{code}.expected", render_text(found))


@pytest.mark.parametrize("code", CHECKED)
def test_the_mended_text_is_clean(code: str) -> None:
    assert render_text(diagnose(pages()[code].mended, code)) == ""


@pytest.mark.parametrize("code", sorted(pages()))
def test_no_page_speaks_of_the_compiler(code: str) -> None:
    page = pages()[code]
    assert not VOCABULARY.search(page.what + " " + page.why + " " + page.code.name)


def test_no_message_speaks_of_the_compiler() -> None:
    """Every text that is kept beside a bad spec: message, help, and why the other places matter."""
    kept = sorted([*TESTS.rglob("bad/*.expected"), *KEPT.glob("*.expected")])
    assert len(kept) > 200
    wrong = []
    for path in kept:
        for line in path.read_text("utf-8").splitlines():
            if re.match(r"\s*\d* \|", line) or not (found := VOCABULARY.search(re.sub(r"`[^`]*`", "", line))):
                continue  # the author's own lines, and words of theirs
            wrong.append(f"{path.name}: {found.group()}")
    assert wrong == []


def test_each_code_has_two_bad_specs_and_a_near_miss() -> None:
    """The page's own two texts are one of each; what only describes needs a file."""
    number = re.compile(r"PZ(\d{4}) ")
    said: dict[str, int] = {}
    for path in TESTS.rglob("bad/*.expected"):
        for found in set(number.findall(path.read_text("utf-8"))):
            said[f"PZ{found}"] = said.get(f"PZ{found}", 0) + 1
    for path in TESTS.glob("proofs/bad/*.pz"):
        said[f"PZ{path.stem[:4]}"] = said.get(f"PZ{path.stem[:4]}", 0) + 1
    few = {code for code, page in pages().items() if said.get(code, 0) + page.checked < 2}
    assert few <= DESCRIBED


def test_the_documentation_shows_the_same_pages() -> None:
    wanted = documented()
    for name, text in wanted.items():
        path = DOCS / "diagnostics" / name
        assert path.is_file()
        assert path.read_text("utf-8") == text, f"run python -m tests.diagnostics.test_catalogue: {name}"


TITLES = {
    1: "Syntax", 2: "Names, types and units", 3: "Priors and tables", 4: "Constraints, holds and softs",
    5: "Course and exams", 6: "Tests", 7: "Sources, packages and allowances",
}  # fmt: skip


def documented() -> dict[str, str]:
    """The pages of `docs/diagnostics/`, made from those in the package."""
    made = {}
    for group, title in TITLES.items():
        parts = [page.markdown() for code, page in sorted(pages().items()) if code[2] == str(group)]
        made[f"PZ{group}xxx.md"] = f"# PZ{group}xxx: {title}\n\n" + "\n".join(parts)
    return made


if __name__ == "__main__":
    (DOCS / "diagnostics").mkdir(exist_ok=True)
    for name, text in documented().items():
        (DOCS / "diagnostics" / name).write_text(text, "utf-8")
