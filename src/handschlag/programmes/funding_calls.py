"""Funding calls: what they say, which are open, and their public pages, files and feed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from handschlag.common.language import is_english, pick
from handschlag.common.models import AuditEntry
from handschlag.common.page_cache import cached_for_visitors, keep_until
from handschlag.common.refusals import Labelled, Reason
from handschlag.common.refusals import marked as _
from handschlag.common.table_files import dated_name, download, table_download
from handschlag.common.times import format_deadline, format_moment, sortable_moment
from handschlag.common.web import page_number
from handschlag.programmes import fit, models
from handschlag.programmes.fit import Answers, FitVerdict, Question, finder_questions
from handschlag.programmes.hooks import call_fields
from handschlag.programmes.models import CALL_LANGUAGES, CallLanguage, FundingCall

CLOSING_SOON: Final = timedelta(days=14)  # whole days: the status changes when the days left do
UNTOLD: Final = frozenset({"contact"})  # may name a person, whom the audit trail could not forget


class CallStatus(Labelled):
    """Said by the clock alone."""

    OPEN = "open", _("open")
    CLOSING = "closing", _("closing soon")
    ANNOUNCED = "announced", _("announced")
    CLOSED = "closed", _("deadline passed")


TAKES_APPLICATIONS: Final = frozenset({CallStatus.OPEN, CallStatus.CLOSING})


class CallFault(Reason):
    CHANGED_SINCE = (
        "changed_since",
        _("Someone has changed this funding call in the meantime. Nothing was saved. Check it again."),
    )
    CLOSES_BEFORE_IT_OPENS = "closes_before_it_opens", _("Enter a deadline after the opening.")
    SECOND_TOO_EARLY = "second_too_early", _("Enter a second deadline after the first one.")
    READ_TOMORROW = "read_tomorrow", _("Enter a date that is not in the future.")
    NOTHING_TO_UNDO = "nothing_to_undo", _("There is nothing to undo.")
    INCOMPLETE = (
        "incomplete",
        _(
            "Before it is published, a funding call needs a title in both languages, a programme or a "
            "funder, a deadline, and a source with the date on which it was read."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCriteria:
    """Which calls are wanted; an empty list means any."""

    status: Collection[str] = ()
    programme: Collection[str] = ()
    field: Collection[str] = ()
    who: Collection[str] = ()


def status_of(opens_at: datetime | None, closes_at: datetime, *, now: datetime) -> CallStatus:
    """From the second of the deadline on a call is closed.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 1, 31, 12, tzinfo=UTC)
    >>> second = timedelta(seconds=1)
    >>> status_of(None, noon, now=noon - second).value, status_of(None, noon, now=noon).value
    ('closing', 'closed')
    """
    if now >= closes_at:
        return CallStatus.CLOSED
    if opens_at is not None and now < opens_at:
        return CallStatus.ANNOUNCED
    return CallStatus.CLOSING if closes_at - now <= CLOSING_SOON else CallStatus.OPEN


def next_change(times: Iterable[tuple[datetime | None, datetime]], *, now: datetime) -> datetime | None:
    """The first moment at which one of these calls, by opening and deadline, has another status or day left.

    >>> from datetime import UTC
    >>> noon = datetime(2027, 1, 31, 12, tzinfo=UTC)
    >>> f"{next_change([(None, noon)], now=noon - timedelta(days=2, seconds=1)):%d.%m. %H:%M}"
    '29.01. 12:00'
    >>> next_change([(None, noon)], now=noon) is None
    True
    """
    moments = (
        moment
        for opens_at, closes_at in times
        if closes_at > now
        for moment in (opens_at, closes_at - timedelta(days=days_left(closes_at, now=now) - 1))
        if moment is not None and moment > now
    )
    return min(moments, default=None)


def days_left(closes_at: datetime, *, now: datetime) -> int:
    """Whole days until the deadline, counted up: 1 on the last day."""
    return -((now - closes_at) // timedelta(days=1))


def fault_of_times(
    opens_at: datetime | None, closes_at: datetime | None, second_closes_at: datetime | None
) -> tuple[str, CallFault] | None:
    """The field and what is wrong with it; None where all is well."""
    if opens_at and closes_at and closes_at <= opens_at:
        return "closes_at", CallFault.CLOSES_BEFORE_IT_OPENS
    if second_closes_at and (closes_at is None or second_closes_at <= closes_at):
        return "second_closes_at", CallFault.SECOND_TOO_EARLY
    return None


def reasons(
    conditions: Mapping[str, Sequence[str]], programme: str, answers: Answers
) -> tuple[Question, ...] | None:
    """The questions whose answers make a call fit; None where it does not, or nothing says that it does.

    A call of a programme that the finder excludes does not fit; one of a programme that it judges needs no
    conditions of its own.
    """
    asked = {Question(name): frozenset(wanted) for name, wanted in conditions.items() if wanted}
    if any(answers[question] not in wanted for question, wanted in asked.items()):
        return None
    is_judged = programme in fit.PROGRAMMES
    if is_judged and fit.column(programme, answers).verdict in {FitVerdict.NO, FitVerdict.UNPAID}:
        return None
    return tuple(question for question in Question if question in asked) if asked or is_judged else None


KIND: Final = "programmes.fundingcall"


def public_calls() -> QuerySet[FundingCall]:
    """Every published call that was not withdrawn, closed ones too, with its programme."""
    shown = FundingCall.objects.filter(
        published_at__isnull=False, withdrawn_at__isnull=True, closes_at__isnull=False
    )
    return shown.select_related("programme").order_by("closes_at", "pk")


def public_call(slug: str) -> FundingCall | None:
    """The public call at this address."""
    return public_calls().filter(slug=slug).first()


def calls_of(programme_id: int) -> list[FundingCall]:
    """The public calls of a programme."""
    return list(public_calls().filter(programme=programme_id))


def moved_deadlines(
    calls: Mapping[int, FundingCall], *, since: datetime, until: datetime
) -> dict[int, datetime]:
    """When the deadline of public calls, by number, last moved in this time; not of one that moved back."""
    changed = [
        str(pk) for pk, call in calls.items() if call.changed_at > max(since, call.published_at or since)
    ]
    if not changed:
        return {}
    entries = AuditEntry.objects.filter(kind=KIND, object_id__in=changed, at__gt=since, at__lte=until)
    before: dict[int, datetime] = {}
    moved: dict[int, datetime] = {}
    for entry in entries.filter(verb__in=("funding_call.edited", "funding_call.undone")).order_by("pk"):
        pk, published_at = int(entry.object_id), calls[int(entry.object_id)].published_at
        if "closes_at" in entry.changes and published_at is not None and entry.at > published_at:
            before.setdefault(pk, datetime.fromisoformat(entry.changes["closes_at"][0]))
            moved[pk] = entry.at
    return {pk: at for pk, at in moved.items() if before[pk] != calls[pk].closes_at}


def status_now(call: FundingCall, *, now: datetime) -> CallStatus:
    """What the clock says of a call; one without a deadline is never open."""
    if call.closes_at is None:
        return CallStatus.CLOSED
    return status_of(call.opens_at, call.closes_at, now=now)


def found_calls(calls: Sequence[FundingCall], wanted: CallCriteria, *, now: datetime) -> list[FundingCall]:
    """Those that the filters leave: what can be applied for first, each by its deadline, the closed last."""
    chosen = [one for one in calls if _is_wanted(one, wanted, now=now)]
    return sorted(chosen, key=lambda one: _place(one, now))


def _place(call: FundingCall, now: datetime) -> tuple[int, float, int]:
    status = status_now(call, now=now)
    at = call.closes_at.timestamp() if call.closes_at else 0.0
    return int(status is CallStatus.CLOSED), -at if status is CallStatus.CLOSED else at, call.pk


def _is_wanted(call: FundingCall, criteria: CallCriteria, *, now: datetime) -> bool:
    who = call.conditions.get(Question.WHO.value, [])
    programme = call.programme.slug if call.programme else ""
    return (
        (not criteria.status or status_now(call, now=now).value in criteria.status)
        and (not criteria.programme or programme in criteria.programme)
        and (not criteria.field or not call.fields or any(one in criteria.field for one in call.fields))
        and (not criteria.who or not who or any(one in criteria.who for one in who))
    )


def field_words() -> dict[str, str]:
    """Slug and words of each field in the language of the page, in the order in which they are offered."""
    return {one.slug: pick(one.de, one.en) for source in call_fields for one in source()}


AT_ONCE: Final = 20
TONES: Final = {CallStatus.OPEN: "ok", CallStatus.CLOSING: "wait"}


def calls_list(found: Sequence[FundingCall], *, page: int, now: datetime) -> dict[str, Any]:
    """One page of the calls that were found."""
    shown = Paginator(found, AT_ONCE).get_page(page)
    return {"rows": call_rows(shown, now=now), "page": shown}


def call_rows(calls: Iterable[FundingCall], *, now: datetime) -> list[dict[str, Any]]:
    """Each call with its status in words, its deadline and how long it is until then."""
    return [call_row(one, now=now) for one in calls]


def call_row(call: FundingCall, *, now: datetime) -> dict[str, Any]:
    """A call as lists show it."""
    status = status_now(call, now=now)
    return {
        "call": call,
        "status": gettext(status.label),
        "tone": TONES.get(status, ""),
        "when": _when(call, status, now),
        "giver": giver_of(call),
        "is_open": status in TAKES_APPLICATIONS,
        "why": "",
    }


def giver_of(call: FundingCall) -> str:
    """Programme and funder, as far as they are known."""
    name = call.programme.short if call.programme else call.programme_name
    funder = call.funder or (call.programme.body if call.programme else "")
    return " · ".join(part for part in (name, funder) if part)


def _when(call: FundingCall, status: CallStatus, now: datetime) -> str:
    if call.closes_at is None:
        return ""
    until = format_deadline(call.closes_at)
    if status is CallStatus.CLOSED:
        return gettext("closed on %(moment)s") % {"moment": until}
    if status is CallStatus.ANNOUNCED and call.opens_at:
        words = gettext("opens %(opens)s, deadline %(until)s")
        return words % {"opens": format_moment(call.opens_at), "until": until}
    days = days_left(call.closes_at, now=now)
    left = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return gettext("until %(moment)s (%(left)s)") % {"moment": until, "left": left}


def call_context(call: FundingCall, fields: Mapping[str, str], *, now: datetime) -> dict[str, Any]:
    """The page of a call; says which language the text is in where it is not translated."""
    own, other = (call.text_en, call.text_de) if is_english() else (call.text_de, call.text_en)
    return {
        **call_row(call, now=now),
        "paragraphs": [part for text in call.text.splitlines() if (part := text.strip())],
        "text_language": "" if own or not other else "de" if is_english() else "en",
        "fields": [(slug, fields[slug]) for slug in call.fields if slug in fields],
        "application_language": CALL_LANGUAGES[CallLanguage(call.language)] if call.language else "",
        "situations": _situations(call),
        "rows": (),
    }


def _situations(call: FundingCall) -> list[tuple[str, list[str]]]:
    """For whom it is, in the words of the finder: a question, and the answers that fit."""
    return [
        (pick(one.words.de, one.words.en), [answer_words(one.question, answer) for answer in chosen])
        for one in finder_questions()
        if (chosen := call.conditions.get(one.question.value))
    ]


def answer_words(question: Question, answer: str) -> str:
    """An answer of the finder, as people read it."""
    found = next(one for one in finder_questions() if one.question is question)
    words = found.answers.get(answer)
    return pick(words.de, words.en) if words else answer


def turning_point(calls: Iterable[FundingCall], *, now: datetime) -> datetime | None:
    """When the next of these calls has another status or day left: no page may say this one for longer."""
    return next_change(((one.opens_at, one.closes_at) for one in calls if one.closes_at), now=now)


def call_records(
    calls: Iterable[FundingCall], *, now: datetime, address_of: Any
) -> list[dict[str, str | bool | None]]:
    """Each call as an export says it, with names that do not change."""
    return [
        {
            "id": one.slug,
            "title_de": one.title_de,
            "title_en": one.title_en,
            "programme": one.programme.slug if one.programme else one.programme_name_de,
            "funder": giver_of(one),
            "status": status_now(one, now=now).value,
            "opens_at": sortable_moment(one.opens_at) if one.opens_at else "",
            "closes_at": sortable_moment(one.closes_at) if one.closes_at else "",
            "second_closes_at": sortable_moment(one.second_closes_at) if one.second_closes_at else "",
            "applicants_de": one.applicants_de,
            "applicants_en": one.applicants_en,
            "amount_de": one.amount_de,
            "amount_en": one.amount_en,
            "fields": "|".join(one.fields),
            "source_title": one.source_title,
            "source_url": one.source_url,
            "read_on": one.read_on.isoformat() if one.read_on else "",
            "is_invented": one.is_demo,
            "address": address_of(one),
        }
        for one in calls
    ]


EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
CALLS_UUID: Final = UUID("0b8f6f5c-3a0e-5d57-8a55-6d0c1f1f7c21")  # the space in which a slug names a call


class _Feed(Atom1Feed):
    """One without entries still has to say when it changed."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def calls_feed(calls: Iterable[FundingCall]) -> str:
    """For calls that were fetched with their programmes."""
    base = settings.BASE_URL
    own = base + reverse("programmes:funding_calls_feed")
    feed = _Feed(
        title=gettext("Funding calls"),
        link=base + reverse("programmes:funding_calls"),
        description=gettext("Funding calls for networks and their members, with deadlines."),
        language=get_language(),
        feed_url=own,
        feed_guid=own,
        author_name="Handschlag",
    )
    for call in calls:
        feed.add_item(
            title=_plain(told_title(call)),
            link=base + reverse("programmes:funding_call", args=[call.slug]),
            unique_id=entry_id(call).urn,
            description=_plain("\n".join(part for part in (_dates(call), call.text) if part)),
            author_name=_plain(giver_of(call)) or "Handschlag",
            pubdate=call.published_at,
            updateddate=call.changed_at,
        )
    written: str = feed.writeString("utf-8")
    return written


