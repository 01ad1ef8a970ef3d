"""The course: phases one after the other, the phase at presentation, and the times that follow from them."""

from __future__ import annotations

import re
from decimal import Decimal

from pzdsl.diagnostics import Span, codes
from pzdsl.semantics.names import label_of
from pzdsl.semantics.spec import Categorical, Category, Clock, Law, Numeric, Rule, ValueType, Variable
from pzdsl.semantics.units import DAYS
from pzdsl.semantics.variables import Variables
from pzdsl.syntax import tree

_COURSE_NAMES = ("phase", "phase_time", "phase_share", "course_time")


class Courses(Variables):
    """Declares what belongs to the course, and the rule that it fits into a life."""

    def _course(self) -> None:
        courses = [d for d in self.file.declarations if isinstance(d, tree.Course)]
        for extra in courses[1:]:
            self.report.add(codes.BAD_COURSE, extra.span, "the course is given twice", "keep one of them")
        if not courses:
            return
        course = courses[0]
        if self._course_is_torn(course):
            self.broken.update(_COURSE_NAMES)
            return
        phases = [m for m in course.members if isinstance(m, tree.Phase)]
        presents = [m for m in course.members if isinstance(m, tree.PresentsIn)]
        if not phases:
            self.report.add(
                codes.BAD_COURSE, course.span, "a course has at least one phase", "add `phase NAME lasts …`"
            )
            return
        seen: dict[str, Span] = {}
        once = [self._once(seen, phase.name, "phase") for phase in phases]
        if not all(once):
            self.broken.update((*_COURSE_NAMES, *seen))
            return
        for i, phase in enumerate(phases):
            if i and (phase.after is None or phase.after.text != phases[i - 1].name.text):
                self.report.add(
                    codes.BAD_COURSE,
                    (phase.after or phase.name).span,
                    f"`{phase.name.text}` follows `{phases[i - 1].name.text}`, and has to say so",
                    f"write `after {phases[i - 1].name.text}`",
                )
            elif not i and phase.after is not None:
                self.report.add(
                    codes.BAD_COURSE,
                    phase.after.span,
                    "the first phase follows none",
                    "delete `after …`, or reorder",
                )
        self.phases = phases
        if len(presents) != 1 and len(phases) > 1:
            self.report.add(
                codes.BAD_COURSE,
                course.span,
                "the course has to say in which phase patients present, once",
                "add `presents in { " + ", ".join(f"{p.name.text}: …" for p in phases) + " }`",
            )
            return
        at = course.span
        labels = Categorical(
            None,
            tuple(Category(p.name.text, p.label.text if p.label else label_of(p.name.text)) for p in phases),
        )
        one = tree.Plain(dist=tree.Point(value=phases[0].name, span=at), span=at)
        presenting: tree.Value = presents[0].value if presents else one
        zero, unit = (tree.Number(quantity=tree.Quantity(value=Decimal(n), span=at), span=at) for n in (0, 1))
        share_name = (tree.Name(text="low", span=at), tree.Name(text="high", span=at))
        share = tree.Family(
            family=tree.Name(text="uniform", span=at),
            arguments=((share_name[0], zero), (share_name[1], unit)),
            span=at,
        )
        days = Numeric(DAYS, Decimal(0))

        def add(name: str, label: str, kind: ValueType, law: Law, span: Span, hidden: bool = False) -> None:
            variable = Variable(name, label, "course", "course", kind, law, self.home, span, hidden=hidden)
            self._add(variable, tree.Name(text=name, span=span))

        add("phase", "Phase at presentation", labels, tree.Prior(value=presenting, span=at), presenting.span)
        for phase in phases:
            add(
                f"{phase.name.text}.lasts",
                f"Duration of {labels.categories[phases.index(phase)].label.lower()}",
                days,
                tree.Prior(value=phase.lasts, span=phase.span),
                phase.span,
            )
        no_cite = tree.Plain(dist=share, span=at)
        add("phase_share", "Share of the phase gone by", Numeric(None, Decimal(0), Decimal(1)),
            tree.Prior(value=no_cite, span=at), at, hidden=True)  # fmt: skip
        # what is computed from times that are not negative needs no range of its own
        add("phase_time", "Time in the present phase", Numeric(DAYS), Clock("phase"), at)
        add("course_time", "Time since the course began", Numeric(DAYS), Clock("course"), at)

    def _course_is_torn(self, course: tree.Course) -> bool:
        """Whether a member of the course was lost: then nothing more is said about the course."""
        if not any(course.span.start <= at.start <= course.span.end for at in self.torn):
            return False
        written = len(re.findall(r"\b(?:phase\s+\w+|presents\s+in)\b", course.span.text))
        return written > len(course.members)

    def _built_in_rules(self) -> None:
        age = self.variables.get("age")
        if not self.phases or age is None or not isinstance(age.type, Numeric):
            return
        if age.type.unit is None or not age.type.unit.is_time or "course_time" not in self.variables:
            return
        at = self.phases[0].span
        condition = tree.Compare(
            op="<=", left=tree.Ref(path="course_time", span=at), right=tree.Ref(path="age", span=at), span=at
        )
        message = tree.Text(text="the course, {course_time}, would have begun before birth at age {age}", span=at)
        self.constraints.setdefault(
            "course_fits_life", Rule("course_fits_life", condition, self.home, at, message=message)
        )
