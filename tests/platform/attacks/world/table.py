"""The table of addresses: what each needs, who may reach it, and what its form sends."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent.parent / "addresses.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One address of the table; the words are explained at its head."""

    name: str
    section: str
    inside: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    own: bool = False
    hidden: bool = False
    step: bool = False
    whose: str = ""
    page: str = ""
    data: dict[str, Any] | str = field(default_factory=dict)
    only: bool = False
    files: dict[str, str] = field(default_factory=dict)
    quiet: bool = False
    by: str = ""
    unproven: str = ""


def read_table() -> list[Line]:
    """Every line, in the order of the file."""
    sections: dict[str, dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))
    return [
        Line(name=name, section=section, inside=said.pop("with", {}), **said)
        for section, lines in sections.items()
        for name, said in lines.items()
    ]