def entry_id(call: FundingCall) -> UUID:
    """For ever the same: whatever the host is called, in whatever language it is read."""
    return uuid5(CALLS_UUID, call.slug)


def told_title(call: FundingCall) -> str:
    """What does not exist says so where nothing else of its page is seen."""
    return gettext("%(title)s (invented)") % {"title": call.title} if call.is_demo else call.title


def _dates(call: FundingCall) -> str:
    return (
        gettext("Deadline: %(moment)s.") % {"moment": format_deadline(call.closes_at)}
        if call.closes_at
        else ""
    )


def _plain(text: str) -> str:
    """A text without what XML may not hold at all."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


UNFIT = 422
FILTERS = ("status", "programme", "field", "who")


@cached_for_visitors(parameters=(*FILTERS, "page"))
@require_safe
def funding_calls_page(request: HttpRequest) -> HttpResponse:
    """The list, what closes next first; it is kept no longer than until the next deadline."""
    now, every = timezone.now(), list(public_calls())
    form = _filter(request)
    wanted = form.wanted()
    found = found_calls(every, wanted, now=now) if wanted else []
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "screen": calls_list(found, page=page_number(request), now=now),
        "query": query.urlencode(),
        "is_narrowed": bool(wanted and any((wanted.status, wanted.programme, wanted.field, wanted.who))),
    }
    response = render(
        request, "programmes/calls/list.html", context, status=200 if wanted is not None else UNFIT
    )
    return keep_until(response, turning_point(every, now=now))


@cached_for_visitors
@require_safe
def funding_call_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one call; 404 for drafts and what was withdrawn."""
    now, found = timezone.now(), public_call(slug)
    if found is None:
        raise Http404
    screen = call_context(found, field_words(), now=now)
    context = {"screen": screen, "call": found, "address": address_of(found)}
    response = render(request, "programmes/calls/call.html", context)
    return keep_until(response, turning_point([found], now=now))


