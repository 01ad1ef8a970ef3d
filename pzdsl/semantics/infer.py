"""What an expression is: a truth value, a category, or a number in a unit; and every way it can be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pzdsl.diagnostics import Edit, Instead, Report, Span, codes
from pzdsl.semantics.names import names_in, near
from pzdsl.semantics.spec import Boolean, Categorical, Numeric, Variable
from pzdsl.semantics.units import PLAIN, Unit, conversion, parse_unit, power, product, suggestion
from pzdsl.syntax import tree


@dataclass(frozen=True, slots=True)
class Truth:
    """True, false or unknown."""


@dataclass(frozen=True, slots=True)
class OfType:
    """A category of a type."""

    type: Categorical


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a unit; `unit=None` is a bare number, which takes the unit of what it meets."""

    unit: Unit | None


Kind = Truth | OfType | Amount


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that an expression may read. `broken` are those whose own declaration has failed."""

    variables: Mapping[str, Variable]
    report: Report
    broken: frozenset[str] = field(default_factory=frozenset)

    def quiet(self) -> Scope:
        """The same names, reporting to nobody."""
        return Scope(self.variables, Report(), self.broken)


def unit_of(variable: Variable) -> Unit | None:
    """The unit a numeric variable is declared in; None for a plain number."""
    return variable.type.unit if isinstance(variable.type, Numeric) else None


def infer(expr: tree.Expr, scope: Scope) -> Kind | None:
    """The kind of an expression; None where a mistake was reported."""
    match expr:
        case tree.Number(quantity=quantity):
            if quantity.unit is None:
                return Amount(None)
            unit = read_unit(quantity.unit, quantity.is_time, quantity.span, scope.report)
            return Amount(unit) if unit else None
        case tree.Ref():
            return _reference(expr, scope)
        case tree.Magnitude():
            return _magnitude(expr, scope)
        case tree.WithUnit(operand=operand, unit=text):
            inner = _amount(operand, scope)
            unit = read_unit(text, False, expr.span, scope.report)
            if inner is None or unit is None:
                return None
            if inner.unit is not None and inner.unit.dimensions:
                scope.report.add(
                    codes.UNIT_MISMATCH,
                    expr.span,
                    f"this is in {inner.unit} already; only a bare number can be given a unit",
                    "write `as` inside to get the bare magnitude, e.g. `(x as 'mg/dL')`",
                )
                return None
            return Amount(unit)
        case tree.Negate(operand=operand):
            return _amount(operand, scope)
        case tree.Arithmetic():
            return _arithmetic(expr, scope)
        case tree.Call():
            return _call(expr, scope)
        case tree.Compare():
            return _compare(expr, scope)
        case tree.Between(operand=operand, low=low, high=high):
            for end in (low, high):
                joint(operand, end, expr.span, scope, "compared")
            return Truth()
        case tree.Is(operand=operand, category=category):
            return _member(operand, (category,), expr.span, scope)
        case tree.InSet(operand=operand, categories=categories):
            return _member(operand, categories, expr.span, scope)
        case tree.Not(operand=operand):
            require_truth(operand, scope)
            return Truth()
        case tree.Junction(operands=operands):
            for operand in operands:
                require_truth(operand, scope)
            return Truth()
        case tree.Implies(left=left, right=right):
            require_truth(left, scope)
            require_truth(right, scope)
            return Truth()


def require_truth(expr: tree.Expr, scope: Scope) -> bool:
    """Whether an expression is a condition; reports where it is something else."""
    kind = infer(expr, scope)
    if kind is None:
        return False
    if not isinstance(kind, Truth):
        hint = "compare it with something, e.g. `>= 7`"
        if isinstance(kind, OfType):
            hint = f"say which, e.g. `is {kind.type.names[0]}`"
        scope.report.add(codes.NOT_BOOLEAN, expr.span, f"`{_short(expr.span)}` is no condition", hint)
        return False
    return True


def require_unit(expr: tree.Expr, unit: Unit | None, scope: Scope, what: str) -> bool:
    """Whether an expression ends in a declared unit (a bare number does)."""
    kind = _amount(expr, scope)
    if kind is None:
        return False
    if kind.unit is None or (not kind.unit.dimensions and unit is None):
        return True
    if conversion(kind.unit, unit or PLAIN) is None:
        scope.report.add(
            codes.UNIT_MISMATCH,
            expr.span,
            f"{what} is in {kind.unit}, not in {unit or 'a plain number'}",
            f"write it in {unit}" if unit else "use `x as 'unit'` for the bare magnitude",
        )
        return False
    return True


def joint(left: tree.Expr, right: tree.Expr, span: Span, scope: Scope, verb: str) -> Amount | None:
    """The common kind of two numbers that are compared or added; a bare one takes the other's unit."""
    a, b = _amount(left, scope), _amount(right, scope)
    if a is None or b is None:
        return None
    for one, other in ((left, right), (right, left)):
        _not_ambiguous(one, other, scope)
    if a.unit is None or b.unit is None:
        return Amount(a.unit or b.unit)
    if conversion(b.unit, a.unit) is None:
        scope.report.add(
            codes.UNIT_MISMATCH,
            span,
            f"{a.unit} and {b.unit} cannot be {verb}",
            "write both in units of the same kind",
        )
        return None
    return b if _stated(left) and not _stated(right) else a


