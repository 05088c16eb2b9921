"""The organisers' list of registrations, one of them, and what people need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.table_files import MEDIA_TYPES, dated_name, table_download
from handschlag.common.times import sortable_moment
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Facet, Option
from handschlag.directory.labels import KIND_NAMES
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration import changes, decisions, models, registration_data
from handschlag.registration.access import (
    CURRENT,
    GET_OR_POST,
    UNFIT,
    crumbs_of,
    event_for_team,
    pass_of,
    registration_or_404,
    require_check_in_team,
    require_team,
)
from handschlag.registration.certificates import issued_certificate
from handschlag.registration.changes import change_page
from handschlag.registration.hooks import lost_by_cancelling
from handschlag.registration.models import Registration, RegistrationState, SessionChoice
from handschlag.registration.personal_data import history_of
from handschlag.registration.places import (
    Move,
    categories_of,
    counts_of,
    in_category,
    is_possible,
    occupancy_of,
    unconfirmed_of,
)
from handschlag.registration.questions import answers_by_registration, questions_of
from handschlag.registration.registering import actions
from handschlag.registration.registering.form import RegistrationForm
from handschlag.registration.registering.pages import add_screen
from handschlag.registration.registration_data import facts_of, sessions_of
from handschlag.registration.sessions import Offer, choosable, published

STATES: Final = ("confirmed", "waiting", "asked", "declined", "cancelled")
WAYS: Final = ("self", "assisted", "imported", "walk_in")
KINDS: Final = ("company", "university", "research", "other", "none")
NEED_CODES: Final = ("remote", "step_free", "quiet", "interpreter", "words", "diet", "no_lunch")
ORDER_CODES: Final = ("asked", "newest", "name", "organisation", "arrival")
LONGEST: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationQuery:
    """Empty asks for all. `session` is the id of a chosen session; 0 asks for all."""

    text: str = ""
    state: str = ""
    way: str = ""
    kind: str = ""
    need: str = ""
    category: str = ""  # the id of one, or `none`
    session: int = 0
    order: str = "asked"

    @classmethod
    def of(cls, given: Mapping[str, str]) -> RegistrationQuery:
        def one(name: str, known: tuple[str, ...]) -> str:
            value = given.get(name, "")
            return value if value in known else ""

        session, category = given.get("session", ""), given.get("category", "")
        is_known = category == "none" or (category.isdecimal() and len(category) < 16)
        return cls(
            text=" ".join(given.get("q", "").replace("\0", "").split())[:LONGEST],
            state=one("state", STATES),
            way=one("way", WAYS),
            kind=one("kind", KINDS),
            need=one("need", NEED_CODES),
            category=category if is_known else "",
            session=int(session) if session.isdecimal() and len(session) < 16 else 0,
            order=one("order", ORDER_CODES) or "asked",
        )

    @property
    def query(self) -> str:
        """The same as a part of an address."""
        values = {
            "q": self.text,
            "state": self.state,
            "way": self.way,
            "kind": self.kind,
            "need": self.need,
            "category": self.category,
            "session": self.session or "",
            "order": "" if self.order == "asked" else self.order,
        }
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def is_narrowed(self) -> bool:
        chosen = (self.text, self.state, self.way, self.kind, self.need, self.category, self.session)
        return any(chosen)


NEEDS: Final[Mapping[str, Q]] = {
    "remote": Q(is_remote=True),
    "step_free": Q(needs_step_free=True),
    "quiet": Q(needs_quiet=True),
    "interpreter": Q(needs_interpreter=True),
    "words": ~Q(needs=""),
    "diet": ~Q(diet=""),
    "no_lunch": Q(has_lunch=False),
}
ORDERS: Final[Mapping[str, Sequence[Any]]] = {
    "asked": ("asked_at", "pk"),
    "newest": ("-asked_at", "-pk"),
    "name": (Lower("name"), "pk"),
    "organisation": (Lower("organisation"), Lower("name"), "pk"),
    "arrival": (F("arrives_at").asc(nulls_first=True), Lower("name"), "pk"),
}


def get_registrations(event_id: int, wanted: RegistrationQuery) -> QuerySet[Registration]:
    """Those that fit, in the wanted order, with their organisations; erased ones are on no list."""
    rows = Registration.objects.filter(event_id=event_id, erased_at=None).select_related("actor", "category")
    if wanted.text:
        words = Q()
        for word in wanted.text.split():
            words &= Q(name__icontains=word) | Q(email__icontains=word) | Q(organisation__icontains=word)
        rows = rows.filter(words)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.way:
        rows = rows.filter(way=wanted.way)
    if wanted.kind:
        rows = rows.filter(Q(actor=None) if wanted.kind == "none" else Q(actor__kind=wanted.kind))
    if wanted.category:
        rows = rows.filter(in_category(wanted.category))
    if wanted.need:
        rows = rows.filter(NEEDS[wanted.need])
    if wanted.session:
        chosen = SessionChoice.objects.filter(registration=OuterRef("pk"), session_id=wanted.session)
        rows = rows.filter(Exists(chosen))
    return rows.order_by(*ORDERS[wanted.order])


def get_registrations_with_choices(event_id: int) -> list[Registration]:
    """All that are on the list, in its usual order, with the sessions that they chose."""
    return list(get_registrations(event_id, RegistrationQuery.of({})).prefetch_related("choices"))


def get_confirmed(event_id: int) -> QuerySet[Registration]:
    """Those who have a place, in no order; erased people are left out."""
    return Registration.objects.filter(
        event_id=event_id, state=RegistrationState.CONFIRMED, erased_at=None
    ).order_by()


def counted_needs(event_id: int) -> Mapping[str, int]:
    """How many of those who come eat there, and need what; one query."""
    return get_confirmed(event_id).aggregate(
        people=Count("pk"),
        lunch=Count("pk", filter=Q(has_lunch=True)),
        step_free=Count("pk", filter=NEEDS["step_free"]),
        quiet=Count("pk", filter=NEEDS["quiet"]),
        interpreter=Count("pk", filter=NEEDS["interpreter"]),
        words=Count("pk", filter=NEEDS["words"]),
    )


def counted_diets(event_id: int) -> Sequence[tuple[str, int]]:
    """What the kitchen has to know, in people's words, and how often; without names."""
    rows = get_confirmed(event_id).filter(has_lunch=True).exclude(diet="")
    return list(
        rows.annotate(words=Lower("diet"))
        .values_list("words")
        .annotate(number=Count("pk"))
        .order_by("-number", "words")
    )


