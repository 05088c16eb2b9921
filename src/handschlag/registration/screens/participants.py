"""Who else comes: the list that participants see of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handschlag.design.components.parts import Pages
from handschlag.registration import labels
from handschlag.registration.models import Registration
from handschlag.registration.queries.participants import listed
from handschlag.registration.rules.participants import ORDERS, ListedParticipant, ParticipantQuery, chosen
from handschlag.registration.rules.visibility import Viewer
from handschlag.registration.screens.events import EventHead, head_of
from handschlag.registration.screens.organising import Question, question

ON_A_PAGE: Final = 50
ORDER_WORDS: Final[Mapping[str, str | Promise]] = {
    "name": gettext_lazy("by name"),
    "organisation": gettext_lazy("by organisation"),
    "place": gettext_lazy("by town"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    name: str
    role: str
    organisation: str
    place: str
    speaks: str
    email: str
    phone: str
    is_demo: bool
    is_me: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _ParticipantsScreen:
    event: EventHead
    answer: str
    asked: ParticipantQuery
    questions: Sequence[Question]
    rows: Sequence[_Row]
    pages: Pages
    is_listed: bool
    here: str
    own_url: str
    change_url: str
    csv_url: str
    xlsx_url: str


def participants_screen(
    mine: Registration, asked: ParticipantQuery, *, token: str, page: str
) -> _ParticipantsScreen:
    """Those who come and agreed to be listed, fifty a page; says whether `mine` is among them."""
    everybody = listed(mine.event_id, Viewer.PARTICIPANT)
    paginator = Paginator(chosen(everybody, asked), ON_A_PAGE)
    shown = paginator.get_page(page)
    return _ParticipantsScreen(
        event=head_of(mine.event),
        answer=_answer_of(len(everybody), paginator.count, asked),
        asked=asked,
        questions=_questions_of(everybody, asked),
        rows=tuple(_row_of(one, mine) for one in shown.object_list),
        pages=Pages(number=shown.number, count=paginator.num_pages, query=asked.query),
        is_listed=any(one.pk == mine.pk for one in everybody),
        here=reverse("registration:participants", args=[token]),
        own_url=reverse("registration:own", args=[token]),
        change_url=reverse("registration:change", args=[token]),
        csv_url=_file_url(token, "csv", asked),
        xlsx_url=_file_url(token, "xlsx", asked),
    )


def _file_url(token: str, ending: str, asked: ParticipantQuery) -> str:
    url = reverse("registration:participants_export", args=[token, ending])
    return f"{url}?{asked.query}" if asked.query else url


def _answer_of(total: int, number: int, asked: ParticipantQuery) -> str:
    if asked.is_narrowed:
        return ngettext("%(n)s of %(all)s people found", "%(n)s of %(all)s people found", number) % {
            "n": number,
            "all": total,
        }
    return ngettext("%(n)s person on the list", "%(n)s people on the list", number) % {"n": number}


def _questions_of(people: Sequence[ListedParticipant], asked: ParticipantQuery) -> Sequence[Question]:
    spoken = {code for one in people for code in one.speaks}
    languages = {code: str(word) for code, word in labels.LANGUAGES if code in spoken}
    orders = {one: str(ORDER_WORDS[one]) for one in ORDERS}
    return (
        question("speaks", _("Speaks"), languages, asked.speaks),
        question("order", _("Order"), orders, asked.order, is_all=False),
    )


def _row_of(one: ListedParticipant, mine: Registration) -> _Row:
    return _Row(
        name=one.name,
        role=one.role,
        organisation=one.organisation,
        place=one.place,
        speaks=_spoken_by(one),
        email=one.email,
        phone=one.phone,
        is_demo=one.is_demo,
        is_me=one.pk == mine.pk,
    )


def _spoken_by(one: ListedParticipant) -> str:
    languages = dict(labels.LANGUAGES)
    return ", ".join(str(languages.get(code, code)) for code in one.speaks)


def participant_lines(event_id: int, asked: ParticipantQuery) -> Iterator[Sequence[str]]:
    """A head, and one line for each who fits, with what participants may see."""
    yield (
        *(_("Name"), _("Role"), _("Organisation"), _("Place"), _("Languages")),
        *(_("Email address"), _("Telephone")),
    )
    for one in chosen(listed(event_id, Viewer.PARTICIPANT), asked):
        yield (one.name, one.role, one.organisation, one.place, _spoken_by(one), one.email, one.phone)
