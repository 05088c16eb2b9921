"""Axe looks at every page of participants, at every stage of an event, at three widths and in both themes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import resolve, reverse
from tests.browsing import go
from tests.journeys.participant.conftest import NOBODY, At, Guests, Proofs
from tests.journeys.test_barriers import OF_LOOKS
from tests.platform import builders
from tests.platform.attacks.world import read_table
from tests.platform.day.people.test_afterwards import release
from tests.platform.day.push.test_in_browser import play

from handschlag.day.models import Asked, Signal, StandBy
from handschlag.events.models import Event, Place, PlaceKind
from handschlag.matching.models import Participant, Service, TableWish, TopicTable
from handschlag.registration import certificates
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.certificates import certificate_code
from handschlag.registration.models import Registration

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SAVE = ".hs-reg__end button"
WIDTHS = (1280, 390, 320)
UNFOLD = "document.querySelectorAll('main details:not([name])').forEach(one => { one.open = true; })"
# Behind a participant's link, but not pages: files, what scripts ask for, and what only takes a form.
NO_PAGES = {
    *("registration:entry", "registration:feed", "registration:data", "registration:participants_export"),
    *("registration:renew_link", "registration:renew_feed", "registration:discard", "matching:mute"),
    *("matching:understood", "matching:wish", "matching:answer", "matching:undo", "matching:way"),
    *("matching:ask_room", "matching:delegate", "matching:answer_move", "matching:leave"),
    *("matching:join_table", "matching:leave_table"),
    *("matching:sheet", "matching:agenda", "matching:agenda_worker", "matching:standing"),
    *("day:say", "day:sync", "day:state", "day:app", "day:worker", "day:news", "day:push_key", "day:push_on"),
    *("day:push_off", "day:contacts_file", "day:step_in", "day:mark", "day:object", "day:note", "day:answer"),
}
OF_EVERYBODY = {
    *("registration:register", "registration:sent", "registration:lost", "registration:lost_of"),
    "registration:lost_sent",
}
type Barriers = Callable[..., list[Any]]


class Walk:
    """One page of a browser that goes everywhere, and what was found there."""

    def __init__(self, page: Any, barriers: Barriers) -> None:
        self.page, self.barriers = page, barriers
        self.found: list[tuple[str, str, Any]] = []
        self.names: set[str] = set()

    def to(self, stage: str, *addresses: str) -> None:
        for address in addresses:
            self.page.goto(address)
            self.look(stage)

    def look(self, stage: str) -> None:
        """Everything once, as it comes; then unfolded, what looks may change."""
        page, where = self.page, "/" + self.page.url.split("/", 3)[3]
        self.names.add(resolve(where.partition("?")[0]).view_name)
        for dark in (False, True):
            page.emulate_media(color_scheme="dark" if dark else "light")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                first = width == WIDTHS[0] and not dark
                seen = self.barriers(page, *([] if first else [OF_LOOKS]))
                self.found += [(stage, f"{where} {width} {'dark' if dark else 'light'}", one) for one in seen]
                page.evaluate(UNFOLD)


@pytest.fixture
def walk(opened: Callable[..., Any], barriers: Barriers) -> Iterator[Walk]:
    with opened("/de/contact/") as page:  # a page of the site first: the first one of a process reads much
        page.set_default_timeout(120_000)
        yield Walk(page, barriers)


def under(app: str, token: str, *names: str) -> list[str]:
    return [reverse(f"{app}:{name}", args=[token]) for name in names]


def test_no_page_of_a_participant_has_a_barrier(
    walk: Walk,
    at: At,
    service: Service,
    guests: Guests,
    proofs: Proofs,
    linked: Callable[[Participant], str],
    moved: Callable[[datetime], None],
    checked_in: Callable[..., Any],
    settings: Any,
) -> None:
    settings.PUSH = settings.PUSH_MAY_BE_LOCAL = True
    ada, token = guests.ada, linked(guests.ada)
    registering(walk, service.event, proofs)
    own_pages(walk, token)
    newcomer(walk, service)
    while_wishes_are_open(walk, token, guests)
    at(service.answers_until + timedelta(minutes=1))
    walk.to("answers over", *under("matching", token, "recommended", "browse", "inbox", "wishes", "send"))
    moved(at(service.fixed_at + timedelta(hours=1)))
    walk.to("fixed", *under("matching", token, "moves", "inbox"))
    walk.to("fixed", *under("matching", token, "day", "recommended", "profile", "time", "wishes"))
    at(builders.clock("18:00") - timedelta(days=1))
    walk.to("eve", *under("matching", token, "day", "inbox", "coming"), *under("day", token, "today"))
    on_the_day(walk, at, token, guests)
    checked_in(ada, builders.clock("9:00"))
    afterwards(walk, at, token, guests)
    assert walk.found == []
    assert expected() - walk.names == set(), "a new page has to be looked at"


def expected() -> set[str]:
    """The pages of participants, as the table of addresses has them."""
    behind = {
        line.name
        for line in read_table()
        if line.section == "link" and line.name.split(":")[0] in {"registration", "matching", "day"}
    }
    return (behind - NO_PAGES) | OF_EVERYBODY


def registering(walk: Walk, event: Event, proofs: Proofs) -> None:
    """From a letter or the programme to a registration; refusals; a no and its way back."""
    page = walk.page
    walk.to("register", *under("registration", event.slug, "register", "sent", "lost_of"))
    page.goto(reverse("registration:register", args=[event.slug]))
    go(page, page.locator(SAVE))
    walk.look("refused")
    walk.to("lost", reverse("registration:lost"), reverse("registration:lost_sent"))
    walk.to("strangers", *under("registration", "x" * 67, "own", "invited", "confirm", "address", "decline"))
    walk.to("strangers", *under("matching", "x" * 67, "recommended"), *under("day", "x" * 67, "today"))
    walk.to("proofs", *under("registration", proofs.form, "confirm"))
    walk.to("proofs", *under("registration", proofs.address, "address"))
    walk.to("invited", *under("registration", proofs.invited, "invited", "decline"))
    go(page, page.locator("main form button[type=submit]").first)
    walk.look("declined")
    walk.to("declined", *under("registration", proofs.invited, "invited"))


def own_pages(walk: Walk, token: str) -> None:
    walk.to(
        "own",
        *under("registration", token, "details", "change", "more", "cancel", "erase", "certificate"),
        *under("registration", token, "participants"),
        reverse("registration:colleagues", args=[token]),
        *(reverse("registration:topic", args=[token, topic]) for topic in ("contact", "needs", "sharing")),
        *under("matching", token, "emails"),
    )


def newcomer(walk: Walk, service: Service) -> None:
    """Somebody who has registered and has not joined; and who has joined and said nothing yet."""
    row = builders.registration(service.event, "Nil Neu")
    token = link_of(row)
    Registration.objects.filter(pk=row.pk).update(secret_hash=hash_of(token))
    walk.to("newcomer", *under("registration", token, "own"), *under("matching", token, "invitation"))
    walk.page.locator("main input[type=checkbox]").first.check()
    go(walk.page, walk.page.locator("main form button[type=submit]").first)
    walk.look("newcomer")
    walk.to("newcomer", *under("matching", token, "recommended", "browse", "wishes", "inbox", "day"))


def while_wishes_are_open(walk: Walk, token: str, guests: Guests) -> None:
    """What was chosen and is sent, refused, answered."""
    page = walk.page
    some_tables(guests)
    walk.to(
        "wishes",
        *under("matching", token, "profile", "time", "recommended", "browse", "send", "wishes"),
        *under("matching", token, "group", "inbox", "answered", "moves", "day", "memory", "tables"),
        reverse("matching:browse", args=[token]) + "?q=nobody",
        reverse("matching:person", args=[token, guests.others["cy"].pk]),
        reverse("matching:withdraw", args=[token, guests.met.pk]),
    )
    page.goto(reverse("matching:send", args=[token]))
    go(page, page.locator("main form button.kern-btn--primary[type=submit]").first)
    walk.look("sent")
    page.goto(reverse("matching:inbox", args=[token]))
    page.locator("button[value$=':no']").first.click()
    page.locator("main form button[type=submit]", has_text="Rückgängig").first.wait_for()
    walk.look("answered")


def some_tables(guests: Guests) -> None:
    """One table that Ada wants to join, one that she could."""
    service = guests.ada.service
    Service.objects.filter(pk=service.pk).update(has_tables=True)
    for host, topic in (("eve", "Licht im Bild"), ("fay", "Laserlinsen aus Quarzglas")):
        table = TopicTable.objects.create(
            service=service, host=guests.others[host], topic=topic, seats=4, offered_at=builders.NOW
        )
    TableWish.objects.create(table=table, participant=guests.ada, wished_at=builders.NOW)


def on_the_day(walk: Walk, at: At, token: str, guests: Guests) -> None:
    """Breakfast, before the meeting, late, alone, stepping in, and nothing left."""
    page = walk.page
    at(builders.clock("7:00"))
    walk.to("breakfast", *under("day", token, "today", "offers"), *under("matching", token, "day"))
    through_the_door(walk, token, guests)
    now = at(builders.clock("10:24"))
    walk.to("soon", *under("matching", token, "inbox", "browse"))
    page.goto(reverse("day:today", args=[token]))
    play(page)
    walk.look("soon")
    page.get_by_role("button", name="5 Min.", exact=True).click()
    page.get_by_role("button", name="rückgängig machen").wait_for()
    walk.look("late")
    at(builders.clock("10:34"))
    StandBy.objects.create(
        service=guests.ada.service,
        participant=guests.others["gil"],
        partner=guests.ada,
        starts_at=builders.clock("10:30"),
        place=Place.objects.get(code="T1"),
        offered_at=now,
        ends_at=builders.clock("10:44"),
    )
    walk.to("stand-by", *under("day", token, "today"))
    page.reload()  # folded again
    page.get_by_text("Ich kann nicht kommen", exact=True).click()
    page.get_by_role("button", name="Zu diesem Gespräch kann ich nicht").click()
    page.locator("s", has_text="Bo Nilsson").wait_for()
    walk.look("cannot come")
    at(builders.clock("17:00"))
    walk.to("evening", *under("day", token, "today"), *under("matching", token, "day"))


def through_the_door(walk: Walk, token: str, guests: Guests) -> None:
    """A room online that is not open yet; one of others; and the door when it does not know who comes."""
    tables = Place.objects.filter(meetings__request=guests.met)
    kept = list(tables.values_list("pk", "kind"))
    tables.update(kind=PlaceKind.LINK)
    walk.to("online", *under("day", token, "today"), *under("matching", token, "day"))
    walk.to("early", reverse("day:online", args=[token, guests.met.uid]))
    walk.to("others", reverse("day:online", args=[token, uuid.uuid4()]))
    walk.to("door", reverse("day:online_door", args=[guests.ada.service.event.slug, guests.met.uid]))
    for pk, kind in kept:
        Place.objects.filter(pk=pk).update(kind=kind)


def afterwards(walk: Walk, at: At, token: str, guests: Guests) -> None:
    """Two taps each, contacts, a certificate, outcomes after 30 and 90 days, and everything deleted."""
    ada, bo = guests.ada, guests.others["bo"]
    Signal.objects.all().delete()
    evening = at(builders.clock("18:30", builders.SECOND_DAY))
    walk.to("after", *under("day", token, "afterwards", "contacts"))
    release(guests.met, ada, bo, now=evening)
    walk.to(
        "released",
        *under("day", token, "afterwards", "contacts"),
        *under("registration", token, "certificate", "details"),
        *under("matching", token, "recommended", "inbox", "wishes", "day"),
    )
    made = certificates.issue_certificate(
        registration_id=ada.registration_id, has_link=True, by=NOBODY, now=evening
    )
    for code in (certificate_code(made), "x"):
        walk.to("certificate", *under("registration", code, "check_certificate"))
    for days in (30, 90):
        at(evening + timedelta(days=days))
        Asked.objects.create(participant=ada, after_days=days, asked_at=evening + timedelta(days=days))
        walk.to(f"{days} days", *under("day", token, "came_of_it", "contacts", "delete"))
    go(walk.page, walk.page.locator("main form button[type=submit]").last)
    walk.look("deleted")
    walk.to("deleted", *under("registration", token, "own"))
