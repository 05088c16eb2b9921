"""The team's pages of contributions: the call, the list, and one with its scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit, pictures
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, table_download
from handschlag.common.times import format_range, format_short_day, local_date, sortable_moment
from handschlag.common.web import number_in, refusal_message
from handschlag.design.components.parts import Facet, Option
from handschlag.design.fields import TidyText
from handschlag.events.access import own_event_or_404
from handschlag.events.console import CONFLICT, UNFIT, console_page
from handschlag.events.contributions import calls, emails
from handschlag.events.contributions.calls import (
    CALLED_KINDS,
    IN_REVIEW,
    ORDERS,
    QUERY_STATES,
    REVIEWS,
    SCORES,
    USUAL_KINDS,
    USUAL_MINUTES,
    ContributionQuery,
    Decision,
    ReviewedContribution,
    absences_of,
    call_of,
    call_phase,
    contribution_or_none,
    counts_by_state,
    first_speakers,
    may_decide,
    reviewed_contribution,
    reviewed_contributions,
    speakers_of_contribution,
    untold,
)
from handschlag.events.editing import (
    ContributionRefusal,
    EventRefusal,
    editable_event,
    locked_event,
    tracks_of,
)
from handschlag.events.fields import MomentField, RowForm, number, text
from handschlag.events.labels import CONTRIBUTION_STATES, SESSION_KINDS, SESSION_LANGUAGES
from handschlag.events.models import (
    Contribution,
    ContributionCall,
    ContributionReview,
    ContributionSpeaker,
    ContributionState,
    Event,
)


@transaction.atomic
def review(
    *,
    event_id: int,
    contribution_id: int,
    score: int | None,
    remark: str,
    by: Subject,
    now: datetime,
) -> None:
    """What this person says of it; without a score, they know the people and say nothing more."""
    editable_event(event_id, by)
    row = Contribution.objects.filter(pk=contribution_id, event_id=event_id).first()
    if row is None or by.user_id is None:
        raise Refusal(EventRefusal.GONE)
    if row.state not in IN_REVIEW:
        raise Refusal(ContributionRefusal.OVER)
    values = {"score": score, "remark": remark, "has_conflict": score is None, "at": now}
    ContributionReview.objects.update_or_create(contribution=row, reviewer_id=by.user_id, defaults=values)
    audit.record(verb="contribution.reviewed", target=row, by_id=by.user_id, now=now)


type _Words = Mapping[str, str | Promise]

_ORDERS: Final[_Words] = {
    "newest": gettext_lazy("newest first"),
    "title": gettext_lazy("by title"),
    "mean": gettext_lazy("best score first"),
    "difference": gettext_lazy("most disagreement first"),
}
_REVIEWS: Final[_Words] = {
    "mine": gettext_lazy("not scored by me"),
    "few": gettext_lazy("fewer than two scores"),
}
DECISIONS: Final[Mapping[Decision, tuple[str | Promise, str | Promise]]] = {
    Decision.ACCEPT: (gettext_lazy("Accept"), gettext_lazy("Accept this contribution?")),
    Decision.RESERVE: (
        gettext_lazy("Put on the reserve list"),
        gettext_lazy("Put this contribution on the reserve list?"),
    ),
    Decision.DECLINE: (gettext_lazy("Decline"), gettext_lazy("Decline this contribution?")),
}


def list_screen(
    event: Event,
    call: ContributionCall | None,
    criteria: ContributionQuery,
    *,
    counts: Mapping[str, int],
    untold: int,
    now: datetime,
) -> dict[str, Any]:
    """Figures, filters and the call beside the list."""
    return {
        "call": call,
        "phase": call_phase(call.opens_at, call.closes_at, now=now) if call else "",
        "public_url": reverse("events:call", args=[event.slug]),
        "untold": untold,
        "unconfirmed": counts.get("unconfirmed", 0),
        "figures": [(state, CONTRIBUTION_STATES[state], counts.get(state, 0)) for state in QUERY_STATES],
        "questions": _questions_of(event, criteria),
    }


def _questions_of(event: Event, criteria: ContributionQuery) -> Sequence[Facet]:
    tracks = {str(pk): name for pk, name in tracks_of(event.pk)}
    found = [
        _question(
            "state", _("Status"), {one: CONTRIBUTION_STATES[one] for one in QUERY_STATES}, criteria.state
        ),
        _question("kind", _("Kind"), {one: SESSION_KINDS[one] for one in CALLED_KINDS}, criteria.kind),
        _question("review", _("Scores"), {one: _REVIEWS[one] for one in REVIEWS}, criteria.review),
    ]
    if tracks:
        found.append(_question("track", _("Track"), tracks, str(criteria.track or "")))
    order = {one: _ORDERS[one] for one in ORDERS}
    return (*found, _question("order", _("Order"), order, criteria.order, is_all=False))


def _question(name: str, title: str, words: _Words, chosen: str, *, is_all: bool = True) -> Facet:
    first = [Option(value="", label=_("all"), is_chosen=not chosen)] if is_all else []
    rest = [Option(value=value, label=str(word), is_chosen=value == chosen) for value, word in words.items()]
    return Facet(name=name, title=title, options=(*first, *rest))


def one_screen(reviewed: ReviewedContribution, speakers: Sequence[ContributionSpeaker]) -> dict[str, Any]:
    """One contribution with its people, when they cannot come, its reviews and what can be decided."""
    row = reviewed.row
    own = {}
    if reviewed.own is not None:
        score = "conflict" if reviewed.own.has_conflict else str(reviewed.own.score)
        own = {"score": score, "remark": reviewed.own.remark}
    return {
        "one": reviewed,
        "row": row,
        "speakers": speakers,
        "has_picture": bool(speakers and speakers[0].picture),
        "absences": absence_lines(absences_of(row.pk)),
        "may_review": row.state in IN_REVIEW,
        "own": own,
        "decisions": [
            (decision.value, words[0])
            for decision, words in DECISIONS.items()
            if may_decide_now(row, decision)
        ],
        "is_untold": row.decided_at is not None and row.told_at is None and row.state != "withdrawn",
    }


def may_decide_now(row: Contribution, decision: Decision) -> bool:
    """Whether the team can decide so about it as it is."""
    is_told, has_session = row.told_at is not None, row.session is not None
    return may_decide(row.state, decision, is_told=is_told, has_session=has_session)


def absence_lines(spans: Iterable[tuple[datetime, datetime]]) -> list[str]:
    """Day and hours in words."""
    return [f"{format_short_day(starts)}, {format_range(starts, ends)}" for starts, ends in spans]


def decision_screen(reviewed: ReviewedContribution, decision: Decision, *, email: str) -> dict[str, Any]:
    """The question before a decision."""
    button, question = DECISIONS[decision]
    return {
        "row": reviewed.row,
        "decision": decision.value,
        "button": button,
        "question": question,
        "is_enough": reviewed.is_enough,
        "number": reviewed.number,
        "email": email,
    }


def contribution_lines(rows: Iterable[ReviewedContribution]) -> Iterator[Sequence[str]]:
    """A head, and one line for each contribution."""
    yield (
        *(_("Title"), _("Status"), _("Kind"), _("Minutes"), _("Track"), _("Language")),
        *(_("Speakers"), _("Organisation"), _("Email address"), _("Abstract"), _("Needs on site")),
        *(_("Number of scores"), _("Mean score"), _("Difference"), _("My score"), _("Handed in")),
    )
    for one in rows:
        yield _line_of(one, one.row)


def _line_of(reviewed: ReviewedContribution, row: Contribution) -> Sequence[str]:
    mean, difference = reviewed.summary.mean, reviewed.summary.difference
    own = str(reviewed.own.score or "") if reviewed.own else ""
    return (
        *(row.title, str(CONTRIBUTION_STATES[row.state]), str(SESSION_KINDS[row.kind]), str(row.minutes)),
        *(row.track.name if row.track else "", str(SESSION_LANGUAGES[row.language])),
        "; ".join(speaker.name for speaker in reviewed.speakers),
        "; ".join(speaker.organisation for speaker in reviewed.speakers if speaker.organisation),
        *(row.email, row.abstract, row.needs, str(reviewed.number)),
        "" if mean is None else f"{mean:.2f}",
        "" if difference is None else str(difference),
        *(own, sortable_moment(row.submitted_at) if row.submitted_at else ""),
    )


CONTRIBUTIONS: Final = "events:contributions"
_ON_A_PAGE: Final = 50


@never_cache
@require_safe
def contributions_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All that was handed in, narrowed and sorted as the address says."""
    event, by = own_event_or_404(request, slug)
    call, wanted = call_of(event.pk), ContributionQuery.of(request.GET.dict())
    found = reviewed_contributions(event.pk, wanted, user_id=by.user_id) if call else []
    rows = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page", "1"))
    screen = list_screen(
        event,
        call,
        wanted,
        counts=counts_by_state(event.pk),
        untold=untold(event.pk).count(),
        now=timezone.now(),
    )
    return console_page(
        request,
        "contributions",
        event=event,
        by=by,
        current=CONTRIBUTIONS,
        rows=rows,
        wanted=wanted,
        **screen,
    )


