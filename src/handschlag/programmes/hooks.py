"""What apps above tell about a programme and about funding calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of the page of a programme: a template, and what it shows."""

    template: str
    screen: object


class PanelProvider(Protocol):
    """Knows something about programmes that this app does not."""

    def summaries(self, programme_ids: Iterable[int], *, today: date) -> Mapping[int, str]:
        """A few words for the line of each programme."""

    def panel(self, programme_id: int, *, today: date) -> Panel:
        """A part of the page of one programme."""


programme_panels: Final = Hook[PanelProvider]("programmes.programme_panels")


def panels(programme_id: int, *, today: date) -> tuple[Panel, ...]:
    """All of them."""
    return tuple(provider.panel(programme_id, today=today) for provider in programme_panels)


def summaries(programme_ids: Iterable[int], *, today: date) -> Mapping[int, tuple[str, ...]]:
    """For each programme what every provider says."""
    ids = list(programme_ids)
    answers = [provider.summaries(ids, today=today) for provider in programme_panels]
    return {pk: tuple(answer[pk] for answer in answers if pk in answer) for pk in ids}
