"""The database, from one address: `postgresql://user:password@host/name`, or a file of SQLite."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import Any, Final

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from handschlag.site.environment import SIGNS, Environment

NAME: Final = "DATABASE_URL"
ENGINES: Final = frozenset({"django.db.backends.postgresql", "django.db.backends.sqlite3"})
# SQLite: readers never wait; writers queue in the order in which they came (`handschlag.common.sqlite`).
# What is deleted is overwritten, whatever this build of SQLite does by itself.
SQLITE: Final = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; "
        "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"
    ),
}
# PostgreSQL: what a planned cursor asks is kept from the first time on (`handschlag.common.postgresql`).
# A line that is lost without a word is noticed within a minute, whatever the machine's own patience is.
POSTGRESQL: Final = {
    "prepare_threshold": 0,
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}
NEVER: Final = "none"


def database(environment: Environment, *, folder: Path) -> dict[str, Any]:
    """An entry of Django's DATABASES; without an address a file in the data folder."""
    usual = f"sqlite:///{folder / 'handschlag.sqlite3'}"
    url = environment.values.get(NAME, "").strip() or usual
    found = environment.built(partial(_parsed, url), otherwise=_parsed(usual))
    if found["ENGINE"].endswith("sqlite3"):
        found["ENGINE"] = "handschlag.common.sqlite"
        found["OPTIONS"] = SQLITE
        # Tests use a file as well: in memory, threads lock each other out as they never do in a file.
        found["TEST"] = {"NAME": folder / f"test-{os.getpid()}.sqlite3"}
    else:
        found["ENGINE"] = "handschlag.common.postgresql"
        found["OPTIONS"] = {**POSTGRESQL, **found.get("OPTIONS", {})}
        if found["OPTIONS"]["prepare_threshold"] == NEVER:
            found["OPTIONS"]["prepare_threshold"] = None
    return found


def _parsed(url: str) -> dict[str, Any]:
    """The address itself is not repeated: a password stands in it."""
    words = f"{NAME} must look like postgresql://user:password@host/name or sqlite:////folder/file. {SIGNS}"
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError) as wrong:
        raise ImproperlyConfigured(words) from wrong
    if "://" not in url or found["ENGINE"] not in ENGINES or not found["NAME"]:
        raise ImproperlyConfigured(words)
    threshold = found.get("OPTIONS", {}).get("prepare_threshold", NEVER)
    if type(threshold) is not int and threshold != NEVER:
        raise ImproperlyConfigured(f"{NAME}: prepare_threshold must be a whole number or {NEVER}.")
    return found
