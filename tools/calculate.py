"""Calculating with numbers and dates for a role of a model, which must not do so in its head. A closed, safe evaluator."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from studywright.learning.base import Frozen
from studywright.learning.errors import InputError

LONGEST = 200
"""Characters of an expression; without powers, a result then has no more than as many digits."""

Value = int | float | str | bool


class Calculated(Frozen):
    """An expression and what it comes to; dates as YYYY-MM-DD."""

    expression: str
    value: Value


def calculate(expression: str) -> Calculated:
    """Work out an expression such as `ceil(40 / 6.5)` or `add_days("2026-11-23", 7 * 12)`.

    Known: + - * / // %, comparisons, min, max, round, ceil, floor, abs, days_between(a, b), add_days(d, n),
    weeks_between(a, b) and weekday(d). Raises InputError, which says what is wrong.
    """
    from simpleeval import InvalidExpression, SimpleEval

    if len(expression) > LONGEST:
        raise InputError.of("calculate", f"the expression is longer than {LONGEST} characters", "Split it")
    evaluator = SimpleEval(operators=_OPERATORS, functions=dict(_FUNCTIONS), names={})
    evaluator.nodes.pop(ast.Attribute, None)
    evaluator.nodes.pop(ast.Subscript, None)
    try:
        value = evaluator.eval(expression)
    except (
        InvalidExpression,
        SyntaxError,
        ValueError,
        TypeError,
        ArithmeticError,
        KeyError,
        AttributeError,
        RecursionError,
    ) as error:
        raise InputError.of(
            "calculate", f"'{expression[:60]!a}' cannot be worked out ({error})", "Known: " + ", ".join(_FUNCTIONS)
        ) from error
    if isinstance(value, float) and not math.isfinite(value):
        raise InputError.of("calculate", "the result is no finite number", "Check for a division by nothing")
    if not isinstance(value, int | float | str | bool):
        raise InputError.of("calculate", "the result is no number and no date", "Give one expression")
    return Calculated(expression=expression, value=value)


def _number(value: object) -> int | float:
    if not isinstance(value, int | float):
        raise TypeError("only numbers can be calculated with; dates go into functions")
    return value


def _on_numbers(function: Callable[[int | float, int | float], Value]) -> Callable[[object, object], Value]:
    return lambda a, b: function(_number(a), _number(b))


_OPERATORS: Mapping[type[ast.AST], Callable[..., Value]] = {
    ast.Add: _on_numbers(operator.add),
    ast.Sub: _on_numbers(operator.sub),
    ast.Mult: _on_numbers(operator.mul),
    ast.Div: _on_numbers(operator.truediv),
    ast.FloorDiv: _on_numbers(operator.floordiv),
    ast.Mod: _on_numbers(operator.mod),
    ast.USub: lambda a: -_number(a),
    ast.UAdd: lambda a: +_number(a),
    **{kind: _on_numbers(way) for kind, way in ((ast.Lt, operator.lt), (ast.LtE, operator.le), (ast.Gt, operator.gt))},
    **{kind: _on_numbers(way) for kind, way in ((ast.GtE, operator.ge), (ast.Eq, operator.eq), (ast.NotEq, operator.ne))},
}


def _days_between(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


_FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "min": lambda *values: min(map(_number, values)),
    "max": lambda *values: max(map(_number, values)),
    "abs": lambda value: abs(_number(value)),
    "ceil": lambda value: math.ceil(_number(value)),
    "floor": lambda value: math.floor(_number(value)),
    "round": lambda value, digits=0: round(_number(value), int(_number(digits))),
    "days_between": _days_between,
    "weeks_between": lambda first, last: _days_between(first, last) / 7,
    "add_days": lambda day, days: (date.fromisoformat(day) + timedelta(days=_number(days))).isoformat(),
    "weekday": lambda day: f"{date.fromisoformat(day):%A}",
}
