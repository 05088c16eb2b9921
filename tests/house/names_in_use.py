"""What a module defines for others, and what others name of it: read from the syntax trees."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
# These change what a function does; every other decorator makes it known to somebody.
CHANGES = {
    *("atomic", "cache", "contextmanager", "dataclass", "final", "lru_cache", "njit", "overload"),
    *("runtime_checkable", "total_ordering", "unique", "wraps"),
}
FOUND_BY_DJANGO = ("Model", "AppConfig", "Command", "Schema", "Versioned")
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Of one file: its module, what it defines for others, and what it names of other modules."""

    path: str
    module: str
    defines: tuple[tuple[str, str], ...]  # function or class, and its name
    uses: frozenset[tuple[str, str]]  # module, and name in it
    texts: frozenset[str]  # last words of dotted names in its texts


def names_of(path: str, module: str, tree: ast.Module, nodes: Iterable[ast.AST]) -> Names:
    """`nodes` are all of the tree."""
    uses: set[tuple[str, str]] = set()
    texts: set[str] = set()
    known: dict[str, str] = {}
    nodes = list(nodes)
    for node in nodes:
        for source, name, alias in imported(node):
            uses.add((source, name))
            known[alias] = f"{source}.{name}" if name else source
    for node in nodes:
        if isinstance(node, ast.Attribute):
            uses.add((_named(node.value, known), node.attr))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.update(_last_words(node.value))
    return Names(
        path=path,
        module=module,
        defines=tuple(_unregistered(tree)),
        uses=frozenset(uses),
        texts=frozenset(texts),
    )


def named_by_nobody_else(files: Iterable[Names]) -> Iterator[tuple[str, str, str]]:
    """Module, kind and name of what only its own file names."""
    files = list(files)
    texts = {text for one in files for text in one.texts}
    users: Counter[tuple[str, str]] = Counter()
    for one in files:
        users.update(one.uses)
    for one in files:
        for kind, name in one.defines:
            use = (one.module, name)
            if name not in texts and users[use] == (use in one.uses):
                yield one.module, kind, name


def definitions(tree: ast.Module) -> Iterator[Definition]:
    """Functions and classes of a module without an underscore."""
    for node in tree.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node


def imported(node: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Module, name in it, and what the file calls it."""
    if isinstance(node, ast.ImportFrom):
        for one in node.names:
            yield node.module or "", one.name, one.asname or one.name
    elif isinstance(node, ast.Import):
        for one in node.names:
            yield one.name, "", one.asname or one.name


def decorator_name(decorator: ast.expr) -> str:
    """`dataclass` of `@dataclass(frozen=True)`, `atomic` of `@transaction.atomic`."""
    plain = decorator.func if isinstance(decorator, ast.Call) else decorator
    return plain.attr if isinstance(plain, ast.Attribute) else getattr(plain, "id", "")


def _named(node: ast.expr, known: Mapping[str, str]) -> str:
    """What an expression such as `answering` or `handschlag.matching` names, or nothing."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    before = _named(node.value, known) if isinstance(node, ast.Attribute) else ""
    return f"{before}.{node.attr}" if before and isinstance(node, ast.Attribute) else ""


def _last_words(text: str) -> Iterator[str]:
    """`take` of `handschlag.matching.actions.ways.take` or of `module:take`."""
    if len(text) < LONGEST_NAME and ("." in text or ":" in text):
        for part in text.replace(":", ".").split():
            before, _, last = part.strip("`'\",;()").rpartition(".")
            if before and last.isidentifier():
                yield last


def _unregistered(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module defines for others and neither exports nor makes known by a decorator."""
    exported = _exported(tree)
    for one in definitions(tree):
        if one.name not in exported and not _is_registered(one):
            yield "class" if isinstance(one, ast.ClassDef) else "function", one.name


def _exported(tree: ast.Module) -> set[object]:
    lists = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return {one.value for found in lists for one in ast.walk(found) if isinstance(one, ast.Constant)}


def _is_registered(one: Definition) -> bool:
    """Whether a decorator, or Django by the base of a class, makes it known."""
    if any(decorator_name(decorator) not in CHANGES for decorator in one.decorator_list):
        return True
    bases = one.bases if isinstance(one, ast.ClassDef) else []
    return any(ast.unparse(base).split("[")[0].endswith(FOUND_BY_DJANGO) for base in bases)
