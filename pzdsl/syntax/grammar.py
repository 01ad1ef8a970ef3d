"""Finds the grammar, and keeps the parser's tables as JSON: a start builds nothing and unpickles nothing.

`tables.json` carries the hash of the grammar and the version of lark that made it; where either differs it is
not used. After a change to the grammar, `python -m pzdsl.syntax.tables` writes it anew.

JSON lacks dicts with numbers for keys, and the parser generator's own form repeats itself a great deal; so
each value is an index into one list of values, in which equal values stand once.
"""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path
from typing import Any

WRITTEN = Path(__file__).parent / "tables.json"


def grammar_text() -> str:
    """The grammar: from the checkout, or from the data that comes with an installed package."""
    beside = Path(__file__).parents[2] / "grammar" / "pz.lark"
    if beside.is_file():
        return beside.read_text(encoding="utf-8")
    packed = resources.files("pzdsl") / "_data" / "grammar" / "pz.lark"
    return packed.read_text(encoding="utf-8")


def stamp(grammar: str, version: str) -> dict[str, str]:
    """What the tables depend on."""
    return {"grammar": hashlib.sha256(grammar.encode()).hexdigest(), "lark": version}


def encode(value: Any, stamped: dict[str, str]) -> str:
    """The tables as text, the same for the same tables."""
    values: dict[str, int] = {}

    def index(item: Any) -> int:
        if isinstance(item, dict):
            keys = sorted(item)
            packed: Any = [1, *(part for key in keys for part in (index(key), index(item[key])))]
        elif isinstance(item, list | tuple):
            packed = [0, *(index(part) for part in item)]
        else:
            packed = item
        return values.setdefault(json.dumps(packed, separators=(",", ":")), len(values))

    index(value)
    lines = ",\n".join(values)
    return f'{{"stamp":{json.dumps(stamped)},\n"values":[\n{lines}\n]}}\n'


def decode(text: str, wanted: dict[str, str]) -> Any:
    """The tables, or nothing where the text is damaged or was made from something else."""
    try:
        whole = json.loads(text)
        if whole["stamp"] != wanted:
            return None
        values: list[Any] = []
        for item in whole["values"]:  # parts come before the whole, which is the last
            if not isinstance(item, list):
                values.append(item)
            elif item[0] == 0:
                values.append([values[i] for i in item[1:]])
            else:
                values.append({values[k]: values[v] for k, v in zip(item[1::2], item[2::2], strict=True)})
        return values[-1]
    except (ValueError, LookupError, TypeError):
        return None
