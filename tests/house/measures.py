"""How large the house is, app by app: `budget.toml` says what each may be. Needs nothing but Python.

`python -m tests.house.measures` prints a table, and ends with 1 where a figure is over its budget, or where
a budget is more than two per cent above its figure; `--lower` writes such budgets down. A code line holds
neither only a comment nor part of a docstring; tokens are those of Python's tokenizer without comments,
docstrings and layout, so that denser lines save nothing. Migrations are Django's and do not count.
"""

from __future__ import annotations

import ast
import configparser
import io
import re
import sys
import tokenize
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUDGET = Path(__file__).with_name("budget.toml")
LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
OF_A_PACKAGE = ("code_lines", "tokens", "files", "dataclasses")
LONGEST_LINE = 120
SLACK = 1.02

type Figures = dict[str, dict[str, int]]


def measure(root: Path = ROOT) -> Figures:
    """Every figure by package and name, as in budget.toml; `house` has those of everything together."""
    packages: dict[str, Counter[str]] = {}
    house: Counter[str] = Counter(functions_without_docstring=0)
    words: Counter[str] = Counter()
    public: list[str] = []
    for path in sorted((root / "src").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        text = path.read_text("utf-8")
        tree = ast.parse(text, str(path))
        parts = path.relative_to(root / "src").parts
        packages.setdefault(".".join(parts[: 2 if len(parts) > 2 else 1]), Counter()).update(
            _size(text, tree)
        )
        functions = [one for one in tree.body if isinstance(one, FUNCTIONS) and not one.name.startswith("_")]
        house["functions_without_docstring"] += sum(map(_is_undocumented, functions))
        if parts[0] == "handschlag":
            house["import_lines"] += _import_lines(tree)
            words.update(set(re.findall(r"\w+", text)))
            public += [one.name for one in functions]
    house["functions_of_one_other_file"] = sum(words[name] == 2 for name in public)
    house["long_template_lines"] = _long_template_lines(root)
    house["layers_not_exhaustive"] = _open_contracts(root)
    house["test_files"] = len(list((root / "tests").rglob("*.py")))
    sizes = {name: {figure: found[figure] for figure in OF_A_PACKAGE} for name, found in packages.items()}
    return {"house": dict(house), **dict(sorted(sizes.items()))}


def budget() -> Figures:
    """What each figure may be at most."""
    return tomllib.loads(BUDGET.read_text("utf-8"))


def faults(figures: Mapping[str, Mapping[str, int]], allowed: Mapping[str, Mapping[str, int]]) -> list[str]:
    """What is over its budget, has none, or has one that is no longer needed; in words."""
    found = [f"{name} is gone: take it out" for name in allowed if name not in figures]
    for package, counted in figures.items():
        for name, figure in counted.items():
            limit = allowed.get(package, {}).get(name)
            if limit is None:
                found.append(f"{package} has no budget of {name}: {figure}")
            elif figure > limit:
                found.append(f"{package}: {figure:,} {name}, over its budget of {limit:,}")
            elif limit > figure * SLACK:
                found.append(f"{package}: {figure:,} {name}, lower its budget of {limit:,}")
    return found


def lower(figures: Mapping[str, Mapping[str, int]]) -> None:
    """Writes each budget that is above its figure down to it; comments stay."""
    package, lines = "", []
    for line in BUDGET.read_text("utf-8").splitlines():
        if line.startswith("["):
            package = line.strip('[]"')
        name, is_figure, rest = line.partition(" = ")
        if is_figure and package in figures and name in figures[package]:
            number, *comment = rest.split(" ", 1)
            least = min(int(number.replace("_", "")), figures[package][name])
            lines.append(" ".join([f"{name} = {least:_}", *comment]))
        elif not line.startswith("[") or package in figures:
            lines.append(line)
    BUDGET.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    """Prints the table; 1 where something has to be said."""
    figures = measure()
    if "--lower" in sys.argv[1:]:
        lower(figures)
    print(f"{'':26}" + "".join(f"{name.replace('_', ' '):>12}" for name in OF_A_PACKAGE))
    packages = {name: counted for name, counted in figures.items() if name != "house"}
    for name, counted in packages.items():
        print(f"{name:26}" + "".join(f"{counted[figure]:>12,}" for figure in OF_A_PACKAGE))
    for root in ("handschlag", "treffen"):
        own = [counted for name, counted in packages.items() if name.split(".")[0] == root]
        sums = (sum(counted[figure] for counted in own) for figure in OF_A_PACKAGE)
        print(f"{root + ', all':26}" + "".join(f"{number:>12,}" for number in sums))
    print(*(f"{name.replace('_', ' ')}: {number:,}" for name, number in figures["house"].items()), sep="\n")
    found = faults(figures, budget())
    print(*found, sep="\n")
    return int(bool(found))


def _size(text: str, tree: ast.Module) -> dict[str, int]:
    docstrings = {
        number
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, *FUNCTIONS, ast.ClassDef)) and (found := _docstring(node))
        for number in range(found.lineno, (found.end_lineno or found.lineno) + 1)
    }
    lines: set[int] = set()
    tokens = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_docstring = token.type == tokenize.STRING and token.start[0] in docstrings
        if token.type not in LAYOUT and not is_docstring:
            lines.update(range(token.start[0], token.end[0] + 1))
            tokens += 1
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {
        "code_lines": len(lines - docstrings),
        "tokens": tokens,
        "files": 1,
        "dataclasses": sum("dataclass" in map(_name_of, one.decorator_list) for one in classes),
    }


def _is_undocumented(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """An overload is only a type of the function that follows, which has the docstring."""
    return _docstring(function) is None and "overload" not in map(_name_of, function.decorator_list)


def _name_of(decorator: ast.expr) -> str:
    """`dataclass` of `@dataclass(frozen=True)`, `overload` of `@typing.overload`."""
    plain = decorator.func if isinstance(decorator, ast.Call) else decorator
    return plain.attr if isinstance(plain, ast.Attribute) else getattr(plain, "id", "")


def _import_lines(tree: ast.Module) -> int:
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return sum((node.end_lineno or node.lineno) - node.lineno + 1 for node in imports)


def _docstring(node: ast.AST) -> ast.stmt | None:
    first: ast.stmt | None = next(iter(getattr(node, "body", [])), None)
    text = first.value if isinstance(first, ast.Expr) else None
    return first if isinstance(text, ast.Constant) and isinstance(text.value, str) else None


def _long_template_lines(root: Path) -> int:
    paths = (root / "src/handschlag").rglob("templates/**/*.html")
    return sum(len(line) > LONGEST_LINE for path in paths for line in path.read_text("utf-8").splitlines())


def _open_contracts(root: Path) -> int:
    """Contracts of layers that allow a room which they do not name."""
    contracts = configparser.ConfigParser()
    contracts.read(root / ".importlinter", "utf-8")
    found = [contracts[name] for name in contracts.sections()]
    return sum(one.get("type") == "layers" and one.get("exhaustive", "").lower() != "true" for one in found)


if __name__ == "__main__":
    sys.exit(main())
