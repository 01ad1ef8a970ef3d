"""The page of each code: what it says, why that matters, a text with the mistake and the same text mended.

The pages are Markdown in `pages/`, one file for each thousand of codes: a heading `## PZ1006 assign-for-is`, two
paragraphs, two fenced texts. A text fenced as `pz` is checked by a test; one fenced as `text` only describes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pzdsl.diagnostics import codes
from pzdsl.diagnostics.diagnostic import Code

_PAGE = re.compile(
    r"## (?P<code>PZ\d{4}) (?P<name>[a-z0-9-]+)\n\n(?P<what>[^\n]+)\n\n(?P<why>[^\n]+)\n\n"
    r"```(?P<kind>pz|text)\n(?P<faulty>.*?)\n```\n\n```(?:pz|text)\n(?P<mended>.*?)\n```\n",
    re.DOTALL,
)
_FRAME = 'pz 1\n\ndisease example "Example" {{\n{inside}}}\n'
_PEOPLE = "  include us.demography {{ {names} }}\n"


@dataclass(frozen=True, slots=True)
class Page:
    """What `pzc explain PZ1006` shows; `whole` says whether the texts are specs that can be checked."""

    code: Code
    what: str
    why: str
    faulty: str
    mended: str
    checked: bool

    def text(self) -> str:
        """The page for a terminal."""
        lines = [f"{self.code} {self.code.name} ({self.code.level})", "", self.what, self.why]
        for title, snippet in (("Faulty:", self.faulty), ("Mended:", self.mended)):
            lines += ["", title, *("  " + line if line else "" for line in snippet.split("\n"))]
        return "\n".join(lines) + "\n"

    def markdown(self) -> str:
        """The page for the documentation."""
        return (
            f"## {self.code} `{self.code.name}`\n\n*{self.code.level}.* {self.what}\n\n{self.why}\n\n"
            f"Faulty:\n\n```text\n{self.faulty}\n```\n\nMended:\n\n```text\n{self.mended}\n```\n"
        )


@cache
def pages() -> dict[str, Page]:
    """Every page, by code as people write it."""
    known = {str(code): code for code in codes.ALL}
    found: dict[str, Page] = {}
    folder = files("pzdsl.diagnostics") / "pages"
    for group in range(1, 8):
        for m in _PAGE.finditer((folder / f"PZ{group}.md").read_text(encoding="utf-8")):
            code = known[m["code"]]
            found[m["code"]] = Page(code, m["what"], m["why"], m["faulty"], m["mended"], m["kind"] == "pz")
    return found


def as_file(snippet: str, header: bool = True) -> str:
    """A snippet of a page as a whole file: in a disease, with age and sex where it reads them."""
    if re.match(r"pz 1\b", snippet) or not header:
        return snippet + "\n"
    inside = "".join(_includes(snippet))
    plain = re.sub(r'"[^"\n]*"|include [\w.]+ \{[^}]*\}', "", snippet)
    read = [n for n in ("age", "sex") if re.search(rf"\b{n}\b", plain)]
    read = ["age", *read] if read == ["sex"] else read  # one is drawn from the other
    missing = [n for n in read if not re.search(rf"\b{n}\b", inside)]
    people = _PEOPLE.format(names=", ".join(missing)) if missing else ""
    return _FRAME.format(inside=people + "".join(f"  {line}\n" if line else "\n" for line in snippet.split("\n")))


def _includes(snippet: str) -> list[str]:
    return re.findall(r"include [\w.]+ \{[^}]*\}", snippet)
