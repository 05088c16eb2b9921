"""Axe looks at what only some platforms have, or only administrators see: own content, waiting emails."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.journeys.test_barriers import found

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role
from handschlag.common.database import database_now
from handschlag.common.mail.outbox import queue_mail
from handschlag.common.models import Mail, MailState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EASY = """# Was ist diese Internet-Seite?

Das ist die Internet-Seite vom Amt.
Sie heißt: Handschlag.

- Sie können Gruppen suchen.
- Sie können Hilfe finden.
"""


@pytest.fixture
def own(settings: Any, tmp_path: Path) -> Path:
    """A film with captions and first picture in German, and easy words."""
    settings.OWN_CONTENT = tmp_path
    settings.STATICFILES_DIRS = [("own", tmp_path)]
    first = io.BytesIO()
    Image.new("RGB", (1280, 720), (40, 90, 120)).save(first, "JPEG")
    (tmp_path / "sign-language.de.jpg").write_bytes(first.getvalue())
    (tmp_path / "sign-language.de.mp4").write_bytes(b"")
    (tmp_path / "sign-language.de.vtt").write_text("WEBVTT\n", "utf-8")
    (tmp_path / "easy-language.de.txt").write_text(EASY, "utf-8")
    (tmp_path / "accessibility-report.de.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


@pytest.fixture
def letters(settings: Any) -> int:
    """Emails in every state that an outbox shows; the key of one that can be sent again."""
    settings.SENDS_MAIL = True
    now = database_now()
    states = {
        MailState.WAITING: "SMTPDataError 451",
        MailState.SENT: "",
        MailState.BOUNCED: "5.1.1",
        MailState.FAILED: "SMTPDataError 451",
    }
    for state, error in states.items():
        made = queue_mail(
            to="marie-luise.wieczorek-zeul@hochschule-fuer-angewandte-wissenschaften.example.org",
            subject="Ihr Plan für die Kooperationsbörse der Photonik in Jena: drei Gespräche sind neu",
            text="Guten Tag,\n\nIhr Plan hat sich geändert.\n",
            language="de",
            now=now,
        )
        values = {"state": state, "error": error, "due_at": now + timedelta(hours=8)}
        Mail.objects.filter(pk=made.pk).update(**values)
    return made.pk


def test_own_content_has_no_barrier(
    opened: Callable[..., Any],
    barriers: Callable[..., list[Any]],
    own: Path,
    shot: Callable[[Any, str], None],
) -> None:
    assert own.is_dir()
    pages = ("sign-language/", "plain-language/", "accessibility/")
    with opened("/de/sign-language/") as page:
        assert found(page, barriers, "de", pages) == []
        for path in pages:
            page.goto(f"/de/{path}")
            shot(page, path.strip("/"))


def test_an_outbox_with_emails_on_their_way_has_none_either(
    opened: Callable[..., Any],
    barriers: Callable[..., list[Any]],
    person: Callable[..., User],
    letters: int,
    shot: Callable[[Any, str], None],
) -> None:
    with opened("/de/outbox/", user=person("ada", Role.ADMINISTRATOR)) as page:
        assert found(page, barriers, "de", ("outbox/", f"outbox/{letters}/")) == []
        for path in ("outbox/", f"outbox/{letters}/"):
            page.goto(f"/de/{path}")
            shot(page, path.replace("/", "-"))
