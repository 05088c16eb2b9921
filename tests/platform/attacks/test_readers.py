"""Who only reads an event: every page of it is asked for and every form is sent, and nothing changes."""

from __future__ import annotations

import pytest
from tests.platform.attacks import walk
from tests.platform.attacks.world import Line, World

from handschlag.accounts.policy import Action
from handschlag.events.models import EventOrganiser
from handschlag.registration.access import link_of
from handschlag.registration.models import Registration

pytestmark = [pytest.mark.once, pytest.mark.django_db]
OF_AN_EVENT = {
    *(Action.EDIT_EVENT, Action.PUBLISH_EVENT, Action.HANDLE_REGISTRATIONS),
    *(Action.CHECK_IN, Action.RUN_MATCHING),
}

WITH_CODES = {"day:walk_in_sheet", "day:desk_sheet", "matching:prints_file"}  # they open somebody's pages
WITHOUT_CODES = {"events:signs_file", "registration:badges_file"}


def test_who_only_reads_an_event_changes_nothing_and_gets_no_link_of_others(
    world: World, table: list[Line], bodies: walk.Bodies
) -> None:
    lines = [line for line in table if line.section in OF_AN_EVENT and "slug" in line.inside]
    wrong, seen, papers = {}, 0, {}
    with walk.undone():
        EventOrganiser.objects.filter(user=world.people["organiser"]).update(only_reads=True)
        client = walk.browser_of(world, "organiser")
        links = [str(one).encode() for name, one in world.named.items() if "token" in name]
        links += [link_of(one).encode() for one in Registration.objects.all()]
        for line in lines:
            address, body = world.address_of(line), bodies.of(line, world)
            with walk.watching() as written:
                page, answer = client.get(address), walk.posted(client, address, body)
            seen += page.status_code == 200
            papers[line.name] = page.status_code, page.headers.get("Content-Type", "")
            if written.tables or not walk.is_refused(answer, line, walk.subject_of(world, "organiser")):
                wrong[line.name] = f"{page.status_code} {answer.status_code} {sorted(written.tables)}"
            if any(link in page.getvalue() for link in links):
                wrong[line.name] = "it shows the link of a person"
    assert wrong == {}
    assert {papers[name][0] for name in WITH_CODES} == {403}
    assert {name for name, got in papers.items() if got == (200, "application/pdf")} == WITHOUT_CODES
    assert seen > len(lines) / 3
