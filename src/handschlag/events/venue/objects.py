"""Things of a venue: how their forms are shown, and the one way in which they change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import audit, web
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.design.components.parts import Crumb
from handschlag.events.access import organises
from handschlag.events.console import console_context
from handschlag.events.editing import MODELS as EDITING_MODELS
from handschlag.events.editing import (
    Conflict,
    EventComponent,
    EventRefusal,
    FormScreen,
    SecondaryLink,
    VenueRefusal,
    conflict_about,
)
from handschlag.events.fields import RowForm
from handschlag.events.models import (
    Block,
    Event,
    EventStatus,
    Exhibit,
    InformationDesk,
    Place,
    Removal,
    Room,
    Stand,
    StandStaff,
    Zone,
)
from handschlag.events.removals import take_away
from handschlag.events.venue.drawing import ShapeKind
from handschlag.programmes.models import Programme

MOST_CODES = 200
LONGEST = 10
RANGE = re.compile(
    r"(?P<stem>\D{0,8}?)(?P<first>\d{1,4})\s*(?:\.\.+|…|[-–])\s*(?P<again>\D{0,8}?)(?P<last>\d{1,4})"
)


class CodeFault(StrEnum):
    NONE = "none"
    BACKWARDS = "backwards"
    TWO_STEMS = "two_stems"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    TWICE = "twice"


class UnfitCodes(Exception):
    """Why these are no codes; `part` is what it is about."""

    def __init__(self, fault: CodeFault, part: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.part = part


def expand(text: str) -> tuple[str, ...]:
    """The codes in their order, or `UnfitCodes`. Leading zeros are kept: `T01..T12`."""
    codes: list[str] = []
    for part in (part.strip() for part in re.split(r"[,;\n]", text)):
        codes += _codes_of(part) if part else ()
        if len(codes) > MOST_CODES:
            raise UnfitCodes(CodeFault.TOO_MANY)
    if not codes:
        raise UnfitCodes(CodeFault.NONE)
    seen: set[str] = set()
    for code in codes:
        if len(code) > LONGEST:
            raise UnfitCodes(CodeFault.TOO_LONG, code)
        if code in seen:
            raise UnfitCodes(CodeFault.TWICE, code)
        seen.add(code)
    return tuple(codes)


def _codes_of(part: str) -> tuple[str, ...]:
    found = RANGE.fullmatch(part)
    if found is None:
        return (" ".join(part.split()),)
    stem, again = found["stem"].strip(), found["again"].strip()
    first, last = int(found["first"]), int(found["last"])
    if again not in {"", stem}:
        raise UnfitCodes(CodeFault.TWO_STEMS, part)
    if last < first:
        raise UnfitCodes(CodeFault.BACKWARDS, part)
    if last - first >= MOST_CODES:
        raise UnfitCodes(CodeFault.TOO_MANY)
    digits = len(found["first"]) if found["first"].startswith("0") else 1
    return tuple(f"{stem}{number:0{digits}}" for number in range(first, last + 1))


NEW_TITLES: Final[dict[str, str | Promise]] = {
    "stand": _("Add stands"),
    "exhibit": _("Add an exhibit"),
    "staff": _("Add a contact for a stand"),
    "desk": _("Add an information desk"),
    "place": _("Add meeting points"),
    "block": _("Add a block"),
}
CHANGE_TITLES: Final[dict[str, str | Promise]] = {
    "stand": _("Change the stand"),
    "exhibit": _("Change the exhibit"),
    "staff": _("Change who staffs a stand"),
    "desk": _("Change the information desk"),
    "place": _("Change the meeting point"),
    "block": _("Change the block"),
}
REMOVE_TITLES: Final[dict[str, str | Promise]] = {
    "stand": _(
        "The names of its contacts and its meeting point are removed; its exhibits stay without a "
        "stand. You can restore everything for one day."
    ),
    "exhibit": _("Its page is removed too. You can restore it for one day, with its picture and address."),
    "staff": _("The name is removed from all lists. You can restore it for one day."),
    "desk": _("You can restore it for one day."),
    "place": _(
        "It is removed from all blocks. You can restore it for one day, including the blocks it was open in."
    ),
    "block": _("Its time slots are removed; the meeting points stay. You can restore it for one day."),
}
SHAPE_KINDS: Final[dict[ShapeKind, str | Promise]] = {
    ShapeKind.ZONE: _("Area"),
    ShapeKind.ROOM: _("Room"),
    ShapeKind.STAND: _("Stand"),
    ShapeKind.TABLE: _("Meeting table"),
}


def refusal_message(no: Refusal) -> str:
    """The refusal in words; codes that are taken are named."""
    if codes := no.details.get("codes"):
        return gettext("The event already has these: %(codes)s. Nothing was added.") % {
            "codes": ", ".join(codes)
        }
    return web.refusal_message(no.reason)


MODELS: dict[str, type[models.Model]] = {
    "stand": Stand,
    "exhibit": Exhibit,
    "staff": StandStaff,
    "desk": InformationDesk,
    "place": Place,
    "block": Block,
    "zone": Zone,
    "room": Room,
}


def venue_object_or_none(name: str, event_id: int, pk: int) -> models.Model | None:
    """The row, if it belongs to this event."""
    key = {"stand__event_id": event_id} if name == "staff" else {"event_id": event_id}
    return MODELS[name]._default_manager.filter(pk=pk, **key).first()  # noqa: SLF001


def choices_of(event_id: int, names: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """What can be chosen in a form, one query each."""
    return {name: _options(event_id, name) for name in names}


def _options(event_id: int, name: str) -> list[tuple[int, str]]:
    if name == "programme":
        return list(Programme.objects.values_list("pk", "short_name"))
    if name == "stand":
        return list(Stand.objects.filter(event_id=event_id).values_list("pk", "code"))
    model: type[Zone | Room] = Zone if name == "zone" else Room
    rows = model._default_manager.filter(event_id=event_id)  # noqa: SLF001
    return [(row.pk, pick(row.name_de, row.name_en)) for row in rows]


LONGEST_IN_AUDIT = 200
REFERRED: Mapping[str, type[models.Model]] = {"zone_id": Zone, "stand_id": Stand, "room_id": Room}
SHORT_NAMES = {"standstaff": "staff", "informationdesk": "desk"}


def verb_of(row: models.Model, done: str) -> str:
    """`stand.added`; every verb has its words in `plugins.audit_verbs`."""
    name = str(row._meta.model_name)  # noqa: SLF001 - Django documents it as public
    return f"{SHORT_NAMES.get(name, name)}.{done}"


def own_venue(event_id: int, by: Subject) -> Event:
    """The event, if this person may edit it; nobody else changes it until the transaction ends."""
    event = Event.objects.select_for_update().filter(pk=event_id).first()
    if event is None:
        raise Refusal(VenueRefusal.GONE)
    require(by, Action.EDIT_EVENT, owns=organises(by, event.pk))
    if event.status == EventStatus.ARCHIVED:
        raise Refusal(EventRefusal.ARCHIVED)
    return event


def locked_object[Row: models.Model](model: type[Row], **key: Any) -> Row:
    """The row as it is now, until the transaction ends."""
    row = model._default_manager.select_for_update(of=("self",)).filter(**key).first()  # noqa: SLF001
    if row is None:
        raise Refusal(VenueRefusal.GONE)
    return row


def etag_of(row: models.Model, *names: str) -> str:
    """A form sends back what it was made from: a short sum of the row's columns, or of some of them."""
    fields = [field for field in row._meta.concrete_fields if not names or field.name in names]  # noqa: SLF001
    values = "\0".join(f"{field.attname}={field.value_from_object(row)}" for field in fields)
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def unchanged(row: models.Model, seen: str, *names: str) -> None:
    """Nothing, or the refusal that somebody was faster."""
    if etag_of(row, *names) != seen:
        raise Refusal(VenueRefusal.STALE)