def _stated(expr: tree.Expr) -> bool:
    """Whether an expression reads no variable: then its unit was written here, and is not a declared one."""
    return not any(names_in(expr))


def _not_ambiguous(number: tree.Expr, other: tree.Expr, scope: Scope) -> None:
    """A bare number beside a variable that is also given in another unit could mean either."""
    if not (isinstance(number, tree.Number) and number.quantity.unit is None and isinstance(other, tree.Ref)):
        return
    variable = scope.variables.get(other.path)
    if variable and isinstance(variable.type, Numeric) and variable.type.also and variable.type.unit:
        unit = variable.type.unit
        scope.report.add(
            codes.AMBIGUOUS_NUMBER,
            number.span,
            f"`{variable.name}` is given in {unit} and in '{variable.type.also[0]}'; this number could be either",
            f"write `{number.span.text} {unit}`",
            fix=[Edit(number.span, f"{number.span.text} {unit}")],
        )


def read_unit(text: str, is_time: bool, span: Span, report: Report) -> Unit | None:
    """The unit of a text, or a diagnostic."""
    found = parse_unit(text, is_time)
    if found is None:
        close = suggestion(text)
        report.add(
            codes.UNKNOWN_UNIT,
            span,
            f"`'{text}'` is no UCUM unit that is known here",
            Instead(f"'{text}'", f"'{close}'") if close else "units are UCUM codes, e.g. 'mg/dL', 'mm[Hg]', '/min'",
        )
    return found


def _short(span: Span) -> str:
    text = " ".join(span.text.split())
    return text if len(text) <= 50 else text[:47] + "…"


def kind_of(variable: Variable) -> Kind:
    """What a variable is in an expression."""
    match variable.type:
        case Boolean():
            return Truth()
        case Categorical():
            return OfType(variable.type)
        case Numeric(unit=unit):
            return Amount(unit or PLAIN)


def _reference(expr: tree.Ref, scope: Scope) -> Kind | None:
    variable = scope.variables.get(expr.path)
    if variable is not None:
        return kind_of(variable)
    owner = expr.path.split(".")[0]
    if expr.path in scope.broken or owner in scope.broken:
        return None
    hint = near(expr.path, [v.name for v in scope.variables.values() if not v.hidden])
    if "." in expr.path and owner in scope.variables:
        parts = sorted(v.part or "" for v in scope.variables.values() if v.part_of == owner)
        hint = f"`{owner}` has " + ", ".join(f"`.{p}`" for p in parts) if parts else f"`{owner}` has no parts"
    typed = [v.name for v in scope.variables.values() if isinstance(v.type, Categorical) and expr.path in v.type.names]
    if typed and hint is None:
        hint = f"it is a category of `{typed[0]}`: write `{typed[0]} is {expr.path}`"
    scope.report.add(codes.UNKNOWN_NAME, expr.span, f"there is no variable `{expr.path}`", hint)
    return None


def _magnitude(expr: tree.Magnitude, scope: Scope) -> Kind | None:
    kind = _reference(tree.Ref(path=expr.path, span=expr.span), scope)
    unit = read_unit(expr.unit, expr.is_time, expr.span, scope.report)
    if kind is None or unit is None:
        return None
    if not isinstance(kind, Amount):
        scope.report.add(codes.TYPE_MISMATCH, expr.span, f"`{expr.path}` is no number", "delete `as …`")
        return None
    if conversion(kind.unit or PLAIN, unit) is None:
        scope.report.add(
            codes.UNIT_MISMATCH,
            expr.span,
            f"`{expr.path}` is in {kind.unit} and has no magnitude in {unit}",
            f"write `{expr.path} as {kind.unit}`",
        )
        return None
    return Amount(None)


