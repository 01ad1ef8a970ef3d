"""Hover: what a name is, where a number comes from, and how probable it is once that is known. As Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pzdsl.editor.documents import Document
from pzdsl.editor.names import Occurrence, occurrence_at
from pzdsl.editor.walk import nodes_at
from pzdsl.semantics.spec import Boolean, Categorical, Clock, Home, Numeric, Rule, Spec, Variable
from pzdsl.syntax import tree

_LONGEST = 700  # characters of a law that are shown


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown about the characters `[start, end)`."""

    markdown: str
    start: int
    end: int


def hover(document: Document, offset: int) -> Hover | None:
    """What is to be said about a place, if anything."""
    spec = document.analysis.spec
    found = occurrence_at(spec, offset)
    if found is not None:
        told = _name(document, found)
        return None if told is None else Hover(told, found.start, found.end)
    return _number(spec, offset)


# --- numbers


def _number(spec: Spec, offset: int) -> Hover | None:
    """The citation that covers a number, or a citation itself."""
    around = nodes_at(spec.file, offset)
    if not around:
        return None
    innermost = around[-1]
    if isinstance(innermost, tree.Cite):
        return Hover(_cited([innermost], spec.home), innermost.span.start, innermost.span.end)
    number = next((n for n in reversed(around) if isinstance(n, tree.Share | tree.Quantity | tree.Number)), None)
    if number is None:
        return None
    for one in reversed(around):
        cites: Sequence[tree.Cite] = getattr(one, "cites", ())
        if cites:
            told = f"`{_shown(number.span.text)}`\n\n{_cited(cites, spec.home)}"
            return Hover(told, number.span.start, number.span.end)
    return None


def _cited(cites: Sequence[tree.Cite], home: Home) -> str:
    return "\n\n".join(_cite(cite, home) for cite in cites)


def _cite(cite: tree.Cite, home: Home) -> str:
    if cite.source is None:
        return f"assumed: {_plain(cite.assumed or '')}"
    where = f", {_plain(cite.locator)}" if cite.locator else ""
    node = home.sources.get(cite.source)
    return f"**@{cite.source}**{where}" + ("" if node is None else "\n\n" + source_text(node))


def source_text(node: tree.SourceDef) -> str:
    """What a source says of itself."""
    fields = {name.text: value.text for name, value in node.fields}
    lines = [_plain(fields.pop("title", "")) or node.name.text]
    if doi := fields.pop("doi", ""):
        lines.append(f"https://doi.org/{_plain(doi)}")
    lines += [f"{_plain(name)}: {_plain(value)}" for name, value in fields.items()]
    return "  \n".join(lines)


# --- names


def _name(document: Document, found: Occurrence) -> str | None:
    spec = document.analysis.spec
    match found.kind:
        case "variable":
            library = document.priors().loaded.get(found.owner) if found.owner else None
            variable = (library or spec).variables.get(found.name)
            return None if variable is None else _variable(variable, document.numbers)
        case "category" | "phase":
            return _category(found, spec, document.numbers)
        case "type":
            type_ = spec.types.get(found.name)
            return None if type_ is None else f"**type** `{found.name}`\n\n{_type(type_)}"
        case "source":
            node = spec.home.sources.get(found.name)
            return None if node is None else f"**@{found.name}**\n\n{source_text(node)}"
        case "constraint":
            rules = document.priors().loaded.get(found.owner, spec)
            rule = next((rule for rule in rules.constraints if rule.name == found.name), None)
            return None if rule is None else _rule(rule)
        case "library":
            library = document.priors().loaded.get(found.name)
            if library is None:
                return None
            names = [n for n, v in library.variables.items() if v.role != "part"]
            return f"**library** `{found.name}`\n\n" + ", ".join(f"`{name}`" for name in names)
        case "alias":
            use = next((u for u in spec.file.uses if u.alias is not None and u.alias.text == found.name), None)
            return None if use is None else f"`{found.name}` is the library `{use.library.text}`"


