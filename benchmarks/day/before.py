"""What comes before the day: the plan from the button, and its publication with a letter to everybody."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from benchmarks.answers import world
from benchmarks.day.clock import half_past_ten

MOST_MS = {"optimise": {150: 2_000.0, 1_500: 15_000.0}, "publish": {150: 60_000.0, 1_500: 60_000.0}}


def prepared() -> tuple[float, float]:
    """Milliseconds of both, work of the worker included; from then on it is half past ten on the day."""
    from django.utils import timezone

    from handschlag.accounts.models import RoleGrant, User
    from handschlag.events.models import EventOrganiser
    from handschlag.matching.models import Service

    otto = User.objects.create_user(email="otto@example.org", name="Otto")
    RoleGrant.objects.create(user=otto, role="organiser", granted_at=world.NOW)
    service = Service.objects.select_related("event").get()
    EventOrganiser.objects.create(event=service.event, user=otto, since=world.NOW)
    optimised = optimise(service, otto)
    published = publish(service, otto)
    moment = half_past_ten()
    timezone.now = lambda: moment
    return optimised, published


def optimise(service: Any, otto: Any) -> float:
    """From the button to the result, with the usual limit."""
    from handschlag.common.jobs import work_off
    from handschlag.matching import runs
    from handschlag.matching.engine.options import Options, usual_seconds
    from handschlag.matching.engine.warming import load_kernels, warm
    from handschlag.matching.models import Run

    load_kernels(now=world.NOW)
    warm(now=world.NOW)
    work_off(now=world.NOW)
    seconds = usual_seconds(service.participants.count())
    began = time.perf_counter()
    runs.start(service_id=service.pk, options=Options(), seconds=seconds, by=otto.subject, now=world.NOW)
    work_off(now=world.NOW)
    took = (time.perf_counter() - began) * 1000
    assert Run.objects.get().state == "finished", Run.objects.get().fault
    return took


def publish(service: Any, otto: Any) -> float:
    """The version, its receipt, and a letter with calendar file to everybody who meets somebody."""
    from handschlag.common.jobs import work_off
    from handschlag.common.models import Mail
    from handschlag.matching.models import Notice
    from handschlag.matching.publishing import actions

    week_before = half_past_ten() - timedelta(days=7)
    service.refresh_from_db()
    letters = Mail.objects.count()
    began = time.perf_counter()
    actions.publish(service_id=service.pk, revision=service.revision, by=otto.subject, now=week_before)
    work_off(now=week_before)
    took = (time.perf_counter() - began) * 1000
    assert Mail.objects.count() - letters >= Notice.objects.values("participant").distinct().count() > 0
    return took
