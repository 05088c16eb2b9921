"""Organisers decide about contributions, tell their speakers, and have them in the programme."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common import audit, mail
from handschlag.common.refusals import Refusal
from handschlag.common.web import number_in, refusal_message
from handschlag.events.access import own_event_or_404
from handschlag.events.console import console_page
from handschlag.events.contributions import emails
from handschlag.events.contributions.calls import (
    IN_PROGRAMME,
    REVIEWS_WANTED,
    Decision,
    etag_of_untold,
    first_speakers,
    may_decide,
    reviewed_contribution,
    session_words,
    speaker_words,
    speakers_of_contribution,
    untold,
)
from handschlag.events.contributions.emails import EMAIL_OF_STATE, tell_decision
from handschlag.events.contributions.reviews import (
    CONTRIBUTIONS,
    contribution_at,
    decision_screen,
    held_contribution,
    may_decide_now,
)
from handschlag.events.editing import ContributionRefusal, EventRefusal, editable_event, touch_event
from handschlag.events.models import (
    Contribution,
    ContributionReview,
    ContributionSpeaker,
    Event,
    Session,
    SessionSpeaker,
    Speaker,
)
from handschlag.events.versions import was_published


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
    row = held_contribution(event, contribution_id)
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


def _tell(row: Contribution, name: str, *, by: Subject, now: datetime) -> None:
    Contribution.objects.filter(pk=row.pk).update(told_at=now)
    emails.tell_decision(row, name=name, now=now)
    audit.record(verb="contribution.told", target=row, by_id=by.user_id, now=now)


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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decide_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One decision: shows the email first; a press decides, and sends it now or later."""
    event, by = own_event_or_404(request, slug)
    row = contribution_at(event, pk)
    decision = _decision_in(request.POST.get("to", "") or request.GET.get("to", ""))
    if request.method == "POST":
        try:
            decide(
                event_id=event.pk,
                contribution_id=pk,
                decision=decision,
                seen=number_in(request.POST, "seen"),
                is_told_now=request.POST.get("send") == "now",
                anyway="anyway" in request.POST,
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
            return redirect(request.get_full_path())
        messages.success(request, _("Decided."))
        return redirect("events:one_contribution", slug=slug, pk=pk)
    if not may_decide_now(row, decision):
        return redirect("events:one_contribution", slug=slug, pk=pk)
    screen = decision_screen(
        reviewed_contribution(row, user_id=by.user_id), decision, email=EMAIL_OF_STATE[decision.value]
    )
    name = speakers_of_contribution(row.pk)[0].name
    content = _as_sent(row, decision.value, name, now=timezone.now())
    return console_page(
        request, "decide", event=event, by=by, current=CONTRIBUTIONS, content=content, **screen
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who was decided about and does not know yet, with the emails; a press sends them."""
    event, by = own_event_or_404(request, slug)
    if request.method == "POST":
        try:
            expected = request.POST.get("expected", "")
            number = tell_all(event_id=event.pk, expected=expected, by=by, now=timezone.now())
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
            return redirect(request.path)
        said = ngettext("%(n)s email is being sent.", "%(n)s emails are being sent.", number)
        messages.success(request, said % {"n": number})
        return redirect(CONTRIBUTIONS, slug=slug)
    rows = list(untold(event.pk))
    names, now = first_speakers(rows), timezone.now()
    first_of_state = {row.state: row for row in reversed(rows)}
    previews = [
        (row, EMAIL_OF_STATE[state], _as_sent(row, state, names[row.pk], now=now))
        for state, row in first_of_state.items()
    ]
    found = [(row, names[row.pk]) for row in rows]
    screen: dict[str, Any] = {"rows": found, "previews": previews, "expected": etag_of_untold(rows)}
    return console_page(request, "tell", event=event, by=by, current=CONTRIBUTIONS, **screen)


def _decision_in(text: str) -> Decision:
    if text not in set(Decision):
        raise Http404
    return Decision(text)


def _as_sent(row: Contribution, state: str, name: str, *, now: datetime) -> mail.Content:
    """The email as it would leave, not sent; its link is masked."""
    changed = copy.copy(row)
    changed.state = state
    with mail.rehearsed() as drafts:
        tell_decision(changed, name=name, now=now)
    return mail.without_secrets(drafts[0])
