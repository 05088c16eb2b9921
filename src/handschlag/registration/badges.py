"""Badges and lists: few at once, many by a worker."""

from __future__ import annotations

import base64
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from PIL import Image

from handschlag.accounts.policy import Action, Subject
from handschlag.common import audit
from handschlag.common.jobs import enqueue
from handschlag.common.models import Job, JobState
from handschlag.common.names import split_name, surname_first
from handschlag.common.printing import qr, unprintable
from handschlag.common.printing import render as printing_render
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.table_files import MEDIA_TYPES, dated_name, download, table_download
from handschlag.common.times import format_moment, format_slot, sortable_moment
from handschlag.common.web import refusal_message
from handschlag.directory.index.analysis import sort_key
from handschlag.directory.models import Membership, Status
from handschlag.events import printed_files
from handschlag.events.access import own_event_or_404
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration import registrations
from handschlag.registration.access import (
    DESK,
    GET_OR_POST,
    UNFIT,
    check_in_event,
    is_team,
    pass_of,
    require_check_in_team,
)
from handschlag.registration.badge_designs import (
    BadgeText,
    badge_design_of,
    logo_of,
    printable_logo,
    remember_paper,
)
from handschlag.registration.models import Badge, BadgeDesign, Registration, here_since
from handschlag.registration.places import lock_event
from handschlag.registration.registrations import get_confirmed

MOST_NETWORKS: Final = 3


class Paper(StrEnum):
    """What the printer holds; one badge to a page except on the sheet of A4."""

    A4 = "a4"
    A6 = "a6"
    A7 = "a7"
    ROLL = "roll"

    @property
    def is_single(self) -> bool:
        return self != Paper.A4


def titled(name: str) -> tuple[str, str]:
    """Academic titles before a name, and the name: it is read from further away without them.

    >>> titled("Prof. Dr.-Ing. h. c. Ada von Lindqvist"), titled("J. R. Meier"), titled("Dr.")
    (('Prof. Dr.-Ing. h. c.', 'Ada von Lindqvist'), ('', 'J. R. Meier'), ('', 'Dr.'))
    """
    title = split_name(name).title
    return title, name.removeprefix(title).strip()


def by_surname(name: str) -> str:
    """The key by which names are sorted."""
    return sort_key(surname_first(name))


