"""Every letter says whom it goes to, so that it can be erased with the person."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

LETTERS = {"post", "send", "put"}
PASSING_ON = {"common/mail/outbox.py", "directory/emails.py"}  # they say it of others' letters


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """`mail.send(...)`, and `post(...)` and `put(...)` as they are imported from where letters are made."""
    imported = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module in {"handschlag.directory.emails", "handschlag.common.mail.outbox"}
        for name in node.names
        if name.name in LETTERS
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            is_send = isinstance(called, ast.Attribute) and ast.unparse(called) in {"mail.send", "mail.put"}
            if is_send or (isinstance(called, ast.Name) and called.id in imported):
                yield node


def without_recipient(root: Path) -> list[str]:
    package = root / "src" / "handschlag"
    return [
        f"{path.relative_to(package)}:{call.lineno}"
        for path in sorted(package.rglob("*.py"))
        if str(path.relative_to(package)) not in PASSING_ON
        for call in calls(ast.parse(path.read_text("utf-8")))
        if "recipient" not in {one.arg for one in call.keywords}
    ]


def test_every_letter_says_whom_it_goes_to(root: Path) -> None:
    assert without_recipient(root) == []


def test_a_letter_that_does_not_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "src" / "handschlag"
    folder.mkdir(parents=True)
    (folder / "one.py").write_text("from handschlag.common import mail\nmail.send(to='x')\n")
    (folder / "two.py").write_text(
        "from handschlag.directory.emails import post\npost(to='x')\npost(to='x', recipient=None)\n"
    )
    assert without_recipient(tmp_path) == ["one.py:2", "two.py:2"]
