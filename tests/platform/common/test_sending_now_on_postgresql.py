"""Letters go out at once by the database's clock, whichever host somebody says so on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from handschlag.common.database import database_now
from handschlag.common.mail import delivery
from handschlag.common.mail.outbox import queue_mail
from handschlag.common.models import Mail

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is for one host")


@pytest.mark.django_db
def test_a_host_whose_clock_is_ahead_sends_at_once_all_the_same(settings: Any) -> None:
    settings.SENDS_MAIL = True
    settings.MAILERS = {"smtp": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    now = database_now()
    for minutes in (2, 60):  # to somebody who is five minutes ahead, the first seems to be due
        queue_mail(to="anna@example.org", subject="x", text="x", language="de", now=now)
        Mail.objects.filter(due_at__lte=now).update(due_at=now + timedelta(minutes=minutes))
    with time_machine.travel(now + timedelta(minutes=5)):
        call_command("mail", "send-now", verbosity=0)
    assert delivery.deliver_due(clock=database_now) == 2
