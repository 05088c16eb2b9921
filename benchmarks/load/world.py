"""The event in its answer phase beside the full directory, and what everybody will ask for."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import islice
from typing import Any

from benchmarks.answers import report as answers
from benchmarks.answers import world
from benchmarks.console import report as console
from benchmarks.web.pages import TABLES, addresses_of, stream

CSRF = "0123456789abcdef" * 2  # a token is whatever the cookie says, as long as the form says the same


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that somebody asks for; with a form it is sent, and the page it leads to is read."""

    kind: str
    path: str
    form: str = ""
    cookie: str = ""


def fill(*, is_full: bool) -> Any:
    """1,500 people who answer, 13,000 memberships, one organiser, who is given back."""
    from handschlag.accounts.models import RoleGrant, User
    from handschlag.demo import prepare
    from handschlag.events.models import Event, EventOrganiser

    prepare.load_public_data(now=world.NOW)
    prepare.write_world(is_full=is_full, now=world.NOW)
    world.fill(world.LARGE if is_full else world.SMALL)
    answers.described()
    otto = User.objects.create_user(email="otto@example.org", name="Otto")
    RoleGrant.objects.create(user=otto, role="organiser", granted_at=world.NOW)
    EventOrganiser.objects.create(event=Event.objects.get(slug=world.SLUG), user=otto, since=world.NOW)
    world.count_rows()
    return otto


def start_run(otto: Any, *, seconds: int) -> None:
    """An organiser has the timetable optimised, with the usual goals."""
    from django.utils import timezone

    from handschlag.matching import runs
    from handschlag.matching.engine.options import Options
    from handschlag.matching.models import Service

    runs.start(
        service_id=Service.objects.get().pk,
        options=Options(),
        seconds=seconds,
        by=otto.subject,
        now=timezone.now(),
    )


def answers_of(number: int) -> list[Ask]:
    """So many people who say yes, each to another request."""
    from handschlag.matching.models import Party
    from handschlag.registration.access import link_of

    rows = Party.objects.filter(is_sender=False, request__state="open").select_related(
        "participant__registration"
    )
    asks = []
    for row in rows.order_by("request_id")[:number]:
        path = f"/de/matching/{link_of(row.participant.registration)}/inbox/answer/"
        form = f"csrfmiddlewaretoken={CSRF}&now={row.request_id}%3Awant"
        asks.append(Ask("yes", path, form=form, cookie=f"csrftoken={CSRF}"))
    return asks


def visitors(number: int, *, kind: str, seed: int) -> list[Ask]:
    """Public pages in the mixture of a busy day, and the event's own page."""
    from django.apps import apps

    models = {table: apps.get_model("directory", table) for table in TABLES}
    slugs = {
        table: list(
            model.objects.filter(**({"status": "published"} if table in {"network", "actor"} else {}))
            .order_by("slug")
            .values_list("slug", flat=True)
        )
        for table, model in models.items()
    }
    found = {kind: paths for kind, paths in addresses_of(slugs).items() if slugs["network"]}
    found["networks"] = [*found["networks"], f"/de/events/{world.SLUG}/", "/de/events/", "/en/events/"]
    return [Ask(kind, path) for _kind, path in islice(stream(found, seed=seed), number)]


def organisers(number: int, otto: Any) -> list[Ask]:
    """Pages of the console, drawn from all kinds to which a link leads."""
    from tests.platform.conftest import session_of

    dice = random.Random(7)
    pages = [url for _kind, url in console.kinds(console.signed_in(otto))]
    cookie = f"sessionid={session_of(otto)}"
    return [Ask("console page", dice.choice(pages), cookie=cookie) for _ in range(number)]
