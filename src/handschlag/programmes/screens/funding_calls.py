"""The list of funding calls, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.language import is_english, pick
from handschlag.common.times import format_deadline, format_moment, sortable_moment
from handschlag.programmes.labels import CALL_LANGUAGES
from handschlag.programmes.models import CallLanguage, FundingCall
from handschlag.programmes.queries.funding_calls import status_now
from handschlag.programmes.rules.funding_calls import TAKES_APPLICATIONS, CallStatus, days_left, next_change
from handschlag.programmes.rules.tables import Question, finder_questions

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
        "status": _(status.label),
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
        return _("closed on %(moment)s") % {"moment": until}
    if status is CallStatus.ANNOUNCED and call.opens_at:
        words = _("opens %(opens)s, deadline %(until)s")
        return words % {"opens": format_moment(call.opens_at), "until": until}
    days = days_left(call.closes_at, now=now)
    left = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return _("until %(moment)s (%(left)s)") % {"moment": until, "left": left}


def call_screen(call: FundingCall, fields: Mapping[str, str], *, now: datetime) -> dict[str, Any]:
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
