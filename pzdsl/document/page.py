"""The page: one HTML file without scripts, in two columns, prose on the left and numbers with sources on the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources

from pzdsl.document.words import band_told, rows_told, sentence_of, title_of
from pzdsl.plan.law import Cite, Place
from pzdsl.plan.plan import Plan, Rule, SourceInfo, Variable
from pzdsl.proofs.drift import Moved
from pzdsl.proofs.numbers import CitedNumber

_FOLDED = 30  # rows of one table
_DIMENSIONS = ("biological", "socioeconomic", "behavioural", "family")


def page_of(plan: Plan, digest: str, moved: Sequence[Moved] | None = None) -> str:
    """The whole page. `digest` names the exact text that is signed; `moved` is the drift, None if it was left out."""
    return _Page(plan, digest, moved).html()


class _Page:
    def __init__(self, plan: Plan, digest: str, moved: Sequence[Moved] | None) -> None:
        self.plan, self.digest, self.moved = plan, digest, moved
        self._numbers: dict[str, int] = {}  # sources, in the order in which they are first cited

    def html(self) -> str:
        body = "\n".join(self._body())
        style = (resources.files(__package__) / "page.css").read_text("utf-8")
        title = escape(self.plan.label)
        return (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
        )

    def _body(self) -> Iterator[str]:
        plan = self.plan
        yield f"<header><h1>{escape(plan.label)}</h1>{self._heading()}</header>\n<main>"
        yield from self._outline()
        yield from self._people()
        for dimension in _DIMENSIONS:
            some = [v for v in plan.variables if v.role == "attribute" and v.dimension == dimension]
            yield from self._section(f"Background: {dimension}", some)
        yield from self._section("Course", [v for v in plan.variables if v.role == "course" and not v.hidden])
        yield from self._section("Symptoms", [v for v in plan.variables if v.role == "symptom"])
        yield from self._section("Exams", [v for v in plan.variables if v.role == "exam"])
        yield from self._rules()
        yield from self._drift()
        yield from self._tests()
        yield from self._sources()
        yield "</main>"
        yield self._signature()

    def _heading(self) -> str:
        plan = self.plan
        facts = [
            ("Codes", ", ".join(f"{c.system} {c.value}" for c in plan.codes)),
            ("Also called", ", ".join(plan.also_called)),
            ("Specialty", plan.specialty or ""),
            ("Status", plan.status + (f", {plan.reviewed}" if plan.reviewed else "")),
            ("Compiled by", plan.compiler),
        ]
        return "<p>" + " · ".join(f"{k}: {escape(v)}" for k, v in facts if v) + "</p>"

    def _outline(self) -> Iterator[str]:
        if not self.plan.outline:
            return
        yield "<h2>Outline</h2>"
        for entry in self.plan.outline:
            title = escape(entry.name.replace("_", " ").capitalize())
            texts = "".join(f"<li>{escape(text)}</li>" for text in entry.texts)
            cited = f"<p><small>{self._cited(entry.cites)}</small></p>"
            yield f"<section><div><h3>{title}</h3></div><div><ul>{texts}</ul>{cited}</div></section>"

    def _people(self) -> Iterator[str]:
        plan = self.plan
        if not plan.cohort and plan.prevalence is None:
            return
        yield "<h2>Who the patients are</h2>"
        if plan.cohort:
            yield self._block("Only those for whom this holds", "", [self._rule_row(rule) for rule in plan.cohort])
        if plan.prevalence is not None:
            yield self._variable(plan.variable(plan.prevalence), "How common it is")

    def _section(self, title: str, variables: Sequence[Variable]) -> Iterator[str]:
        if not variables:
            return
        yield f"<h2>{escape(title)}</h2>"
        for variable in variables:
            yield self._variable(variable)
            for part in self.plan.variables:
                if part.part_of == variable.name and not part.hidden and part.cites:
                    yield self._variable(part, None, "part")

    def _variable(self, variable: Variable, title: str | None = None, kind: str = "") -> str:
        plan = self.plan
        rows = [(escape(head), escape(told), self._cited(cites)) for head, told, cites in rows_told(variable)]
        for name, bands in (("reference", variable.references), ("critical", variable.criticals)):
            for band in bands:
                rows.append((name, escape(band_told(band, variable)), self._cited(band.cites)))
        prose = escape(sentence_of(variable, plan))
        if variable.lay:
            prose += f"<br>In a patient’s words: {escape(', '.join(variable.lay))}."
        where = _place(variable.at) if variable.library is None else f"from {escape(variable.library)}"
        return self._block(title or title_of(variable), f"{prose}<br><small>{where}</small>", rows, kind)

    def _block(self, title: str, prose: str, rows: Iterable[tuple[str, str, str]], kind: str = "") -> str:
        rows = list(rows)
        body = "".join(f"<tr><th>{head}</th><td>{told}</td><td>{cited}</td></tr>" for head, told, cited in rows)
        table = f"<table>{body}</table>"
        if len(rows) > _FOLDED:  # growth charts and the like: there for who asks
            table = f"<details><summary>{len(rows)} rows</summary>{table}</details>"
        mark = f' class="{kind}"' if kind else ""
        return f"<section{mark}><div><h3>{escape(title)}</h3><p>{prose}</p></div><div>{table}</div></section>"

    def _rule_row(self, rule: Rule) -> tuple[str, str, str]:
        soft = "" if rule.soft is None else f" (of {100 * rule.soft:g} % of patients)"
        return "", f"<code>{escape(rule.written)}</code>{soft}", self._cited(rule.cites)

    def _rules(self) -> Iterator[str]:
        rules = self.plan.constraints
        if not rules:
            return
        yield "<h2>Rules that every patient keeps</h2>"
        for rule in rules:
            where = _place(rule.at) if rule.library is None else f"from {escape(rule.library)}"
            prose = f"{escape(rule.message or '')}<br><small>{where}</small>"
            yield self._block(rule.name.replace("_", " "), prose, [self._rule_row(rule)])
        for hold in self.plan.holds:
            row = ("", f"<code>{escape(hold.written)}</code>", self._cited(hold.cites))
            yield self._block("Held as published", "", [row])

    def _drift(self) -> Iterator[str]:
        if self.moved is None:
            return
        yield "<h2>What the rules do to the cited numbers</h2>"
        if not self.moved:
            yield "<p>No cited number of this specification moved noticeably.</p>"
            return
        yield "<table><tr><th>number</th><th>as written</th><th>among patients</th><th>moved by</th></tr>"
        for one in self.moved:
            number, now = one.number, one.compiled
            yield (
                f"<tr><td>{escape(number.told)}</td><td>{_shown(number, number.value)}</td>"
                f"<td>{'' if now is None else _shown(number, now.value)}</td><td>{escape(one.by or '')}</td></tr>"
            )
        yield "</table>"

    def _tests(self) -> Iterator[str]:
        if not self.plan.tests:
            return
        yield f"<h2>Tests</h2><ul>{''.join(f'<li>{escape(t.title)}</li>' for t in self.plan.tests)}</ul>"

    def _sources(self) -> Iterator[str]:
        yield "<h2>Sources</h2><ol>"
        for name in self._numbers:
            yield f'<li id="{escape(name)}">{_source(self.plan.sources.get(name), name)}</li>'
        yield "</ol>"

    def _signature(self) -> str:
        return (
            f"<footer><p>This page was made from the text with the digest <code>{escape(self.digest)}</code>. "
            "A change of a number or a rule changes the digest.</p>"
            "<p>Read and agreed by: <span></span> Date: <span></span> Signature: <span></span></p></footer>"
        )

    def _cited(self, cites: Iterable[Cite]) -> str:
        told = []
        for cite in cites:
            if cite.source is None:
                told.append(f"<em>assumed: {escape(cite.assumed or '')}</em>")
                continue
            number = self._numbers.setdefault(cite.source, len(self._numbers) + 1)
            place = f", {escape(cite.locator)}" if cite.locator else ""
            told.append(f'<a href="#{escape(cite.source)}">[{number}]</a>{place}')
        return "; ".join(told)


def _place(at: Place) -> str:
    return f"{escape(at.file)}, line {at.line}"


def _shown(number: CitedNumber, value: float) -> str:
    return f"{100 * value:.1f} %" if number.statistic == "share" else f"{value:.4g}"


def _source(source: SourceInfo | None, name: str) -> str:
    if source is None:
        return escape(name)
    return ". ".join(escape(value.rstrip(".")) for value in source.fields.values()) + "."
