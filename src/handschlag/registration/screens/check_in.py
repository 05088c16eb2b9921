"""The desk: who stands before me, and what does the person need now?"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.common.times import format_day_and_time, format_from, format_time, local_date
from handschlag.design.components.parts import Link, Pages
from handschlag.events.models import Event
from handschlag.registration.hooks.reception_pages import absence_page, walk_in_page
from handschlag.registration.models import Registration
from handschlag.registration.queries.badges import badge_text_of
from handschlag.registration.queries.check_in import check_in_figures
from handschlag.registration.rules.check_in import ArrivalState, CheckInEntry, CheckInFigures, hits
from handschlag.registration.screens.badges import check_in_tabs
from handschlag.registration.screens.organising import NEED_WORDS, Figure, needs_of

ABSENT: Final = 25
STANDINGS: Final[Mapping[ArrivalState, tuple[str | Promise, str]]] = {
    ArrivalState.EXPECTED: (gettext_lazy("not here yet"), ""),
    ArrivalState.HERE: (gettext_lazy("here since %(time)s"), "ok"),
    ArrivalState.WAITING: (gettext_lazy("has no place yet"), "wait"),
    ArrivalState.NOT_COMING: (gettext_lazy("has cancelled or was declined"), "bad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _HitRow:
    name: str
    organisation: str
    state: str
    tone: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonPane:
    """One person. `key` makes the button's second press the same as its first."""

    pk: int
    code: str
    key: str
    name: str
    organisation: str
    networks: str
    state: str
    tone: str
    notes: Sequence[str]
    may_check_in: bool
    may_undo: bool
    is_focused: bool
    language: str
    registration_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _AbsentRow:
    name: str
    organisation: str
    expected: str
    phone: str
    phone_url: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeskScreen:
    tabs: Sequence[Link]
    query: str
    found: str
    hits: Sequence[_HitRow]
    person: _PersonPane | None
    answer: str
    grounds: str
    as_of: str
    figures: Sequence[Figure]
    absent_title: str
    absent: Sequence[_AbsentRow]
    pages: Pages
    check_in_url: str
    badges_url: str
    add_url: str
    live_url: str


def check_in_screen(
    event: Event,
    rows: Sequence[CheckInEntry],
    *,
    query: str,
    who: int,
    page: str,
    is_team: bool,
    now: datetime,
) -> _DeskScreen:
    """`is_team`: what only organisers may do leads on from here, too."""
    found = hits(query, rows)
    chosen = _chosen_of(rows, found, who)
    figures, is_after = check_in_figures(event, rows), local_date(now) > event.last_day
    missing = [one for one in rows if one.standing is ArrivalState.EXPECTED]
    missing.sort(key=lambda one: one.arrives_at.timestamp() if one.arrives_at else 0)
    shown = Paginator(missing, ABSENT).get_page(page)
    answer, grounds = _answer_of(figures, is_after=is_after)
    here = reverse("registration:desk", args=[event.slug])
    return _DeskScreen(
        tabs=check_in_tabs(event, "desk"),
        query=query,
        found=_found_words(query, found),
        hits=tuple(_hit_of(one, event, query, is_chosen=chosen == one, now=now) for one in found),
        person=_pane_of(event, chosen, is_focused=len(found) == 1 and not who, is_team=is_team, now=now)
        if chosen
        else None,
        answer=answer,
        grounds=grounds,
        as_of=format_time(now),
        figures=tuple(_figure_rows(figures, is_after=is_after)),
        absent_title=_("Did not come") if is_after else _("Not arrived yet"),
        absent=tuple(_absent_rows(event, tuple(shown))),
        pages=Pages(number=shown.number, count=shown.paginator.num_pages, query=""),
        check_in_url=reverse("registration:check_in", args=[event.slug]),
        badges_url=reverse("registration:badges", args=[event.slug]),
        add_url=next(filter(None, (plugin(event) for plugin in walk_in_page)), "")
        or (reverse("registration:add", args=[event.slug]) if is_team else ""),
        live_url=here,
    )


def _chosen_of(rows: Sequence[CheckInEntry], found: Sequence[CheckInEntry], who: int) -> CheckInEntry | None:
    if who:
        return next((one for one in rows if one.id == who), None)
    return found[0] if len(found) == 1 else None


def _found_words(query: str, found: Sequence[CheckInEntry]) -> str:
    if not query:
        return ""
    if not found:
        return _("No match for “%(query)s”. Try another spelling, the organisation or the badge code.") % {
            "query": query
        }
    said = ngettext(
        "%(n)s result for “%(query)s”, including similar spellings.",
        "%(n)s results for “%(query)s”, including similar spellings.",
        len(found),
    )
    return said % {"n": len(found), "query": query}


