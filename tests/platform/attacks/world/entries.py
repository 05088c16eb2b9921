"""The directory: a network, its members, requests, imports in every stage; a week of activities."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from tests.platform import builders, guide, joint_projects
from tests.platform.letters import text_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.models import Mail
from handschlag.directory import joining, team
from handschlag.directory.contents import Kind, to_json
from handschlag.directory.entries import content_of
from handschlag.directory.imports import proceeding, uploading
from handschlag.directory.imports.columns import EntryField
from handschlag.directory.models import (
    Actor,
    DuplicatePair,
    ImportState,
    Invitation,
    JoinRequest,
    JoinState,
    MemberProposal,
    Merge,
    Network,
    Revision,
)
from handschlag.events.models import ActivityState
from handschlag.matching.models import Interest, PartnerSearch, SuggestedPartner
from handschlag.matching.models.wishes import pair_of
from handschlag.pages.models import Report, ReportKind
from handschlag.pages.reports import sealed_time
from handschlag.programmes.models import CallFeed, Programme

GOOD = "Name;Art\nAlpha GmbH;Unternehmen\n"
FAULTY = "Name;Art\nAlpha GmbH;Unternehmen\nBeta AG;Unsinn\n"


def picture(kind: str = "WEBP") -> bytes:
    """A small one."""
    target = io.BytesIO()
    Image.new("RGB", (300, 200), "teal").save(target, kind)
    return target.getvalue()


def build(who: dict[str, User], _named: dict[str, Any]) -> dict[str, Any]:
    manager, now = who["manager"], builders.NOW
    field, programme, land = builders.field(), builders.programme(), builders.land()
    network = builders.network(fields=(field,), land=land, description_de="Wir sind das Netz.")
    network.logo.save(f"{'a' * 32}.webp", ContentFile(picture()))
    network.in_programmes.create(programme=programme)
    other = builders.network("Anderes Netz")
    actor = builders.actor(networks=(network,), fields=(field,))
    actor.statements.create(direction="offer", text_de="Linsen")
    builders.manages(manager, network)
    builders.manages(who["colleague"], network)
    builders.manages(who["other_manager"], other)
    story = builders.story(network=network)
    draft = builders.network("Entwurf", status="draft", published_at=None)
    builders.manages(manager, draft)
    waiting = builders.network("Wartend", status="in_review", published_at=None)
    builders.manages(manager, waiting)
    old = guide.fact(programme)
    return {
        **of_the_network(network, actor, manager),
        **imports_of(network, manager),
        **week(network, manager),
        "story_pk": story.pk,
        "programme_pk": programme.pk,
        "revision_pk": Revision.objects.order_by("pk")[0].pk,
        "shown_before": sealed_time(now - timedelta(minutes=2)),
        "draft_pk": draft.pk,
        "waiting_pk": waiting.pk,
        # One waits for those who look after the actor, one is the network's own.
        **partners_of(actor, other, who["other_manager"]),
        "member_proposal": MemberProposal.objects.create(network=other, actor=actor, at=now).pk,
        "own_proposal": MemberProposal.objects.create(
            network=network, actor=builders.actor("Vorgeschlagen GmbH"), at=now
        ).pk,
        "logo": f"{'a' * 32}.webp",
        "fact_pk": old.pk,
        **calls_of(programme),
        "report": Report.objects.create(kind=ReportKind.OTHER, text="x", language="de", sent_at=now).pk,
    }


def calls_of(programme: Programme) -> dict[str, Any]:
    """A funding call that is published, one that is not yet, and a feed of drafts."""
    return {
        "call_feed_pk": CallFeed.objects.create(title="Feed", url="https://feed.example/").pk,
        "call_pk": guide.funding_call(programme, slug="netze-2027").pk,
        "call_draft_pk": guide.funding_call(programme, slug="entwurf", published_at=None).pk,
    }


def partners_of(actor: Actor, network: Network, manager: User) -> dict[str, Any]:
    """Two others that look for partners: one stands on the actor's list, one is interested in the actor."""
    now = builders.NOW
    suggested = builders.actor("Prüfstand AG", networks=(network,))
    asking = builders.actor("Messtechnik KG", networks=(network,))
    own, one, _ = (
        PartnerSearch.objects.create(actor=each, since=now, listed_version=each.version)
        for each in (actor, suggested, asking)
    )
    SuggestedPartner.objects.create(search=own, partner=one, position=1, score=1.0)
    Interest.objects.create(
        asker=asking,
        asked=actor,
        pair=pair_of(asking.pk, actor.pk),
        purpose="Linsen für unsere Messgeräte",
        asked_at=now,
        asked_by=manager,
        expires_at=now + timedelta(days=30),
    )
    return {"suggested_actor": suggested.pk, "interested_actor": asking.pk}


