"""Who else comes, for those who come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from handschlag.common.names import surname_first
from handschlag.common.table_files import MEDIA_TYPES, dated_name, table_download
from handschlag.design.components.parts import Facet
from handschlag.registration import registration_data
from handschlag.registration.access import by_link, page_context
from handschlag.registration.models import Consent, QuestionAudience, Registration, RegistrationState
from handschlag.registration.questions import answers_by_registration
from handschlag.registration.registration_data import LIST_CONSENT, Viewer, visible
from handschlag.registration.registrations import facet, get_confirmed

ORDERS: Final = ("name", "organisation", "place")
LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedParticipant:
    """Somebody who comes; what this viewer may not see is empty."""

    pk: int
    name: str
    organisation: str = ""
    role: str = ""
    place: str = ""
    speaks: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    is_demo: bool = False
    answers: tuple[str, ...] = ()  # to questions whose answers participants see

    @property
    def text(self) -> str:
        parts = (self.name, self.organisation, self.role, self.place, self.email, self.phone, *self.answers)
        return "\n".join(parts).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantQuery:
    text: str = ""
    speaks: str = ""
    order: str = "name"

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """What an address asks for; what makes no sense in it is left out.

        >>> ParticipantQuery.read({"q": " Jena ", "order": "size"})
        ParticipantQuery(text='Jena', speaks='', order='name')
        """
        order = given.get("order", "")
        return cls(
            text=" ".join(given.get("q", "").split())[:LONGEST],
            speaks=given.get("speaks", "")[:2],
            order=order if order in ORDERS else "name",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.speaks)

    @property
    def query(self) -> str:
        order = self.order if self.order != "name" else ""
        given = {"q": self.text, "speaks": self.speaks, "order": order}
        return urlencode({name: value for name, value in given.items() if value})


def _fits(person: ListedParticipant, asked: ParticipantQuery) -> bool:
    text = person.text
    has_words = all(word in text for word in asked.text.casefold().split())
    return has_words and (not asked.speaks or asked.speaks in person.speaks)


def matching_participants(
    people: Iterable[ListedParticipant], asked: ParticipantQuery
) -> tuple[ListedParticipant, ...]:
    """Those who fit, in the wanted order; who does not show the fact that orders comes last."""

    def place(one: ListedParticipant) -> tuple[bool, str, str, int]:
        name = surname_first(one.name).casefold()
        first = name if asked.order == "name" else str(getattr(one, asked.order)).casefold()
        return (not first, first, name, one.pk)

    return tuple(sorted((one for one in people if _fits(one, asked)), key=place))


COLUMNS = ("name", "organisation", "role", "place", "speaks", "email", "phone", "visibility", "is_demo")


def get_listed_participants(event_id: int, viewer: Viewer) -> tuple[ListedParticipant, ...]:
    """Three queries, however many come."""
    valid = Consent.objects.filter(withdrawn_at=None)
    agreed = valid.filter(registration=OuterRef("pk"), purpose=LIST_CONSENT)
    rows = (
        get_confirmed(event_id).filter(Exists(agreed)).select_related("actor").only(*COLUMNS, "actor__name")
    )
    given = Prefetch("consents", queryset=valid.only("registration_id", "purpose"))
    answers = answers_by_registration(event_id, audiences={QuestionAudience.PARTICIPANTS})
    return tuple(
        replace(_person(row, viewer), answers=tuple(answers.get(row.pk, {}).values()))
        for row in rows.prefetch_related(given)
    )


def _person(row: Registration, viewer: Viewer) -> ListedParticipant:
    facts = {
        "name": row.name,
        "organisation": row.organisation_name,
        "role": row.role,
        "place": row.place,
        "speaks": tuple(row.speaks),
        "email": row.email,
        "phone": row.phone,
    }
    consents = {one.purpose for one in row.consents.all()}
    shown = visible(facts, viewer=viewer, visibility=row.visibility, consents=consents)
    return ListedParticipant(pk=row.pk, is_demo=row.is_demo, **{"name": "", **shown})


ON_A_PAGE: Final = 50
_ORDERS: Final[Mapping[str, str | Promise]] = {
    "name": gettext_lazy("by name"),
    "organisation": gettext_lazy("by organisation"),
    "place": gettext_lazy("by town"),
}


def participants_screen(mine: Registration, asked: ParticipantQuery, *, page: str) -> dict[str, Any]:
    """Those who come and agreed to be listed, fifty a page; says whether `mine` is among them."""
    everybody = get_listed_participants(mine.event_id, Viewer.PARTICIPANT)
    return {
        "registration": mine,
        "event": mine.event,
        "number_of_all": len(everybody),
        "asked": asked,
        "questions": _questions_of(everybody, asked),
        "page": Paginator(matching_participants(everybody, asked), ON_A_PAGE).get_page(page),
        "is_listed": any(person.pk == mine.pk for person in everybody),
    }


def _questions_of(people: Sequence[ListedParticipant], asked: ParticipantQuery) -> Sequence[Facet]:
    spoken = {code for person in people for code in person.speaks}
    languages = {code: word for code, word in registration_data.LANGUAGES if code in spoken}
    return (
        facet("speaks", _("Speaks"), languages, asked.speaks),
        facet("order", _("Order"), {one: _ORDERS[one] for one in ORDERS}, asked.order, is_all=False),
    )


def languages_of(person: ListedParticipant) -> str:
    """The languages that somebody speaks."""
    languages = dict(registration_data.LANGUAGES)
    return ", ".join(str(languages.get(code, code)) for code in person.speaks)


def participant_lines(event_id: int, asked: ParticipantQuery) -> Iterator[Sequence[str]]:
    """A head, and one line for each who fits, with what participants may see."""
    yield (
        *(_("Name"), _("Role"), _("Organisation"), _("Place"), _("Languages")),
        *(_("Email address"), _("Telephone")),
    )
    for one in matching_participants(get_listed_participants(event_id, Viewer.PARTICIPANT), asked):
        yield (one.name, one.role, one.organisation, one.place, languages_of(one), one.email, one.phone)


def _only_who_comes(registration: Registration) -> None:
    if registration.state != RegistrationState.CONFIRMED:
        raise Http404


@require_safe
@by_link
def participants_page(request: HttpRequest, registration: Registration, token: str) -> HttpResponse:
    """Who else comes; not found for people without a confirmed place."""
    _only_who_comes(registration)
    asked, page = ParticipantQuery.read(request.GET.dict()), request.GET.get("page", "1")
    context = page_context(registration, token, now=timezone.now())
    screen = participants_screen(registration, asked, page=page)
    return render(request, "registration/participants.html", context | screen)


@require_safe
def participants_export(request: HttpRequest, token: str, ending: str) -> HttpResponse:
    """The same list as a file, in the same order."""
    if ending not in MEDIA_TYPES:
        raise Http404

    @by_link
    def answered(request: HttpRequest, registration: Registration, _token: str) -> HttpResponse:
        _only_who_comes(registration)
        lines = participant_lines(registration.event_id, ParticipantQuery.read(request.GET.dict()))
        return table_download(lines, dated_name(registration.event.slug, "participants", ending))

    return answered(request, token)  # type: ignore[return-value]
