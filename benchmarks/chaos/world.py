"""An event in its answers, a network with a logo and somebody who looks after everything."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.answers import world as answers
from benchmarks.chaos.house import House

SIZE = answers.Size(people=150, held=300, open=900, tables=60)
SMALL = answers.Size(people=24, held=6, open=60, tables=12)
NETWORK = "sturmfest"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Who may say yes to what, the session of the administrator, and two of their pages."""

    pending: list[tuple[str, int]]
    session: str
    logo: str
    prints: str


def set_up(house: House, *, tables: Path | None) -> None:
    """Django here and in the processes with the same settings; `tables` is a database with all of them."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_", "DJANGO_"))}
    house.environment = {
        **kept,
        "HANDSCHLAG_MODE": "test",
        "HANDSCHLAG_DATA": str(house.disk / "files"),
        "HANDSCHLAG_BIND": f"127.0.0.1:{house.web_port}",
        "HANDSCHLAG_SMTP_URL": f"smtp://127.0.0.1:{house.mail_port}?tls=no",
        "HANDSCHLAG_BEHIND_PROXY": "yes",
        "HANDSCHLAG_PASSKEY_FOR": "nobody",
        "HANDSCHLAG_LOG": "json",
        "DJANGO_SETTINGS_MODULE": "handschlag.site.settings",
        "PYTHONPATH": os.pathsep.join(("src", ".")),
    }
    if house.database:
        house.environment["DATABASE_URL"] = house.database.address
    (house.disk / "files").mkdir()
    if tables and not house.database:
        shutil.copy(tables, house.disk / "files" / "handschlag.sqlite3")
    os.environ.clear()
    os.environ.update(house.environment)
    import django
    from django.core.management import call_command

    from handschlag.common.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    call_command("migrate", verbosity=0)


def fill(size: answers.Size) -> Scene:
    """Everything that the crowd will touch."""
    from handschlag.accounts.models import RoleGrant, User
    from handschlag.directory.models import Network
    from handschlag.matching.models import Party
    from handschlag.registration.access import link_of

    answers.fill(size)
    Network.objects.create(
        kind="cluster", name="Sturmfest", slug=NETWORK, status="published", published_at=answers.NOW
    )
    ada: Any = User.objects.create_user(email="ada@example.org", name="Ada")
    RoleGrant.objects.create(user=ada, role="administrator", granted_at=answers.NOW)
    from django.urls import reverse
    from django.utils.translation import override
    from tests.platform.conftest import session_of

    rows = Party.objects.filter(is_sender=False, request__state="open")
    rows = rows.select_related("participant__registration").order_by("request_id")
    pending = [(link_of(row.participant.registration), row.request_id) for row in rows]
    with override("de"):
        return Scene(
            pending=pending,
            session=session_of(ada),
            logo=reverse("directory:manage_logo", args=[NETWORK]),
            prints=reverse("matching:prints", args=[answers.SLUG]),
        )
