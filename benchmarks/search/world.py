"""The platform as it is demonstrated, with the public data: small for the answers, full for the times."""

from __future__ import annotations

import os
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "out" / "bench"


def set_up(*, is_full: bool) -> None:
    """Django on the demo's data, in the database of DATABASE_URL or in a file that is kept; indexed anew."""
    folder = DATA / ("search-full" if is_full else "search")
    folder.mkdir(parents=True, exist_ok=True)
    given = {k: v for k, v in os.environ.items() if k == "DATABASE_URL"}
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HANDSCHLAG_", "DATABASE_", "DJANGO_"))}
    os.environ.clear()
    os.environ.update(
        kept,
        **given,
        HANDSCHLAG_MODE="test",
        HANDSCHLAG_DATA=str(folder),
        HANDSCHLAG_KEPT_PAGES_MB="0",
        DJANGO_SETTINGS_MODULE="handschlag.site.settings",
    )
    import django
    from django.core.management import call_command

    from handschlag.common.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    call_command("migrate", verbosity=0)
    _fill(is_full=is_full)


def _fill(*, is_full: bool) -> None:
    from django.utils import timezone

    from handschlag.demo import prepare
    from handschlag.directory.index import documents

    if not prepare.fill(is_full=is_full, now=timezone.now()):
        documents.refresh_all()
