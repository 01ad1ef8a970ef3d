"""Completion: what the grammar lets stand at a place, and the names, units and codes that the spec knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pzdsl.editor.documents import Document
from pzdsl.editor.walk import nodes_below
from pzdsl.semantics.constraints import STATES
from pzdsl.semantics.families import FAMILIES
from pzdsl.semantics.infer import FUNCTIONS
from pzdsl.semantics.options import KINDS, SPEAKERS
from pzdsl.semantics.spec import Categorical, Numeric, Spec
from pzdsl.semantics.units import COMMON
from pzdsl.semantics.variables import DIMENSIONS
from pzdsl.syntax import tree
from pzdsl.syntax.islands import Island, Lexeme, cut, lexemes
from pzdsl.syntax.parse import parse_raw
from pzdsl.syntax.recover import Stopped
from pzdsl.syntax.words import DECLARATIONS, KEYWORDS, MEMBERS

Kind = Literal["keyword", "variable", "category", "type", "source", "unit", "code", "library", "function", "constraint"]
_PARTIAL = re.compile(r"[A-Za-z_][\w]*$")
_QUOTED = re.compile(r"'[^'\n]*$")
_CITED = re.compile(r"@\w*$")
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:#[\w.\-]*)?$")
_DOTTED = re.compile(r"[A-Za-z_][\w.]*\.\w*$")


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that could be written in the place of the characters `[start, end)`."""

    label: str
    kind: Kind
    start: int
    end: int
    detail: str = ""
    snippet: str | None = None


def completions(document: Document, offset: int) -> list[Completion]:
    """What fits at a place, without repeats."""
    found = dict[str, Completion]()
    for one in _at(document, offset):
        found.setdefault(one.label, one)
    return list(found.values())


def _at(document: Document, offset: int) -> Iterator[Completion]:
    spec, text = document.analysis.spec, document.analysis.source.text[:offset]
    line = text[text.rfind("\n") + 1 :]
    bare = re.sub(r'"(?:\\.|[^"\\])*"', lambda m: '"' + "_" * (len(m[0]) - 2) + '"', line)
    if bare.count('"') % 2 or re.search(r"(?<![A-Z0-9])#", bare):
        return  # in a text or a comment
    if (match := _CITED.search(line)) is not None:
        start = offset - len(match[0])
        for name, node in spec.home.sources.items():
            title = next((value.text for field, value in node.fields if field.text == "title"), "")
            yield Completion(f"@{name}", "source", start, offset, title)
        return
    if line.count("'") % 2 and (match := _QUOTED.search(line)) is not None:
        for unit in _units(spec):
            yield Completion(f"'{unit}'", "unit", offset - len(match[0]), offset)
        return
    partial = _PARTIAL.search(text)
    start = offset - len(partial[0]) if partial is not None else offset
    before = list(lexemes(text[:start]))[-60:]
    if (match := _CODE.search(line)) is not None and _last_word(before, skip_commas=True) == "code":
        for code, label in _codes(document, spec):
            yield Completion(code, "code", offset - len(match[0]), offset, label)
        return
    if (match := _DOTTED.search(line)) is not None:
        yield from _dotted(document, spec, before, match[0], offset)
        return
    wanted = wanted_at(text[:start])
    names = wanted is None or "NAME" in wanted
    if names:
        for label, kind, detail, snippet in _names(document, spec, before):
            yield Completion(label, kind, start, offset, detail, snippet)
    for word in _keywords(wanted):
        yield Completion(word, "keyword", start, offset)
    if wanted and "CODE_REF" in wanted:
        for code, label in _codes(document, spec):
            yield Completion(code, "code", start, offset, label)
    if wanted and "REF" in wanted:
        for name in spec.home.sources:
            yield Completion(f"@{name}", "source", start, offset)


# --- the grammar


