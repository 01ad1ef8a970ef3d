"""One patient as a page for people, and why each value is what it is."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pzdsl.plan.plan import Plan
from pzdsl.record.build import values_of
from pzdsl.record.origins import provenance_of
from pzdsl.record.quantities import DAYS_IN, number_text, quantity_text, time_text, unit_text

WIDTH = 100
_SECTIONS = (
    ("past_history", "Past history"),
    ("drugs", "Medicines"),
    ("allergies", "Allergies"),
    ("family", "Family"),
    ("biological", "Biological"),
    ("socioeconomic", "Socioeconomic"),
    ("behavioural", "Behaviour"),
)
_ANSWERS, _FINDINGS = {True: "yes", False: "no"}, {True: "present", False: "absent"}
_PARTS = ("severity", "character", "site", "side", "worse", "better", "trend", "episodes")


def render_page(record: Mapping[str, Any], *, width: int = WIDTH, markup: bool = False) -> str:
    """A record as a readable page; with `markup`, headings carry the tags of `rich`."""
    lines = [*_head(record, markup)]
    text = record.get("text")
    if text:
        for passage in text["passages"]:
            lines += ["", _heading(passage["title"], markup), *_wrapped(_safe(passage["text"], markup), width)]
    else:
        lines += _background(record, width, markup) + _symptoms(record, width, markup)
    lines += _exams(record, markup)
    return "\n".join(lines) + "\n"


def why(record: Mapping[str, Any], plan: Plan, name: str) -> list[str]:
    """Why one value is what it is: its place, the law as written, and each source."""
    told = provenance_of(record, plan, name)
    variable = plan.variable(name)
    value = values_of(record, plan).get(name)
    lines = [f"{name} = {_plain(value, variable.unit, variable.precision)}  ({told['label']})"]
    lines.append(f"  at      {told['at']}" + (f"  from {told['library']}" if told["library"] else ""))
    lines.append(f"  law     {' '.join(told['law'].split())}")
    if told["row"] is not None:
        lines.append(f"  row     {' '.join(told['row'].split())}")
    for cite in told["cites"]:
        lines.append(f"  source  {cite['text']}" + (f": {cite['source']}" if cite["source"] else ""))
    return lines


def why_all(record: Mapping[str, Any], plan: Plan) -> Iterator[str]:
    """The lines of `why` for every value of a record."""
    for name in record["sources"]:
        yield from why(record, plan, name)


def _head(record: Mapping[str, Any], markup: bool) -> list[str]:
    spec, made = record["spec"], record["provenance"]
    codes = f" ({', '.join(spec['codes'])})" if spec["codes"] else ""
    lines = [
        _heading(f"{spec['label']}{codes}: patient {made['number']}", markup),
        f"synthetic, spec {spec['name']} ({spec['status']}), seed {made['seed']}, {made['compiler']}",
    ]
    if record.get("presented"):
        lines.append(f"presented on {record['presented']}")
    if record["speaker"] != "patient":
        lines.append(f"history from: {record['speaker']}")
    return lines


def _background(record: Mapping[str, Any], width: int, markup: bool) -> list[str]:
    lines: list[str] = []
    for key, title in _SECTIONS:
        entries = record["background"][key]
        if entries:
            lines += ["", _heading(title, markup), *_listing([_line(entry) for entry in entries], width)]
    return lines


def _symptoms(record: Mapping[str, Any], width: int, markup: bool) -> list[str]:
    symptoms = record["symptoms"]
    lines = ["", _heading("Symptoms", markup)]
    for entry in symptoms["present"]:
        words = [str(entry[part]).replace("_", " ") for part in _PARTS if part in entry]
        when = f", {time_text(entry['onset_days'])} ago" if "onset_days" in entry else ""
        over = "" if entry.get("active", True) else ", over now"
        lines.append(f"  {entry['label']}{when}{over}" + (f": {', '.join(words)}" if words else ""))
    if symptoms["negatives"]:
        names = ", ".join(entry["label"] for entry in symptoms["negatives"])
        lines += _wrapped(f"  Absent: {names}", width, "    ")
    return lines


def results_of(record: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """The examination results of a record for people: label, value, flag and reference, in words."""
    return [
        (entry["label"], _entry_value(entry, _FINDINGS), entry.get("flag") or "", _reference(entry))
        for entry in record["exams"]
    ]


def _exams(record: Mapping[str, Any], markup: bool) -> list[str]:
    rows = results_of(record)
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["", _heading("Results", markup)]
    for row in rows:
        cells = "  ".join(cell.ljust(size) for cell, size in zip(row[:3], widths, strict=True))
        lines.append(_safe(f"  {cells}  {row[3]}".rstrip(), markup))
    return lines


def _reference(entry: Mapping[str, Any]) -> str:
    reference = entry.get("reference")
    return f"reference {reference['text']}" if reference else ""


def _line(entry: Mapping[str, Any]) -> str:
    since = f", for {time_text(entry['since_days'])}" if "since_days" in entry else ""
    dose = f" {entry['dose']}" if "dose" in entry else ""
    return f"{entry['label']}: {_entry_value(entry)}{dose}{since}"


def _entry_value(entry: Mapping[str, Any], found: Mapping[bool, str] = _ANSWERS) -> str:
    if entry["value"] is None:
        return str(entry.get("reason", "not recorded"))
    if isinstance(entry["value"], bool):
        return found[entry["value"]]
    if "category_label" in entry:
        return str(entry["category_label"])
    unit = entry.get("unit")
    if unit in DAYS_IN and unit in entry["label"].lower():  # pack-years are not years
        unit = None
    return _plain(entry["value"], unit, entry.get("precision"))


def _plain(value: Any, unit: str | None, precision: float | None) -> str:
    if value is None:
        return "no value"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if precision is not None:
        return quantity_text(value, precision, unit)
    if isinstance(value, float) and value != round(value, 4):
        return quantity_text(value, None, unit)
    printed = unit if unit in DAYS_IN else unit_text(unit)
    number = number_text(value, 1) if value == int(value) else f"{value:g}"
    return f"{number}{'' if printed == '%' else ' '}{printed}".rstrip()


def _listing(items: Sequence[str], width: int) -> list[str]:
    return [line for item in items for line in _wrapped("  " + item, width, "    ")]


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False)


def _heading(text: str, markup: bool) -> str:
    return f"[bold]{_safe(text, markup)}[/bold]" if markup else text


def _safe(text: str, markup: bool) -> str:
    return text.replace("[", r"\[") if markup else text
