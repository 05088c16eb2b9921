"""A conference in the middle of its matching, with all that organisers make; and one of another team."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from tests.platform import builders, matchmaking
from tests.platform.attacks.world import calls, certificates, messages
from tests.platform.attacks.world.asking import prepared_for
from tests.platform.attacks.world.badges import badge_logo, badges_job
from tests.platform.attacks.world.entries import link_in_letter_to, picture

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.api import keys, webhooks
from handschlag.common.jobs import work_off
from handschlag.common.models import Job
from handschlag.directory.models import Actor, Network
from handschlag.events import parts, reception
from handschlag.events.editing import EventComponent, etag_of_component
from handschlag.events.models import Event, Place
from handschlag.events.venue.signs import ask_for_signs
from handschlag.matching import answering, prints, runs, who_may_meet
from handschlag.matching.engine.options import Options
from handschlag.matching.models import Participant, Party, RequestState, Service, TopicTable, Wish
from handschlag.matching.publishing import actions as publishing_actions
from handschlag.registration import invitations, personal_data, personal_links
from handschlag.registration.access import (
    feed_of,
    hash_of,
    link_of,
    link_of_address_change,
    link_of_invitation,
    link_of_unconfirmed,
)
from handschlag.registration.invitations import Invitee
from handschlag.registration.models import AddressChange, Registration, UnconfirmedRegistration
from handschlag.registration.registering import actions
from handschlag.registration.registration_data import RegistrationData
from handschlag.statistics import everything
from handschlag.statistics.models import PublicFigures

NOBODY = Subject()


def build(who: dict[str, User]) -> dict[str, Any]:
    organiser = who["organiser"]
    event = builders.event(
        "Netzwerke verbinden",
        organiser,
        who["colleague"],
        venue="Kongress Palais",
        place="Kassel",
        capacity=40,
    )
    PublicFigures.objects.create(
        event=event, content=nothing_counted(), digest="x", published_at=builders.NOW
    )
    return {
        **programme(event, organiser),
        **house(event),
        **people(event, organiser),
        **machines(event, organiser),
        **elsewhere(who["other_organiser"]),
    }


def nothing_counted() -> dict[str, Any]:
    """Published figures of an event at which nobody met."""
    lists: dict[str, Any] = {key: [] for key in ("networks", "cells", "hidden", "classes", "synergies")}
    told = {"people": None, "meetings": None, "has_parts": False, "has_total": False}
    return {**lists, **told, "figures": {}, "reasons": {}}


def programme(event: Event, organiser: User) -> dict[str, Any]:
    speaker, room = builders.speaker(event), builders.room(event, is_online=True)
    session = builders.session(event, speakers=(speaker,), room=room)
    version = builders.version(event)
    builders.session(event, "Später dazu", "12:00", room=room)
    version_two = builders.version(event)
    builders.session(event, "Entwurf", "13:00", room=room)
    spare = builders.room(event, "Saal 7")
    removed = parts.remove_component(
        part=EventComponent.ROOM,
        event_id=event.pk,
        pk=spare.pk,
        seen=etag_of_component(EventComponent.ROOM, spare),
        by=organiser.subject,
        now=builders.NOW,
    )
    return {
        "room_pk": room.pk,
        "speaker_pk": speaker.pk,
        "session_pk": session.pk,
        "session_uid": str(session.uid),
        "version": version.number,
        "newest": version_two.number,
        "removal": removed.pk,
        **calls.called_for(event, speaker.pk),
    }


def house(event: Event) -> dict[str, Any]:
    places = tuple(builders.place(event, code) for code in ("T1", "T2", "T3"))
    exhibit = builders.exhibit(event, "Dachspriegel")
    exhibit.picture.save(f"{'c' * 32}.webp", ContentFile(picture()))
    return {
        "exhibit_pk": exhibit.pk,
        "stand_pk": builders.stand(event).pk,
        "block_pk": builders.block(event, places=places).pk,
        "place_pk": places[0].pk,
        "place_two": places[1].pk,
        "exhibit_picture": f"{'c' * 32}.webp",
    }


def linked(registration: Registration) -> str:
    """The token of a personal link, valid from now on."""
    token = link_of(registration)
    Registration.objects.filter(pk=registration.pk).update(secret_hash=hash_of(token))
    return token


def feed(registration: Registration) -> str:
    token = feed_of(registration)
    Registration.objects.filter(pk=registration.pk).update(feed_hash=hash_of(token))
    return token


def accepted(one: Participant, other: Participant) -> Any:
    asked = matchmaking.asked(one, other)
    return answering.accept(
        request_id=asked.pk, participant_id=other.pk, kind="want", has_link=True, by=NOBODY, now=builders.NOW
    )


def people(event: Event, organiser: User) -> dict[str, Any]:
    """Ada is the one whose link is tried; Bo, Cy and Dan have to do with her, Eve has not."""
    Place.objects.filter(event=event).update(seats=6)  # so that a table of several finds one
    service = matchmaking.matching(event, has_tables=True)
    ada, bo, cy, dan, eve, fay = (
        matchmaking.participant(service, name, needs=("Lasertechnik",), offers=("Laser",))
        for name in ("Ada Lindqvist", "Bo Nilsson", "Cy Tannert", "Dan Ohm", "Eve Unger", "Fay Voss")
    )
    Registration.objects.filter(pk=ada.registration_id).update(
        actor=Actor.objects.get(slug="linsen-meier-gmbh")
    )
    Participant.objects.filter(service=service).update(fields=["OPT"])
    met = accepted(bo, ada)
    waits = matchmaking.asked(cy, ada)
    narrow = matchmaking.asked(dan, ada, state=RequestState.WATCHED)
    Party.objects.filter(request=narrow).update(said_yes_at=builders.NOW, kind="want")
    mine = matchmaking.asked(ada, fay)
    Wish.objects.create(by=ada, towards=eve, kind="want", purpose="Sensoren", changed_at=builders.NOW)
    return {
        "ada": linked(ada.registration),
        "ada_feed": feed(ada.registration),
        "eve": linked(eve.registration),
        "registration": ada.registration_id,
        "badge_code": ada.registration.badge_code,
        "ada_participant": ada.pk,
        "bo_participant": bo.pk,
        "cy_participant": cy.pk,
        "eve_participant": eve.pk,
        "met": met.pk,
        "asked": waits.pk,
        "watched": narrow.pk,
        "sent": mine.pk,
        "table": TopicTable.objects.create(
            service=service, host=bo, topic="Laser in der Werkstatt", seats=4, offered_at=builders.NOW
        ).pk,
        **beside_the_matching(event),
        **at_the_reception(event, organiser),
        "forbidden_pair": kept_apart(service, bo, eve, organiser),
        **planning(service, organiser, eve, fay),
        **lists(event, organiser),
    }


def kept_apart(service: Service, one: Participant, other: Participant, organiser: User) -> int:
    """Two who are not to meet."""
    pair = who_may_meet.forbid_pair(
        service_id=service.pk,
        one_id=one.pk,
        other_id=other.pk,
        reason="x",
        by=organiser.subject,
        now=builders.NOW,
    )
    return pair.pk


def at_the_reception(event: Event, organiser: User) -> dict[str, Any]:
    """Rita has a pass, by a link in a letter."""
    given = reception.give_pass(
        event_id=event.pk, name="Rita", email="rita@example.org", by=organiser.subject, now=builders.NOW
    )
    return {"pass": given.pk, "pass_token": link_in_letter_to("rita@example.org", "reception")}


def beside_the_matching(event: Event) -> dict[str, Any]:
    """Registrations that wait, resemble one another, or were erased; and one that may still join."""
    unsure = builders.registration(event, "Uta Warter", state="asked", confirmed_at=None)
    builders.registration(event, "Olga Offen", organisation="Unbekannt AG")
    twins = [builders.registration(event, "Otmar Zwilling", email=f"otmar{n}@example.org") for n in (1, 2)]
    gone = builders.registration(event, "Weg Gegangen")
    personal_data.erase(registration_id=gone.pk, has_link=True, by=NOBODY, now=builders.NOW)
    return {
        "nil": linked(builders.registration(event, "Nil Neu")),
        "unsure": unsure.pk,
        "twin_one": twins[0].pk,
        "twin_two": twins[1].pk,
        "erased": gone.pk,
    }


def planning(service: Service, organiser: User, *two: Participant) -> dict[str, Any]:
    """A run that is done, one that waits, a published version with its receipt."""
    by, now = organiser.subject, builders.NOW
    run = runs.start(service_id=service.pk, options=Options(), seconds=1, by=by, now=now)
    service.refresh_from_db()
    version = publishing_actions.publish(
        service_id=service.pk, revision=service.revision, by=by, now=now
    ).version
    pack = prints.ask_for_pack(service=service, pack="names", by=by, now=now)
    signs = ask_for_signs(event_id=service.event_id, ids=[], paper="a5", language="de", by=by, now=now)
    made = badges_job(service.event, by)
    packed = everything.ask_for_everything(
        event=service.event, is_personal=True, language="de", by=by, now=now
    )
    work_off(now=now)
    run.refresh_from_db()
    accepted(*two)
    waiting = runs.start(service_id=service.pk, options=Options(), seconds=1, by=by, now=now, name="Zweiter")
    done = Job.objects.filter(state="done", pk__in=[pack.pk, signs.pk, made.pk, packed.pk])
    assert done.count() == 4
    return {
        "run": run.pk,
        "waiting_run": waiting.pk,
        "published": service.versions.latest("number").number,
        "notice": version.notices.order_by("pk")[0].pk,
        "revision": Service.objects.get(pk=service.pk).revision,
        "pack": pack.pk,
        "signs": signs.pk,
        "badges": made.pk,
        "packed": packed.pk,
        "badge_logo": badge_logo(service.event),
    }


def lists(event: Event, organiser: User) -> dict[str, Any]:
    by, now = organiser.subject, builders.NOW
    guests = [Invitee(name="Gast", email="gast@example.org")]
    invitations.invite(event_id=event.pk, guests=guests, by=by, now=now)
    row = event.invitations.get()
    return {
        "event_invitation": row.pk,
        "invited_token": link_of_invitation(row),
        **proofs(event),
        "certificate_code": certificates.issued(event),
        **prepared_for(event, organiser),
        **messages.written(event),
    }


def proofs(event: Event) -> dict[str, Any]:
    """Links that were mailed and not opened yet: of somebody who filled in the form, and to a new address."""
    facts = RegistrationData(name="Nora Neu", email="nora@example.org", organisation="Neu GmbH")
    actions.begin(event_id=event.pk, facts=facts, origin="10.0.0.9", by=NOBODY, now=builders.NOW)
    ada = Registration.objects.select_related("event").get(event=event, name="Ada Lindqvist")
    personal_links.ask_for_address(ada, "ada.neu@example.org", by=NOBODY, now=builders.NOW)
    return {
        "form_token": link_of_unconfirmed(UnconfirmedRegistration.objects.get(email="nora@example.org")),
        "address_token": link_of_address_change(AddressChange.objects.get(registration=ada)),
    }


def machines(event: Event, organiser: User) -> dict[str, Any]:
    by, now = organiser.subject, builders.NOW
    read = keys.make_key(event_id=event.pk, name="Anzeige", days=30, has_names=True, by=by, now=now)
    url = "https://93.184.215.14/hook"
    called = webhooks.add(event_id=event.pk, url=url, kinds=["ping"], by=by, now=now)
    return {"api_key": read.row.pk, "key": read.key, "endpoint": called.row.pk}


def elsewhere(other: User) -> dict[str, Any]:
    """The event of another team, and somebody who takes part there."""
    event = builders.event("Anderswo", other, first_day=date(2027, 4, 14))
    builders.block(event, places=(builders.place(event, "T1"),))
    zoe = matchmaking.participant(matchmaking.matching(event), "Zoe Anderswo")
    read = keys.make_key(
        event_id=event.pk, name="Anzeige", days=30, has_names=True, by=other.subject, now=builders.NOW
    )
    network = Network.objects.get(slug="anderes-netz")
    return {"zoe": linked(zoe.registration), "foreign_key": read.key, "other_network": network.pk}
