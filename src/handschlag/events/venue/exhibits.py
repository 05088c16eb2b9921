"""Exhibits and their pictures; desks that tell about a programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.policy import Action, Subject, require
from handschlag.common import pictures
from handschlag.common.picture_cleaning import LARGEST_FILE
from handschlag.common.refusals import Refusal
from handschlag.design.fields import OneLine
from handschlag.directory.models import Actor, Network, Status
from handschlag.events.access import organises
from handschlag.events.editing import MOST_EXHIBITS, EventComponent, VenueRefusal
from handschlag.events.fields import MomentField, RowForm, text, title
from handschlag.events.models import Event, Exhibit, InformationDesk, Stand, StandStaff
from handschlag.events.venue.objects import (
    add_object,
    change_object,
    change_object_seen,
    choice,
    locked_object,
    own_venue,
    remove_object_seen,
    same_event,
    unchanged,
)

# What a list never shows, and what is long.
LONG = (
    *("text_de", "text_en", "picture_text_de", "picture_text_en", "source"),
    *("network__description_de", "network__description_en", "actor__description_de", "actor__description_en"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitQuery:
    """What a list is narrowed to; zero or empty means everything."""

    text: str = ""
    programme: int = 0
    network: int = 0
    zone: int = 0

    @property
    def is_narrow(self) -> bool:
        return bool(self.text or self.programme or self.network or self.zone)


def by_stand(path: str) -> tuple[OrderBy, ...]:
    """Part of the house by part of the house, A2 before A10; what has none comes last."""
    code = f"{path}code"
    return (
        F(f"{path}zone__position").asc(nulls_last=True),
        Length(code).asc(nulls_last=True),
        F(code).asc(nulls_last=True),
    )


def exhibits_of(event_id: int, wanted: ExhibitQuery | None = None) -> QuerySet[Exhibit]:
    """Exhibits in the order of the stands; what has no stand comes last."""
    rows = Exhibit.objects.filter(event_id=event_id)
    wanted = wanted or ExhibitQuery()
    for word in wanted.text.split()[:6]:
        rows = rows.filter(
            Q(title_de__icontains=word)
            | Q(title_en__icontains=word)
            | Q(text_de__icontains=word)
            | Q(text_en__icontains=word)
            | Q(project__icontains=word)
            | Q(network__name__icontains=word)
            | Q(actor__name__icontains=word)
            | Q(stand__code__iexact=word)
        )
    if wanted.programme:
        rows = rows.filter(programme_id=wanted.programme)
    if wanted.network:
        rows = rows.filter(network_id=wanted.network)
    if wanted.zone:
        rows = rows.filter(stand__zone_id=wanted.zone)
    related = rows.select_related("stand", "stand__zone", "network", "actor", "programme")
    return related.defer(*LONG).order_by(*by_stand("stand__"), "title_de", "pk")


def counted(event_id: int, key: str, *names: str) -> list[dict[str, object]]:
    """How many exhibits each programme, network or zone has; only those that have some."""
    rows = Exhibit.objects.filter(event_id=event_id).exclude(**{key: None}).order_by(*names[:1])
    return list(rows.values(key, *names).annotate(number=Count("pk")))


def stands_of(event_id: int) -> QuerySet[Stand]:
    """Stands in the order of the house, with exhibits, desks and staff: three queries more."""
    rows = Stand.objects.filter(event_id=event_id).select_related("zone").order_by(*by_stand(""))
    exhibits = Exhibit.objects.only("stand", "title_de", "title_en")
    desks = InformationDesk.objects.only("stand", "title_de", "title_en")
    shown = (Prefetch("exhibits", queryset=exhibits), Prefetch("desks", queryset=desks))
    return rows.prefetch_related(*shown, "staff")


def shown_at(stand: Stand) -> list[Exhibit | InformationDesk]:
    """What a stand of `stands_of` shows, without another query."""
    return [*stand.exhibits.all(), *stand.desks.all()]


def number_of_staff(stand: Stand) -> int:
    """How many people look after a stand of `stands_of`, without another query."""
    return len(stand.staff.all())


def staff_of(event_id: int) -> QuerySet[StandStaff]:
    """The people at all stands of the event, in the order of the stands, then by name."""
    return (
        StandStaff.objects.filter(stand__event_id=event_id)
        .select_related("stand")
        .order_by(*by_stand("stand__"), "name")
    )


def staff_at(stand_ids: Sequence[int]) -> list[StandStaff]:
    """The people at these stands, by name; one query for all of them."""
    return list(StandStaff.objects.filter(stand_id__in=stand_ids))


def desks_of(event_id: int) -> list[InformationDesk]:
    """In the order of the organisers, each with its stand, zone and programme; one query."""
    return list(
        InformationDesk.objects.filter(event_id=event_id).select_related("stand", "stand__zone", "programme")
    )


def exhibit_of(event_id: int, slug: str) -> Exhibit | None:
    """The exhibit at this address of the event, with all that its page names; None if there is none."""
    rows = Exhibit.objects.filter(event_id=event_id, slug=slug)
    return rows.select_related("stand", "stand__zone", "network", "actor", "programme").first()


FOLDER = "exhibits"
BOX = (1280, 960)
LONGEST_SLUG = 90


def _free_slug(event: Event, title: str) -> str:
    """An address that no other exhibit of the event has; it stays when the title changes."""
    base = slugify(title)[:LONGEST_SLUG].strip("-") or "exponat"
    taken = set(Exhibit.objects.filter(event=event, slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def add_exhibit(*, event_id: int, values: Mapping[str, Any], by: Subject, now: datetime) -> Exhibit:
    """The new exhibit, with an address of its own; refused where the event has as many as it may."""
    event = own_venue(event_id, by)
    same_event(event, values)
    if Exhibit.objects.filter(event=event).count() >= MOST_EXHIBITS:
        raise Refusal(VenueRefusal.FULL)
    slug = _free_slug(event, values["title_de"])
    row = Exhibit(event=event, slug=slug, is_demo=event.is_demo, changed_at=now, **values)
    return add_object(row, by=by, now=now)


@transaction.atomic
def change_exhibit(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The exhibit says this; refused where somebody changed it since it was shown."""
    event = own_venue(event_id, by)
    same_event(event, values)
    row = locked_object(Exhibit, pk=pk, event=event)
    unchanged(row, seen)
    row.changed_at = now
    change_object(row, values, by=by, now=now)