def _amount(expr: tree.Expr, scope: Scope) -> Amount | None:
    kind = infer(expr, scope)
    if kind is None:
        return None
    if not isinstance(kind, Amount):
        what = "a condition" if isinstance(kind, Truth) else f"a category ({', '.join(kind.type.names[:3])} …)"
        scope.report.add(codes.TYPE_MISMATCH, expr.span, f"`{_short(expr.span)}` is {what}, not a number")
        return None
    return kind


def _arithmetic(expr: tree.Arithmetic, scope: Scope) -> Kind | None:
    if expr.op in "+-":
        return joint(expr.left, expr.right, expr.span, scope, "added" if expr.op == "+" else "subtracted")
    a, b = _amount(expr.left, scope), _amount(expr.right, scope)
    if a is None or b is None:
        return None
    if expr.op == "^":
        return _raised(expr, a, b, scope)
    if a.unit is None and b.unit is None:
        return Amount(None)
    sign = 1 if expr.op == "*" else -1
    if b.unit is None:
        return a
    if a.unit is None:
        return b if sign > 0 else Amount(power(b.unit, -1))
    return Amount(product(a.unit, b.unit, sign))


def _raised(expr: tree.Arithmetic, base: Amount, exponent: Amount, scope: Scope) -> Kind | None:
    if exponent.unit is not None and exponent.unit.dimensions:
        scope.report.add(codes.UNIT_MISMATCH, expr.right.span, "an exponent has no unit")
        return None
    if base.unit is None or not base.unit.dimensions:
        return Amount(None)
    sign, right = 1, expr.right
    while isinstance(right, tree.Negate):
        sign, right = -sign, right.operand
    if isinstance(right, tree.Number) and right.quantity.value % 1 == 0:
        return Amount(power(base.unit, sign * int(right.quantity.value)))
    scope.report.add(
        codes.UNIT_MISMATCH,
        expr.span,
        f"only a whole number can be the exponent of something in {base.unit}",
        "use `x as 'unit'` for the bare magnitude",
    )
    return None


FUNCTIONS = ("min", "max", "abs", "exp", "ln", "sqrt", "number_of")


def _call(expr: tree.Call, scope: Scope) -> Kind | None:
    name, arguments = expr.function, expr.arguments
    if name not in FUNCTIONS:
        hint = near(name, list(FUNCTIONS)) or "there are " + ", ".join(FUNCTIONS)
        scope.report.add(codes.BAD_CALL, expr.span, f"there is no function `{name}`", hint)
        return None
    if name == "number_of":
        for argument in arguments:
            require_truth(argument, scope)
        return Amount(PLAIN)
    if name in ("min", "max"):
        if len(arguments) < 2:
            scope.report.add(codes.BAD_CALL, expr.span, f"`{name}` compares two values or more")
            return None
        # each against one that has a unit: bare numbers take it, and fit everything among themselves
        quiet = scope.quiet()
        measured = [a for a in arguments if (k := _amount(a, quiet)) is not None and k.unit is not None]
        first = next((a for a in measured if not _stated(a)), (*measured, *arguments)[0])
        kind: Amount | None = None
        for argument in arguments:
            if argument is not first:
                kind = joint(first, argument, expr.span, scope, "compared")
                if kind is None:
                    return None
        return kind
    if len(arguments) != 1:
        scope.report.add(codes.BAD_CALL, expr.span, f"`{name}` takes one value, not {len(arguments)}")
        return None
    inner = _amount(arguments[0], scope)
    if inner is None or name == "abs":
        return inner
    if inner.unit is not None and inner.unit.dimensions:
        scope.report.add(
            codes.UNIT_MISMATCH,
            expr.span,
            f"`{name}` takes a bare number, and this is in {inner.unit}",
            "use `x as 'unit'` for the bare magnitude",
        )
        return None
    return Amount(None)


