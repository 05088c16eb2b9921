"""What a speaker does by the personal link: changes, a picture, a yes, or a withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from handschlag.common import audit, pictures
from handschlag.common.refusals import Refusal
from handschlag.events.actions.contributions.programme_texts import session_words, speaker_words
from handschlag.events.actions.event_writes import changes_to, touch_event
from handschlag.events.models import (
    Contribution,
    ContributionSpeaker,
    ContributionState,
    Event,
    EventStatus,
    Session,
    Speaker,
    SpeakerAbsence,
)
from handschlag.events.queries.contributions import (
    CLOSED,
    IN_PROGRAMME,
    absences_of,
    etag_of_contribution,
)
from handschlag.events.rules.contributions import Span, merged
from handschlag.events.rules.refusals import ContributionRefusal, EventRefusal

FOLDER: Final = "speakers"
BOX: Final = (600, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChanges:
    """What the form says; `facts` and `who` can change as long as it is not in the programme."""

    title: str
    abstract: str
    needs: str
    about: str
    absences: Sequence[Span] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    who: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def change_own(*, contribution_id: int, changes: OwnChanges, seen: str, now: datetime) -> None:
    """The contribution says this; once it is in the programme, its session and its speaker do."""
    row = _held(contribution_id, seen=seen)
    is_in_programme = row.state in IN_PROGRAMME and row.session is not None
    if row.state in IN_PROGRAMME and row.session is not None:
        _change_session(row, row.session, changes, now=now)
        _change_speaker(row, changes)
    if not is_in_programme or row.told_at is None:  # the decision can still be taken back
        row.title, row.abstract = changes.title, changes.abstract
        row.speakers.filter(position=0).update(about=changes.about, **changes.who)
    for name, value in changes.facts.items():
        setattr(row, name, value)
    row.needs, row.changed_at, row.version = changes.needs, now, row.version + 1
    row.save()
    spans = merged(changes.absences)
    if spans != absences_of(row.pk):
        row.absences.all().delete()
        SpeakerAbsence.objects.bulk_create(
            SpeakerAbsence(contribution=row, starts_at=starts, ends_at=ends) for starts, ends in spans
        )
    audit.record(verb="contribution.changed", target=row, by_id=None, now=now)


def _change_session(row: Contribution, session: Session, changes: OwnChanges, *, now: datetime) -> None:
    """Its words; of its facts those which the organisers have left as they were proposed."""
    values: dict[str, object] = {
        name: value
        for name, value in changes.facts.items()
        if name != "minutes" and getattr(session, name) == getattr(row, name)
    }
    values |= session_words(row, session, title=changes.title, abstract=changes.abstract)
    new = changes_to(session, values)
    if not new:
        return
    for name, value in new.items():
        setattr(session, name, value)
    session.version, session.changed_at = session.version + 1, now
    session.save(update_fields=[*new, "version", "changed_at"])
    noted: dict[str, list[object]] = {name: [] for name in new}
    audit.record(verb="session.edited", target=session, by_id=None, now=now, changes=noted)
    touch_event(row.event, now)


def _change_speaker(row: Contribution, changes: OwnChanges) -> None:
    speaker = Speaker.objects.filter(pk__in=row.speakers.filter(position=0).values("speaker")).first()
    if speaker is not None:
        values = speaker_words(row, speaker, about=changes.about)
        Speaker.objects.filter(pk=speaker.pk).update(**values, **changes.who)


@transaction.atomic
def confirm_own(*, contribution_id: int, now: datetime) -> None:
    """The speaker will come. Twice is as good as once."""
    row = _held(contribution_id)
    if row.state == ContributionState.CONFIRMED:
        return
    if row.state != ContributionState.ACCEPTED or row.told_at is None:
        raise Refusal(ContributionRefusal.NOT_YET_DECIDED)
    _move(row, ContributionState.CONFIRMED, now=now)
    audit.record(verb="contribution.confirmed", target=row, by_id=None, now=now)


@transaction.atomic
def withdraw_own(*, contribution_id: int, now: datetime) -> None:
    """The contribution is off the list; its session, unless it has taken place, is cancelled."""
    row = _held(contribution_id)
    is_over = row.session is not None and row.session.ends_at is not None and row.session.ends_at <= now
    if row.session is not None and not row.session.is_cancelled and not is_over:
        Session.objects.filter(pk=row.session.pk).update(
            is_cancelled=True, version=F("version") + 1, changed_at=now
        )
        audit.record(verb="session.cancelled", target=row.session, by_id=None, now=now)
        touch_event(row.event, now)
    _move(row, ContributionState.WITHDRAWN, now=now, decided_at=now)
    audit.record(verb="contribution.withdrawn", target=row, by_id=None, now=now)


def set_picture(*, contribution_id: int, data: bytes, now: datetime) -> None:
    """The speaker is shown with this picture, drawn anew."""
    with transaction.atomic():
        _held(contribution_id)  # asked before a picture is drawn: drawing takes time
    with pictures.stored_picture(data, folder=FOLDER, box=BOX, is_photo=True) as name:
        _put_picture(contribution_id, name, now=now)


def remove_picture(*, contribution_id: int, now: datetime) -> None:
    """The speaker is shown without a picture, and its file is deleted."""
    _put_picture(contribution_id, "", now=now)


@transaction.atomic
def _put_picture(contribution_id: int, name: str, *, now: datetime) -> None:
    row = _held(contribution_id)
    first = ContributionSpeaker.objects.get(contribution=row, position=0)
    old, first.picture = str(first.picture.name or ""), name
    first.save(update_fields=["picture"])
    Contribution.objects.filter(pk=row.pk).update(changed_at=now)
    audit.record(verb="contribution.picture_changed", target=row, by_id=None, now=now)
    pictures.drop_when_committed(old)


def _held(contribution_id: int, *, seen: str | None = None) -> Contribution:
    """The contribution, as long as its speaker may change it; the event is locked first, as the team does."""
    events = Event.objects.select_for_update(of=("self",))
    event = events.filter(contributions=contribution_id).first()
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("session")
    row = rows.filter(pk=contribution_id).first()
    if event is None or row is None:
        raise Refusal(EventRefusal.GONE)
    row.event = event
    is_told = row.state == ContributionState.WITHDRAWN or row.told_at is not None
    if event.status == EventStatus.ARCHIVED or (row.state in CLOSED and is_told):
        raise Refusal(ContributionRefusal.OVER)
    if seen is not None and etag_of_contribution(row) != seen:
        raise Refusal(EventRefusal.STALE)
    return row


def _move(row: Contribution, state: ContributionState, *, now: datetime, **more: object) -> None:
    Contribution.objects.filter(pk=row.pk).update(
        state=state, changed_at=now, version=F("version") + 1, **more
    )