@require_safe
def contributions_export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """What the list shows, all of its pages, with the scores that this person may see."""
    event, by = own_event_or_404(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    rows = reviewed_contributions(event.pk, ContributionQuery.of(request.GET.dict()), user_id=by.user_id)
    now = timezone.now()
    note_export(event_id=event.pk, number=len(rows), by=by, now=now)
    name = f"{event.slug}-contributions-{local_date(now).isoformat()}.{ending}"
    return table_download(contribution_lines(rows), name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for the call; saving the first one begins it."""
    event, by = own_event_or_404(request, slug)
    row = call_of(event.pk)
    form = CallForm(request.POST if request.method == "POST" else None, row=row, last_day=event.last_day)
    status = UNFIT if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            calls.save_call(
                event_id=event.pk,
                values=form.values(),
                seen=number_in(request.POST, "seen"),
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            form.add_error(None, refusal_message(no.reason))
            status = CONFLICT if no.reason is EventRefusal.STALE else UNFIT
        else:
            messages.success(request, _("Saved."))
            return redirect(CONTRIBUTIONS, slug=slug)
    return console_page(
        request, "call", event=event, by=by, current=CONTRIBUTIONS, status=status, form=form, call=row
    )


def contribution_at(event: Event, pk: int) -> Contribution:
    """One of this event that was handed in; 404 for others."""
    row = contribution_or_none(event.pk, pk)
    if row is None:
        raise Http404
    return row


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One contribution with what this person may see of its reviews; saves their own."""
    event, by = own_event_or_404(request, slug)
    row = contribution_at(event, pk)
    reviewed = reviewed_contribution(row, user_id=by.user_id)
    screen = one_screen(reviewed, speakers_of_contribution(row.pk))
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=screen.pop("own"))
    if form.is_bound and form.is_valid():
        try:
            review(
                event_id=event.pk,
                contribution_id=pk,
                score=form.number(),
                remark=form.cleaned_data["remark"],
                by=by,
                now=timezone.now(),
            )
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            messages.success(request, _("Saved."))
        return redirect("events:one_contribution", slug=slug, pk=pk)
    status = UNFIT if form.is_bound else 200
    return console_page(
        request,
        "contribution",
        event=event,
        by=by,
        current=CONTRIBUTIONS,
        status=status,
        form=form,
        **screen,
    )


@never_cache
@require_safe
def proposed_picture(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The picture that the speaker has sent."""
    event, _by = own_event_or_404(request, slug)
    first = speakers_of_contribution(contribution_at(event, pk).pk)[0]
    if not first.picture:
        raise Http404
    return pictures.picture_response(str(first.picture.name), is_public=False)


@require_POST
def contribution_link(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The speaker gets their link once more."""
    event, by = own_event_or_404(request, slug)
    row = contribution_at(event, pk)
    try:
        send_link_again(event_id=event.pk, contribution_id=row.pk, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("We have sent the link again."))
    return redirect("events:one_contribution", slug=slug, pk=pk)


_LENGTHS: Final = (5, 10, 15, 20, 30, 45, 60, 90, 120)


_MINUTES: Final = gettext_lazy("%(n)s minutes")


def _length(minutes: int) -> str:
    return str(_MINUTES) % {"n": minutes}


def _several(label: Any, choices: Sequence[tuple[str, Any]], *, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, help_text=hint
    )


class CallForm(RowForm):
    """From when until when, for what, and in which words."""

    opens_at = MomentField(label=gettext_lazy("Open from"))
    closes_at = MomentField(label=gettext_lazy("Open until"))
    text_de = text(gettext_lazy("Introduction, German"), hint=gettext_lazy("It stands above the form."))
    text_en = text(gettext_lazy("Introduction, English"))
    kinds = _several(
        gettext_lazy("Kinds of contribution"), [(one, SESSION_KINDS[one]) for one in CALLED_KINDS]
    )
    minutes = _several(gettext_lazy("Lengths to choose from"), ())
    kept_days = number(
        gettext_lazy("Delete after (days)"),
        least=1,
        most=1000,
        hint=gettext_lazy(
            "Declined and withdrawn contributions are deleted so many days later, everything else so "
            "many days after the event. The programme keeps its sessions."
        ),
    )
    facts = ("opens_at", "closes_at", "text_de", "text_en", "kinds", "minutes", "kept_days")

    def __init__(self, data: Any = None, *, row: ContributionCall | None, last_day: date) -> None:
        shown = {name: getattr(row, name) for name in self.facts} if row else {}
        usual = {"kinds": USUAL_KINDS, "minutes": USUAL_MINUTES, "kept_days": 90}
        super().__init__(data, values=shown or usual, seen=str(row.version if row else 0))
        lengths = [(str(one), _length(one)) for one in _LENGTHS]
        self.fields["minutes"].choices = lengths  # type: ignore[attr-defined]
        self.fields["kept_days"].required = True
        self._last_day = last_day

    def clean(self) -> dict[str, Any]:
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", gettext_lazy("The end must be after the beginning."))
        elif closes and local_date(closes) > self._last_day:
            self.add_error("closes_at", gettext_lazy("The end must not be after the event."))
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        found = super().values()
        return {**found, "minutes": [int(one) for one in found["minutes"]]}


class ReviewForm(forms.Form):
    """A score from 1 to 5, or that one knows the people."""

    score = forms.ChoiceField(
        label=gettext_lazy("Score"),
        choices=[
            *((str(one), str(one)) for one in SCORES),
            ("conflict", gettext_lazy("I know them: someone else should score this.")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("1: not for this event. 5: must be in the programme."),
        error_messages={"required": gettext_lazy("Choose a score, or say that you know the people.")},
    )
    remark = TidyText(
        label=gettext_lazy("Remark for the team"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The speaker only sees it if they ask for their data."),
    )

    def number(self) -> int | None:
        """The score; None for a conflict."""
        given = self.cleaned_data["score"]
        return None if given == "conflict" else int(given)


@transaction.atomic
def send_link_again(*, event_id: int, contribution_id: int, by: Subject, now: datetime) -> None:
    """The speaker gets the email of the last decision once more, or the link alone before one."""
    event = editable_event(event_id, by)
    row = held_contribution(event, contribution_id)
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


def held_contribution(event: Event, contribution_id: int) -> Contribution:
    """The contribution, locked, or a refusal where it is gone."""
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("link", "session")
    row = rows.filter(pk=contribution_id, event=event).first()
    if row is None:
        raise Refusal(EventRefusal.GONE)
    row.event = event
    return row