def _state_words(one: CheckInEntry, *, now: datetime) -> tuple[str, str]:
    words, tone = STANDINGS[one.standing]
    time = format_from(one.since, now=now) if one.since else ""
    return str(words) % {"time": time} if one.since else str(words), tone


def _hit_of(one: CheckInEntry, event: Event, query: str, *, is_chosen: bool, now: datetime) -> _HitRow:
    state, tone = _state_words(one, now=now)
    return _HitRow(
        name=one.name,
        organisation=one.organisation,
        state=state,
        tone=tone,
        url=person_url(event, one.id, query=query),
        is_chosen=is_chosen,
    )


def person_url(event: Event, pk: int, *, query: str = "") -> str:
    """The desk with this person chosen; the search stays, where there was one."""
    asked: dict[str, Any] = {"q": query, "who": pk} if query else {"who": pk}
    return reverse("registration:desk", args=[event.slug], query=asked)


def _pane_of(
    event: Event, one: CheckInEntry, *, is_focused: bool, is_team: bool, now: datetime
) -> _PersonPane | None:
    row = Registration.objects.select_related("actor").filter(pk=one.id, event=event).first()
    if row is None:
        return None
    state, tone = _state_words(one, now=now)
    return _PersonPane(
        pk=one.id,
        code=one.code,
        key=str(uuid.uuid4()),
        name=one.name,
        organisation=one.organisation,
        networks=", ".join(badge_text_of([row], on=event.first_day)[row.pk].networks),
        state=state,
        tone=tone,
        notes=tuple(_notes_of(row)),
        may_check_in=one.standing is ArrivalState.EXPECTED,
        may_undo=one.standing is ArrivalState.HERE,
        is_focused=is_focused,
        language=row.language,
        registration_url=reverse("registration:registration", args=[event.slug, one.id]) if is_team else "",
        cancel_url=_cancel_url(event, one.id, now=now) if is_team else "",
    )


def _cancel_url(event: Event, pk: int, *, now: datetime) -> str:
    waited_for = next(filter(None, (plugin(event, pk, now) for plugin in absence_page)), "")
    return waited_for or reverse("registration:cancel_for", args=[event.slug, pk])


def _notes_of(row: Registration) -> Iterator[str]:
    """What the person needs, in the words that it was told in."""
    known = {str(NEED_WORDS["words"])}
    needs = [words for words in needs_of(row) if words not in known]
    if needs:
        yield ", ".join(needs)
    if row.needs:
        yield row.needs


def _answer_of(figures: CheckInFigures, *, is_after: bool) -> tuple[str, str]:
    answer = _("%(here)s of %(all)s are here.") % {"here": figures.here, "all": figures.confirmed}
    if is_after:
        said = ngettext("%(n)s person did not come.", "%(n)s people did not come.", figures.missing)
        answer = _("%(here)s of %(all)s came.") % {"here": figures.here, "all": figures.confirmed}
    else:
        said = ngettext("%(n)s person still to arrive.", "%(n)s people still to arrive.", figures.missing)
    return answer, said % {"n": figures.missing}


def _figure_rows(figures: CheckInFigures, *, is_after: bool) -> Iterator[Figure]:
    yield Figure(label=_("Confirmed"), value=str(figures.confirmed))
    yield Figure(label=_("Attended") if is_after else _("Here"), value=str(figures.here))
    yield Figure(label=_("Did not come") if is_after else _("Expected"), value=str(figures.missing))
    yield Figure(
        label=_("Number of places"), value=str(figures.capacity) if figures.capacity else _("no limit")
    )
    if figures.free is not None:
        yield Figure(label=_("Free"), value=str(figures.free))


def _absent_rows(event: Event, rows: Sequence[CheckInEntry]) -> Iterator[_AbsentRow]:
    """With telephone numbers: one query for all that are shown."""
    phones = dict(Registration.objects.filter(pk__in=[one.id for one in rows]).values_list("pk", "phone"))
    for one in rows:
        phone = phones.get(one.id, "")
        yield _AbsentRow(
            name=one.name,
            organisation=one.organisation,
            expected=format_day_and_time(one.arrives_at) if one.arrives_at else _("from the beginning"),
            phone=phone,
            phone_url="tel:" + "".join(sign for sign in phone if sign.isdigit() or sign == "+"),
            url=person_url(event, one.id),
        )
