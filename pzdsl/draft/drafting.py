"""Asks for a spec section by section, feeds back what is wrong, and keeps what checks and what its texts say.

The model proposes text. Everything else is decided here: which declarations may stand, which citations hold, what is
left out. The result always checks without an error, whatever was replied.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Source
from pzdsl.diagnostics.diagnostic import Diagnostic
from pzdsl.draft.honest import Assumed, Held, Proved, hold_to_texts
from pzdsl.draft.literature import Literature
from pzdsl.draft.mending import Dropped, all_errors_of, comments_of, errors_of, prune_until_clean
from pzdsl.draft.prompts import SECTIONS, digest, filled, text_of
from pzdsl.draft.replies import read_proposal
from pzdsl.errors import UsageError
from pzdsl.llm.problems import BadReply, Refused, TooLong
from pzdsl.llm.request import Message, Reply, Request
from pzdsl.semantics import Priors
from pzdsl.syntax import format_source

ATTEMPTS = 3  # for a section
_ROOM = 3000  # tokens of a reply
_MOST_PROBLEMS = 12  # told at once
_SHOWN = 6_000  # characters of the model's own text that it sees again


class Asking(Protocol):
    """What a draft needs of a client."""

    def ask(self, request: Request, stage: str) -> Awaitable[Reply]:
        """The reply; raises LlmProblem."""


@dataclass(frozen=True, slots=True)
class Section:
    """How one section went: `attempts` asked, and what was wrong with the last but one."""

    name: str
    attempts: int
    problems: tuple[str, ...]
    failed: str = ""  # why there is nothing of it


@dataclass
class Draft:
    """A spec that checks, and an account of where it comes from."""

    text: str
    proved: tuple[Proved, ...] = ()
    assumed: tuple[Assumed, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    refused: tuple[str, ...] = ()
    sections: list[Section] = field(default_factory=list)


@dataclass
class _Body:
    """What has been accepted so far."""

    text: str = ""
    dropped: list[Dropped] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Drafting:
    """One draft under way."""

    def __init__(
        self,
        label: str,
        literature: Literature,
        client: Asking,
        model: str,
        *,
        path: Path = Path("draft.pz"),
        attempts: int = ATTEMPTS,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`path` is where the spec will stand: its project's libraries are seen. `tell` is told what goes on.

        Raises:
            UsageError: the label or the file's name cannot name a disease.
        """
        if not label.strip() or not label.isprintable() or '"' in label or "\\" in label or len(label) > 120:
            raise UsageError("the name of a disease is one line of text without quotes, e.g. 'Acute otitis media'")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", path.stem):
            raise UsageError(f"`{path.stem}` is no name: use lower-case letters, digits and `_`, e.g. knee_pain.pz")
        self._label, self._literature, self._client, self._model = label, literature, client, model
        self._path, self._attempts, self._tell = path, attempts, tell
        self._priors = Priors.beside(path)
        self._body = _Body()
        if errors := errors_of(self._assembled(""), path.name, self._priors):
            raise UsageError(f"`{path.stem}` cannot be written so: {errors[0].one_line()}")

    async def run(self) -> Draft:
        """Ask for all sections, and finish.

        Raises:
            LlmProblem: the model cannot be asked at all: server down, request rejected, budget spent, not recorded.
        """
        sections = [await self._section(name) for name in SECTIONS]
        return self._finished(sections)

    async def _section(self, name: str) -> Section:
        messages = self._messages(name)
        told: tuple[str, ...] = ()
        failed = ""
        best: Held | None = None
        for attempt in range(self._attempts):
            self._tell(f"{name}: asked" + (f" again ({attempt + 1} of {self._attempts})" if attempt else ""))
            request = Request(
                model=self._model, messages=tuple(messages), temperature=0.2, max_tokens=_ROOM, seed=1, attempt=attempt
            )
            try:
                reply = await self._client.ask(request, f"draft {name}")
            except TooLong as error:
                shorter = self._messages(name, only_numbers=True)
                if messages == shorter:
                    failed = str(error)
                    break
                messages = shorter
                continue
            except (BadReply, Refused) as error:
                failed = str(error)
                continue
            proposal = read_proposal(reply.text)
            self._body.refused += [one for one in proposal.refused if one not in self._body.refused]
            if not proposal.text.strip():
                failed = "no declaration was found in the reply"
                problems: tuple[str, ...] = (failed,)
            else:
                failed = ""
                held = hold_to_texts(self._assembled(proposal.text), self._literature)
                errors = self._errors(held)
                first = best is None
                if best is None or len(errors) <= len(self._errors(best)):
                    best = held
                # a warning is told once; so is a citation that does not hold, which is an assumption after that
                once = [*self._warnings(held), *(problem.text for problem in held.problems)] if first else []
                problems = (*errors, *once)
            if not problems:
                best = held
                break
            told = problems
            messages = [*self._messages(name), *self._again(proposal.text, problems)]
        if best is not None:
            self._body.refused += best.removed
            self._accept(best)
        return Section(name, attempt + 1, told, failed if best is None else "")

    def _messages(self, name: str, only_numbers: bool = False) -> list[Message]:
        already = f"Already written:\n\n{self._body.text}" if self._body.text.strip() else "Nothing is written yet."
        text = self._literature.shown(only_numbers)
        asked = filled("ask", label=self._label, text=text, already=already[-_SHOWN * 2 :], what=text_of(name))
        return [Message(role="system", content=text_of("system")), Message(role="user", content=asked)]

    @staticmethod
    def _again(written: str, problems: Sequence[str]) -> list[Message]:
        shown = "\n".join(f"- {one}" for one in problems[:_MOST_PROBLEMS])
        again = filled("again", written=written[:_SHOWN] or "(nothing)", problems=shown)
        return [Message(role="assistant", content=written[:_SHOWN]), Message(role="user", content=again)]

    def _errors(self, held: Held) -> tuple[str, ...]:
        return self._in_words(errors_of(held.text, self._path.name, self._priors))

    def _warnings(self, held: Held) -> tuple[str, ...]:
        head = len(self._head())
        warnings = check_source(Source(self._path.name, held.text), self._priors).report.warnings()
        return self._in_words([one for one in warnings if one.span.start >= head])  # sources may still be unused

    @staticmethod
    def _in_words(diagnostics: Sequence[Diagnostic]) -> tuple[str, ...]:
        found = []
        for error in diagnostics:
            line = error.span.source.line(error.span.place[0]).strip()[:120]
            found.append(f"`{line}`: {error.message}" + (f" ({error.hint})" if error.hint else ""))
        return tuple(dict.fromkeys(found))

    def _accept(self, held: Held) -> None:
        before = self._head() + self._body.text  # accepted already: whatever comes, it stays
        protected = len(before) if held.text.startswith(before) else len(self._head())
        text, dropped = prune_until_clean(held.text, self._check, protected)
        self._body.dropped += dropped
        self._body.text = text[len(self._head()) : text.rindex("}")].strip()

    def _check(self, text: str) -> list[Diagnostic]:
        return errors_of(text, self._path.name, self._priors)

    def _finished(self, sections: list[Section]) -> Draft:
        head = len(self._head())
        held = hold_to_texts(self._assembled(""), self._literature)
        text, dropped = prune_until_clean(held.text, self._check, head)
        text, more = prune_until_clean(text, lambda t: all_errors_of(t, self._path.name, self._priors), head)
        dropped = [*self._body.dropped, *dropped, *more]
        self._body.text = text[head : text.rindex("}")].strip()
        text = format_source(
            Source(self._path.name, self._assembled("", used_only=True, comments=comments_of(dropped)))
        )
        last = hold_to_texts(text, self._literature)
        assert format_source(Source(self._path.name, last.text)) == text, "each citation of a draft holds"
        return Draft(text, last.proved, last.assumed, tuple(dropped), tuple(self._body.refused), sections)

    def _assembled(self, more: str, used_only: bool = False, comments: str = "") -> str:
        return f"{self._head(used_only)}{self._body.text}\n{more}\n{comments}\n}}\n"

    def _head(self, used_only: bool = False) -> str:
        lines = ["pz 1", "", *_NOTE, f'disease {self._path.stem} "{self._label}" {{', "  status draft", ""]
        for work in self._literature.works:
            if used_only and f"@{work.source} " not in self._body.text:
                continue
            title = _one_line(work.title)
            note = f"{_one_line(work.file)}, SHA-256 {work.digest}; drafted by a model, prompts {digest()[:12]}"
            lines += [f"  source {work.source} {{", f'    title: "{title}"', f'    note: "{note}"', "  }"]
        lines += ["", "  include us.demography { age, sex, race_ethnicity }", ""]
        return "\n".join(lines) + "\n"


_NOTE = (
    "# A draft. A language model proposed it; a program held each number against the sentence that it quotes, and",
    "# marked the others as assumed. Declared ranges and precisions are the drafter's own. Read all of it.",
)


def _one_line(text: str) -> str:
    return re.sub(r'[\\"]', "'", " ".join(text.split()))[:200]