def wanted_at(text: str) -> frozenset[str] | None:
    """The terminals that may follow a text that breaks off; None where that cannot be told."""
    sea = cut(text)
    if not sea.islands:
        return _wanted(text, "start")
    island = sea.islands[-1]
    if island.keyword not in DECLARATIONS:
        return frozenset(word.upper() for word in DECLARATIONS)
    first = text[island.start :]
    return _wanted(first, "declarations") or _in_member(text, island, "")


def _in_member(text: str, island: Island, around: str) -> frozenset[str] | None:
    """Only the last member: what is wrong in one before it does not matter."""
    if island.body is None or not island.members:
        return None
    around += text[island.start : island.body[0]]
    member = island.members[-1]
    return _wanted(around + "\n" + text[member.start :], "declarations") or _in_member(text, member, around)


def _wanted(text: str, rule: str) -> frozenset[str] | None:
    try:
        parse_raw(text, rule)
    except Stopped as stopped:
        fault = stopped.fault
        return fault.wanted if fault.at >= len(text.rstrip()) else None
    except RecursionError:
        return None
    return frozenset(word.upper() for word in DECLARATIONS)


def _keywords(wanted: frozenset[str] | None) -> Iterable[str]:
    if wanted is None:
        return sorted(DECLARATIONS | {word for words in MEMBERS.values() for word in words if word})
    words = {name.lower() for name in wanted if name.lower() in KEYWORDS} - {"p"}
    return sorted(words | {"P"} if "P" in wanted else words)


# --- what the spec knows


def _names(document: Document, spec: Spec, before: list[Lexeme]) -> Iterator[tuple[str, Kind, str, str | None]]:
    words = [x.text for x in before]
    last, second = (words[-1] if words else ""), (words[-2] if len(words) > 1 else "")
    inside = _open_block(before)
    if inside[:1] == ["include"]:
        library = document.priors().loaded.get("".join(inside[1:]))
        for name, variable in (library.variables if library is not None else {}).items():
            if variable.role != "part":
                yield name, "variable", variable.label, None
        return
    if last in ("include", "use", "from") and second != "expect":
        for name in document.priors().known():
            yield name, "library", "", None
        return
    lists: dict[str, Iterable[str]] = {
        "kind": KINDS, "dimension": DIMENSIONS, "status": STATES, "after": [p.name.text for p in spec.phases],
    }  # fmt: skip
    if last in lists:
        for name in lists[last]:
            yield name, "category", "", None
        return
    if (last == "to" and second == "known") or (last == "by" and second == "for"):
        for name in SPEAKERS:
            yield name, "category", "", None
        return
    if last == "by" and second == "rejected":
        for rule in spec.constraints:
            yield rule.name, "constraint", "", None
    subject = _subject(words, inside)
    if subject is not None:
        known = spec.variables.get(subject)
        if known is not None and isinstance(known.type, Categorical):
            for category in known.type.categories:
                yield category.name, "category", category.label, None
            return
    if last == ":" and len(words) > 2 and {"attribute", "symptom", "exam"} & set(words[-4:]):
        for name in spec.types:
            yield name, "type", "", None
        return
    if last in ("prior", "=>", "+-", "*/", "lasts", "onset", "since", "missing", ":"):
        for family, arguments in FAMILIES.items():
            inner = ", ".join(f"{name} = ${{{i}}}" for i, name in enumerate(arguments, 1))
            yield family, "function", ", ".join(arguments), f"{family}({inner})"
        if last != ":":
            return
    for family in FAMILIES:
        if family in words[-12:] and last in ("(", ","):
            for argument in FAMILIES[family]:
                yield argument, "category", family, f"{argument} = "
    for name, variable in spec.variables.items():
        if not variable.hidden:
            yield name, "variable", variable.label, None
    for function in FUNCTIONS:
        yield function, "function", "", f"{function}($1)"