def grouped_code(code: str) -> str:
    """A code as people read it out: in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def needs_printing(words: BadgeText, printed: Mapping[int, str], pk: int) -> bool:
    """No badge was printed yet, or it said something else."""
    return printed.get(pk) != words.says


def shown_networks(names: Sequence[str]) -> tuple[str, ...]:
    """The first few by name; the badge has no room for more."""
    return tuple(sorted(set(names), key=sort_key)[:MOST_NETWORKS])


def get_badge_people(event_id: int, ids: Iterable[int] = ()) -> Sequence[Registration]:
    """Those who come, or these of them, by surname."""
    rows = get_confirmed(event_id).select_related("actor")
    chosen = list(ids)
    if chosen:
        rows = rows.filter(pk__in=chosen)
    return sorted(rows, key=lambda one: (by_surname(one.name), one.pk))


def badge_text_of(rows: Sequence[Registration], *, on: date) -> Mapping[int, BadgeText]:
    """What each badge says, with the networks that the organisation belongs to on that day; one query."""
    networks = _networks_of({one.actor_id for one in rows if one.actor_id}, on=on)
    return {
        one.pk: BadgeText(
            name=one.name,
            organisation=one.organisation_name,
            networks=shown_networks(networks.get(one.actor_id or 0, ())),
            code=one.badge_code,
        )
        for one in rows
    }


def _networks_of(actor_ids: Iterable[int], *, on: date) -> Mapping[int, Sequence[str]]:
    still = Q(until__isnull=True) | Q(until__gte=on)
    rows = Membership.objects.filter(
        still, actor_id__in=list(actor_ids), network__status=Status.PUBLISHED
    ).order_by()
    found: dict[int, list[str]] = defaultdict(list)
    for actor_id, name in rows.values_list("actor_id", "network__name"):
        found[actor_id].append(name)
    return found


def _printed_of(event_id: int) -> Mapping[int, str]:
    """What the badges that were printed say, as hashes."""
    rows = Badge.objects.filter(registration__event_id=event_id)
    return dict(rows.values_list("registration_id", "says"))


def without_badge(event_id: int, words: Mapping[int, BadgeText]) -> Sequence[int]:
    """Those whose badge was never printed, or says something else by now."""
    printed = _printed_of(event_id)
    return [pk for pk, one in words.items() if needs_printing(one, printed, pk)]


def print_people(event_id: int, make: Callable[[], bytes], *, ending: str = "pdf") -> str:
    """The name of the file that `make` gives; made anew as often as somebody is erased while it is made.

    Erasing holds the event and deletes its files: what is stored here afterwards knows of the erasure.
    """
    while True:
        before = _erased(event_id)
        data = make()
        with transaction.atomic():
            lock_event(event_id)
            if _erased(event_id) == before:
                return printed_files.store(data, event_id=event_id, ending=ending)


def _erased(event_id: int) -> int:
    return Registration.objects.filter(event_id=event_id).exclude(erased_at=None).count()


JOB = "registration.print_badges"


def ask_for_badges(
    *, event_id: int, ids: Sequence[int], paper: str, language: str, by: Subject, now: datetime
) -> Job:
    """A job prints the badges of these registrations."""
    require_check_in_team(by, event_id, now=now)
    if not ids:
        raise Refusal(CheckInRefusal.NOBODY)
    slug = Event.objects.values_list("slug", flat=True).get(pk=event_id)
    payload = {
        "event_id": event_id,
        "slug": slug,
        "ids": list(ids),
        "paper": paper,
        "language": language,
    }
    return enqueue(kind=JOB, payload=payload, owner_id=by.user_id, now=now)


@transaction.atomic
def note_printed(*, event_id: int, words: Mapping[int, BadgeText], by: Subject, now: datetime) -> int:
    """These badges are printed; how many. Whoever was erased meanwhile has none."""
    require_check_in_team(by, event_id, now=now)
    event = lock_event(event_id)
    living = Registration.objects.filter(event=event, pk__in=list(words), erased_at=None)
    rows = [
        Badge(registration_id=pk, says=words[pk].says, printed_at=now, by_id=by.user_id)
        for pk in living.order_by("pk").values_list("pk", flat=True)
    ]
    Badge.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["registration"],
        update_fields=["says", "printed_at", "by"],
    )
    changes = {"badges": [None, len(rows)], **pass_of(by)}
    audit.record(verb="registration.badges_printed", target=event, by_id=by.user_id, now=now, changes=changes)
    return len(rows)


class BadgesForm(forms.Form):
    who = forms.ChoiceField(
        label=gettext_lazy("Badges to print"),
        choices=[
            ("new", gettext_lazy("new badges, and badges that have changed since printing")),
            ("all", gettext_lazy("everyone attending")),
        ],
        initial="new",
        widget=forms.RadioSelect,
    )
    paper = forms.ChoiceField(
        label=gettext_lazy("Paper"),
        choices=[
            (Paper.A4.value, gettext_lazy("A4 sheet, four badges to cut out")),
            (Paper.A6.value, gettext_lazy("A6, one badge per sheet")),
            (Paper.A7.value, gettext_lazy("A7, one badge per sheet")),
            (Paper.ROLL.value, gettext_lazy("Label printer, 62 mm roll, 100 mm per badge, black only")),
        ],
        error_messages={"required": gettext_lazy("Choose the paper.")},
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The next print starts with the same paper, also at reception."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("de", gettext_lazy("German")), ("en", gettext_lazy("English"))],
        initial="de",
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Only the event name is different."),
    )
    # One person, from the list or the desk: then nothing else is asked.
    person = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        # One person's badge comes on the paper that was used last, without asking.
        self.fields["paper"].required = not (data and data.get("person"))


BADGES: Final = "registration/printing/badges.typ"
PEOPLE: Final = "registration/printing/people.typ"
EVERY: Final = 25


def _unprintable_in(words: Mapping[int, BadgeText]) -> Iterator[tuple[int, str, str]]:
    for pk, one in words.items():
        letters = unprintable([one.name, one.organisation, list(one.networks)])
        if letters:
            yield pk, one.name, " ".join(letters)


def badges_screen(event: Event) -> dict[str, Any]:
    """Who comes, whose badge is new, and whose name our typeface cannot print as it is."""
    words = badge_text_of(get_badge_people(event.pk), on=event.first_day)
    return {
        "new": len(without_badge(event.pk, words)),
        "coming": len(words),
        "unprintable": list(_unprintable_in(words)),
    }


def printed_badges(
    event: Event,
    words: Mapping[int, BadgeText],
    *,
    paper: str,
    language: str,
    now: datetime,
    tell: Callable[[int], None] | None = None,
) -> bytes:
    """The file, in the order of `words`; `tell` hears how many badges are laid out."""
    with override(language):
        badges = []
        for number, one in enumerate(words.values(), start=1):
            badges.append(_badge(one))
            if tell is not None and (number % EVERY == 0 or number == len(words)):
                tell(number)
        title = event.title
        data = {
            "title": gettext("Badges: %(event)s") % {"event": title},
            "event": title,
            "paper": paper,
            **_looks(badge_design_of(event.pk), paper, title),
            "alt": gettext("Code for reception"),
            "badges": badges,
        }
    return printing_render(BADGES, data, language=language, now=now)


def _looks(design: BadgeDesign, paper: str, title: str) -> dict[str, str]:
    """Colour and logo for the template; the logo within a drawing, which carries it as text."""
    picture = logo_of(design)
    return {
        "colour": design.colour,
        "logo": _drawing(printable_logo(picture, has_colours=paper != Paper.ROLL)) if picture else "",
        "logo-alt": gettext("Logo: %(event)s") % {"event": title},
    }


def _drawing(png: bytes) -> str:
    with Image.open(io.BytesIO(png)) as picture:
        width, height = picture.size
    data = base64.b64encode(png).decode()
    size = f'width="{width}" height="{height}"'
    image = f'<image {size} href="data:image/png;base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size}>{image}</svg>'


def _badge(one: BadgeText) -> dict[str, Any]:
    """The machine reads the code alone: no name, no address, nothing that a stranger could use."""
    titles, name = titled(one.name)
    return {
        "titles": titles,
        "name": name,
        "organisation": one.organisation,
        "networks": list(one.networks),
        "code": qr(one.code),
        "letters": grouped_code(one.code),
    }


def printed_people(event: Event, rows: Sequence[Registration], *, language: str, now: datetime) -> bytes:
    """The list by surname, with those who are there already."""
    since = here_since(event.pk)
    title = event.title
    number = ngettext("%(n)s person is coming.", "%(n)s people are coming.", len(rows)) % {"n": len(rows)}
    data = {
        "title": gettext("Participants: %(event)s") % {"event": title},
        "lead": number,
        "as-of": gettext("As of %(moment)s. Destroy this list after the event.")
        % {"moment": format_moment(now)},
        "heads": [gettext("Here"), gettext("Name"), gettext("Organisation"), gettext("Code")],
        "people": [
            {
                "name": surname_first(one.name),
                "organisation": one.organisation_name,
                "letters": grouped_code(one.badge_code),
                "is-here": one.pk in since,
                "here": format_slot(since[one.pk], with_day=event.has_days) if one.pk in since else "",
            }
            for one in rows
        ],
    }
    return printing_render(PEOPLE, data, language=language, now=now)


def check_in_lines(event: Event, rows: Sequence[Registration]) -> Iterator[Sequence[str]]:
    """The same list as cells."""
    since, words = here_since(event.pk), badge_text_of(rows, on=event.first_day)
    yield (
        gettext("Name"),
        gettext("Organisation"),
        gettext("Networks"),
        gettext("Code"),
        gettext("Checked in at"),
    )
    for one in rows:
        said = words[one.pk]
        here = sortable_moment(since[one.pk]) if one.pk in since else ""
        yield (surname_first(one.name), said.organisation, " | ".join(said.networks), said.code, here)


AT_ONCE = 8
AT_THE_RECEPTION = 60  # the page of a job is for the team


@never_cache
@require_http_methods(GET_OR_POST)
def badges_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for badges; a few are given as a file at once, many lead to the page of the job."""
    event, by = check_in_event(request, slug)
    paper = badge_design_of(event.pk).paper
    data = request.POST if request.method == "POST" else None
    form = BadgesForm(data, initial={"paper": paper})
    if form.is_bound and form.is_valid():
        try:
            return _printed(event, form.cleaned_data, by)
        except Refusal as no:
            form.add_error(None, refusal_message(no.reason))
    screen = {**badges_screen(event), "form": form, "is_team": is_team(by)}
    context = console_context(event, by, current=DESK, **screen)
    template = "registration/organising/badges.html"
    return render(request, template, context, status=UNFIT if form.is_bound else 200)


