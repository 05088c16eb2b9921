"""In every state of an event all links of the console lead somewhere else, and to a page in the console."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from tests.platform import builders
from tests.second_run import Parts

from handschlag.accounts.models import User
from handschlag.events.models import Event, EventStatus
from handschlag.matching.models import Participant, Request, Run, Service
from handschlag.matching.models.wishes import pair_of
from handschlag.matching.publishing import actions

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"
TAGS = re.compile(r'<(/?)(main|a)\b((?:"[^"]*"|[^">])*)>')
ATTRIBUTES = re.compile(r'([\w:-]+)(?:="([^"]*)")?')
CONSOLE = re.compile(r"^/de/manage/events/[a-z0-9-]+/")
STATES = ["draft", "public", "offered", "wishes", "planned", "published", "day", "after", "archived"]
ODD = {"withdrawn": "published"}  # what can come after the usual state: hidden again, and matchmaking closed


def _links(text: str) -> tuple[list[str], list[str]]:
    """The links of a page, and those of its content: to read all its tags takes ten times as long."""
    found, in_content, depth = [], [], 0
    for end, tag, said in TAGS.findall(text):
        if tag == "main":
            depth += -1 if end else 1
            continue
        given = dict(ATTRIBUTES.findall(said))
        if given.get("href") and "download" not in given:
            found.append(unescape(given["href"]))
            if depth and "aria-current" not in given:
                in_content.append(found[-1])
    return found, in_content


def kind_of(url: str) -> str:
    return re.sub(r"\d+", "N", urlsplit(url).path)


@dataclass
class _Crawler:
    """Opens each kind of page of the console once, by the first way that leads there."""

    client: Client
    parts: Parts
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def walk(self, start: str) -> None:
        waiting = [(start, "", kind_of(start))]
        while waiting:
            url, above, way = waiting.pop()
            self.parts.begin(way)
            waiting += [
                (link, url, self.parts.at(way, kind_of(link))) for link in self._new_links(url, above, way)
            ]

    def _new_links(self, url: str, above: str, way: str) -> Iterator[str]:
        """The same view once more only where its address says something else than a number."""
        for link in self._links_behind(url, above):
            kind = kind_of(link)
            if kind not in self.seen and self.parts.leads_to(self.parts.at(way, kind)):
                self.seen.add(kind)
                if CONSOLE.match(urlsplit(link).path):
                    yield link

    def _links_behind(self, url: str, above: str) -> Iterator[str]:
        answer = self.client.get(url, follow=True)
        if answer.status_code != 200:
            self.faults.append(f"{answer.status_code} {url} from {above}")
            return
        is_email = urlsplit(url).path.endswith("/preview.html")  # as a mail program shows it: no page of ours
        if is_email or not str(answer["Content-Type"]).startswith("text/html"):
            return
        text = answer.content.decode()
        if 'class="hs-rail"' not in text:
            self.faults.append(f"outside the console: {url} from {above}")
        found, in_content = _links(text)
        here = urlsplit(answer.redirect_chain[-1][0] if answer.redirect_chain else url)
        for link in in_content:
            there = urlsplit(urljoin(here.geturl(), link))
            if there.path == here.path and not there.query and not there.fragment and not here.query:
                self.faults.append(f"leads to itself: {url}")
        yield from (urljoin(here.path, link).removeprefix(ORIGIN) for link in found)


@pytest.fixture
def reach(
    otto: User,
    now: datetime,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Event]:
    """An event in the wanted state, with everything that came before."""

    def make(state: str) -> Event:
        number = STATES.index(ODD.get(state, state))
        if number < STATES.index("offered"):
            status = EventStatus.DRAFT if state == "draft" else EventStatus.PUBLISHED
            return builders.event("Leer", otto, status=status)
        service: Service = request.getfixturevalue("service")
        event = service.event
        builders.session(event)
        if number >= STATES.index("wishes"):
            _agree(request)
        if number >= STATES.index("planned"):
            computed: Callable[..., Run] = request.getfixturevalue("computed")
            computed()
        if number >= STATES.index("published"):
            service.refresh_from_db()
            actions.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=now)
        _move_to(state, event, monkeypatch)
        return event

    return make


def _agree(request: pytest.FixtureRequest) -> None:
    ada: Participant = request.getfixturevalue("ada")
    bo: Participant = request.getfixturevalue("bo")
    request.getfixturevalue("cy")
    accepted: Callable[..., Request] = request.getfixturevalue("accepted")
    assert accepted(ada, bo).pair == pair_of(ada.pk, bo.pk)


def _move_to(state: str, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    status = {"archived": EventStatus.ARCHIVED, "withdrawn": EventStatus.DRAFT}
    if state in status:
        Event.objects.filter(pk=event.pk).update(status=status[state])
    if state == "withdrawn":
        Service.objects.filter(event=event).update(is_open=False)
    late = {"day": builders.clock("9:05"), "after": builders.clock("9:00") + timedelta(days=9)}
    if state in late:
        monkeypatch.setattr("django.utils.timezone.now", lambda: late[state])


@pytest.mark.parametrize("state", [*STATES, *ODD])
def test_no_link_of_the_console_ends_nowhere(
    reach: Callable[[str], Event], otto: User, signed_in: Callable[[User], Client], parts: Parts, state: str
) -> None:
    start = f"/de/manage/events/{reach(state).slug}/"
    crawler = _Crawler(signed_in(otto), parts)
    crawler.walk(start)
    if parts.missed():  # other rows, other ways: then all of them
        parts = Parts(recorder=None, wanted=None)
        crawler = _Crawler(signed_in(otto), parts)
        crawler.walk(start)
    assert crawler.faults == []
    assert parts.missed() == frozenset()
    assert parts.wanted is not None or len(crawler.seen) > 40, sorted(crawler.seen)


def test_the_sidebar_has_twelve_entries_in_four_groups(
    otto: User, signed_in: Callable[[User], Client], event: Event
) -> None:
    text = signed_in(otto).get(f"/de/manage/events/{event.slug}/").content.decode()
    rail = text[text.index('class="hs-rail"') : text.index("</nav>")]
    assert (rail.count("<h2"), rail.count("<li>")) == (4, 12)


def test_every_address_without_matching_leads_on(otto: User, signed_in: Callable[[User], Client]) -> None:
    event = builders.event("Leer", otto, status=EventStatus.DRAFT)
    text = signed_in(otto).get(f"/de/manage/events/{event.slug}/planning/optimise/").content.decode()
    assert "sobald die Termine des Matchings gespeichert sind" in text
    assert f'href="/de/manage/events/{event.slug}/matching/"' in text
