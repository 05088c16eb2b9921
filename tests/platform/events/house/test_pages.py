"""The main pages of hall, exhibition and grid in a browser: no barriers, light and dark, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.events.models import Event

HOME = "/de/manage/events/netzwerke-verbinden/"


@pytest.fixture
def furnished(transactional_db: None, event: Event) -> Event:
    Event.objects.update(plan_width=300, plan_depth=200)
    hall = event.zones.create(name_de="Halle", left=0, top=0, width=300, depth=200)
    stand = builders.stand(event, "A1", zone=hall)
    builders.stand(event, "A2", left=20)
    builders.exhibit(event, stand=stand, network=builders.network(), text_de="Ein Bogen.")
    room = builders.room(event, "Saal 1", left=200, top=100, width=60, depth=40)
    builders.session(event, "Linsen für alle", "10:30", room=room)
    places = (builders.place(event, "T1", room=room), builders.place(event, "T2", left=150, top=150))
    builders.block(event, places=places)
    return event


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)], ids=["wide, light", "narrow, dark"])
def test_nobody_is_kept_out(
    furnished: Event, greta: User, opened: Any, barriers: Any, width: int, dark: bool
) -> None:
    def at_its_end(page: Any) -> list[Any]:
        """On a phone the bar sticks to the lower edge: only at its end nothing of a page lies behind it."""
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        return barriers(page)

    with opened(f"{HOME}plan/", width=width, dark=dark, user=greta) as page:
        found = {"plan": at_its_end(page)}
        for name in ("grid", "exhibition", "exhibition/signs"):
            page.goto(f"{HOME}{name}/")
            found[name] = at_its_end(page)
        for address in ("", "dachspriegel/"):
            page.goto(f"/de/events/netzwerke-verbinden/exhibition/{address}")
            found[f"public {address}"] = barriers(page)
    assert {name: faults for name, faults in found.items() if faults} == {}