def counted_choices(event_id: int) -> Mapping[int, Mapping[str, int]]:
    """For each session: how many must hear it, would like to, have a seat, wait for one."""
    rows = SessionChoice.objects.filter(
        registration__event_id=event_id, registration__state__in=["confirmed", "waiting", "asked"]
    ).order_by()
    counted = rows.values("session_id").annotate(
        must=Count("pk", filter=Q(wish="must")),
        like=Count("pk", filter=Q(wish="like")),
        seated=Count("pk", filter=Q(seat="seated")),
        waiting=Count("pk", filter=Q(seat="waiting")),
    )
    return {
        row["session_id"]: {name: row[name] for name in ("must", "like", "seated", "waiting")}
        for row in counted
    }


def note_export(*, event: Event, number: int, by: Subject, now: datetime) -> None:
    """A list with everything about those who registered, for the team."""
    require_team(by, event.pk)
    _note(event, number, by=by, now=now)


def note_check_in_list(*, event: Event, number: int, by: Subject, now: datetime) -> None:
    """The desk's list of names."""
    require_check_in_team(by, event.pk, now=now)
    _note(event, number, by=by, now=now)


def note_taken_along(*, event: Event, number: int, by: Subject, now: datetime) -> None:
    """A device keeps the desk's list."""
    require_check_in_team(by, event.pk, now=now)
    changes = {"registrations": [None, number], **pass_of(by)}
    audit.record(verb="registration.taken_along", target=event, by_id=by.user_id, now=now, changes=changes)


def _note(event: Event, number: int, *, by: Subject, now: datetime) -> None:
    changes = {"registrations": [None, number], **pass_of(by)}
    audit.record(verb="registration.exported", target=event, by_id=by.user_id, now=now, changes=changes)