@require_safe
def funding_calls_export(request: HttpRequest, ending: str) -> HttpResponse:
    """The same choice as a file."""
    if ending not in {"csv", "xlsx", "json"}:
        raise Http404
    wanted = _filter(request).wanted()
    if wanted is None:
        return funding_calls_page(request)
    now = timezone.now()
    found = found_calls(list(public_calls()), wanted, now=now)
    records, name = (
        call_records(found, now=now, address_of=address_of),
        dated_name("handschlag", "calls", ending),
    )
    if ending == "json":
        return download(json.dumps({"entries": records}, ensure_ascii=False), name)
    heads = list(call_records([FundingCall(slug="")], now=now, address_of=lambda _call: "")[0])
    lines: list[list[Any]] = [heads, *([*record.values()] for record in records)]
    return table_download(lines, name)


@require_safe
@cache_control(public=True, max_age=300)
@conditional_page
def funding_calls_feed(_request: HttpRequest) -> HttpResponse:
    """New and changed calls as an Atom feed; it names deadlines, never a status that would grow old."""
    found = public_calls().order_by("-changed_at", "-pk")[:50]
    return HttpResponse(calls_feed(found), content_type="application/atom+xml; charset=utf-8")


def address_of(call: FundingCall) -> str:
    """The full address of its page."""
    return settings.BASE_URL + reverse("programmes:funding_call", args=[call.slug])