@transaction.atomic
def remove_exhibit(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The exhibit goes; its picture and its address are kept until it cannot come back any more."""
    remove_object_seen(EventComponent.EXHIBIT, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


def set_picture(
    *, event_id: int, pk: int, data: bytes, words: Mapping[str, str], seen: str, by: Subject, now: datetime
) -> str:
    """The exhibit shows this picture; `words` say what is on it, for who does not see it."""
    require(by, Action.EDIT_EVENT, owns=organises(by, event_id))
    with pictures.stored_picture(data, folder=FOLDER, box=BOX, is_photo=True) as name:
        _put(event_id, pk, values={"picture": name, **words}, seen=seen, by=by, now=now)
    return name


def describe_picture(
    *, event_id: int, pk: int, words: Mapping[str, str], seen: str, by: Subject, now: datetime
) -> None:
    """The picture stays, its description changes."""
    _put(event_id, pk, values=words, seen=seen, by=by, now=now)


def remove_picture(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The exhibit has no picture any more, nor words about one; refused where it changed meanwhile."""
    values = {"picture": "", "picture_text_de": "", "picture_text_en": ""}
    _put(event_id, pk, values=values, seen=seen, by=by, now=now)


@transaction.atomic
def _put(event_id: int, pk: int, *, values: Mapping[str, str], seen: str, by: Subject, now: datetime) -> None:
    row = locked_object(Exhibit, pk=pk, event=own_venue(event_id, by))
    unchanged(row, seen)
    old = row.picture.name or ""
    if not (old or values.get("picture")):
        raise Refusal(VenueRefusal.NO_PICTURE)
    row.changed_at = now
    change_object(row, values, by=by, now=now)
    if values.get("picture", old) != old:
        pictures.drop_when_committed(old)


@transaction.atomic
def add_desk(*, event_id: int, values: Mapping[str, Any], by: Subject, now: datetime) -> InformationDesk:
    """The new information desk, last in the list; what it refers to must belong to the same event."""
    event = own_venue(event_id, by)
    same_event(event, values)
    position = InformationDesk.objects.filter(event=event).count()
    return add_object(InformationDesk(event=event, position=position, **values), by=by, now=now)


@transaction.atomic
def change_desk(
    *, event_id: int, pk: int, values: Mapping[str, Any], seen: str, by: Subject, now: datetime
) -> None:
    """The information desk says this; refused where somebody changed it since it was shown."""
    change_object_seen(InformationDesk, event_id=event_id, pk=pk, values=values, seen=seen, by=by, now=now)


@transaction.atomic
def remove_desk(*, event_id: int, pk: int, seen: str, by: Subject, now: datetime) -> None:
    """The desk is gone for now and can be brought back; refused where it changed meanwhile."""
    remove_object_seen(EventComponent.DESK, event_id=event_id, pk=pk, seen=seen, by=by, now=now)


class ExhibitForm(RowForm):
    title_de = title(_("Title of the exhibit, German"), required=True)
    title_en = title(_("Title of the exhibit, English"))
    text_de = text(_("Description, German"))
    text_en = text(_("Description, English"))
    project = title(_("Project"), hint=_("The project that it comes from."))
    network = title(_("Network"), hint=_("By its name or short name in the directory."))
    organisation = OneLine(
        label=_("Organisation that shows it"),
        max_length=200,
        required=False,
        help_text=_("By its name in the directory. One that is not there is shown as you type it."),
        widget=forms.TextInput(attrs={"list": "organisation-options", "autocomplete": "off"}),
    )
    programme = choice(_("Funded by"))
    stand = choice(_("Stand"))
    source = title(_("Source"), longest=400, hint=_("Link to the source, if published."))
    source_seen_on = forms.DateField(
        label=_("Source checked on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    facts = ("title_de", "title_en", "text_de", "text_en", "project", "source", "source_seen_on")
    rows = ("programme", "stand")

    def start(self, values: Mapping[str, object]) -> dict[str, Any]:
        shown = super().start(values)
        network = Network.objects.filter(pk=str(values.get("network_id") or 0)).first()
        actor = Actor.objects.filter(pk=str(values.get("actor_id") or 0)).first()
        organisation = actor.name if actor else str(values.get("organisation") or "")
        return {**shown, "network": network.name if network else "", "organisation": organisation}

    def clean_network(self) -> int | None:
        name = self.cleaned_data["network"]
        if not name:
            return None
        rows = Network.objects.filter(name__iexact=name) | Network.objects.filter(short_name__iexact=name)
        found = rows.order_by("pk").first()
        if found is None:
            raise forms.ValidationError(_("The directory has no network of this name."))
        return found.pk

    def values(self) -> dict[str, Any]:
        name = self.cleaned_data["organisation"]
        known = Actor.objects.filter(name__iexact=name, merged_into=None, status=Status.PUBLISHED)
        actor = known.first() if name else None
        named = {
            "network_id": self.cleaned_data["network"],
            "actor_id": actor.pk if actor else None,
            "organisation": "" if actor else name,
        }
        return {**super().values(), **named}


class DeskForm(RowForm):
    title_de = title(_("Title, German"), required=True)
    title_en = title(_("Title, English"))
    text_de = text(_("Information offered, German"), rows=4)
    text_en = text(_("Information offered, English"), rows=4)
    programme = choice(_("Programme"))
    stand = choice(_("Stand"))
    opens_at = MomentField(label=_("Staffed from"), required=False)
    closes_at = MomentField(label=_("Staffed until"), required=False)
    facts = ("title_de", "title_en", "text_de", "text_en", "opens_at", "closes_at")
    rows = ("programme", "stand")

    def clean(self) -> dict[str, Any]:
        opens, closes = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if (opens is None) != (closes is None):
            self.add_error("closes_at", _("Give both times, or none."))
        elif opens is not None and closes is not None and closes <= opens:
            self.add_error("closes_at", _("The end must be after the start."))
        return self.cleaned_data


class ExhibitPictureForm(forms.Form):
    """A picture and the words that stand for it; used by everything that shows one."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=24)
    picture = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,
        required=False,
        help_text=_("PNG, JPEG or WebP, up to 5 MB. We save a new copy without hidden data."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    picture_text_de = title(
        _("Picture description, German"),
        longest=300,
        required=True,
        hint=_("For people who cannot see the picture."),
    )
    picture_text_en = title(_("Picture description, English"), longest=300)

    def clean_picture(self) -> bytes | None:
        """The bytes; of a file that is too large only as many as show that. None: the picture stays."""
        sent: UploadedFile[Any] | None = self.cleaned_data["picture"]
        return None if sent is None else bytes(sent.read(LARGEST_FILE + 1))

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("picture_text_de", "picture_text_en")}


def picture_url(row: Exhibit) -> str:
    """Where the picture is served; empty where the exhibit has none."""
    name = (row.picture.name or "").rpartition("/")[2]
    return reverse("events:exhibit_image", args=[name]) if name else ""
