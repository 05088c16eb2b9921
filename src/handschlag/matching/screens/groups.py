"""Asking several people at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.urls import reverse

from handschlag.design.components.participant import Shell
from handschlag.matching.models import Participant
from handschlag.matching.queries.known_people import circle_of
from handschlag.matching.screens.shell import shell_of
from handschlag.matching.screens.tabs import Tab


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    value: int
    name: str
    sub: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _GroupScreen:
    shell: Shell
    people: Sequence[_Person]
    purpose: str
    fault: str
    url: str
    back: str


def group_screen(
    participant: Participant, *, chosen: Collection[int], purpose: str, fault: str, token: str
) -> _GroupScreen:
    return _GroupScreen(
        shell=shell_of(participant, token, current=Tab.WISHES),
        people=tuple(
            _Person(value=one.id, name=one.name, sub=one.sub, is_chosen=one.id in chosen)
            for one in circle_of(participant)
        ),
        purpose=purpose,
        fault=fault,
        url=reverse("matching:group", args=[token]),
        back=reverse("matching:wishes", args=[token]),
    )
