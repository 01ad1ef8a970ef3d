"""What depends on what: a variable on its own stage or an earlier one, and never on itself."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

from pzdsl.diagnostics import Report, codes
from pzdsl.semantics.names import names_in, names_in_law, names_in_value
from pzdsl.semantics.spec import STAGES, Clock, Spec, Variable
from pzdsl.syntax import tree


def parents_in(variable: Variable, spec: Spec) -> list[str]:
    """The variables that one is drawn from, in order of first mention, with its owner and its cap."""
    found: dict[str, None] = {}
    if isinstance(variable.law, Clock):
        names = ["phase", "phase_share", *(f"{p.name.text}.lasts" for p in spec.phases)]
    else:
        names = list(names_in_law(variable.law))
    for name in (*names, variable.part_of, variable.cap):
        if name and name in spec.variables:
            found[name] = None
    return list(found)


def side_reads(variable: Variable, spec: Spec) -> list[str]:
    """What the `missing` mark and the order of an exam read: they need not come earlier in the draw, but exist."""
    found: dict[str, None] = {}
    for option in variable.options:
        if isinstance(option, tree.Missing):
            found.update((n, None) for n in names_in_value(option.value))
        elif isinstance(option, tree.Ordered):
            found.update((n, None) for n in names_in(option.condition))
    return [n for n in found if n in spec.variables]


def drawing_order(spec: Spec) -> list[str]:
    """All variables, each after its parents, stage by stage, else as declared."""
    names = list(spec.variables)
    rank = {name: (STAGES.index(spec.variables[name].stage), i) for i, name in enumerate(names)}
    sorter = TopologicalSorter({name: parents_in(spec.variables[name], spec) for name in names})
    sorter.prepare()
    order: list[str] = []
    ready: list[str] = list(sorter.get_ready())
    while ready:
        ready.sort(key=rank.__getitem__)
        name = ready.pop(0)
        order.append(name)
        sorter.done(name)
        ready.extend(sorter.get_ready())
    return order


def check_order(spec: Spec, report: Report) -> None:
    """Report what depends on a later stage, and each ring of dependencies."""
    graph: dict[str, list[str]] = {}
    for variable in spec.variables.values():
        graph[variable.name] = []
        for parent_name in parents_in(variable, spec):
            parent = spec.variables[parent_name]
            if STAGES.index(parent.stage) <= STAGES.index(variable.stage):
                graph[variable.name].append(parent_name)
            else:
                report.add(
                    codes.STAGE_ORDER,
                    variable.span,
                    f"the {variable.stage} `{variable.name}` depends on the {parent.stage} `{parent_name}`,"
                    " which comes later",
                    f"let `{parent_name}` depend on `{variable.name}` instead",
                )
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = list(error.args[1])
        start = min(range(len(ring) - 1), key=lambda i: list(spec.variables).index(ring[i]))
        ring = ring[start:-1] + ring[: start + 1]
        report.add(
            codes.CYCLE,
            spec.variables[ring[0]].span,
            f"`{ring[0]}` depends on itself"
            if len(ring) == 2
            else "these depend on each other in a ring: " + " → ".join(f"`{n}`" for n in reversed(ring)),
            "take one of the dependencies out",
        )