def _variable(variable: Variable, numbers: dict[str, Any]) -> str:
    what = "course" if variable.role == "course" else variable.role
    lines = [f"**{what}** `{variable.name}` {_plain(variable.label)}", _type(variable.type)]
    if variable.dimension is not None:
        lines.append(f"dimension: {variable.dimension}")
    if variable.library is not None:
        lines.append(f"from the library `{variable.library}`")
    if not isinstance(variable.law, Clock):
        law = "\n".join(line.rstrip() for line in variable.law.span.text.splitlines())
        lines.append(f"```pz\n{_shown(law).replace('```', '')}\n```")
        cites = _cites_of(variable.law)
        if len(cites) == 1:
            lines.append(_cite(cites[0], variable.law_home or variable.home))
    lines += _probable(numbers.get("values", {}).get(variable.name, {}))
    return "\n\n".join(lines)


def _cites_of(law: tree.Law) -> Sequence[tree.Cite]:
    from pzdsl.editor.walk import nodes_below

    found = {(n.source, n.locator, n.assumed): n for n in nodes_below(law) if isinstance(n, tree.Cite)}
    return list(found.values())


def _probable(shares: dict[str, Any]) -> list[str]:
    if not shares:
        return []
    if "mean" in shares:
        return [f"mean {shares['mean']['text']}"]
    if set(shares) <= {"true", "false"}:
        return [f"**{shares['true']['text']}** of the patients"]
    return ["  \n".join(f"{name}: **{one['text']}**" for name, one in shares.items())]


def _category(found: Occurrence, spec: Spec, numbers: dict[str, Any]) -> str:
    lines = [f"**{found.kind}** `{found.name}`"]
    for name, variable in spec.variables.items():
        if not isinstance(variable.type, Categorical) or found.name not in variable.type.names:
            continue
        if found.kind == "phase" and name != "phase":
            continue
        if found.kind == "category" and f"type {variable.type.name}" != found.owner and name != found.owner:
            continue
        label = next(c.label for c in variable.type.categories if c.name == found.name)
        share = numbers.get("values", {}).get(name, {}).get(found.name)
        told = "" if share is None else f": **{share['text']}** of the patients"
        lines.append(f"`{name}` {_plain(label)}{told}")
    return "\n\n".join(lines)


def _rule(rule: Rule) -> str:
    soft = "" if rule.soft is None else f" (soft, {rule.soft.percent} %)"
    lines = [f"**constraint** `{rule.name}`{soft}", f"```pz\nrequire {_shown(rule.condition.span.text)}\n```"]
    if rule.message is not None:
        lines.append(_plain(rule.message.text))
    if rule.home.name:
        lines.append(f"from the library `{rule.home.name}`")
    if rule.cites:
        lines.append(_cited(rule.cites, rule.home))
    return "\n\n".join(lines)


def _type(type_: Boolean | Categorical | Numeric) -> str:
    match type_:
        case Boolean():
            return "true or false"
        case Categorical(categories=categories, ordered=ordered):
            names = (" < " if ordered else " | ").join(f"`{c.name}`" for c in categories)
            return f"{'ordered ' if ordered else ''}{names}"
        case Numeric(unit=unit, low=low, high=high, count=count, precision=precision, high_open=high_open):
            parts = ["count" if count else "number"]
            if unit is not None:
                parts.append(f"in {_plain(str(unit))}")
            if low is not None and high is not None:
                parts.append(f"from {low} to {'<' if high_open else ''}{high}")
            if precision is not None:
                parts.append(f"to {precision}")
            return " ".join(parts)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit("\n", 1)[0] + "\n…"


_MARKS = str.maketrans({ch: "\\" + ch for ch in "\\`*_[]<>"})


def _plain(text: str) -> str:
    """An author's text without a meaning for Markdown."""
    return " ".join(text.split()).translate(_MARKS)
