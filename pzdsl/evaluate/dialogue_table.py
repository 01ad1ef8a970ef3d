"""The figures about dialogues as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_PAPER = 0.948


def table(found: Mapping[str, Any]) -> str:
    """The ablation first, then what is caught, what is refused wrongly, and what it costs."""
    arms: Mapping[str, Any] = found["arms"]
    names = list(arms)
    lines = [
        f"{found['interviews']} interviews of {found['turns']} turns, {', '.join(found['specs'])};"
        f" seed {found['seed']}; {_model(found['model'])}.",
        "",
        "| | " + " | ".join(names) + " |",
        "|---|" + "---:|" * len(names),
    ]
    rows: tuple[tuple[str, Callable[[Any], str]], ...] = (
        ("emitted replies that contradict neither track", lambda a: _share(a["consistent"])),
        ("… drawn by sentence", lambda a: _range(a["consistent"]["by_sentence"])),
        ("lies refused", lambda a: _share(a["recall"]["all"]["replies"])),
        ("… each sentence once", lambda a: _share(a["recall"]["all"]["sentences"])),
        ("… typed", lambda a: _of(a, "typed")),
        ("… paraphrased", lambda a: _of(a, "paraphrased")),
        ("… indirect", lambda a: _of(a, "indirect")),
        ("… news taken back", lambda a: _of(a, "taken back")),
        ("true and harmless replies refused", lambda a: _share(a["false_rejection"]["all"])),
        ("… true sentences", lambda a: _share(a["false_rejection"].get("true"))),
        ("… harmless news", lambda a: _share(a["false_rejection"].get("neutral"))),
        ("… the built-in speaker's", lambda a: _share(a["false_rejection"].get("honest"))),
        ("own test results refused", lambda a: _share(a["own_results_refused"])),
        ("emitted replies that name the diagnosis", lambda a: _share(a["leaks"])),
        ("symptoms told that were not asked for", lambda a: _share(a["oversharing"])),
        ("replies of the fall-back", lambda a: _share(a["fell_back"])),
        ("new details a turn", lambda a: f"{list(a['growth'].values())[-1]:.2f}" if a["growth"] else "–"),
    )
    for title, cell in rows:
        lines.append(f"| {title} | " + " | ".join(cell(arms[name]) for name in names) + " |")
    full = arms[found["full_gate"]]
    typed = found["typed_lies_alone"]["consistent"]
    lines += [
        "",
        f"With lies of typed kinds alone (a fifth of the replies), {found['full_gate']}: {_share(typed)} of the emitted"
        " replies are consistent.",
        f"The paper reports {_PAPER:.1%}, by another judge, over other turns and other patients: no comparison.",
        "",
        f"| kind of lie ({found['full_gate']}) | replies refused | each sentence once |",
        "|---|---:|---:|",
    ]
    for name, one in full["recall"].items():
        if name.startswith("kind: "):
            lines.append(f"| {name[6:]} | {_share(one['replies'])} | {_share(one['sentences'])} |")
    lines += ["", "| new details a turn, after turn | " + " | ".join(found["growth"]["usual"]) + " |"]
    lines.append("|---|" + "---:|" * len(found["growth"]["usual"]))
    for name, grown in found["growth"].items():
        lines.append(f"| {name} gate | " + " | ".join(f"{value:.2f}" for value in grown.values()) + " |")
    lines += ["", f"Asked twice, in other words and far apart: {_share(found['probes'])} of the answers agree."]
    lines += ["", "| one judgement | median | 95th percentile |", "|---|---:|---:|"]
    for name, span in found["latency_ms"].items():
        lines.append(f"| {name} | {span['median']:.2f} ms | {span['p95']:.2f} ms |")
    return "\n".join(lines)


def _model(model: Mapping[str, str] | None) -> str:
    return "no entailment model" if model is None else f"{model['name']} ({model['sha256'][:12]})"


def _share(one: Mapping[str, Any] | None) -> str:
    if one is None or not one["of"]:
        return "–"
    return f"{100 * one['share']:.1f} % ({100 * one['low']:.1f} to {100 * one['high']:.1f})"


def _range(one: Mapping[str, float]) -> str:
    return f"{100 * one['low']:.1f} to {100 * one['high']:.1f} %"


def _of(arm: Mapping[str, Any], label: str) -> str:
    found = arm["recall"].get(label)
    return "–" if found is None else _share(found["replies"])