def same_event(event: Event, values: Mapping[str, Any]) -> None:
    """What a row refers to belongs to the same event."""
    for name, model in REFERRED.items():
        pk = values.get(name)
        if pk is not None and not model._default_manager.filter(pk=pk, event=event).exists():  # noqa: SLF001
            raise Refusal(VenueRefusal.ELSEWHERE)


def add_object[Row: models.Model](row: Row, *, by: Subject, now: datetime) -> Row:
    """The row, saved and noted in the audit trail; refused where its code is taken."""
    _kept(row)
    audit.record(verb=verb_of(row, "added"), target=row, by_id=by.user_id, now=now)
    return row


def change_object(row: models.Model, values: Mapping[str, Any], *, by: Subject, now: datetime) -> None:
    """The row says this from now on; its version, where it has one, grows."""
    before = {name: getattr(row, name) for name in values}
    differing = {name: value for name, value in values.items() if before[name] != value}
    if not differing:
        return
    for name, value in differing.items():
        setattr(row, name, value)
    if hasattr(row, "version"):
        row.version = F("version") + 1
    _kept(row)
    changes = {name: _told(row, before[name], value) for name, value in differing.items()}
    audit.record(verb=verb_of(row, "edited"), target=row, by_id=by.user_id, now=now, changes=changes)