def as_category(expr: tree.Expr, other: tree.Expr, scope: Scope) -> Categorical | None:
    """The type when `other` is a variable of a type and `expr` names one of its categories."""
    if not (isinstance(expr, tree.Ref) and isinstance(other, tree.Ref)) or expr.path in scope.variables:
        return None
    variable = scope.variables.get(other.path)
    if variable is None or not isinstance(variable.type, Categorical):
        return None
    return variable.type


def _compare(expr: tree.Compare, scope: Scope) -> Kind | None:
    for side, other in ((expr.left, expr.right), (expr.right, expr.left)):
        type_ = as_category(side, other, scope)
        if type_ is not None and isinstance(side, tree.Ref):
            _category(tree.Name(text=side.path, span=side.span), type_, scope)
            _ordered(expr, type_, scope)
            return Truth()
    left, right = infer(expr.left, scope.quiet()), infer(expr.right, scope.quiet())
    for side, met in ((expr.left, right), (expr.right, left)):
        if isinstance(side, tree.Ref) and side.path in ("true", "false") and isinstance(met, Truth):
            said = _short((expr.right if side is expr.left else expr.left).span)
            wanted = said if (side.path == "true") == (expr.op == "==") else f"not {said}"
            scope.report.add(
                codes.TYPE_MISMATCH,
                expr.span,
                f"`{said}` is true or false by itself",
                f"write `{wanted}`",
                fix=[Edit(expr.span, wanted)],
            )
            return None
    if isinstance(left, Truth) and isinstance(right, Truth):
        scope.report.add(
            codes.TYPE_MISMATCH,
            expr.span,
            f"both sides of `{expr.op}` are true or false, and it compares numbers",
            "write it with `and`, `or`, `not`, e.g. `a implies b`",
        )
        return Truth()
    if isinstance(left, OfType) and isinstance(right, OfType):
        if left.type.names != right.type.names:
            scope.report.add(codes.TYPE_MISMATCH, expr.span, "these are categories of different types")
        _ordered(expr, left.type, scope)
        return Truth()
    if joint(expr.left, expr.right, expr.span, scope, "compared") is not None and expr.op in ("==", "!="):
        reals = [name for side in (expr.left, expr.right) for name in _reals(side, scope)]
        if reals:
            scope.report.add(
                codes.REAL_EQUALITY,
                expr.span,
                f"`{reals[0]}` is a real number and never exactly equal to anything",
                f"compare by `>=` and `<=`, or give `{reals[0]}` a precision",
            )
    return Truth()


def _reals(expr: tree.Expr, scope: Scope) -> Sequence[str]:
    found = []
    for name in names_in(expr):
        variable = scope.variables.get(name)
        if variable and isinstance(variable.type, Numeric) and variable.type.step is None:
            found.append(name)
    return found


def _ordered(expr: tree.Compare, type_: Categorical, scope: Scope) -> None:
    if expr.op not in ("==", "!=") and not type_.ordered:
        scope.report.add(
            codes.UNORDERED,
            expr.span,
            f"the categories {', '.join(type_.names[:4])} have no order",
            f"declare `type {type_.name or 'NAME'} = ordered …`, or use `in {{ … }}`",
        )


def _member(operand: tree.Expr, categories: tuple[tree.Name, ...], span: Span, scope: Scope) -> Kind | None:
    kind = infer(operand, scope)
    if kind is None:
        return Truth()
    if isinstance(kind, Truth):
        for category in categories:
            if category.text not in ("true", "false"):
                scope.report.add(
                    codes.UNKNOWN_CATEGORY,
                    category.span,
                    f"`{_short(operand.span)}` is true or false, never `{category.text}`",
                    f"write `{_short(operand.span)}` or `not {_short(operand.span)}`",
                )
        return Truth()
    if isinstance(kind, Amount):
        scope.report.add(
            codes.TYPE_MISMATCH,
            span,
            f"`{_short(operand.span)}` is a number and has no categories",
            "compare by `==`, `<` …",
        )
        return Truth()
    for category in categories:
        _category(category, kind.type, scope)
    return Truth()


def _category(name: tree.Name, type_: Categorical, scope: Scope) -> bool:
    if name.text in type_.names:
        return True
    scope.report.add(
        codes.UNKNOWN_CATEGORY,
        name.span,
        f"`{name.text}` is none of the categories {', '.join(type_.names)}",
        near(name.text, list(type_.names)),
    )
    return False


check_category = _category