def of_the_network(network: Network, actor: Any, manager: User) -> dict[str, Any]:
    now = builders.NOW
    twin, third = builders.actor("Linsen Meier"), builders.actor("Meier Linsen")
    guest = builders.actor("Frei GmbH")
    ended = builders.actor("Früher GmbH", networks=(network,)).memberships.get()
    ended.until = date(2026, 1, 31)
    ended.save()
    joint_projects.project(taking_part=(actor,))
    for kind, entry in (("network", network), ("actor", actor)):
        Revision.objects.create(
            kind=kind, object_id=entry.pk, number=1, content=to_json(content_of(entry)), at=now
        )
    request = JoinRequest.objects.create(
        network=network,
        organisation="Neu GmbH",
        contact_name="Erika",
        contact_email="erika@neu.example",
        asked_at=now,
        confirmed_at=now,
        state=JoinState.OPEN,
    )
    invited = Invitation.objects.create(
        network=network, email="neu@example.org", invited_at=now, expires_at=now + timedelta(days=14)
    )
    pair = DuplicatePair.objects.create(first=actor, second=twin, likeness=90, found_at=now)
    merge = Merge.objects.create(kept=actor, merged=third, moved={}, at=now, undone_at=now)
    return {
        "network_pk": network.pk,
        "actor": actor.pk,
        "twin": twin.pk,
        "guest": guest.pk,
        "membership": actor.memberships.get().pk,
        "ended": ended.pk,
        "request": request.pk,
        "invitation_pk": invited.pk,
        "pair": pair.pk,
        "merge": merge.pk,
        **tokens(network, manager),
    }


def tokens(network: Network, manager: User) -> dict[str, Any]:
    """The links in two letters: to confirm a request, and to look after a network."""
    now = builders.NOW
    asking = joining.MembershipRequest(
        organisation="Fern GmbH",
        place="",
        website="",
        contact_name="Fee",
        contact_email="fee@example.org",
        message="",
        language="de",
    )
    joining.request_membership(
        network_id=network.pk, asking=asking, origin="192.0.2.1", by=Subject(), now=now
    )
    team.invite(network_id=network.pk, email="plain@example.org", language="de", by=manager.subject, now=now)
    return {
        "join_token": link_in_letter_to("fee@example.org", "join"),
        "invitation_token": link_in_letter_to("plain@example.org", "invitations"),
    }


def link_in_letter_to(address: str, part: str) -> str:
    """The secret of the link that somebody was sent last."""
    link = re.search(rf"/{part}/([^/\s]+)/", text_of(Mail.objects.filter(to=address).latest("pk")))
    assert link is not None
    return link[1]


def imports_of(network: Network, manager: User) -> dict[str, Any]:
    """One table waits for its columns, one is checked, one is applied, one is being checked."""
    waiting = uploaded(network, manager)
    faulty = checked_one(network, manager, FAULTY)
    checked = checked_one(network, manager)
    running = chosen(uploaded(network, manager), manager)
    done = checked_one(network, manager)
    done = step(done, ImportState.APPLYING, manager)
    return {
        "import": waiting.pk,
        "faulty": faulty.pk,
        "checked": checked.pk,
        "running": running.pk,
        "applied": done.pk,
    }


def uploaded(network: Network, manager: User, table: str = GOOD) -> Any:
    return uploading.upload(
        content=table.encode(),
        file_name="x.csv",
        kind=Kind.ACTOR,
        network_id=network.pk,
        by=manager.subject,
        now=builders.NOW,
    )


def chosen(row: Any, manager: User) -> Any:
    columns = {int(index): EntryField(fact) for index, fact in row.columns.items()}
    return uploading.choose_columns(import_id=row.pk, seen=row.version, columns=columns, by=manager.subject)


def step(row: Any, stage: ImportState, manager: User) -> Any:
    row.refresh_from_db()
    return proceeding.proceed(
        import_id=row.pk, seen=row.version, stage=stage, by=manager.subject, now=builders.NOW
    )


def checked_one(network: Network, manager: User, table: str = GOOD) -> Any:
    return step(chosen(uploaded(network, manager, table), manager), ImportState.CHECKING, manager)


def week(network: Network, manager: User) -> dict[str, Any]:
    """A week with a public activity, a draft and one that waits."""
    made = builders.campaign()
    shown = builders.activity(
        made, network=network, entered_by=manager, picture_text_de="Labor", link="https://x.example/"
    )
    shown.picture.save(f"{'b' * 32}.webp", ContentFile(picture()))
    waiting = builders.activity(
        made, "Wartet", network=network, state=ActivityState.IN_REVIEW, published_at=None
    )
    draft = builders.activity(made, "Entwurf", network=network, state=ActivityState.DRAFT, published_at=None)
    return {
        "campaign_pk": made.pk,
        "activity_pk": shown.pk,
        "activity_uid": shown.uid,
        "waiting_activity": waiting.pk,
        "draft_activity": draft.pk,
    }