def change_object_seen(
    noun: type[models.Model],
    *,
    event_id: int,
    pk: int,
    values: Mapping[str, Any],
    seen: str,
    by: Subject,
    now: datetime,
) -> None:
    """A row of an own event says this, if it still is as the person saw it."""
    event = own_venue(event_id, by)
    same_event(event, values)
    row = locked_object(noun, pk=pk, event=event)
    unchanged(row, seen)
    change_object(row, values, by=by, now=now)


def remove_object_seen(
    part: EventComponent, *, event_id: int, pk: int, seen: str, by: Subject, now: datetime
) -> Removal:
    """A row of an own event is gone, and can be brought back, if it still is as the person saw it."""
    event = own_venue(event_id, by)
    key = {"stand__event": event} if part is EventComponent.STAFF else {"event": event}
    row = locked_object(EDITING_MODELS[part], pk=pk, **key)
    unchanged(row, seen)
    return take_away(part, row, event, by=by, now=now)


def _kept(row: models.Model) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(VenueRefusal.CODE_TAKEN) from error


def _told(row: models.Model, before: Any, after: Any) -> list[Any]:
    """Old and new for the audit trail; nothing of people, and nothing long."""
    values = [_plain(before), _plain(after)]
    is_short = sum(len(str(value)) for value in values) <= LONGEST_IN_AUDIT
    return values if is_short and not isinstance(row, StandStaff) else []


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value if isinstance(value, int | bool | None) else str(value)


MOST_METRES = 500
CODE_WORDS = {
    CodeFault.NONE: _("Name at least one, for instance A1..A20."),
    CodeFault.BACKWARDS: _("“%(part)s” counts backwards. Enter the lower number first."),
    CodeFault.TWO_STEMS: _("“%(part)s” starts with two different letters. Enter, for example, A1..A20."),
    CodeFault.TOO_MANY: _("You can add up to 200 in one go."),
    CodeFault.TOO_LONG: _("“%(part)s” is longer than ten characters."),
    CodeFault.TWICE: _("“%(part)s” is listed twice."),
}


class Metres(forms.DecimalField):
    """A length in metres with one digit; the value is in decimetres."""

    def __init__(self, label: Any, *, least: int = 0, required: bool = True, hint: Any = "") -> None:
        super().__init__(
            label=label,
            min_value=least,
            max_value=MOST_METRES,
            decimal_places=1,
            localize=True,
            required=required,
            help_text=hint,
        )
        self.widget.input_type = "text"
        self.widget.attrs.update({"inputmode": "decimal", "class": "hs-short"})

    def prepare_value(self, value: Any) -> Any:
        return (Decimal(value) / 10).normalize() if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        metres = super().clean(value)
        return None if metres is None else round(metres * 10)


class CodesField(forms.CharField):
    """`A1..A20, B3` as codes."""

    def __init__(self, label: Any, hint: Any) -> None:
        super().__init__(label=label, help_text=hint, max_length=2000)

    def clean(self, value: Any) -> tuple[str, ...]:
        try:
            return expand(super().clean(value))
        except UnfitCodes as no:
            raise forms.ValidationError(str(CODE_WORDS[no.fault]) % {"part": no.part}) from no


class PlanForm(RowForm):
    plan_width = Metres(_("Width of the plan, in metres"))
    plan_depth = Metres(
        _("Depth of the plan, in metres"), hint=_("0 by 0 removes the plan. What is on it is kept.")
    )
    facts = ("plan_width", "plan_depth")


class SpotForm(RowForm):
    """Where the middle of a table is."""

    left = Metres(_("Middle, metres from the left wall"), required=False)
    top = Metres(_("Middle, metres from the upper wall"), required=False, hint=_("Empty: not on the plan."))
    facts = ("left", "top")


