"""All wishes are sent at once; each one that cannot be says why, and the others go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.matching.actions.requests import send_request
from handschlag.matching.models import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    towards: int
    kind: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """By person: what became of it, or why it was not sent."""

    requests: Mapping[int, Request]
    faults: Mapping[int, StrEnum]


def send_all(
    *, participant_id: int, wishes: Sequence[Outgoing], has_link: bool, by: Subject, now: datetime
) -> _Sent:
    """The musts first; each is committed by itself, so that one that fails takes no other with it."""
    requests: dict[int, Request] = {}
    faults: dict[int, StrEnum] = {}
    for one in sorted(wishes, key=lambda one: one.kind != "must"):
        try:
            with transaction.atomic():
                requests[one.towards] = send_request(
                    participant_id=participant_id,
                    towards_id=one.towards,
                    kind=one.kind,
                    purpose=one.purpose,
                    has_link=has_link,
                    by=by,
                    now=now,
                )
        except Refusal as no:
            faults[one.towards] = no.reason
    return _Sent(requests=requests, faults=faults)
