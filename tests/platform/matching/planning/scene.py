"""The fix date has come: a published meeting of Ada and Bo, which could take place a slot later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.platform.matching.planning.conftest import NOBODY

from handschlag.accounts.models import User
from handschlag.common.jobs import work_off
from handschlag.common.models import Mail
from handschlag.matching import manual_changes
from handschlag.matching.models import Meeting, Participant, PlannedMove, Request, Service
from handschlag.matching.moves import actions
from handschlag.matching.publishing import actions as publishing_actions

SLOT = timedelta(minutes=20)


@dataclass
class Scene:
    service: Service
    ada: Participant
    bo: Participant
    cy: Participant
    otto: User
    accepted: Callable[..., Request]

    @property
    def at(self) -> datetime:
        return self.service.fixed_at

    def publish(self) -> int:
        """How many people are told."""
        self.service.refresh_from_db()
        done = publishing_actions.publish(
            service_id=self.service.pk, revision=self.service.revision, by=self.otto.subject, now=self.at
        )
        work_off(now=self.at)
        Mail.objects.all().delete()
        return done.told

    def published(self) -> Request:
        request = self.accepted(self.ada, self.bo)
        self.publish()
        return request

    def move_by_hand(self, request: Request, to: datetime, now: datetime) -> None:
        spot = Meeting.objects.get(request=request)
        manual_changes.move(
            request_id=request.pk,
            block_id=spot.block_id,
            starts_at=to,
            place_id=spot.place_id,
            by=self.otto.subject,
            now=now,
        )

    def plan(self, request: Request) -> PlannedMove:
        """Nobody was asked yet."""
        spot = Meeting.objects.get(request=request)
        return actions.plan_move(
            request_id=request.pk,
            block_id=spot.block_id,
            starts_at=spot.starts_at + SLOT,
            place_id=spot.place_id,
            by=self.otto.subject,
            now=self.at,
        )

    def ask(self) -> actions.ConsentCount:
        self.service.refresh_from_db()
        return actions.ask_consent(
            service_id=self.service.pk, revision=self.service.revision, by=self.otto.subject, now=self.at
        )

    def asked(self, request: Request) -> PlannedMove:
        move = self.plan(request)
        self.ask()
        return move

    def say(
        self, move: PlannedMove, who: Participant, *, agrees: bool = True, at: datetime | None = None
    ) -> str:
        """What has become of the move."""
        done = actions.answer_move(
            move_id=move.pk,
            participant_id=who.pk,
            agrees=agrees,
            has_link=True,
            by=NOBODY,
            now=at or self.at,
        )
        return str(done.state)


def time_of(request: Request) -> datetime:
    return Meeting.objects.get(request=request).starts_at


def letters(subject: str) -> list[str]:
    return sorted(Mail.objects.filter(subject__startswith=subject).values_list("to", flat=True))


def addresses(*people: Participant) -> list[str]:
    return sorted(one.registration.email for one in people)
