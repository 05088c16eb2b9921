"""Changes that were published at once, for a look afterwards."""

from __future__ import annotations

from typing import Any

from handschlag.design.components.parts import Pages
from handschlag.directory.queries.names import names_in
from handschlag.directory.queries.unreviewed import unreviewed_page
from handschlag.directory.screens.editing.content_texts import differences
from handschlag.directory.screens.moderating.queue import tabs


def changes_screen(*, page: int) -> dict[str, Any]:
    """One page of changes that nobody has looked at yet, newest first, with what differs in each."""
    found = unreviewed_page(page)
    names = names_in(
        [content for one in found.changes for content in (one.before, one.after) if content is not None]
    )
    return {
        "tabs": tabs("changes"),
        "rows": [(one, differences(one.before, one.after, names)) for one in found.changes],
        "total": found.total,
        "pages": Pages(number=found.number, count=found.pages),
    }
