"""`python -m pzdsl.syntax.tables` writes `tables.json` anew, after a change to the grammar."""

from __future__ import annotations

from pzdsl.syntax.grammar import WRITTEN
from pzdsl.syntax.parse import fresh_tables

if __name__ == "__main__":
    WRITTEN.write_text(fresh_tables(), encoding="utf-8")
    print(f"wrote {WRITTEN}")
