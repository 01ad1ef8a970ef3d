"""Patients, structured records and verified records with text per second, and where the time goes."""

from __future__ import annotations

import cProfile
import pstats
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.specs import SHIPPED
from bench.workloads import COMPARE, hand_written, language, structured, with_text

TITLE = "Speed: per second, on one core"
AIMS = {"patients": 1_000_000, "records": 8_000, "texts": 1_500}
WORKLOADS: dict[str, Callable[[Path, int], Any]] = {"patients": language, "records": structured, "texts": with_text}
ROUNDS = 5
Function = tuple[str, int, str]


def measure(full: bool) -> dict[str, Any]:
    """Processor time of one process, so that what else the machine does counts little; one after the other."""
    sizes = (
        {"patients": 200_000, "records": 2_000, "texts": 400}
        if full
        else {"patients": 2_000, "records": 50, "texts": 5}
    )
    rounds = ROUNDS if full else 1
    # the two sides in turn: whatever slows the machine slows both
    hand, own = [], []
    for _ in range(rounds + 1):
        hand.append(_rate(hand_written, COMPARE, sizes["patients"]))
        own.append(_rate(language, COMPARE, sizes["patients"]))
    by_hand, pzdsl = hand[1:], own[1:]  # the first round warms up
    specs = {}
    for path in SHIPPED:
        specs[path.stem] = {}
        for name, work in WORKLOADS.items():
            _rate(work, path, max(sizes[name] // 10, 1))
            rates = [_rate(work, path, sizes[name]) for _ in range(rounds)]
            specs[path.stem][name] = {
                "n": sizes[name],
                "per_second": statistics.median(rates),
                "rounds": rates,
                "time_goes_to": where_time_goes(lambda w=work, p=path, m=name: w(p, sizes[m] // 4 or 1)),
            }
    return {
        "aims": AIMS,
        "clock": "processor time of the process, median of rounds",
        "compare": {
            "n": sizes["patients"],
            "by_hand_per_second": statistics.median(by_hand),
            "pzdsl_per_second": statistics.median(pzdsl),
            "ratio": statistics.median(p / h for p, h in zip(pzdsl, by_hand, strict=True)),
            "by_hand_rounds": by_hand,
            "pzdsl_rounds": pzdsl,
        },
        "specs": specs,
    }


def _rate(work: Callable[[Path, int], Any], path: Path, n: int) -> float:
    start = time.process_time()
    work(path, n)
    return n / (time.process_time() - start)


def where_time_goes(work: Callable[[], Any]) -> dict[str, dict[str, float]]:
    """The share of each room and file of pzdsl: its own time, and that of the library functions that it calls."""
    profile = cProfile.Profile()
    profile.runcall(work)
    stats: dict[Function, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    spent: Counter[str] = Counter()
    for function, (_, _, own, _, callers) in stats.items():
        place = _file_of(function)
        if place is not None:
            spent[place] += own
            continue
        for caller, (_, _, own_from_there, _) in callers.items():
            spent[_file_of(caller) or "libraries"] += own_from_there
    total = sum(spent.values()) or 1.0
    rooms: Counter[str] = Counter()
    for place, seconds in spent.items():
        rooms[place.split("/")[0]] += seconds
    return {
        "rooms": {room: round(seconds / total, 3) for room, seconds in rooms.most_common(4)},
        "files": {place: round(seconds / total, 3) for place, seconds in spent.most_common(6)},
    }


def _file_of(function: Function) -> str | None:
    head, found, tail = function[0].replace("\\", "/").rpartition("/pzdsl/")
    return tail.removesuffix(".py") if found and head else None


def table(result: dict[str, Any]) -> str:
    """The side-by-side first, then each specification against the aims."""
    one = result["compare"]
    aims = result["aims"]
    lines = [
        "Processor time of one process. `bench/by_hand.py` draws the 68 variables of `bench/compare.pz`, a part of type"
        " 2\ndiabetes, with NumPy written by hand: the same laws, grids, truncations and constraints by plain"
        " rejection, and\nthe same distribution of every variable (`bench/test_speed.py`)."
        f" {one['n']:,} patients, the two in turn:\n",
        "| | patients per second |",
        "|---|--:|",
        f"| by hand, NumPy | {one['by_hand_per_second']:,.0f} |",
        f"| pzdsl | {one['pzdsl_per_second']:,.0f} |",
        f"| ratio | {one['ratio']:.2f} |",
        f"\nWhole specifications; aims: {aims['patients']:,} patients, {aims['records']:,} structured records as JSON,"
        f" {aims['texts']:,} records\nwith text of which every sentence was checked, each figure with all the steps"
        " before it. *Bound by*: where a profile\nfinds the time, by room and file of `pzdsl/`, with the library"
        " functions that they call.\n",
        "| spec | | per second | of the aim | bound by |",
        "|---|---|--:|--:|---|",
    ]
    for spec, figures in result["specs"].items():
        for name, figure in figures.items():
            rooms, files = figure["time_goes_to"]["rooms"], figure["time_goes_to"]["files"]
            bound = ", ".join(f"{room} {share:.0%}" for room, share in list(rooms.items())[:3])
            most = ", ".join(f"`{place}` {share:.0%}" for place, share in list(files.items())[:2])
            lines.append(
                f"| {spec} | {name} | {figure['per_second']:,.0f} | {figure['per_second'] / aims[name]:.0%} |"
                f" {bound}; most in {most} |"
            )
    return "\n".join(lines)
