"""Figures about pzdsl: how faithful, how repeatable, how fast. `python -m bench.measure`."""
