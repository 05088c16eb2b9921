"""Work on the desks of the demo: requests, drafts, partners sought all year, calls, what is followed.

Lays work on the desks of the demo: requests to decide, drafts to finish, changes to check.

What people do on the platform is done here by the same actions, as the made-up people who would do it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role, Subject
from handschlag.common import audit
from handschlag.common.mail import rehearsed
from handschlag.demo.personas import BY_PART, DOMAIN, PersonaRole
from handschlag.directory import creating, duplicates, memberships, versions
from handschlag.directory.contents import (
    ActorContent,
    GeoPoint,
    Kind,
    StatementData,
    StoryContent,
    etag_of,
    section,
)
from handschlag.directory.editing import publication
from handschlag.directory.entries import content_of
from handschlag.directory.index import documents
from handschlag.directory.models import (
    Actor,
    JoinRequest,
    JoinState,
    ManagedNetwork,
    MemberFigure,
    Membership,
    Network,
    Status,
)
from handschlag.directory.public import public_actors
from handschlag.following.following import follow
from handschlag.following.models import FollowedKind
from handschlag.following.news import Followed
from handschlag.matching.models import PartnerSearch, SuggestedPartner
from handschlag.matching.partner_search.interests import express_interest
from handschlag.matching.partner_search.lists import write_partner_lists
from handschlag.programmes.models import FundingCall, Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """A text in both languages."""

    de: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """An organisation asks to become a member."""

    organisation: str
    place: str
    website: str
    contact_name: str
    contact_email: str
    message: str
    language: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """A piece of news that is not public yet."""

    kind: str
    title_de: str
    title_en: str
    text_de: str
    text_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _NewMember:
    """A company that the manager has entered."""

    name: str
    place: str
    land: str
    employees: int
    fields: tuple[str, ...]
    text: _Both
    offer: _Both


ENQUIRIES = (
    Enquiry(
        organisation="Windwinkel Elektrolyse GmbH",
        place="Heide",
        website="https://windwinkel.example.org/",
        contact_name="Inga Beispiel",
        contact_email="inga@windwinkel.example.org",
        message=(
            "Wir bauen Stacks für kleine Elektrolyseure und suchen einen Platz auf Ihrem Testfeld. "
            "Zwei Ihrer Mitglieder kennen uns als Zulieferer."
        ),
        language="de",
        days=6,
    ),
    Enquiry(
        organisation="Hochschule Geestrand, Fachgebiet Schiffsantriebe",
        place="Itzehoe",
        website="https://geestrand.example.org/",
        contact_name="Jonas Muster",
        contact_email="jonas@geestrand.example.org",
        message="Uns fehlen Messdaten aus dem Betrieb. Wir bieten Abschlussarbeiten und einen Prüfstand.",
        language="de",
        days=3,
    ),
    Enquiry(
        organisation="Fjordlight Hydrogen ApS",
        place="Flensburg",
        website="https://fjordlight.example.org/",
        contact_name="Signe Sample",
        contact_email="signe@fjordlight.example.org",
        message="We have an office in Flensburg and would like to join the working group on permits.",
        language="en",
        days=1,
    ),
)
DRAFT = _News(
    kind="news",
    title_de="Jahrestreffen: Was wir voneinander brauchen",
    title_en="",
    text_de="Am Nachmittag Rundgang über das Testfeld, davor Berichte aus den Arbeitskreisen. Ort und Tag: ",
    text_en="",
)
SUBMITTED = _News(
    kind="success",
    title_de="Rettungsdienst fährt eine Woche mit Brennstoffzelle",
    title_en="Ambulance runs on a fuel cell for a week",
    text_de=(
        "Eine Woche lang war ein Krankenwagen mit Brennstoffzelle im Dienst: 38 Einsätze, zwei Mal getankt, "
        "keine Verspätung. Der Bericht nennt auch, was nicht gut war: das Gewicht und der weite Weg zur "
        "Tankstelle."
    ),
    text_en=(
        "For one week an ambulance with a fuel cell was on duty: 38 missions, refuelled twice, no delay. "
        "The report also says what was not good: the weight, and the long way to the filling station."
    ),
)
NEW_TEXT = _Both(
    de=(
        "Vom Windpark auf See bis zur Tankstelle im Hafen: Die Mitglieder bauen Elektrolyseure, speichern "
        "Wasserstoff und bringen ihn in Schiffe, Züge und Betriebe. Das Cluster betreibt ein gemeinsames "
        "Testfeld, hilft bei Genehmigungen und bildet Fachkräfte für den Umgang mit Wasserstoff aus."
    ),
    en=(
        "From the offshore wind farm to the filling station in the port: members build electrolysers, store "
        "hydrogen and bring it into ships, trains and factories. The cluster runs a shared test field, helps "
        "with permits and trains skilled staff in handling hydrogen."
    ),
)
NEW_MEMBERS = (
    _NewMember(
        name="Deichgraf Verdichter GmbH",
        place="Husum",
        land="SH",
        employees=34,
        fields=("EUM3",),
        text=_Both(
            de="Werkstatt für Verdichter und Ventile, seit drei Jahren mit eigener Prüfbank für Wasserstoff.",
            en="Workshop for compressors and valves, with a test bench for hydrogen for three years.",
        ),
        offer=_Both(
            de="Überholung von Wasserstoffverdichtern vor Ort", en="Overhaul of hydrogen compressors on site"
        ),
    ),
    _NewMember(
        name="Sielhafen Messboje UG (haftungsbeschränkt)",
        place="Büsum",
        land="SH",
        employees=5,
        fields=("MAR", "MST1"),
        text=_Both(
            de="Gründung aus einer Hochschule: Bojen, die Strömung und Seegang am Windpark messen.",
            en="A university spin-off: buoys that measure currents and waves at wind farms.",
        ),
        offer=_Both(de="Messbojen mit Funk für Windparks auf See", en="Radio buoys for offshore wind farms"),
    ),
)

ALL_YEAR_PURPOSE = "Gemeinsame Messungen auf unserem Prüfstand, zuerst ein kurzes Gespräch"


OWN: Final = 8
OTHERS: Final = 60


@transaction.atomic
def write_all_year(*, now: datetime) -> None:
    """The manager has lists to look at, and an interest to answer."""
    own = Network.objects.get(slug=BY_PART[PersonaRole.NETWORK_MANAGER].network)
    since = now - timedelta(days=20)
    mine = list(_actors().filter(memberships__network=own, memberships__is_origin=True)[:OWN])
    others = list(_actors().exclude(memberships__network=own)[:OTHERS])
    PartnerSearch.objects.bulk_create(PartnerSearch(actor=one, since=since) for one in (*mine, *others))
    for one in (*mine, *others):
        audit.record(verb="invented", target=one, by_id=None, now=now)
    by = _speaker_of(others, now=now)
    write_partner_lists(now=now)
    with rehearsed():  # nobody is written to: these people are invented
        _ask(mine, others, by=by, now=now)


def _actors() -> QuerySet[Actor]:
    rows = public_actors().filter(is_demo=True, statements__isnull=False, memberships__is_origin=True)
    return rows.distinct().order_by("pk")


def _speaker_of(others: list[Actor], *, now: datetime) -> User:
    """Only whoever has people of their own is suggested."""
    user = User.objects.create_user(email=f"partner@{DOMAIN}", name="Paula Demo", is_demo=True)
    audit.record(verb="invented", target=user, by_id=None, now=now)
    RoleGrant.objects.create(user=user, role=Role.NETWORK_MANAGER, granted_at=now)
    entered = Membership.objects.filter(actor__in=others, is_origin=True, until__isnull=True)
    networks = Network.objects.filter(pk__in=entered.values("network_id")).order_by("pk")
    ManagedNetwork.objects.bulk_create(ManagedNetwork(user=user, network=one, since=now) for one in networks)
    return User.objects.get(pk=user.pk)


def _ask(mine: list[Actor], others: list[Actor], *, by: User, now: datetime) -> None:
    """Whoever stands best on a list of another network is asked by it."""
    rows = SuggestedPartner.objects.filter(search__actor__in=others, partner__actor__in=mine)
    line = rows.select_related("search", "partner").order_by("-score", "pk").first()
    if line is None:
        return
    express_interest(
        actor_id=line.search.actor_id,
        other_id=line.partner.actor_id,
        purpose=ALL_YEAR_PURPOSE,
        by=by.subject,
        now=now - timedelta(days=2),
    )


BERLIN: Final = ZoneInfo("Europe/Berlin")
FUNDER: Final = {"funder_de": "Erfundene Förderstelle", "funder_en": "Invented funder"}
TEXT: Final = {
    "text_de": "Für die Demo erfunden. Diesen Förderaufruf gibt es nicht.",
    "text_en": "Invented for the demo. This funding call does not exist.",
}
# Slug, titles, programme, days from today to opening and deadline, hour of the deadline, and for whom.
CALLS: Final[tuple[tuple[str, str, str, str, int, int, time, dict[str, Any]], ...]] = (
    (
        "demo-neue-netze",
        "Neue Netze für die Kreislaufwirtschaft",
        "New networks for the circular economy",
        "zim",
        -30,
        45,
        time(12, 0),
        {
            "conditions": {"who": ["cluster"], "want": ["network"]},
            "amount_de": "bis 400.000 Euro je Netzwerk",
            "amount_en": "up to 400,000 euros for each network",
        },
    ),
    (
        "demo-leichtbau-transfer",
        "Leichtbau im Mittelstand",
        "Lightweight construction in small firms",
        "",
        -60,
        9,
        time(15, 0),
        {
            "conditions": {"who": ["company", "research"]},
            "amount_de": "bis 200.000 Euro je Vorhaben",
            "amount_en": "up to 200,000 euros for each project",
        },
    ),
    (
        "demo-photonik-skizzen",
        "Photonik für die Medizin: Skizzen",
        "Photonics for medicine: outlines",
        "",
        20,
        80,
        time(23, 59),
        {"conditions": {"who": ["company", "research", "association"]}},
    ),
)


def write_funding_calls(*, now: datetime) -> int:
    """They are there, each marked as invented; how many were new."""
    programmes = {one.slug: one for one in Programme.objects.all()}
    made = 0
    for slug, german, english, programme, opens, closes, hour, more in CALLS:
        if FundingCall.objects.filter(slug=slug).exists():
            continue
        call = FundingCall.objects.create(
            slug=slug,
            title_de=german,
            title_en=english,
            programme=programmes.get(programme),
            opens_at=_at(now, opens, time(9, 0)),
            closes_at=_at(now, closes, hour),
            second_closes_at=_at(now, closes + 120, hour) if slug.endswith("skizzen") else None,
            source_title="handschlag.example",
            source_url="https://handschlag.example/",
            read_on=now.astimezone(BERLIN).date(),
            created_at=now,
            changed_at=now,
            published_at=now,
            is_demo=True,
            **FUNDER,
            **TEXT,
            **more,
        )
        audit.record(verb="loaded", target=call, by_id=None, now=now)
        made += 1
    return made


def _at(now: datetime, days: int, hour: time) -> datetime:
    day = now.astimezone(BERLIN).date() + timedelta(days=days)
    return datetime.combine(day, hour, BERLIN)


@transaction.atomic
def follow_something(*, now: datetime) -> None:
    """The participant follows a network, a programme and a search, since a week."""
    participant = User.objects.get(email=BY_PART[PersonaRole.PARTICIPANT].address).subject
    network = Network.objects.get(slug=BY_PART[PersonaRole.NETWORK_MANAGER].network, is_demo=True)
    for kind, key in (
        (FollowedKind.NETWORK, str(network.pk)),
        (FollowedKind.PROGRAMME, "igf"),
        (FollowedKind.SEARCH, "networks?q=Wasserstoff"),
    ):
        followed = Followed(kind.value, key)
        follow(followed=followed, by=participant, now=now - timedelta(days=7))


@transaction.atomic
def create_pending_work(*, now: datetime) -> None:
    """Manager and editor have something to do on every page of theirs."""
    person = BY_PART[PersonaRole.NETWORK_MANAGER]
    manager = User.objects.get(email=person.address).subject
    network = Network.objects.get(slug=person.network)
    _leave_gaps(network, now=now)
    _ask_to_join(network, now=now)
    _write_news(network, by=manager, now=now)
    _propose_text(network, by=manager, now=now)
    _add_members(network, by=manager, now=now)
    _propose_member(network, by=manager, now=now)
    _repeat_an_actor(network, now=now)
    duplicates.find_duplicates(now=now)


def _leave_gaps(network: Network, *, now: datetime) -> None:
    """The page lacks a contact, and its figure is three years old."""
    Network.objects.filter(pk=network.pk).update(contact_email="")
    MemberFigure.objects.filter(network=network).update(year=now.year - 3)


def _ask_to_join(network: Network, *, now: datetime) -> None:
    """Organisations ask to become members; their addresses are confirmed, as otherwise nobody sees them."""
    JoinRequest.objects.bulk_create(_request_of(one, network, now=now) for one in ENQUIRIES)


def _request_of(one: Enquiry, network: Network, *, now: datetime) -> JoinRequest:
    asked_at = now - timedelta(days=one.days)
    return JoinRequest(
        network=network,
        organisation=one.organisation,
        place=one.place,
        website=one.website,
        contact_name=one.contact_name,
        contact_email=one.contact_email,
        message=one.message,
        language=one.language,
        state=JoinState.OPEN,
        asked_at=asked_at,
        confirmed_at=asked_at + timedelta(minutes=7),
    )


def _write_news(network: Network, *, by: Subject, now: datetime) -> None:
    """One piece of news is a draft, one waits for the editor."""
    for text, is_submitted in ((DRAFT, False), (SUBMITTED, True)):
        content = StoryContent(
            kind=text.kind,
            day=now.date(),
            title_de=text.title_de,
            title_en=text.title_en,
            text_de=text.text_de,
            text_en=text.text_en,
        )
        story = creating.create_story(network_id=network.pk, content=content, by=by, now=now)
        if is_submitted:
            publication.submit(kind=Kind.STORY, pk=story.pk, by=by, now=now)


def _propose_text(network: Network, *, by: Subject, now: datetime) -> None:
    """A better text of the network waits for the editor."""
    about = section(Kind.NETWORK, "description")
    assert about is not None
    network.refresh_from_db()
    seen = etag_of(content_of(network), about.facts)
    changes = {"description_de": NEW_TEXT.de, "description_en": NEW_TEXT.en}
    versions.save_section(
        kind=Kind.NETWORK, pk=network.pk, section=about, changes=changes, seen=seen, by=by, now=now
    )


def _add_members(network: Network, *, by: Subject, now: datetime) -> None:
    """Organisations that the manager has entered wait for the editor."""
    for one in NEW_MEMBERS:
        content = ActorContent(
            kind="company",
            name=one.name,
            is_sme=True,
            employees=one.employees,
            spot=GeoPoint(place=one.place, land=one.land),
            description_de=one.text.de,
            description_en=one.text.en,
            fields=one.fields,
            statements=(StatementData(direction="offer", text_de=one.offer.de, text_en=one.offer.en),),
        )
        creating.create_actor(network_id=network.pk, content=content, since=now.date(), by=by, now=now)


def _propose_member(network: Network, *, by: Subject, now: datetime) -> None:
    """The manager would like to name an actor that others keep: the editor decides."""
    others = Actor.objects.filter(status=Status.PUBLISHED, is_demo=True, memberships__until=None)
    one = others.exclude(memberships__network=network).order_by("name", "pk").first()
    assert one is not None
    memberships.add_member(network_id=network.pk, actor_id=one.pk, since=None, by=by, now=now)


def _repeat_an_actor(network: Network, *, now: datetime) -> None:
    """One company was entered a second time, spelt a little differently."""
    members = Actor.objects.filter(memberships__network=network, kind="company", status=Status.PUBLISHED)
    one = members.filter(name__endswith=" GmbH").order_by("name").first()
    assert one is not None
    twin = Actor.objects.create(
        slug=creating.new_slug(Actor, f"{one.name} 2"),
        name=one.name.replace("GmbH", "G.m.b.H."),
        kind=one.kind,
        is_sme=one.is_sme,
        place=one.place,
        land=one.land,
        status=one.status,
        published_at=now,
        is_demo=True,
    )
    twin.fields.set(one.fields.all())
    Membership.objects.create(actor=twin, network=network, since=now.date(), is_origin=True)
    documents.refresh(actor_ids=[twin.pk], network_ids=[network.pk])
