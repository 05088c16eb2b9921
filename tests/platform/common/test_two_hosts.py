"""Two hosts share PostgreSQL and object storage, and nothing else: nothing is found on only one of them.

The clock of the second one is five minutes ahead.
"""

from __future__ import annotations

import io
import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import requests
from django.db import connection
from PIL import Image
from pypdf import PdfReader
from tests.object_storage import KEYS, address, object_storage
from tests.platform import builders, matchmaking
from tests.platform.common.chores import jobs as chores
from tests.platform.common.conftest import PATIENCE, House, wait_until
from tests.platform.common.several_hosts import Browser, Host, Proxy
from tests.platform.letters import text_of
from tests.with_postgresql import free_port

from handschlag.accounts.limits import CODES_FOR_AN_ADDRESS_FROM_A_PLACE
from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role, Subject
from handschlag.common.jobs import enqueue, registry, request_cancel
from handschlag.common.models import Job, JobState, Mail, Worker
from handschlag.directory.models import Network
from handschlag.matching import answering

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is for one host")
assert chores  # registers the chores here, where they are asked for
GOES_ON = 3  # seconds in which a server that ends says so
SKEW = timedelta(minutes=5)
AHEAD = """
import datetime, time_machine
time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=5), tick=True).start()
"""


@pytest.fixture(scope="module")
def hosts(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Host, Host]]:
    """Both with their web servers started; the second is ahead of time."""
    folder, made = tmp_path_factory.mktemp("hosts"), []
    with object_storage(folder) as endpoint:
        for name in ("a", "b"):
            place = folder / name
            (place / "site").mkdir(parents=True)
            (place / "site" / "sitecustomize.py").write_text(AHEAD if name == "b" else "")
            port = free_port()
            environment = {
                **house.environment,
                **KEYS,
                "PYTHONPATH": f"{place / 'site'}{os.pathsep}{house.environment['PYTHONPATH']}",
                "HANDSCHLAG_DATA": str(place / "data"),
                "HANDSCHLAG_STORAGE": address(endpoint),
                "HANDSCHLAG_BIND": f"127.0.0.1:{port}",
                "HANDSCHLAG_WEB_PROCESSES": "1",
                "HANDSCHLAG_KEPT_PAGES_MB": "8",
                "HANDSCHLAG_STOPS_AFTER": str(GOES_ON),
            }
            made.append(Host(replace(house, folder=place, environment=environment, started=[]), port))
        try:
            for host in made:
                host.start_web()
            yield made[0], made[1]
        finally:
            for host in made:
                host.house.end()


def signed_up(name: str, *roles: Role) -> User:
    user = User.objects.create_user(email=f"{name}@example.org", name=name.title())
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, granted_at=datetime.now(UTC))
    return user


def last_code(to: str) -> str:
    found = re.search(r"^(\d{4} \d{4})$", text_of(Mail.objects.filter(to=to).latest("pk")), re.MULTILINE)
    assert found is not None
    return found[1]


def logo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 80), (20, 90, 160)).save(out, "PNG")
    return out.getvalue()


def signs_in_on_one_and_goes_on_at_the_other(a: Host, b: Host) -> None:
    browser, paul = Browser(), signed_up("paul")
    assert browser.send(a, "/de/account/login/", email=paul.email).status_code == 302
    entered = browser.send(b, "/de/account/login/code/", code=last_code(paul.email))
    assert (entered.status_code, entered.headers["Location"]) == (302, "/de/account/")
    assert paul.email in browser.get(a, "/de/account/").text


