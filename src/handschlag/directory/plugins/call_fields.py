"""The fields of technology, for funding calls."""

from __future__ import annotations

from collections.abc import Sequence

from handschlag.directory.models import Field
from handschlag.programmes.hooks.call_fields import CallField


def fields() -> Sequence[CallField]:
    """All of them; one query."""
    rows = Field.objects.order_by("code").values_list("slug", "label_de", "label_en")
    return tuple(CallField(slug=slug, de=de, en=en) for slug, de, en in rows)
