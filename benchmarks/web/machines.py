"""What programs ask of the public interface, with a key of their own."""

from __future__ import annotations

import hashlib
import random
import secrets
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.web.pages import actor_filters, slugs_of


def machine_addresses(database: Path, *, seed: int = 1) -> dict[str, list[str]]:
    """Addresses of each kind; parts of lists are the largest that there are."""
    dice = random.Random(seed)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        actors = slugs_of(rows, "actor")
    found = {
        "api: networks": ["networks", "networks?limit=100", "networks?kind=cluster"],
        "api: actors": [f"actors?after={slug}&limit=100" for slug in dice.sample(actors, 20)],
        "api: actors, filtered": [f"actors?{query}" for query in actor_filters(dice)],
        "api: actor": [f"actors/{slug}" for slug in dice.sample(actors, 100)],
        "api: fields": ["fields?limit=100"],
        "api: events": ["events"],
        "api: description": ["openapi.json"],
    }
    return {kind: [f"/api/v1/{path}" for path in paths] for kind, paths in found.items()}


def key(database: Path) -> str:
    """A key of somebody who is there: without one, one place may ask 120 times a minute."""
    made, now = f"hsk_{secrets.token_urlsafe(32)}", datetime.now(UTC)
    with sqlite3.connect(database) as rows:
        (person,) = rows.execute("SELECT min(id) FROM accounts_user WHERE is_active").fetchone()
        rows.execute(
            "INSERT INTO api_apikey (name, secret_hash, has_names, made_at, expires_at, made_by_id)"
            " VALUES ('benchmark', ?, 0, ?, ?, ?)",
            (
                hashlib.sha256(made.encode()).hexdigest(),
                str(now.replace(tzinfo=None)),
                str((now + timedelta(days=1)).replace(tzinfo=None)),
                person,
            ),
        )
    return made
