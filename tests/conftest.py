"""What all tests share: where things are, and what is skipped loudly where it is missing."""

from __future__ import annotations

import gc
import importlib.util
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from tests import passed

# The platform's settings are read before its tests are collected; the engine's tests do without Django.
if importlib.util.find_spec("django"):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handschlag.site.settings")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop in the test's thread
    os.environ["HANDSCHLAG_MODE"] = "test"
    import django

    from handschlag.common.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    from django.conf import settings as of_django
    from tests.platform import undefined

    of_django.LOGGING_CONFIG = None  # set up again within a test, the log would go to what that test closes
    undefined.install()

STARTED_WITH = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # the one without windows would round widths of letters, unlike all others
]
LONG = {"browser", "house", "started", "world", "scene", "spoken", "parts"}  # fixtures
WITH_WINDOWS = ("chromium", "chromium-browser", "google-chrome")
ROOT = Path(__file__).resolve().parent.parent
IS_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# Examples are drawn alike on every run: a red build has to be red again when somebody looks.
settings.register_profile(
    "treffen", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("treffen")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_blocker: Any) -> Iterator[bool]:
    """The tables are there already, as a copy."""
    from django.db import connection
    from tests.databases import copy_on_postgresql, with_all_tables

    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["TEST"]["NAME"]))
        shutil.copy(with_all_tables(), file)
        yield True
        connection.close()
        for left in file.parent.glob(f"{file.name}*"):
            left.unlink(missing_ok=True)
        return
    name = connection.creation._get_test_db_name()
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        copy_on_postgresql(cursor, name)
    yield True
    connection.close()
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def benchmarks() -> Path:
    """The folder of published events with known optima, beside the repository."""
    folder = ROOT.parent / "shared" / "benchmarks"
    if not folder.is_dir():
        pytest.skip("SKIPPED, NOT PASSED: the published events are not at ../shared/benchmarks")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program that looks at pages: without windows it opens one for a third of the work."""
    return find_chromium("chromium-headless-shell", *WITH_WINDOWS)


def find_chromium(*names: str) -> str:
    """The first of them that is installed; in CI one has to be."""
    if path := next(filter(None, map(shutil.which, names)), None):
        return path
    missing = f"none of {', '.join(names)} is installed"
    if IS_CI:
        pytest.fail(f"CI must look at the pages, and {missing}")
    pytest.skip(f"SKIPPED, NOT PASSED: nobody looked at the pages, {missing}")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator:
    """One Chromium for the whole session: a process can start its driver only once."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        if IS_CI:
            pytest.fail("playwright is missing, and CI must look at the pages")
        pytest.skip("SKIPPED, NOT PASSED: nobody looked at the pages, playwright is missing")
    as_root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=[*STARTED_WITH, *as_root])
        yield started
        started.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two runs one after the other: the second leaves out what passed in the first."""
    parser.addoption("--passed-to", type=Path, help="write here which tests passed")
    parser.addoption("--passed-in", type=Path, help="leave out the tests that such a file names")
    parser.addoption("--asked-to", type=Path, help="note in this folder what each test asks the database")
    parser.addoption("--asked-in", type=Path, help="run only as many as ask all that this folder knows")


def pytest_configure(config: pytest.Config) -> None:
    """What is told from one run to the next."""
    if config.option.passed_to:
        config.pluginmanager.register(passed.Passed(config.option.passed_to))
    if folder := config.option.asked_to:
        _note_what_is_asked(config, folder)


def _note_what_is_asked(config: pytest.Config, folder: Path) -> None:
    """Each process that runs tests does; before, what an earlier run noted goes."""
    from tests import asked, second_run

    worker = getattr(config, "workerinput", {}).get("workerid", "")
    if not worker:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    if worker or not config.getoption("numprocesses", 0):
        recorder = asked.Recorder(folder, worker or "alone")
        asked.listen(recorder)
        config.pluginmanager.register(recorder)
        config.stash[second_run.RECORDER] = recorder


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of which all passed before is not even read: nearly all of the engine's are such."""
    return passed.is_whole(config, collection_path) or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whatever asks for a browser can be left out by `-m "not browser"`; files that take long come first.

    Workers that share the files out in this order end at about the same time: those with a browser, with
    programs that they start, or with a world of all kinds of things are long however few tests they have.
    """
    passed.leave_out(config, items)
    long, number = set(), Counter(item.path for item in items)
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if {"browser", "chromium", "opened"} & names:
            item.add_marker("browser")
        if LONG & names:
            long.add(item.path)
    long |= {path for path in number if path.is_file() and "subprocess" in path.read_text(encoding="utf-8")}
    items.sort(key=lambda item: (item.path not in long, -number[item.path], item.path))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was loaded until now stays: nothing looks through it for waste again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
