"""The fields of technology that a funding call may name; an app above knows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from handschlag.common.hooks import Hook


@dataclass(frozen=True, slots=True, kw_only=True)
class CallField:
    """A field by its slug, with its words in both languages."""

    slug: str
    de: str
    en: str


# All fields, in the order in which they are offered.
type _FieldSource = Callable[[], Sequence[CallField]]

call_fields: Final = Hook[_FieldSource]("programmes.call_fields")