def _printed(event: Event, chosen: dict[str, Any], by: Subject) -> HttpResponse:
    """The file where it is small, the page of the job otherwise."""
    person, now = chosen["person"], timezone.now()
    words = badge_text_of(get_badge_people(event.pk, [person] if person else ()), on=event.first_day)
    if not person and chosen["who"] == "new":
        words = {pk: words[pk] for pk in without_badge(event.pk, words)}
    paper = chosen["paper"] or _paper_for_one(event)
    how = {"paper": paper, "language": chosen["language"]}
    if not is_team(by) and len(words) > AT_THE_RECEPTION:
        raise Refusal(CheckInRefusal.MANY)
    if chosen["paper"] and words:
        remember_paper(event.pk, paper)
    if 0 < len(words) <= (AT_ONCE if is_team(by) else AT_THE_RECEPTION):
        made = printed_badges(event, words, now=now, **how)
        note_printed(event_id=event.pk, words=words, by=by, now=now)
        return download(made, dated_name(event.slug, "badges", "pdf"))
    job = ask_for_badges(event_id=event.pk, ids=list(words), by=by, now=now, **how)
    return redirect("common:job", job.pk)


def _paper_for_one(event: Event) -> Paper:
    """Whoever prints one badge is not asked: it comes on the paper of the last print, a sheet each."""
    paper = Paper(badge_design_of(event.pk).paper)
    return paper if paper.is_single else Paper.A6


