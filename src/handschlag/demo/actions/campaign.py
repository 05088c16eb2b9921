"""Writes the invented Cluster Week: published, cancelled, and some that wait for the editors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.common.rules.slugs import free_slug
from handschlag.demo.rules.activities import (
    ACTIVITIES,
    FIRST_DAY,
    LAST_DAY,
    SLUG,
    Host,
    InventedActivity,
    invent,
)
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.directory.models import Field, Network, Place, Status
from handschlag.events.models import Activity, ActivityState, Campaign

NAMESPACE = UUID("6f0c2d7e-2027-4d19-9a55-0c1e5b2a7f11")
HOSTS, TOWNS = 60, 3  # at most so many networks; towns of each Land
CANCELLED = (17, 58, 103, 166)  # of those that were public
WAITING = (ActivityState.IN_REVIEW,) * 5 + (ActivityState.DRAFT,) * 2 + (ActivityState.DECLINED,)


@transaction.atomic
def write_campaign(*, now: datetime) -> Campaign:
    """A campaign with its activities, every one marked as invented."""
    campaign = Campaign.objects.create(
        slug=SLUG,
        is_published=True,
        is_demo=True,
        title_de="Clusterwoche 2027",
        title_en="Cluster Week 2027",
        description_de="Eine Woche lang öffnen Cluster und Netzwerke in allen Bundesländern ihre Türen: "
        "Labore, Werkhallen, Seminare.\nDiese Woche ist für die Demo erfunden.",
        description_en="For one week, clusters and networks in all federal states open their doors: "
        "laboratories, workshops, seminars.\nThis week is invented for the demo.",
        rules_de="Einladen kann, wer ein Netzwerk im Verzeichnis betreut.\nDie Redaktion prüft jeden "
        "Eintrag, bevor er erscheint.\nFällt etwas aus, steht es hier und in abonnierten Kalendern.",
        rules_en="Whoever manages a network of the directory can invite.\nThe editors review every entry "
        "before it appears.\nIf something is cancelled, it is marked here and in subscribed calendars.",
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
        entry_opens_at=datetime(2026, 9, 1, tzinfo=UTC),
        entry_closes_at=datetime(2027, 4, 16, 16, tzinfo=UTC),
        created_at=now,
        changed_at=now,
    )
    editor = User.objects.filter(email=BY_PART[PersonaRole.EDITOR].address).first()
    made = invent(_hosts(), number=ACTIVITIES)
    _write_all(campaign, made, editor=editor, now=now)
    _lay_on_desks(campaign, now=now)
    return campaign


def _hosts() -> list[Host]:
    """Invented networks with a place, and invented hosts in larger towns of every Land."""
    networks = Network.objects.filter(is_demo=True, status=Status.PUBLISHED).exclude(place="")
    known = [
        _host_of(network)
        for network in networks.exclude(land=None).prefetch_related("fields").order_by("pk")[:HOSTS]
    ]
    fields = list(Field.objects.filter(parent=None).order_by("pk"))
    towns: dict[str, list[Place]] = {}
    for place in Place.objects.order_by("-population", "name"):
        towns.setdefault(place.land_id, []).append(place)
    chosen = [town for land in sorted(towns) for town in towns[land][:TOWNS]]
    return known + [_invented_host(town, fields[number % len(fields)]) for number, town in enumerate(chosen)]


def _host_of(network: Network) -> Host:
    fields = list(network.fields.all())
    first = fields[0] if fields else None
    return Host(
        network=network.pk,
        name=network.name,
        place=network.place,
        land=network.land_id or "",
        fields=tuple(field.pk for field in fields),
        topic_de=first.label_de if first else "Technik",
        topic_en=first.label_en if first else "technology",
        latitude=network.latitude,
        longitude=network.longitude,
    )


def _invented_host(town: Place, field: Field) -> Host:
    return Host(
        network=None,
        name=f"Technologieforum {town.name} (erfunden)",
        place=town.name,
        land=town.land_id,
        fields=(field.pk,),
        topic_de=field.label_de,
        topic_en=field.label_en,
        latitude=town.latitude,
        longitude=town.longitude,
    )


def _write_all(
    campaign: Campaign, made: tuple[InventedActivity, ...], *, editor: User | None, now: datetime
) -> None:
    taken: set[str] = set()
    rows = [_row_of(campaign, one, number=number, taken=taken) for number, one in enumerate(made)]
    for number, row in enumerate(rows):
        row.published_at = row.created_at = row.changed_at = row.decided_at = now - timedelta(hours=number)
        row.decided_by = editor
        row.state = ActivityState.PUBLISHED
        if number in CANCELLED:
            row.state, row.sequence, row.cancelled_at = ActivityState.CANCELLED, 1, row.changed_at
            row.cancelled_because = "Der Raum steht nicht zur Verfügung."
    _save(rows, made)


def _row_of(campaign: Campaign, one: InventedActivity, *, number: int, taken: set[str]) -> Activity:
    slug = free_slug(one.title_de, taken, longest=100)
    taken.add(slug)
    host, form = one.host, one.form
    uid = uuid5(NAMESPACE, f"{number}-{slug}")
    return Activity(
        campaign=campaign,
        network_id=host.network,
        host=host.name,
        slug=slug,
        uid=uid,
        title_de=one.title_de,
        title_en=one.title_en,
        text_de=one.text_de,
        text_en=one.text_en,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        is_online=form.is_online,
        online_url=f"https://example.org/{slug}" if form.is_online else "",
        venue=form.venue,
        place=host.place if one.is_placed else "",
        land_id=host.land if one.is_placed else None,
        latitude=host.latitude if one.is_placed else None,
        longitude=host.longitude if one.is_placed else None,
        audiences=list(form.audiences),
        language=form.language,
        fee_cents=form.fee_cents,
        link=f"https://example.org/{slug}",
        is_demo=True,
    )


def _save(rows: list[Activity], made: tuple[InventedActivity, ...]) -> None:
    written = Activity.objects.bulk_create(rows, batch_size=500)
    Activity.fields.through.objects.bulk_create(_tags(written, made), batch_size=1000)


def _tags(rows: list[Activity], made: tuple[InventedActivity, ...]) -> Iterator[Any]:
    through = Activity.fields.through
    for row, one in zip(rows, made, strict=True):
        for code in one.host.fields:
            yield through(activity_id=row.pk, field_id=code)


def _lay_on_desks(campaign: Campaign, *, now: datetime) -> None:
    """The manager and the editor of the demo have something to do here as well."""
    person = BY_PART[PersonaRole.NETWORK_MANAGER]
    network = Network.objects.filter(slug=person.network).prefetch_related("fields").first()
    if network is None:
        return
    manager = User.objects.filter(email=person.address).first()
    taken = set(Activity.objects.filter(campaign=campaign).values_list("slug", flat=True))
    again = invent([_host_of(network)], number=len(WAITING))
    rows = [_row_of(campaign, one, number=1000 + number, taken=taken) for number, one in enumerate(again)]
    for number, (row, state) in enumerate(zip(rows, WAITING, strict=True)):
        row.state, row.entered_by = state, manager
        row.created_at = row.changed_at = now - timedelta(hours=5 * number + 2)
        if state == ActivityState.DECLINED:
            row.answer = "Bitte sagen Sie, wo die Gäste sich anmelden, und senden Sie es noch einmal."
    _save(rows, again)