def is_counted_on_both(a: Host, b: Host) -> None:
    """Limits are counted in quarters of an hour: now and then the two clocks are not in the same one."""
    limit, before = CODES_FOR_AN_ADDRESS_FROM_A_PLACE, datetime.now(UTC)
    for _turn in range(limit.most // 2 + 1):
        for host in (a, b):
            Browser().send(host, "/de/account/login/", email="many@example.org")
    moments = (before, before + SKEW, datetime.now(UTC), datetime.now(UTC) + SKEW)
    quarters = {limit.end_of_window(one) for one in moments}
    sent = Mail.objects.filter(to="many@example.org").count()
    assert sent == limit.most if len(quarters) == 1 else sent <= limit.most + 2


def is_changed_on_one_and_shown_by_the_other(a: Host, b: Host) -> None:
    martha = signed_up("martha", Role.NETWORK_MANAGER)
    network = builders.network("Optik Jena")
    builders.manages(martha, network)
    page = f"/de/networks/{network.slug}/"
    before = [Browser().get(b, page).text for _look in range(3)][-1]
    assert "hs-hero__logo" not in before
    team = Browser(martha)
    sent = team.send(a, f"/de/manage{page[3:]}logo/", files={"picture": ("logo.png", logo())}, seen="")
    assert sent.status_code == 302
    name = Network.objects.get(pk=network.pk).logo.name.rpartition("/")[2]
    assert f'src="/de/logos/{name}"' in Browser().get(b, page).text
    shown = [Browser().get(host, f"/de/logos/{name}") for host in (a, b)]
    assert [one.status_code for one in shown] == [200, 200]
    assert shown[0].content == shown[1].content


def is_printed_by_one_and_fetched_from_the_other(a: Host, b: Host) -> None:
    """Asked for where it is five minutes later, and made at once; there is one worker, the first host's."""
    otto = signed_up("otto", Role.ORGANISER)
    event = builders.event("Netzwerke verbinden", otto, last_day=builders.SECOND_DAY)
    matchmaking.slots_on_both_days(event, "T1", "T2")
    service = matchmaking.matching(event)
    ada, bo = (matchmaking.participant(service, name) for name in ("Ada Lindqvist", "Bo Nilsson"))
    wish = matchmaking.asked(ada, bo)
    answering.accept(
        request_id=wish.pk,
        participant_id=bo.pk,
        kind="want",
        has_link=True,
        by=Subject(),
        now=datetime.now(UTC),
    )
    team, page = Browser(otto), f"/de/manage/events/{event.slug}/planning/print/"
    asked = team.send(b, page, pack="names")
    assert asked.status_code == 302
    job = Job.objects.get(kind="matching.print")
    wait_until(lambda: again(job).state == JobState.DONE, "the pack is printed")
    for host in (b, a):
        fetched = team.get(host, f"{page}{job.pk}/")
        assert fetched.headers["Content-Type"] == "application/pdf"
        assert len(PdfReader(io.BytesIO(fetched.content)).pages) > 0


def again(job: Job) -> Job:
    job.refresh_from_db()
    return job


def takes_nothing_because_its_clock_is_ahead(b: Host, book: Path) -> None:
    registry.load()
    payload = {"book": str(book), "steps": 3000, "pause": 0.1}
    job = enqueue(kind="chores.walk", payload=payload, owner_id=None, now=datetime.now(UTC))
    wait_until(lambda: again(job).state == JobState.RUNNING, "the job begins on the first host")
    known = set(Worker.objects.values_list("name", flat=True))
    b.house.worker()
    new = Worker.objects.exclude(name__in=known)
    wait_until(lambda: any(one.seen_at > one.started_at for one in new.all()), "it looks round")
    assert (again(job).state, job.attempts, job.worker in known) == (JobState.RUNNING, 1, True)
    ahead = [one.seen_at - datetime.now(UTC) for one in new.all()]
    assert max(ahead) < timedelta(minutes=1)
    assert request_cancel(job=job, by_id=None, now=datetime.now(UTC))
    wait_until(lambda: again(job).state == JobState.CANCELLED, "the job ends")


def tell_their_own_figures(*hosts: Host) -> None:
    for host in hosts:
        text = requests.get(f"{host.at}/metrics", timeout=PATIENCE).text
        assert "handschlag_workers 2.0" in text
        assert "handschlag_storage_away 0.0" in text
        assert re.search(r'handschlag_request_seconds_count\{.*route="directory:logo".*\} 1\.0', text)


def are_restarted_one_after_the_other_and_nobody_notices(*hosts: Host) -> None:
    proxy = Proxy(*hosts)
    walker = threading.Thread(target=proxy.walk)
    walker.start()
    for host in hosts:
        host.restart_web()
    number = len(proxy.answers)
    wait_until(lambda: len(proxy.answers) > number + 20, "both are asked once more")
    proxy.is_over = True
    walker.join(timeout=PATIENCE)
    assert set(proxy.answers) == {200}
    assert len(proxy.answers) > 50


def test_two_hosts_are_one_platform(hosts: tuple[Host, Host], tmp_path: Path) -> None:
    a, b = hosts
    a.house.worker()
    for host in hosts:
        wait_until(host.is_ready, "the host is ready")
    steps: list[Callable[[], None]] = [
        partial(signs_in_on_one_and_goes_on_at_the_other, a, b),
        partial(is_counted_on_both, a, b),
        partial(is_changed_on_one_and_shown_by_the_other, a, b),
        partial(is_printed_by_one_and_fetched_from_the_other, a, b),
        partial(takes_nothing_because_its_clock_is_ahead, b, tmp_path / "book"),
        partial(tell_their_own_figures, a, b),
        partial(are_restarted_one_after_the_other_and_nobody_notices, a, b),
    ]
    for step in steps:
        step()
    for host in hosts:
        assert not (Path(host.house.environment["HANDSCHLAG_DATA"]) / "media").exists()
