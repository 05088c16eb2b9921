"""Lays work on the desks of the demo: requests to decide, drafts to finish, changes to check.

What people do on the platform is done here by the same actions, as the made-up people who would do it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from handschlag.accounts.models import User
from handschlag.accounts.rules.policy import Subject
from handschlag.demo.rules.personas import BY_PART, PersonaRole
from handschlag.demo.rules.texts import DRAFT, ENQUIRIES, NEW_MEMBERS, NEW_TEXT, SUBMITTED, Enquiry
from handschlag.directory.actions import creating, duplicates, editing, index, memberships, moderation
from handschlag.directory.models import (
    Actor,
    JoinRequest,
    JoinState,
    MemberFigure,
    Membership,
    Network,
    Status,
)
from handschlag.directory.queries.entries import content_of
from handschlag.directory.rules.contents import ActorContent, GeoPoint, Kind, StatementData, StoryContent
from handschlag.directory.rules.provenance import etag_of
from handschlag.directory.rules.sections import section


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
            moderation.submit(kind=Kind.STORY, pk=story.pk, by=by, now=now)


def _propose_text(network: Network, *, by: Subject, now: datetime) -> None:
    """A better text of the network waits for the editor."""
    about = section(Kind.NETWORK, "description")
    assert about is not None
    network.refresh_from_db()
    seen = etag_of(content_of(network), about.facts)
    changes = {"description_de": NEW_TEXT.de, "description_en": NEW_TEXT.en}
    editing.save_section(
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
    index.refresh(actor_ids=[twin.pk], network_ids=[network.pk])
