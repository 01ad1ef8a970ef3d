"""All formats tell the same list: made from one report, each read back and compared."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Report, Source, codes
from pzdsl.diagnostics.render import render
from tests.semantics.made import BAD, libraries

Told = tuple[str, str, int, int, str, str]  # file, code, line, column, level, message


def every_mistake() -> Report:
    """The mistakes of all golden specs in one report; one has a name that needs escapes."""
    report = Report()
    for i, path in enumerate(BAD):
        name = path.name if i else "odd dir/50 %: \"a\" & 'b' <ä>.pz"
        for d in check_source(Source(name, path.read_text("utf-8")), libraries()).report:
            report.put(d)
    return report


@pytest.fixture(scope="module")
def report() -> Report:
    return every_mistake()


def told(report: Report) -> list[Told]:
    return [(d.span.source.name, str(d.code), *d.span.place, d.level, d.message) for d in report]


def from_text(text: str) -> list[Told]:
    pattern = r"(?m)^(\S.*):(\d+):(\d+): (error|warning|note)\[(PZ\d{4}) [a-z0-9-]+\]: (.*)$"
    return [(m[1], m[5], int(m[2]), int(m[3]), m[4], m[6]) for m in re.finditer(pattern, text)]


def from_json(text: str) -> list[Told]:
    return [
        (d["file"], d["code"], d["start"]["line"], d["start"]["column"], d["level"], d["message"])
        for d in json.loads(text)["diagnostics"]
    ]


def from_sarif(text: str) -> list[Told]:
    found = []
    for r in json.loads(text)["runs"][0]["results"]:
        place = r["locations"][0]["physicalLocation"]
        region = place["region"]
        uri = unquote(place["artifactLocation"]["uri"])
        message = r["message"]["text"].split("\nhelp: ")[0]
        found.append((uri, r["ruleId"], region["startLine"], region["startColumn"], r["level"], message))
    return found


def from_junit(text: str) -> list[Told]:
    found = []
    for suite in ET.fromstring(text.encode()):
        for case in suite:
            m = re.fullmatch(r"(PZ\d{4}) \S+ at (\d+):(\d+)", case.attrib["name"])
            assert m
            assert len(case) == 1
            assert case[0].text
            first = case[0].text.split("\n")[0]
            level = re.search(r": (error|warning|note)\[", first)
            assert level
            assert (case[0].tag == "failure") == (level[1] == "error")
            message = first.split("]: ", 1)[1]
            found.append((suite.attrib["name"], m[1], int(m[2]), int(m[3]), level[1], message))
    return found


def from_annotations(text: str) -> list[Told]:
    def plain(escaped: str) -> str:
        return unquote(escaped)

    found = []
    for line in text.splitlines():
        m = re.fullmatch(
            r"::(error|warning|notice) file=(.*?),line=(\d+),col=(\d+),.*title=(PZ\d{4}) [a-z0-9-]+::(.*)", line
        )
        assert m
        level = m[1].replace("notice", "note")
        message = plain(m[6]).split("\nhelp: ")[0]
        found.append((plain(m[2]), m[5], int(m[3]), int(m[4]), level, message))
    return found


READERS = {
    "text": from_text, "json": from_json, "sarif": from_sarif, "junit": from_junit, "annotations": from_annotations
}  # fmt: skip


@pytest.mark.parametrize("format", READERS)
def test_every_format_tells_the_same_list(format: str, report: Report) -> None:
    assert len(report) > 80
    assert sorted(READERS[format](render(report, format))) == sorted(told(report))


@pytest.mark.parametrize("format", READERS)
def test_every_format_is_well_formed_where_nothing_is_wrong(format: str) -> None:
    text = render(Report(), format, ["a.pz"])
    if format in ("json", "sarif", "junit"):
        assert READERS[format](text) == [] if format != "junit" else 'tests="1" failures="0"' in text


# --- the structure of SARIF 2.1.0, as its specification words it (the schema itself is not copied here)

LEVELS = {"none", "note", "warning", "error"}


def keys(thing: dict[str, Any], required: set[str], allowed: set[str]) -> None:
    assert required <= thing.keys() <= required | allowed, thing.keys()


def check_message(message: dict[str, Any]) -> None:
    keys(message, {"text"}, {"markdown", "id", "arguments"})
    assert isinstance(message["text"], str)
    assert message["text"]


def check_region(region: dict[str, Any]) -> None:
    keys(region, {"startLine"}, {"startColumn", "endLine", "endColumn", "charOffset", "charLength", "snippet"})
    assert all(isinstance(n, int) and n >= 1 for n in region.values())
    start = (region["startLine"], region["startColumn"])
    assert (region["endLine"], region["endColumn"]) >= start


def check_uri(location: dict[str, Any]) -> None:
    keys(location, {"uri"}, {"uriBaseId", "index", "description"})
    assert re.fullmatch(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-F]{2})+", location["uri"])


def check_location(location: dict[str, Any]) -> None:
    keys(location, {"physicalLocation"}, {"id", "message", "logicalLocations"})
    physical = location["physicalLocation"]
    keys(physical, {"artifactLocation", "region"}, {"contextRegion"})
    check_uri(physical["artifactLocation"])
    check_region(physical["region"])


def test_sarif_has_the_structure_of_its_standard(report: Report) -> None:
    log = json.loads(render(report, "sarif"))
    keys(log, {"version", "runs"}, {"$schema", "inlineExternalProperties", "properties"})
    assert log["version"] == "2.1.0"
    assert len(log["runs"]) == 1
    run = log["runs"][0]
    keys(run, {"tool"}, {"results", "columnKind", "artifacts", "invocations", "properties"})
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    driver = run["tool"]["driver"]
    keys(driver, {"name"}, {"version", "informationUri", "rules"})
    rules = driver["rules"]
    for rule in rules:
        keys(rule, {"id"}, {"name", "shortDescription", "defaultConfiguration", "help", "helpUri"})
        assert rule["defaultConfiguration"]["level"] in LEVELS
        check_message(rule["shortDescription"])
        check_message(rule["help"])
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        keys(result, {"message"}, {"ruleId", "ruleIndex", "level", "locations", "relatedLocations", "fixes"})
        assert result["level"] in LEVELS
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        check_message(result["message"])
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            check_location(location)
        for fix in result.get("fixes", ()):
            keys(fix, {"artifactChanges"}, {"description"})
            assert fix["artifactChanges"]
            for change in fix["artifactChanges"]:
                keys(change, {"artifactLocation", "replacements"}, set())
                check_uri(change["artifactLocation"])
                assert change["replacements"]
                for replacement in change["replacements"]:
                    keys(replacement, {"deletedRegion"}, {"insertedContent"})
                    check_region(replacement["deletedRegion"])
                    keys(replacement["insertedContent"], {"text"}, {"binary", "rendered"})
    assert any("fixes" in r for r in run["results"])
    assert any("relatedLocations" in r for r in run["results"])


# --- many mistakes in one file

SEEDED = Path(__file__).parent / "twelve_mistakes.pz"


def test_twelve_seeded_mistakes_are_told_each_at_its_place() -> None:
    """The file marks each seeded mistake in a comment behind its line: `#! PZ2001 wieght`."""
    text = SEEDED.read_text("utf-8")
    wanted = []
    for number, line in enumerate(text.splitlines(), 1):
        for code, what in re.findall(r"#! (PZ\d{4}) (.*?)(?=$| #!)", line):
            wanted.append((code, number, line.index(what) + 1))
    assert len({code for code, _, _ in wanted}) == len(wanted) == 12
    found = check_source(Source("twelve.pz", text), libraries()).report
    assert [(str(d.code), *d.span.place) for d in found] == sorted(wanted, key=lambda w: w[1:])
    assert {code for code, _, _ in wanted} <= {str(code) for code in codes.ALL}