@require_safe
def badges_file(request: HttpRequest, slug: str, job_id: int) -> HttpResponse:
    """What a worker has printed; gone after a day, and then quickly printed again."""
    event, _by = check_in_event(request, slug)
    rows = Job.objects.filter(pk=job_id, kind=JOB, state=JobState.DONE, payload__event_id=event.pk)
    job = rows.first()
    name = str((job.result or {}).get("file", "")) if job else ""
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        return download(file.read(), dated_name(slug, "badges", "pdf"))


@never_cache
@require_safe
def check_in_file(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The list for the desk, by surname; who took it is written down."""
    if ending not in {"pdf", *MEDIA_TYPES}:
        raise Http404
    action = Action.CHECK_IN if ending == "pdf" else Action.HANDLE_REGISTRATIONS
    event, by = own_event_or_404(request, slug, action)
    rows, now = get_badge_people(event.pk), timezone.now()
    registrations.note_check_in_list(event=event, number=len(rows), by=by, now=now)
    if ending == "pdf":
        made = printed_people(event, rows, language=get_language() or "de", now=now)
        return download(made, dated_name(slug, "desk", "pdf"))
    return table_download(check_in_lines(event, rows), dated_name(slug, "desk", ending))


class CheckInRefusal(Reason):
    NOBODY = "nobody_to_print", _("There is no badge to print.")
    MANY = (
        "too_many_to_print",
        _("There are too many badges to print in one go. Please ask the organisers."),
    )
    NOT_COMING = "not_coming", _("This person has no confirmed place and was not checked in.")
    OTHER_EVENT = (
        "not_of_this_event",
        _("This code does not belong to a registration for this event."),
    )
    KEY_USED = "key_used", _("This check-in was sent for someone else already.")
