"""The fields of technology that funding calls may name."""

from __future__ import annotations

from handschlag.common.language import pick
from handschlag.programmes.hooks.call_fields import call_fields


def field_words() -> dict[str, str]:
    """Slug and words of each field in the language of the page, in the order in which they are offered."""
    return {one.slug: pick(one.de, one.en) for source in call_fields for one in source()}