def _subject(words: list[str], inside: list[str]) -> str | None:
    """The variable whose categories could stand here."""
    for i, word in ((len(words) - k, words[-k]) for k in range(1, min(4, len(words)) + 1)):
        if word in ("is", "==") and i > 0 and all(w == "not" for w in words[i + 1 :]):
            return words[i - 1]
    if len(inside) > 1 and inside[-1] == "in":
        return inside[-2]
    if words and words[-1] == "=" and len(words) > 2 and ("given" in words[-12:]):
        return words[-2]
    if inside[:1] == ["given"]:
        parents = [w for w in inside[1:] if w != ","]
        row = _row(words)
        return parents[min(row.count(","), len(parents) - 1)] if parents and row.count("=>") == 0 else None
    return None


def _row(words: list[str]) -> list[str]:
    """The words of the table's row so far: since its brace, or since the last arrow where that is further on."""
    depth = 0
    for i in range(len(words) - 1, -1, -1):
        if words[i] in ("}", ")"):
            depth += 1
        elif words[i] in ("{", "("):
            if depth == 0:
                return words[i + 1 :]
            depth -= 1
    return words


def _open_block(before: list[Lexeme]) -> list[str]:
    """The words that opened the brace around a place: `include us.adult`, `given age`, `smoking in`."""
    depth = 0
    for i in range(len(before) - 1, -1, -1):
        if before[i].text == "}":
            depth += 1
        elif before[i].text == "{":
            if depth == 0:
                head = [x.text for x in before[max(0, i - 24) : i]]
                for word in ("include", "given"):
                    if word in head:
                        at = len(head) - 1 - head[::-1].index(word)
                        if all(re.fullmatch(r"[\w.,]+", w) for w in head[at:]):
                            return head[at:]
                return head[-2:]
            depth -= 1
    return []


def _last_word(before: list[Lexeme], skip_commas: bool) -> str:
    for lexeme in reversed(before):
        if not (skip_commas and (lexeme.text == "," or lexeme.kind == "code")):
            return lexeme.text
    return ""


def _dotted(document: Document, spec: Spec, before: list[Lexeme], path: str, offset: int) -> Iterator[Completion]:
    head, _, last = path.rpartition(".")
    for name, variable in spec.variables.items():
        if name.startswith(head + "."):
            yield Completion(name.removeprefix(head + "."), "variable", offset - len(last), offset, variable.label)
    priors = document.priors()
    for name in priors.known():
        if name.startswith(head + "."):
            yield Completion(name, "library", offset - len(path), offset)
    uses = {(use.alias or use.library).text: use.library.text for use in spec.file.uses}
    library = priors.loaded.get(uses.get(head, head))
    for name, variable in (library.variables if library is not None else {}).items():
        if "." not in name:
            yield Completion(name, "variable", offset - len(last), offset, variable.label)


def _units(spec: Spec) -> list[str]:
    own = [
        v.type.unit.code
        for v in spec.variables.values()
        if isinstance(v.type, Numeric) and v.type.unit is not None and not v.type.unit.is_time_word
    ]
    return list(dict.fromkeys([*own, *COMMON]))


def _codes(document: Document, spec: Spec) -> list[tuple[str, str]]:
    """The codes that this file and its libraries use, and the systems there are."""
    found: dict[str, str] = {}
    for one in (spec, *document.priors().loaded.values()):
        for node in nodes_below(one.file):
            if isinstance(node, tree.Variable):
                for option in node.options:
                    if isinstance(option, tree.Codes):
                        label = node.label.text if node.label is not None else node.name.text
                        found.update((f"{code.system}#{code.value}", label) for code in option.codes)
            elif isinstance(node, tree.CodesDecl):
                found.update((f"{code.system}#{code.value}", one.file.name.text) for code in node.codes)
    systems = dict.fromkeys((*(code.split("#")[0] for code in found), "ICD10CM", "LOINC", "SNOMED", "RXNORM"))
    return [*found.items(), *((f"{system}#", "") for system in systems)]