def _filter(request: HttpRequest) -> CallsFilter:
    names = {one.slug: one.short for one in models.all_programmes()}
    return CallsFilter(request.GET, programmes=names, fields=field_words())


ALL: Final = ("", gettext_lazy("all"))


def _answers(question: Question) -> list[tuple[str, str]]:
    found = next(one for one in finder_questions() if one.question is question)
    return [(answer, pick(words.de, words.en)) for answer, words in found.answers.items()]


class CallsFilter(forms.Form):
    """What is not understood is said beside the field."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False)
    programme = forms.ChoiceField(label=gettext_lazy("Programme"), required=False)
    field = forms.ChoiceField(label=gettext_lazy("Technology field"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("Who may apply"), required=False)

    def __init__(self, data: Any, *, programmes: Mapping[str, str], fields: Mapping[str, str]) -> None:
        super().__init__(data)
        choices: dict[str, Sequence[tuple[str, Any]]] = {
            "status": [(one.value, gettext_lazy(one.label)) for one in CallStatus],
            "programme": list(programmes.items()),
            "field": list(fields.items()),
            "who": _answers(Question.WHO),
        }
        for name, offered in choices.items():
            self.fields[name].choices = [ALL, *offered]  # type: ignore[attr-defined]

    def wanted(self) -> CallCriteria | None:
        """The filters; None where one of them is not understood."""
        if not self.is_valid():
            return None
        given = {name: (value,) for name, value in self.cleaned_data.items() if value}
        return CallCriteria(**given)