def registration_lines(event: Event, rows: Iterable[Registration]) -> Iterator[Sequence[str]]:
    """A head, and one line for each registration."""
    questions = questions_of(event.pk)
    yield (
        *(_("Name"), _("Email address"), _("Telephone"), _("Organisation"), _("Kind of organisation")),
        *(_("Category"), _("Role"), _("Place"), _("Status"), _("Registered"), _("Registered on")),
        *(_("Arrives"), _("Leaves"), _("Takes part online")),
        *(_("Lunch"), _("Food"), _("Step-free"), _("Quiet"), _("Interpreter"), _("Further needs")),
        *(_("Languages"), _("Sessions"), *(one.label for one in questions)),
    )
    offers, answers = published(event.pk), answers_by_registration(event.pk)
    for one in rows:
        titles = [offer.title for pk, offer in offers.items() if pk in one.wishes]
        kind = pick(*KIND_NAMES[one.actor.kind]) if one.actor else ""
        times = [sortable_moment(at) if at else "" for at in (one.asked_at, one.arrives_at, one.leaves_at)]
        needs = [_yes(is_so) for is_so in (one.needs_step_free, one.needs_quiet, one.needs_interpreter)]
        yield (
            *(one.name, one.email, one.phone, one.organisation_name, kind),
            *(one.category.name if one.category else "", one.role, one.place),
            *(str(models.STATES[one.state]), str(models.SOURCES[one.way]), *times, _yes(one.is_remote)),
            *(_yes(one.has_lunch), one.diet, *needs, one.needs),
            *(" ".join(one.speaks), " | ".join(titles)),
            *(answers.get(one.pk, {}).get(each.pk, "") for each in questions),
        )


def _yes(is_so: bool) -> str:
    return _("yes") if is_so else _("no")


def needs_lines(event: Event) -> Iterator[Sequence[str]]:
    """For kitchen and house: numbers and wishes, no names."""
    counts = counted_needs(event.pk)
    yield (_("Requirement"), _("People"))
    yield (_("attending"), str(counts["people"]))
    yield (_("having lunch"), str(counts["lunch"]))
    for words, number in counted_diets(event.pk):
        yield (_("Food: %(words)s") % {"words": words}, str(number))
    for name in ("step_free", "quiet", "interpreter", "words"):
        yield (str(registration_data.NEEDS[name]), str(counts[name]))


PAGE: Final = 50
_ORDERS: Final[Mapping[str, str | Promise]] = {
    "asked": gettext_lazy("by date received"),
    "newest": gettext_lazy("newest first"),
    "name": gettext_lazy("by name"),
    "organisation": gettext_lazy("by organisation"),
    "arrival": gettext_lazy("by arrival"),
}


def list_screen(event: Event, wanted: RegistrationQuery, *, page: str) -> dict[str, Any]:
    """The registrations asked for, fifty a page; the figures on top count all of the event."""
    counts = counts_of(event.pk)
    shown = Paginator(get_registrations(event.pk, wanted), PAGE).get_page(page)
    return {
        "coming": counts.get(RegistrationState.CONFIRMED, 0),
        "grounds": _grounds_of(counts),
        "asked": counts.get(RegistrationState.ASKED, 0),
        "figures": [(state, counts.get(state, 0)) for state in STATES],
        "unconfirmed": unconfirmed_of(event.pk),
        "wanted": wanted,
        "questions": _questions_of(event, wanted),
        "rows": shown.object_list,
        "page": shown,
        "to_fill": occupancy_of(event).to_promote,
    }


def _grounds_of(counts: Mapping[str, int]) -> str:
    """What waits for somebody."""
    asked, waiting = counts.get(RegistrationState.ASKED, 0), counts.get(RegistrationState.WAITING, 0)
    said = []
    if asked:
        said.append(
            ngettext("%(n)s registration to approve", "%(n)s registrations to approve", asked) % {"n": asked}
        )
    if waiting:
        said.append(
            ngettext("%(n)s person is on the waiting list.", "%(n)s people are on the waiting list.", waiting)
            % {"n": waiting}
        )
    return " ".join(said) or _("No open requests.")


def _questions_of(event: Event, wanted: RegistrationQuery) -> Sequence[Facet]:
    kinds = {kind: pick(*KIND_NAMES[kind]) if kind != "none" else _("not in the directory") for kind in KINDS}
    sessions = {str(pk): offer.title for pk, offer in published(event.pk).items()}
    return (
        facet("state", _("Status"), {state: models.STATES[state] for state in STATES}, wanted.state),
        facet("way", _("Registered"), {way: models.SOURCES[way] for way in WAYS}, wanted.way),
        facet("kind", _("Kind of organisation"), kinds, wanted.kind),
        *_category_question(event, wanted.category),
        facet("need", _("Needs"), {need: registration_data.NEEDS[need] for need in NEED_CODES}, wanted.need),
        facet("session", _("Session"), sessions, str(wanted.session or "")),
        facet("order", _("Order"), {one: _ORDERS[one] for one in ORDER_CODES}, wanted.order, is_all=False),
    )


def _category_question(event: Event, chosen: str) -> Sequence[Facet]:
    """Only where the event has categories."""
    names = {str(one.pk): one.name for one in categories_of(event.pk)}
    if not names:
        return ()
    words = {**names, "none": _("no category")}
    return (facet("category", _("Category"), words, chosen),)


