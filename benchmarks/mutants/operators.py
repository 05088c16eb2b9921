"""Where a fault can be put, and what the file reads with it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OTHER = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}
WORDS = {"min": "max", "max": "min", "any": "all", "all": "any"}
LEAVES = (ast.Raise, ast.Return, ast.Continue, ast.Break)
type Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One fault: `text` is the whole file with it, `lines` those that a test has to reach."""

    path: Path
    function: str  # its qualified name
    lines: range
    what: str
    text: str

    @property
    def where(self) -> str:
        return f"{self.path}:{self.lines.start} {self.function}"


def mutants_of(path: Path, root: Path) -> Iterator[Mutant]:
    """Every fault that can be put into the functions of a file; what numba compiles is left out."""
    text = (root / path).read_text("utf-8")
    for name, function in _functions(ast.parse(text)):
        for lines, node in _places(function):
            for new in _changes(node):
                yield Mutant(
                    path=path,
                    function=name,
                    lines=lines,
                    what=f"{_short(ast.unparse(node))} -> {_short(new)}",
                    text=_replaced(text, node, new),
                )


def mutant_of_text(path: Path, root: Path, *, old: str, new: str) -> Mutant:
    """The fault that stands in a table: `old`, which occurs once in the file, becomes `new`."""
    text = (root / path).read_text("utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{path}: this does not stand there exactly once: {old!r}")
    line = text[: text.index(old)].count("\n") + 1 + (len(old) - len(old.lstrip("\n")))
    name, function = next(
        (name, function)
        for name, function in _functions(ast.parse(text))
        if function.lineno <= line <= (function.end_lineno or 0)
    )
    lines = range(function.body[0].lineno, (function.end_lineno or 0) + 1)
    what = f"{_short(old.strip())} -> {_short(new.strip())}"
    return Mutant(path=path, function=name, lines=lines, what=what, text=text.replace(old, new))


def _functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, Function]]:
    """Functions of the module and methods of its classes, with their qualified names."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not any("jit" in ast.unparse(decorator) for decorator in node.decorator_list):
                yield within + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{within}{node.name}.")


def _places(function: Function) -> Iterator[tuple[range, ast.stmt | ast.expr]]:
    """Statements and expressions of a function, with the lines of the statement they stand in."""
    agenda: list[tuple[range, ast.AST]] = [(range(0), one) for one in function.body]
    while agenda:
        lines, node = agenda.pop()
        if isinstance(node, ast.JoinedStr | ast.arguments) or _is_docstring(node):
            continue
        if isinstance(node, ast.stmt):
            lines = _head(node)
        if isinstance(node, ast.stmt | ast.expr):
            yield lines, node
        left_out = {"annotation", "returns", "decorator_list"}
        for field, value in ast.iter_fields(node):
            if field not in left_out:
                inner = value if isinstance(value, list) else [value]
                agenda.extend((lines, one) for one in inner if isinstance(one, ast.AST))


def _head(node: ast.stmt) -> range:
    """The lines of a statement without those of its body."""
    body = getattr(node, "body", None)
    end = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno or node.lineno
    return range(node.lineno, max(end, node.lineno) + 1)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.stmt | ast.expr) -> Iterator[str]:
    """What stands there instead."""
    if isinstance(node, ast.stmt):
        yield from _dropped(node)
    elif isinstance(node, ast.Compare):
        for number, operator in enumerate(node.ops):
            ops = [*node.ops[:number], OTHER[type(operator)](), *node.ops[number + 1 :]]
            yield ast.unparse(ast.Compare(node.left, ops, node.comparators))
    elif isinstance(node, ast.BoolOp):
        yield ast.unparse(ast.BoolOp(OTHER[type(node.op)](), node.values))
        for number in range(len(node.values)):
            rest = [*node.values[:number], *node.values[number + 1 :]]
            yield ast.unparse(ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0])
    else:
        yield from _small_changes(node)


def _dropped(node: ast.stmt) -> Iterator[str]:
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    is_guard = isinstance(node, ast.If) and not node.orelse and isinstance(node.body[-1], LEAVES)
    if is_call or is_guard:
        yield "pass"
    elif isinstance(node, ast.Return) and not isinstance(node.value, ast.Constant | None):
        yield "return None"


def _small_changes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield ast.unparse(node.operand)
    elif isinstance(node, ast.BinOp) and type(node.op) in OTHER:
        yield ast.unparse(ast.BinOp(node.left, OTHER[type(node.op)](), node.right))
    elif isinstance(node, ast.IfExp):
        yield ast.unparse(ast.IfExp(node.test, node.orelse, node.body))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield str(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield str(node.value + 1)
    elif isinstance(node, ast.Name) and node.id in WORDS and isinstance(node.ctx, ast.Load):
        yield WORDS[node.id]


def _replaced(text: str, node: ast.stmt | ast.expr, new: str) -> str:
    """The text with something else where the node stands; columns are counted in bytes."""
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    begin = starts[node.lineno - 1] + node.col_offset
    end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
    whole = b"".join(lines)
    wanted = new if isinstance(node, ast.stmt) else f"({new})"
    return (whole[:begin] + wanted.encode() + whole[end:]).decode()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 70 else line[:67] + "..."
