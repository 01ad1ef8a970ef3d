"""Coverage as text, JSON, JUnit XML, SARIF and CI annotations: five views of the same data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as xml

from pzdsl.coverage.measure import Coverage, Covered
from pzdsl.coverage.strength import Strength
from pzdsl.version import VERSION

Strengths = dict[str, Strength]
FORMATS = ("text", "json", "junit", "sarif", "annotations")


def render(format: str, coverages: Sequence[Coverage], strengths: Strengths) -> str:
    """One of `FORMATS`; ends in a newline."""
    renderers = {"json": _json, "junit": _junit, "sarif": _sarif, "annotations": _annotations}
    return renderers.get(format, _text)(coverages, strengths)


def place(one: Covered) -> str:
    """`file:line:col`."""
    at = one.unit.at
    return f"{at.file}:{at.line}:{at.column}"


def _gaps(coverages: Sequence[Coverage]) -> Iterator[tuple[Coverage, Covered]]:
    for coverage in coverages:
        for one in sorted(coverage.gaps, key=lambda one: (one.unit.at.file, one.unit.at.line, one.unit.at.column)):
            yield coverage, one


def _text(coverages: Sequence[Coverage], strengths: Strengths) -> str:
    lines: list[str] = []
    for coverage in coverages:
        lines.append(f"{coverage.name} ({coverage.file})")
        lines.append(f"  {'kind':12} {'tested':>7} {'possible':>9} {'share':>8}  excluded  undecided  generated only")
        for c in coverage.counts():
            excluded = c.units - c.possible - c.undecided
            lines.append(
                f"  {c.kind:12} {c.tested:7} {c.possible:9} {c.percent:7.1f}%  {excluded:8}  {c.undecided:9}"
                f"  {c.generated:14}"
            )
        for test, verdict in coverage.failing:
            at = f"{test.at.file}:{test.at.line}:{test.at.column}"
            lines.append(f'  {at}: "{test.title}" {verdict}, so it decides nothing')
        lines += [f"  {place(one)}: not covered: {one.unit.label}: {one.why}" for _, one in _gaps([coverage])]
        for one in coverage.units:
            if one.status == "impossible":
                lines.append(f"  {place(one)}: excluded by proof: {one.unit.label}: {one.why}")
        if coverage.name in strengths:
            s = strengths[coverage.name]
            lines.append(
                f"  mutants: {s.count('noticed')} noticed, {s.count('survived')} survived,"
                f" {s.count('equivalent')} equivalent by proof: {s.percent:.1f}%"
            )
            for tried in s.tried:
                if tried.fate == "survived":
                    where = tried.mutant.at
                    lines.append(f"  {where.file}:{where.line}:{where.column}: no test notices: {tried.mutant.label}")
    return "\n".join(lines) + "\n"


def _json(coverages: Sequence[Coverage], strengths: Strengths) -> str:
    specs: list[dict[str, Any]] = []
    for coverage in coverages:
        spec: dict[str, Any] = {
            "name": coverage.name,
            "file": coverage.file,
            "counts": {
                c.kind: {
                    "units": c.units,
                    "possible": c.possible,
                    "undecided": c.undecided,
                    "tested": c.tested,
                    "generated": c.generated,
                    "percent": round(c.percent, 4),
                }
                for c in coverage.counts()
            },
            "units": [
                {
                    "id": one.unit.id,
                    "kind": one.unit.kind,
                    "label": one.unit.label,
                    "file": one.unit.at.file,
                    "line": one.unit.at.line,
                    "column": one.unit.at.column,
                    "status": one.status,
                    "why": one.why,
                    "tests": list(one.tests),
                }
                for one in coverage.units
            ],
        }
        if coverage.name in strengths:
            s = strengths[coverage.name]
            spec["mutants"] = {
                "noticed": s.count("noticed"),
                "survived": s.count("survived"),
                "equivalent": s.count("equivalent"),
                "percent": round(s.percent, 4),
                "survivors": [
                    {"id": t.mutant.id, "label": t.mutant.label, "line": t.mutant.at.line}
                    for t in s.tried
                    if t.fate == "survived"
                ],
            }
        specs.append(spec)
    return json.dumps({"coverage": specs}, indent=1, ensure_ascii=False) + "\n"


def _junit(coverages: Sequence[Coverage], strengths: Strengths) -> str:
    root = xml.Element("testsuites", name="pzc cover")
    for coverage in coverages:
        counted = [one for one in coverage.units if one.status != "impossible"]
        failures = sum(1 for one in counted if one.is_gap)
        suite = xml.SubElement(
            root, "testsuite", name=coverage.name, tests=str(len(coverage.units)), failures=str(failures)
        )
        suite.set("skipped", str(len(coverage.units) - len(counted)))
        for one in coverage.units:
            case = xml.SubElement(suite, "testcase", classname=f"{coverage.name}.{one.unit.kind}", name=one.unit.id)
            case.set("file", one.unit.at.file)
            case.set("line", str(one.unit.at.line))
            if one.is_gap:
                xml.SubElement(case, "failure", message=f"{one.unit.label}: {one.why}").text = place(one)
            elif one.status == "impossible":
                xml.SubElement(case, "skipped", message=one.why)
    xml.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def _sarif(coverages: Sequence[Coverage], strengths: Strengths) -> str:
    results = [
        {
            "ruleId": f"not-covered/{one.unit.kind}",
            "level": "warning",
            "message": {"text": f"not covered: {one.unit.label}: {one.why}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": one.unit.at.file},
                        "region": {"startLine": one.unit.at.line, "startColumn": one.unit.at.column},
                    }
                }
            ],
            "partialFingerprints": {"unit/v1": f"{coverage.name}/{one.unit.id}"},
        }
        for coverage, one in _gaps(coverages)
    ]
    rules = [{"id": name} for name in dict.fromkeys(str(result["ruleId"]) for result in results)]
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "pzc cover", "version": VERSION, "rules": rules}}, "results": results}],
    }
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


def _annotations(coverages: Sequence[Coverage], strengths: Strengths) -> str:
    lines = []
    for _, one in _gaps(coverages):
        at = one.unit.at
        file = _escaped(at.file, ":,")
        message = _escaped(f"not covered: {one.unit.label}: {one.why}")
        lines.append(f"::warning file={file},line={at.line},col={at.column},title=coverage::{message}\n")
    return "".join(lines)


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(ch):02X}" if ch in "%\r\n" + more else ch for ch in text)