def facet(
    name: str, title: str, words: Mapping[str, str | Promise], chosen: str, *, is_all: bool = True
) -> Facet:
    """A filter with its options, “all” before them unless `is_all` is off; `chosen` is the value set."""
    first = [Option(value="", label=_("all"), is_chosen=not chosen)] if is_all else []
    rest = [Option(value=value, label=str(word), is_chosen=value == chosen) for value, word in words.items()]
    return Facet(name=name, title=title, options=(*first, *rest))


def needs_of(row: Registration) -> Iterator[str]:
    """The words for what the person needs, and the diet of whoever has lunch."""
    for is_so, name in (
        (row.is_remote, "remote"),
        (row.needs_step_free, "step_free"),
        (row.needs_quiet, "quiet"),
        (row.needs_interpreter, "interpreter"),
        (bool(row.needs), "words"),
        (not row.has_lunch, "no_lunch"),
    ):
        if is_so:
            yield str(registration_data.NEEDS[name])
    if row.diet and row.has_lunch:
        yield row.diet


_NOBODY: Final[Mapping[str, int]] = {"must": 0, "like": 0, "seated": 0, "waiting": 0}


def handle_screen(registration: Registration, event: Event) -> dict[str, Any]:
    """One registration as organisers see it, with the moves that its state allows."""
    return {
        "crumbs": crumbs_of(event, registration.name),
        "registration": registration,
        "facts": facts_of(registration),
        "sessions": sessions_of(registration),
        "history": history_of(registration),
        "may_approve": is_possible(Move.APPROVE, registration.state),
        "may_decline": is_possible(Move.DECLINE, registration.state),
        "may_cancel": is_possible(Move.CANCEL, registration.state),
        "certificate": issued_certificate(registration),
        "is_coming": registration.state == RegistrationState.CONFIRMED,
    }


def needs_screen(event: Event) -> dict[str, Any]:
    """How many of those who come eat lunch and need what; each figure leads to the people."""
    counts = counted_needs(event.pk)
    names = ("step_free", "quiet", "interpreter", "words")
    return {
        "counts": counts,
        "figures": [(name, registration_data.NEEDS[name], counts[name]) for name in names],
        "diets": counted_diets(event.pk),
    }


def seats_screen(event: Event) -> dict[str, Any]:
    """Sessions by how many want to hear them: what is too small stands on top."""
    counts = counted_choices(event.pk)
    rows = [
        (offer, counts.get(pk, _NOBODY))
        for pk, offer in published(event.pk).items()
        if not offer.is_cancelled
    ]
    rows.sort(key=lambda row: (not _is_short(*row), -(row[1]["must"] + row[1]["like"])))
    return {"rows": rows, "short": sum(1 for row in rows if _is_short(*row))}


def _is_short(offer: Offer, wanted: Mapping[str, int]) -> bool:
    """Whether people wait for a place that is booked."""
    return offer.seats is not None and wanted["waiting"] > 0


@never_cache
@require_safe
def registrations_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisers' list of registrations, narrowed as the address says."""
    event, by = event_for_team(request, slug)
    screen = list_screen(event, RegistrationQuery.of(request.GET.dict()), page=request.GET.get("page", "1"))
    context = console_context(event, by, current=CURRENT, **screen)
    return render(request, "registration/organising/registrations.html", context)


@never_cache
@require_safe
def export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Exactly what the list shows, all of its pages; who took it is written down."""
    event, by = event_for_team(request, slug)
    if ending not in MEDIA_TYPES:
        raise Http404
    wanted = RegistrationQuery.of(request.GET.dict())
    rows = list(get_registrations(event.pk, wanted).prefetch_related("choices"))
    note_export(event=event, number=len(rows), by=by, now=timezone.now())
    return table_download(registration_lines(event, rows), dated_name(event.slug, "registrations", ending))


@require_POST
def batch(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for all that are ticked."""
    event, by = event_for_team(request, slug)
    chosen = [int(pk) for pk in request.POST.getlist("r") if pk.isdecimal() and len(pk) < 16]
    move = request.POST.get("move", "")
    if move in {Move.APPROVE, Move.DECLINE, Move.CANCEL} and chosen:
        done, failed = decisions.decide_all(
            event_id=event.pk, registration_ids=chosen, move=Move(move), by=by, now=timezone.now()
        )
        messages.success(request, ngettext("%(n)s done.", "%(n)s done.", done) % {"n": done})
        if failed:
            messages.warning(
                request,
                ngettext(
                    "%(n)s could not be processed. Check its status.",
                    "%(n)s could not be processed. Check their status.",
                    failed,
                )
                % {"n": failed},
            )
    else:
        messages.info(request, _("Select the people you mean."))
    return redirect(CURRENT, slug=slug)


