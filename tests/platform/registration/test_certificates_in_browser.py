"""A certificate on a phone: downloaded, checked by a stranger, in both themes and without a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.platform import builders

from handschlag.events.models import Event
from handschlag.registration.access import hash_of, link_of
from handschlag.registration.certificates import certificate_code
from handschlag.registration.models import Certificate, CheckIn, Registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EVENING = datetime(2027, 4, 14, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("script", "dark", "width"),
    [(True, True, 320), (True, False, 1280), (False, False, 390)],
    ids=["dark-phone", "desk", "no-script"],
)
def test_it_is_downloaded_by_one_press_and_checked_by_its_code(
    opened: Callable,
    barriers: Callable,
    event: Event,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    script: bool,
    dark: bool,
    width: int,
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVENING)
    ada = builders.registration(event)
    Registration.objects.filter(pk=ada.pk).update(secret_hash=hash_of(link_of(ada)))
    CheckIn.objects.create(registration=ada, key=uuid4(), at=EVENING, received_at=EVENING)
    pages = reverse("registration:own", args=[link_of(ada)])
    with opened(pages, width=width, dark=dark, script=script) as page:
        page.get_by_role("link", name="Zu Ihrer Teilnahmebestätigung").click()
        button = page.get_by_role("button", name="Als PDF herunterladen")
        button.wait_for()
        assert not script or barriers(page) == []
        with page.expect_download() as taken:
            button.press("Enter")
        taken.value.save_as(tmp_path / "certificate.pdf")
        assert (tmp_path / "certificate.pdf").read_bytes().startswith(b"%PDF")
        for code, words in (
            (certificate_code(Certificate.objects.get()), "ist gültig"),
            ("x", "ist nicht gültig"),
        ):
            page.goto(reverse("registration:check_certificate", args=[code]))
            page.get_by_role("heading", name=f"Diese Teilnahmebestätigung {words}").wait_for()
            assert not script or barriers(page) == []
