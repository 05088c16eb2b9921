"""Organisers decide about contributions, tell their speakers, and have them in the programme."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from handschlag.accounts.rules.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Refusal
from handschlag.events.actions.contributions.programme_texts import session_words, speaker_words
from handschlag.events.actions.event_writes import editable_event, locked_event, touch_event
from handschlag.events.emails import contributions as emails
from handschlag.events.models import (
    Contribution,
    ContributionReview,
    ContributionSpeaker,
    ContributionState,
    Event,
    Session,
    SessionSpeaker,
    Speaker,
)
from handschlag.events.queries.contributions import IN_PROGRAMME, etag_of_untold, first_speakers, untold
from handschlag.events.queries.programme import was_published
from handschlag.events.rules.contributions import REVIEWS_WANTED, Decision, may_decide
from handschlag.events.rules.refusals import ContributionRefusal, EventRefusal


@transaction.atomic
def decide(
    *,
    event_id: int,
    contribution_id: int,
    decision: Decision,
    seen: int,
    is_told_now: bool,
    anyway: bool = False,
    by: Subject,
    now: datetime,
) -> Contribution:
    """What becomes of it; what is accepted is a session. `seen` is the version that the page showed.

    `anyway`: although fewer than two have scored it.
    """
    event = editable_event(event_id, by)
    row = _held(event, contribution_id)
    if row.version != seen:
        raise Refusal(EventRefusal.STALE)
    is_told, has_session = row.told_at is not None, row.session is not None
    if not may_decide(row.state, decision, is_told=is_told, has_session=has_session):
        raise Refusal(ContributionRefusal.TOLD_ALREADY)
    scores = ContributionReview.objects.filter(contribution=row, score__isnull=False).count()
    if scores < REVIEWS_WANTED and not anyway:
        raise Refusal(ContributionRefusal.TOO_FEW_REVIEWS)
    if row.state in IN_PROGRAMME:
        _take_out(event, row, by=by, now=now)
    if row.state not in IN_PROGRAMME or decision is not Decision.ACCEPT:
        row.state, row.decided_at, row.told_at = decision.value, now, None
    row.version, row.changed_at = row.version + 1, now
    if decision is Decision.ACCEPT:
        row.session = _session_of(event, row, by=by, now=now)
    row.save()
    changes = {"state": [None, decision.value]}
    audit.record(verb="contribution.decided", target=row, by_id=by.user_id, now=now, changes=changes)
    if is_told_now:
        _tell(row, first_speakers([row])[row.pk], by=by, now=now)
    return row


@transaction.atomic
def tell_all(*, event_id: int, expected: str, by: Subject, now: datetime) -> int:
    """Everybody who was decided about and does not know yet gets the email; `expected` is what was shown."""
    editable_event(event_id, by)
    rows = list(untold(event_id).select_for_update(of=("self",)))
    if not rows or etag_of_untold(rows) != expected:
        raise Refusal(ContributionRefusal.NOTHING_TO_SEND)
    names = first_speakers(rows)
    for row in rows:
        _tell(row, names[row.pk], by=by, now=now)
    return len(rows)


@transaction.atomic
def send_link_again(*, event_id: int, contribution_id: int, by: Subject, now: datetime) -> None:
    """The speaker gets the email of the last decision once more, or the link alone before one."""
    event = editable_event(event_id, by)
    row = _held(event, contribution_id)
    if row.state == ContributionState.WITHDRAWN:
        raise Refusal(ContributionRefusal.OVER)
    name = first_speakers([row])[row.pk]
    if row.told_at is None:
        emails.tell_link(row, name=name, now=now)
    else:
        emails.tell_decision(row, name=name, now=now)
    audit.record(verb="contribution.link_sent", target=row, by_id=by.user_id, now=now)


@transaction.atomic
def note_export(*, event_id: int, number: int, by: Subject, now: datetime) -> None:
    """Somebody of the team took the list along, with names and addresses."""
    event = locked_event(event_id, by)
    changes = {"contributions": [None, number]}
    audit.record(verb="contribution.exported", target=event, by_id=by.user_id, now=now, changes=changes)


def _tell(row: Contribution, name: str, *, by: Subject, now: datetime) -> None:
    Contribution.objects.filter(pk=row.pk).update(told_at=now)
    emails.tell_decision(row, name=name, now=now)
    audit.record(verb="contribution.told", target=row, by_id=by.user_id, now=now)


def _held(event: Event, contribution_id: int) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("link", "session")
    row = rows.filter(pk=contribution_id, event=event).first()
    if row is None:
        raise Refusal(EventRefusal.GONE)
    row.event = event
    return row


def _session_of(event: Event, row: Contribution, *, by: Subject, now: datetime) -> Session:
    """A session without a time, with its speakers; the one that there was, if it still is there."""
    if row.session is not None:
        return _revived(event, row, row.session, by=by, now=now)
    is_english = row.language == "en"
    session = Session.objects.create(
        event=event,
        kind=row.kind,
        track_id=row.track_id,
        title_de=row.title,
        title_en=row.title if is_english else "",
        abstract_de=row.abstract,
        abstract_en=row.abstract if is_english else "",
        language=row.language,
        created_at=now,
        changed_at=now,
    )
    for one in row.speakers.select_related("speaker"):
        speaker = one.speaker or _speaker_of(row, one, is_english=is_english)
        ContributionSpeaker.objects.filter(pk=one.pk).update(speaker=speaker)
        SessionSpeaker.objects.get_or_create(
            session=session, speaker=speaker, defaults={"position": one.position}
        )
    audit.record(verb="session.added", target=session, by_id=by.user_id, now=now)
    touch_event(event, now)
    return session


def _revived(event: Event, row: Contribution, session: Session, *, by: Subject, now: datetime) -> Session:
    """It takes place after all, in the words that the speaker has written since."""
    words = session_words(row, session, title=row.title, abstract=row.abstract)
    Session.objects.filter(pk=session.pk).update(
        is_cancelled=False, version=F("version") + 1, changed_at=now, **words
    )
    first = row.speakers.filter(position=0, speaker__isnull=False).select_related("speaker").first()
    if first is not None and first.speaker is not None:
        values = speaker_words(row, first.speaker, about=first.about)
        who = {"name": first.name, "organisation": first.organisation}
        Speaker.objects.filter(pk=first.speaker.pk).update(**values, **who)
    audit.record(verb="session.revived", target=session, by_id=by.user_id, now=now)
    touch_event(event, now)
    return session


def _speaker_of(row: Contribution, proposed: ContributionSpeaker, *, is_english: bool) -> Speaker:
    """The same person once for each address that proposes: nobody else's link may change a speaker."""
    mine = ContributionSpeaker.objects.filter(contribution__event=row.event_id, contribution__email=row.email)
    known: dict[str, Any] = {"name__iexact": proposed.name, "organisation__iexact": proposed.organisation}
    found = Speaker.objects.filter(pk__in=mine.values("speaker"), **known).first()
    return found or Speaker.objects.create(
        event=row.event,
        name=proposed.name,
        organisation=proposed.organisation,
        about_de=proposed.about,
        about_en=proposed.about if is_english else "",
    )


def _take_out(event: Event, row: Contribution, *, by: Subject, now: datetime) -> None:
    """Out of the programme again, before its speaker has been told: as if it had never been in it."""
    session = row.session
    if session is None:
        return
    if was_published(event.pk, session.pk):
        Session.objects.filter(pk=session.pk).update(
            is_cancelled=True, version=F("version") + 1, changed_at=now
        )
        audit.record(verb="session.cancelled", target=session, by_id=by.user_id, now=now)
    else:
        row.session = None
        row.save(update_fields=["session"])
        audit.record(verb="session.removed", target=session, by_id=by.user_id, now=now)
        session.delete()
        _remove_speakers(row)
    touch_event(event, now)


def _remove_speakers(row: Contribution) -> None:
    """Those whom this contribution made, as far as nothing else has them."""
    mine = ContributionSpeaker.objects.filter(contribution=row, speaker__isnull=False)
    others = ContributionSpeaker.objects.exclude(contribution=row).filter(speaker__isnull=False)
    found = Speaker.objects.filter(pk__in=mine.values("speaker"), speaking=None)
    found.exclude(pk__in=others.values("speaker")).delete()
