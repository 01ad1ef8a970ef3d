"""One figure a file: `TITLE`, `measure(full) -> dict`, `table(dict) -> str`. `bench.measure` finds them here."""
