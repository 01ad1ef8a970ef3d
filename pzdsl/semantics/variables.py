"""Variables, their types, and the parts that belong to them (`polyuria.severity`, `metformin.since`)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from pzdsl.diagnostics import Span, codes
from pzdsl.semantics.found import Found
from pzdsl.semantics.infer import read_unit
from pzdsl.semantics.names import categories_in, label_of, near
from pzdsl.semantics.quantities import in_unit
from pzdsl.semantics.spec import SEVERITY, Boolean, Categorical, Category, Clock, Law, Numeric, ValueType, Variable
from pzdsl.semantics.units import DAYS, Unit, parse_unit
from pzdsl.syntax import tree

DIMENSIONS = ("biological", "socioeconomic", "behavioural", "family")
PENDING = Clock("phase")  # stands for the law of `prior from …` until the library's is there
# parts whose values are times; the others are categories, except `episodes`, a count
TIME_PARTS = {"onset", "lasts", "since"}
_PARTS_OF = {"since": ("medication", "condition", "procedure", "habit", "allergy")}


class Variables(Found):
    """Declares types, then variables with their parts."""

    def _types(self) -> None:
        for definition in self._type_defs():
            if definition.name.text == "severity":
                self.report.add(
                    codes.DUPLICATE_NAME,
                    definition.name.span,
                    "`severity` is built in",
                    "choose another name",
                )
                continue
            if not self._once(self.type_spans, definition.name, "type"):
                continue
            seen: dict[str, Span] = {}
            for category in definition.categories:
                self._once(seen, category.name, "category")
            self.types[definition.name.text] = Categorical(
                definition.name.text,
                tuple(
                    Category(c.name.text, c.label.text if c.label else c.name.text.replace("_", " "))
                    for c in definition.categories
                ),
                definition.ordered,
            )

    def _type_defs(self) -> Iterator[tree.TypeDef]:
        for declaration in self.file.declarations:
            match declaration:
                case tree.TypeDef():
                    yield declaration
                case tree.Dimension(members=m) | tree.Symptoms(members=m) | tree.Exams(members=m):
                    yield from (member for member in m if isinstance(member, tree.TypeDef))
                case _:
                    pass

    def _dimension(self, dimension: tree.Dimension) -> None:
        name = dimension.name.text
        if name not in DIMENSIONS:
            self.report.add(
                codes.UNKNOWN_NAME,
                dimension.name.span,
                f"there is no dimension `{name}`",
                near(name, list(DIMENSIONS)) or "the four are " + ", ".join(DIMENSIONS),
            )
        for member in dimension.members:
            if isinstance(member, tree.Variable):
                self._variable(member, name, None)

    def _panel(self, panel: tree.Panel) -> None:
        self.panels.append(panel)
        for exam in panel.exams:
            self._variable(exam, None, panel.name.text)
        inside = {exam.name.text for exam in panel.exams}
        for correlation in panel.correlations:
            for name in (correlation.left, correlation.right):
                if name.text not in inside | self.broken:
                    self.report.add(
                        codes.UNKNOWN_NAME,
                        name.span,
                        f"`{name.text}` is no exam of the panel `{panel.name.text}`",
                        near(name.text, list(inside)),
                    )
            if not -1 < correlation.value.value < 1:
                self.report.add(
                    codes.PARAMETER_RANGE, correlation.value.span, "a correlation must lie between -1 and 1"
                )

    def _variable(self, node: tree.Variable, dimension: str | None, panel: str | None) -> None:
        label = node.label.text if node.label else label_of(node.name.text)
        value_type = self._value_type(node)
        if value_type is None:
            self.broken.add(node.name.text)
            return
        law: Law = PENDING if isinstance(node.law, tree.PriorFrom) else node.law
        options = tuple(o for o in node.options if not isinstance(o, tree.Part))
        variable = Variable(
            node.name.text,
            label,
            node.role,
            node.role,
            value_type,
            law,
            self.home,
            node.span,
            dimension,
            options,
            panel=panel,
        )
        self._add(variable, node.name)
        self._parts(node, variable)

    def _value_type(self, node: tree.Variable) -> ValueType | None:
        step = next((o.step for o in node.options if isinstance(o, tree.Precision)), None)
        also = tuple(o.unit for o in node.options if isinstance(o, tree.AlsoIn))
        match node.type:
            case None:
                if node.role == "symptom":
                    return Boolean()
                raise AssertionError("the grammar asks for a type")
            case tree.BooleanType():
                return Boolean()
            case tree.NamedType(name=name):
                found = self.types.get(name.text)
                if found is None and name.text not in self.broken:
                    self.report.add(
                        codes.UNKNOWN_TYPE,
                        name.span,
                        f"there is no type `{name.text}`",
                        near(name.text, list(self.types)),
                    )
                return found
            case tree.NumberType(unit=unit_text, is_time=is_time, range=span_range):
                unit = read_unit(unit_text, is_time, node.type.span, self.report) if unit_text else None
                if unit_text and unit is None:
                    return None
                return self._numeric(unit, span_range, step, also, False, node)
            case tree.CountType(unit=unit_text, range=span_range):
                unit = parse_unit(unit_text, True) if unit_text else None
                return self._numeric(unit, span_range, step, also, True, node)

    def _numeric(
        self,
        unit: Unit | None,
        declared: tree.Range | None,
        step: tree.Quantity | None,
        also: tuple[str, ...],
        count: bool,
        node: tree.Variable,
    ) -> Numeric:
        low = high = None
        high_open = False
        whose = f"`{node.name.text}` is in {unit or 'no unit'}"
        if declared is not None:
            low = in_unit(declared.low, unit, self.report, whose)
            high = in_unit(declared.high, unit, self.report, whose)
            high_open = declared.high_open
            if low is not None and high is not None and (low > high or (low == high and high_open)):
                self.report.add(
                    codes.EMPTY_RANGE,
                    declared.span,
                    f"`{node.name.text}` can take no value: {low} is above {high}"
                    if low > high
                    else f"`{node.name.text}` can take no value between {low} and less than {high}",
                    "write the smaller bound first",
                )
                low, high = high, low
        precision = None
        if step is not None:
            precision = in_unit(step, unit, self.report, whose)
            if precision is not None and precision <= 0:
                self.report.add(
                    codes.BAD_PRECISION, step.span, "a precision must be above 0", "for example `precision 0.1`"
                )
                precision = None
            elif precision is not None and count and precision % 1:
                self.report.add(
                    codes.BAD_PRECISION, step.span, "a count moves in whole numbers", "delete the precision"
                )
                precision = None
            elif precision is not None and low is not None and high is not None:
                first = (low / precision).to_integral_value(ROUND_CEILING) * precision
                if first > high or (first == high and high_open):
                    self.report.add(
                        codes.BAD_PRECISION,
                        step.span,
                        f"no multiple of {precision} lies in the range of `{node.name.text}`",
                        "choose a finer precision, or widen the range",
                    )
                    precision = None
        return Numeric(unit, low, high, high_open, count, precision, also)

    def _parts(self, node: tree.Variable, owner: Variable) -> None:
        chronic = any(isinstance(o, tree.Chronic) for o in node.options)
        parts = {o.part: o for o in node.options if isinstance(o, tree.Part)}
        kind = next((o.name.text for o in node.options if isinstance(o, tree.Kind)), None)
        for option in node.options:
            if not isinstance(option, tree.Part):
                continue
            if option.part == "since":
                if node.role != "attribute" or (kind not in _PARTS_OF["since"]):
                    self.report.add(
                        codes.BAD_OPTION_PLACE,
                        option.span,
                        "`since` belongs to a medication, a condition or a habit",
                        "add `kind medication` (or condition, habit), or delete it",
                    )
                    continue
            elif node.role != "symptom":
                self.report.add(
                    codes.BAD_OPTION_PLACE, option.span, f"`{option.part}` belongs to a symptom", "delete it"
                )
                continue
            if not isinstance(owner.type, Boolean):
                self.report.add(
                    codes.BAD_OPTION_PLACE,
                    option.span,
                    f"`{option.part}` needs `{owner.name}` to be there or not, and it is not a boolean",
                    "declare the symptom without a type",
                )
                continue
            self._part(option, owner, chronic)
        if node.role == "symptom" and "onset" in parts and isinstance(owner.type, Boolean):
            self._times(owner, "lasts" in parts)

    def _part(self, option: tree.Part, owner: Variable, chronic: bool) -> None:
        cap = None
        if option.part in TIME_PARTS:
            if option.part == "onset" and self.phases and not chronic:
                cap = "course_time"
            value_type: ValueType = Numeric(DAYS, Decimal(0))
        elif option.part == "episodes":
            value_type = Numeric(None, Decimal(0), count=True)
        elif option.part == "severity":
            value_type = SEVERITY
        else:
            value_type = Categorical(None, tuple(Category(n, n.replace("_", " ")) for n in categories_in(option.value)))
        variable = Variable(
            f"{owner.name}.{option.part}",
            f"{owner.label}, {option.part}",
            owner.stage,
            "part",
            value_type,
            tree.Prior(span=option.value.span, value=option.value),
            self.home,
            option.span,
            owner.dimension,
            (),
            owner.name,
            option.part,
            cap,
        )
        self._add(variable, tree.Name(text=variable.name, span=option.span))

    def _times(self, owner: Variable, lasts: bool) -> None:
        """`NAME.duration` and `NAME.active`, from the onset and how long it lasts."""
        at = owner.span
        onset: tree.Expr = tree.Ref(path=f"{owner.name}.onset", span=at)
        if lasts:
            drawn: tree.Expr = tree.Ref(path=f"{owner.name}.lasts", span=at)
            duration: tree.Expr = tree.Call(function="min", arguments=(drawn, onset), span=at)
            active: Law = tree.Derived(expr=tree.Compare(op=">=", left=drawn, right=onset, span=at), span=at)
        else:
            duration = onset
            always = tree.Bernoulli(share=tree.Share(percent=Decimal(100), span=at), span=at)
            active = tree.Prior(value=tree.Plain(dist=always, span=at), span=at)
        for part, value_type, law in (
            ("duration", Numeric(DAYS), tree.Derived(expr=duration, span=at)),
            ("active", Boolean(), active),
        ):
            name = f"{owner.name}.{part}"
            self.variables[name] = Variable(
                name, f"{owner.label}, {part}", owner.stage, "part", value_type, law, self.home, at,
                part_of=owner.name, part=part,
            )  # fmt: skip