@require_POST
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """Gives free places to those who wait, then leads to the list and says how many got one."""
    event, by = event_for_team(request, slug)
    number = decisions.fill(event_id=event.pk, by=by, now=timezone.now())
    said = ngettext("%(n)s person now has a place.", "%(n)s people now have a place.", number)
    messages.success(request, said % {"n": number})
    return redirect(CURRENT, slug=slug)


@never_cache
@require_http_methods(GET_OR_POST)
def add_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody is registered on the telephone; who did it is written down."""
    event, by = event_for_team(request, slug)
    offers = choosable(event.pk)
    data = request.POST if request.method == "POST" else None
    form = RegistrationForm(data, event=event, offers=offers, is_for_others=True)
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            made = actions.enter(event_id=event.pk, facts=form.facts(), by=by, now=timezone.now())
        except Refusal as no:
            pairs = no.details.get("pairs", ())
            shown = {"fault": refusal_message(no.reason), "clashing": {pk for pair in pairs for pk in pair}}
        else:
            messages.success(request, _("Registered. We have emailed the person a confirmation."))
            return redirect("registration:registration", slug=slug, number=made.pk)
    screen = add_screen(event, form, offers=offers, **shown)
    context = {**console_context(event, by, current=CURRENT), **screen}
    return render(
        request, "registration/organising/add.html", context, status=UNFIT if form.is_bound else 200
    )


@never_cache
@require_safe
def registration_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One registration, as the organisers see it."""
    event, by = event_for_team(request, slug)
    screen = handle_screen(registration_or_404(event, number), event)
    context = console_context(event, by, current=CURRENT, **screen)
    return render(request, "registration/organising/registration.html", context)


@never_cache
@require_http_methods(GET_OR_POST)
def change_for_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The form in which organisers change somebody's registration; then leads to its page."""
    event, by = event_for_team(request, slug)
    row = registration_or_404(event, number)

    def save(**given: Any) -> object:
        return changes.change(registration_id=row.pk, has_link=False, by=by, now=timezone.now(), **given)

    return change_page(
        request,
        row,
        save=save,
        back=redirect("registration:registration", slug=slug, number=number),
        template="registration/organising/change.html",
        is_for_others=True,
        context=console_context(event, by, current=CURRENT),
    )


@require_POST
def decide(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Approves or declines one registration, then leads to its page; other moves do nothing."""
    event, by = event_for_team(request, slug)
    row, move = registration_or_404(event, number), request.POST.get("move", "")
    if move in {Move.APPROVE, Move.DECLINE}:
        try:
            decisions.decide_one(row.pk, Move(move), by=by, now=timezone.now())
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            messages.success(request, _("Done. We have emailed the person."))
    return redirect("registration:registration", slug=slug, number=number)


@never_cache
@require_http_methods(GET_OR_POST)
def cancel_for_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Asks once more; then cancels on the person's behalf and leads to the registration."""
    event, by = event_for_team(request, slug)
    row = registration_or_404(event, number)
    if request.method != "POST":
        crumbs = crumbs_of(event, row.name)
        context = console_context(event, by, current=CURRENT, crumbs=crumbs, registration=row)
        context["losses"] = lost_by_cancelling(row)
        return render(request, "registration/organising/cancel.html", context)
    try:
        decisions.cancel(registration_id=row.pk, has_link=False, by=by, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Registration cancelled. We have emailed the person."))
    return redirect("registration:registration", slug=slug, number=number)


@never_cache
@require_safe
def needs_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Lunch and requirements in numbers, for the organisers."""
    event, by = event_for_team(request, slug)
    context = console_context(event, by, current=CURRENT, **needs_screen(event))
    return render(request, "registration/organising/needs.html", context)


@require_safe
def needs_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The needs as a table for kitchen and house: numbers and wishes, no names."""
    event, _by = event_for_team(request, slug)
    return table_download(needs_lines(event), dated_name(event.slug, "needs", "csv"))


@never_cache
@require_safe
def sessions_page(request: HttpRequest, slug: str) -> HttpResponse:
    """How full the sessions of the event are, for the organisers."""
    event, by = event_for_team(request, slug)
    context = console_context(event, by, current=CURRENT, **seats_screen(event))
    return render(request, "registration/organising/sessions.html", context)
