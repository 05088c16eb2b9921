"""What the platform's tests share: a fixed now, three people who recur, a browser, and its eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client, TransactionTestCase
from tests import second_run
from tests.platform.emptying import empty
from tests.platform.requests_in_hand import InHand
from whitenoise.middleware import WhiteNoiseMiddleware

from handschlag.accounts.models import RoleGrant, User
from handschlag.accounts.policy import Role

MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Axe would read style sheets by writing styles of its own into the page, which our policy forbids.
# What is found is read from the page: axe would write down the words and the place of all that is right, too.
# A bar at the foot of the window covers what happens to lie there; at the page's end it has its own place.
LOOK = """async rules => {
    if (document.querySelector(".hs-thumb, .hs-own__tabs"))
        window.scrollTo({top: document.body.scrollHeight, behavior: "instant"});
    const moves = document.getAnimations().filter(one => one.effect.getTiming().iterations !== Infinity);
    await Promise.allSettled(moves.map(one => one.finished));
    axe.configure({noHtml: true});
    const told = {resultTypes: ["violations"], selectors: false, elementRef: true};
    const found = await axe.run({runOnly: rules, preload: false, ...told});
    return found.violations.map(v => [v.id, v.nodes[0].element?.outerHTML.slice(0, 300)]);
}"""
ASKING = {"django_db_setup", "live_server", "house"}  # without one of them, pytest-django refuses a database
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> Iterator[None]:
    """After a test that commits, by our own way."""
    before = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = empty
    yield
    TransactionTestCase._fixture_teardown = before


@pytest.fixture(scope="session", autouse=True)
def static_files_are_found_once() -> Iterator[None]:
    """Each test's client has middleware of its own, which would look through all folders again."""
    found: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def add(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            look(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add
    yield
    WhiteNoiseMiddleware.add_files_from_finders = look


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What no database has a part in runs once, on SQLite: marked so, or because it asks for none.

    So do other looks at a page (language, width, theme): on PostgreSQL a browser opens it in the first one.
    So does a test whose questions other tests ask there (`tests.asked`), where a run on SQLite noted them.
    """
    if not second_run.IS_SECOND:
        return
    opened, left_out = set(), []
    for item in items:
        test = (item.path, getattr(item, "originalname", item.name))
        names = set(getattr(item, "fixturenames", ()))
        asks = names & ASKING or item.get_closest_marker("django_db")
        if not asks or item.get_closest_marker("once") or test in opened:
            left_out.append(item)
        elif "browser" in names:
            opened.add(test)
    away = set(left_out)
    if config.option.asked_in:
        away |= second_run.asked_by_others(
            config.option.asked_in, [item for item in items if item not in away]
        )
    config.hook.pytest_deselected(items=[item for item in items if item in away])
    items[:] = [item for item in items if item not in away]


@pytest.fixture(autouse=True)
def clock_of_the_wall(request: pytest.FixtureRequest) -> Iterator[None]:
    """It goes on from a morning before the conferences of the tests, on whatever day and hour they run.

    Other processes know nothing of it: with them, the true time counts.
    """
    if "house" in request.fixturenames:
        yield
        return
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture(autouse=True)
def forgotten_programmes() -> None:
    """What the process remembers belongs to the database of another test."""
    from handschlag.common.memo import Memo
    from handschlag.day import control
    from handschlag.events import published_programme
    from handschlag.events.programme import changes
    from handschlag.matching import public_preview
    from handschlag.matching.engine import admission
    from handschlag.statistics import figures

    Memo.clear_all()
    control.live.forget()
    admission.clear_controllers()
    figures.clear_figure_cache()
    public_preview.clear_topics()
    published_programme.forget()
    changes.forget()


@pytest.fixture
def now() -> datetime:
    return MORNING


@pytest.fixture
def person(db: None, now: datetime) -> Callable[..., User]:
    """Makes somebody with roles: `person("editha", Role.EDITOR)`."""

    def make(name: str, *roles: Role) -> User:
        user = User.objects.create_user(email=f"{name}@example.org", name=name.title())
        for role in roles:
            RoleGrant.objects.create(user=user, role=role, granted_at=now)
        return user

    return make


@pytest.fixture
def martha(person: Callable[..., User]) -> User:
    """A network manager (of no network yet)."""
    return person("martha", Role.NETWORK_MANAGER)


@pytest.fixture
def editha(person: Callable[..., User]) -> User:
    """An editor."""
    return person("editha", Role.EDITOR)


@pytest.fixture
def paul(person: Callable[..., User]) -> User:
    """A participant, nothing more."""
    return person("paul")


@pytest.fixture
def parts(request: pytest.FixtureRequest) -> second_run.Parts:
    """`parts.begin(one)` before each part of a long test that `parts.leads_to(one)` says is of this run."""
    return second_run.Parts(
        recorder=request.config.stash.get(second_run.RECORDER, None),
        wanted=request.node.stash.get(second_run.WANTED, None),
    )


@pytest.fixture(scope="session")
def in_hand() -> Iterator[InHand]:
    counting = InHand()
    counting.listen()
    yield counting
    counting.forget()


@pytest.fixture
def opened(browser, live_server, in_hand) -> Callable[..., AbstractContextManager]:
    """`with opened("/de/", width=390, dark=True, script=False, user=editha) as page:` a page that is served.

    Any error of the page's own scripts, and any breach of its content policy, fails the test.
    """

    @contextmanager
    def open_page(
        path: str, *, width: int = 1280, dark: bool = False, script: bool = True, user: User | None = None
    ):
        around = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            base_url=live_server.url,
            bypass_csp=False,
        )
        if user is not None:
            around.add_cookies([{"name": "sessionid", "value": session_of(user), "url": live_server.url}])
        page = around.new_page()
        page.set_default_timeout(30_000)  # a hang, not a speed, is what this catches
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.goto(path, timeout=60_000)  # the first page of a process reads much
        yield page
        around.close()
        in_hand.wait()
        assert [line for line in complaints if "Content Security Policy" in line or "Error" in line] == []

    return open_page


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """`signed_in(editha).get(...)`: somebody signs in as people do; administrators with a passkey."""

    def sign_in(user: User) -> Client:
        client.cookies["sessionid"] = session_of(user)
        return client

    return sign_in


def session_of(user: User) -> str:
    """The key of a new session in which somebody has just signed in with a passkey."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from handschlag.accounts.middleware import SEEN
    from handschlag.accounts.models import METHOD, STARTED, Method, SessionStore
    from handschlag.accounts.sessions import SHOWN, USED

    now = timezone.now().isoformat()

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[METHOD], session[STARTED], session[USED] = Method.PASSKEY.value, now, now
    session[SHOWN] = {Method.PASSKEY.value: now}
    session[SEEN] = timezone.localdate().isoformat()
    session.create()
    return str(session.session_key)


@pytest.fixture(scope="session")
def barriers(root: Path) -> Callable[..., list]:
    """Everything axe finds on an open page, and whether it scrolls sideways; an empty list is right.

    `barriers(page, ["color-contrast"])` asks for single rules only.
    """
    axe = (root / "tests/vendor/axe.min.js").read_text("utf-8")

    def find(page, rules: list[str] = RULES) -> list:
        page.wait_for_load_state()
        if not page.evaluate("'axe' in window"):
            page.evaluate(axe)
        found = page.evaluate(LOOK, rules)
        sideways = page.evaluate(SIDEWAYS)
        return found + ([["scrolls sideways", sideways]] if sideways > 0 else [])

    return find


@pytest.fixture(scope="session")
def valid() -> Callable[[str], list[str]]:
    """Everything that is wrong with a whole page's HTML; an empty list is right: `valid(html) == []`."""
    from tests.platform.validity import faults

    return faults