class ShapeForm(RowForm):
    """Where a rectangle is; the database keeps no empty lengths."""

    left = Metres(_("Metres from the left wall"))
    top = Metres(_("Metres from the upper wall"))
    width = Metres(_("Width, in metres"), hint=_("0 removes it from the plan."))
    depth = Metres(_("Depth, in metres"))
    facts = ("left", "top", "width", "depth")


HOMES: dict[str, str | Promise] = {
    "stand": gettext_lazy("Stands"),
    "exhibit": gettext_lazy("Exhibition"),
    "staff": gettext_lazy("Contacts at stands"),
    "desk": gettext_lazy("Information desks"),
    "place": gettext_lazy("Meeting points"),
    "block": gettext_lazy("Meeting times and tables"),
}


def crumbs_of(event: Event, thing: str, home: str, here: str) -> tuple[Crumb, ...]:
    """The way to the form of `thing`: `home` is the address of its list, `here` its own name."""
    own = Crumb(str(HOMES[thing]), home)
    if thing in {"exhibit", "block"}:
        return (own, Crumb(here))
    above = (
        ("events:grid", gettext("Meeting times and tables"))
        if thing == "place"
        else ("events:exhibits", gettext("Exhibition"))
    )
    return (Crumb(above[1], reverse(above[0], args=[event.slug])), own, Crumb(here))


CONFLICT, UNFIT = 409, 422


@dataclass(frozen=True, slots=True, kw_only=True)
class FormContext:
    """Who asks for what: the request, the event, the person, and the entry of the rail that is marked."""

    request: HttpRequest
    event: Event
    by: Subject
    current: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A form page: how it is made, what it does, and where it leads. `row` is None for something new."""

    title: str
    lead: str
    button: str
    home: str
    crumbs: tuple[Crumb, ...]
    row: models.Model | None
    form_of: Callable[[QueryDict | None], RowForm]
    act: Callable[[RowForm], object]
    mark: Callable[[], str]
    remove: SecondaryLink | None = None
    again: str = ""  # where the next new one is added


def venue_page(
    asked: FormContext, template: str, screen: object = None, status: int = 200, **values: object
) -> HttpResponse:
    """A page of the console: its event, its screen, and plain values that its template reads."""
    context = console_context(asked.event, asked.by, current=asked.current, screen=screen, **values)
    return render(asked.request, template, context, status=status)


def answer_form(asked: FormContext, task: Task) -> HttpResponse:
    """The form, or what came of it."""
    data = asked.request.POST if asked.request.method == "POST" else None
    form = task.form_of(data)
    if data is None or not form.is_valid():
        return _shown(asked, task, form, status=UNFIT if data is not None else 200)
    try:
        task.act(form)
    except Refusal as no:
        return _refused(asked, task, form, no)
    messages.success(asked.request, gettext("Saved."))
    return HttpResponseRedirect(task.again if task.again and "then" in asked.request.POST else task.home)


def _refused(asked: FormContext, task: Task, form: RowForm, no: Refusal) -> HttpResponse:
    if no.reason is not VenueRefusal.STALE or task.row is None:
        form.add_error(None, refusal_message(no))
        return _shown(asked, task, form, status=UNFIT)
    task.row.refresh_from_db()
    data = asked.request.POST.copy()
    data["seen"] = task.mark()  # whoever sends this again has seen it
    again = task.form_of(data)
    again.is_valid()
    conflict = conflict_about(task.row, task.form_of(None), again)
    return _shown(asked, task, again, conflict=conflict, status=CONFLICT)


def _shown(
    asked: FormContext, task: Task, form: RowForm, *, conflict: Conflict | None = None, status: int = 200
) -> HttpResponse:
    screen = FormScreen(
        title=task.title,
        lead=task.lead,
        form=form,
        button=task.button,
        then=gettext("Save and add another") if task.again else "",
        back_url=task.home,
        crumbs=task.crumbs,
        conflict=conflict,
        remove=task.remove,
    )
    return venue_page(asked, "events/organise/form.html", screen, status)


def choice(label: Any, *, required: bool = False, hint: Any = "") -> forms.ChoiceField:
    """A list whose rows the form fills in later; where it is optional, it begins with “none”."""
    first = [] if required else [("", _("none"))]
    return forms.ChoiceField(label=label, required=required, choices=first, help_text=hint)
