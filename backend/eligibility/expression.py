"""The only text of a rule file that is ever executed: small SQL expressions over columns known beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from polars.exceptions import PolarsError

from backend.eligibility.parsing import TOKEN, Unparsable, parse
from backend.eligibility.syntax import Run, Tree

# IS NULL, COALESCE, GREATEST and LEAST would turn "not yet known" into an answer; `/` would turn money into a float.
_WORDS = {"AND", "OR", "NOT", "IN", "BETWEEN", "TRUE", "FALSE", "DIV"}
_CASE_WORDS = {"CASE", "WHEN", "THEN", "ELSE", "END"}


class ExpressionInvalid(Exception):
    """Why an expression cannot stand in a rule file, in plain Chinese."""


@dataclass(frozen=True)
class Expression:
    """An expression made ready once: its text, the columns it reads in the order written, and three ways to apply it.

    `compiled` is for a frame of many, `run` for one row that has every column, `tree` tells what is open.
    """

    text: str
    columns: tuple[str, ...]
    compiled: pl.Expr
    tree: Tree
    run: Run

    def only_where_known(self) -> pl.Expr:
        """The same, but unknown as soon as one of its columns is: CASE would otherwise fall through to ELSE."""
        if not self.columns:
            return self.compiled
        known = pl.all_horizontal([pl.col(column).is_not_null() for column in self.columns])
        return pl.when(known).then(self.compiled)


def read_expression(
    text: str, known: Mapping[str, pl.DataType], result: pl.DataType, *, case: bool = False
) -> Expression:
    """Checks and compiles one expression that must yield `result`.

    CASE is for amounts and figures only (`case`), which are evaluated where every column is known: inside a condition a
    CASE over an unknown fact would fall through to ELSE and say no. ExpressionInvalid says what is wrong.
    """
    used = _checked(text, known, _WORDS | _CASE_WORDS if case else _WORDS)
    try:
        compiled = pl.sql_expr(text)
        row = pl.DataFrame(schema={name: known[name] for name in used})
        found = row.select(compiled.alias("result")).schema["result"]
    except (PolarsError, TypeError, ValueError) as mistake:
        raise ExpressionInvalid("表达式写得不完整，或者把不同类型的内容放在一起比较、计算") from mistake
    if result == pl.Int64() and found.is_integer():
        compiled, found = compiled.cast(result), result  # literals alone are 32 bits wide
    if found != result:
        wanted = "「是/否」" if result == pl.Boolean() else "整数（分）"
        raise ExpressionInvalid(f"表达式的结果应当是{wanted}，现在是{found}")
    try:
        tree = parse(text)
    except Unparsable as mistake:
        raise ExpressionInvalid("表达式写得不完整，请用 AND、OR 和括号分开写清楚") from mistake
    return Expression(text, used, compiled, tree, tree.ready())


def _checked(text: str, known: Mapping[str, pl.DataType], words: set[str]) -> tuple[str, ...]:
    used: dict[str, None] = {}
    at, after_operand = 0, False
    text = text.strip()
    while at < len(text):
        token = TOKEN.match(text, at)
        if token is None or text.startswith("--", token.end() - 1):
            raise ExpressionInvalid(f"表达式里不能用「{text[at:].strip()[:1]}」这样的写法")
        name, at = token["name"], token.end()
        operand = token["value"] is not None or (name is not None and name not in words)
        if operand and after_operand:
            raise ExpressionInvalid("表达式里少了运算符号，或者用了不认识的函数")
        if operand and name is not None:
            if name not in known:
                what = "参数" if name.startswith("param_") else "内容"
                raise ExpressionInvalid(f"表达式用了没有声明的{what}「{name}」")
            used[name] = None
        after_operand = operand
    if not used:
        raise ExpressionInvalid("表达式里没有用到任何事实或参数")
    return tuple(used)
