"""One template and plain values become one file. Values are data to the template, never part of its text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handschlag.common.printing.letters import FONTS, printable

if TYPE_CHECKING:  # 80 MB of a library: where something is printed
    import typst

# Templates lie in a folder `printing` of their floor and import "/common/printing/frame.typ".
ROOT = Path(__file__).resolve().parents[2]


@cache
def fonts() -> typst.Fonts:
    """Our own and no others: the same file on every machine."""
    import typst

    folders = [path for path in FONTS.iterdir() if path.is_dir()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*folders])


def render(template: str, data: Mapping[str, Any], *, language: str, now: datetime) -> bytes:
    """The PDF/UA-1 file; `data["title"]` names it. Equal input gives equal bytes.

    `template` is a path below the package: "events/printing/signs.typ". Letters that our typeface lacks
    become boxes: ask `unprintable` before, and tell.
    """
    title = str(data["title"]).strip()
    if not title:
        raise ValueError("A document without a title is not accessible.")
    import typst

    values = printable({**data, "title": title, "language": language.partition("-")[0]})
    made = typst.compile(
        str(ROOT / template),
        root=str(ROOT),
        font_paths=fonts(),
        sys_inputs={"data": json.dumps(values)},
        pdf_standards=["ua-1"],
        timestamp=int(now.timestamp()),
    )
    assert isinstance(made, bytes)
    return made
