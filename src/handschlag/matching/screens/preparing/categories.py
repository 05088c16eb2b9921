"""The table of categories that may meet, or stay apart."""

from __future__ import annotations

from typing import Any

from handschlag.events.models import Event
from handschlag.matching.models import Service
from handschlag.matching.queries.categories import apart_of
from handschlag.matching.rules.categories import CategoryPair, ordered
from handschlag.registration.models import Category
from handschlag.registration.queries.categories import categories_of


def categories_screen(event: Event, service: Service) -> dict[str, Any]:
    """Each pair once, in the row of the category that comes first."""
    categories = categories_of(event.pk)
    apart = apart_of(service.pk)
    return {
        "categories": categories,
        "number": len(apart),
        "rows": [
            (one, [None] * row + [_cell(one, other, apart) for other in categories[row:]])
            for row, one in enumerate(categories)
        ],
    }


def _cell(one: Category, other: Category, apart: frozenset[CategoryPair]) -> tuple[Category, str, bool]:
    """The other category, the value of the box, and whether it is ticked."""
    return other, f"{one.pk}-{other.pk}", ordered(one.pk, other.pk) in apart
