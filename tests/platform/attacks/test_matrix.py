"""Every address, everybody who may ask, reading and writing: the answer is the policy's, and nothing else."""

from __future__ import annotations

import pytest
from tests.platform.attacks import walk
from tests.platform.attacks.walk import ASKERS
from tests.platform.attacks.world import Line, World, all_names

from handschlag.accounts.policy import Action

pytestmark = [pytest.mark.once, pytest.mark.django_db]
LETTERS = {"link", "key"}
# Whoever takes part sees everybody who does, and may enter talks; what they say there is about themselves.
OWN_OF_ANOTHER = {"matching:person", "day:online"}
NO_ROWS = {"token", "ending", "topic", "kind"}  # parts of an address that name nobody's row


def test_every_address_is_in_the_table_once_and_the_table_names_no_other(table: list[Line]) -> None:
    listed, known = [line.name for line in table], set(all_names())
    assert sorted(known - set(listed)) == [], "say in addresses.toml who may reach these"
    assert sorted(set(listed) - known) == []
    assert len(listed) == len(set(listed))
    assert {line.section for line in table} <= {*Action, "public", "demo", *LETTERS}


@pytest.mark.parametrize("asker", ASKERS)
def test_everybody_reaches_what_the_policy_allows_and_nothing_else(
    world: World, table: list[Line], asker: str
) -> None:
    wrong = {}
    with walk.undone():
        client, subject = walk.browser_of(world, asker), walk.subject_of(world, asker)
        key = walk.session_in(client)
        for line in table:
            if line.section in LETTERS:
                continue
            if key:
                client.cookies["sessionid"] = key
            answer = client.get(world.address_of(line))
            if found := walk.complaint(answer, line=line, asker=asker, subject=subject):
                wrong[line.name] = f"{found}: {answer.status_code}"
    assert wrong == {}, told(wrong)


def test_whoever_it_is_meant_for_can_do_what_the_form_offers(
    world: World, table: list[Line], bodies: walk.Bodies
) -> None:
    wrong = {}
    for line in table:
        if line.section in {"demo", "key"}:
            continue
        with walk.undone():
            client = walk.browser_of(world, walk.right_asker(line))
            body = bodies.of(line, world)
            with walk.watching() as written:
                answer = walk.posted(client, world.address_of(line), body)
            if answer.status_code == 405:
                continue
            if body is None:
                wrong[line.name] = f"no body is known: {answer.status_code}"
            elif line.unproven:
                continue
            elif answer.status_code >= 400 or not walk.is_in(answer, line):
                wrong[line.name] = f"refused: {answer.status_code} {body}"
            elif not (written.tables or line.quiet):
                wrong[line.name] = f"nothing was written: {answer.status_code} {body}"
    assert wrong == {}, told(wrong)


@pytest.mark.parametrize("asker", ASKERS)
def test_nobody_changes_what_the_policy_does_not_let_them_change(
    world: World, table: list[Line], bodies: walk.Bodies, asker: str
) -> None:
    wrong = {}
    with walk.undone():
        client, subject = walk.browser_of(world, asker), walk.subject_of(world, asker)
        before = walk.fingerprint()
        key = walk.session_in(client)
        for line in table:
            if line.section in {*LETTERS, "public"} or walk.allows(line, asker=asker, subject=subject):
                continue
            if key:
                client.cookies["sessionid"] = key
            with walk.watching() as written:
                answer = walk.posted(client, world.address_of(line), bodies.of(line, world))
            if found := walk.complaint(answer, line=line, asker=asker, subject=subject):
                wrong[line.name] = f"{found}: {answer.status_code}"
            elif written.tables:
                wrong[line.name] = f"it wrote to {sorted(written.tables)}"
        assert walk.changed(before, walk.fingerprint()) == []
    assert wrong == {}, told(wrong)


@pytest.mark.parametrize(
    "asker", ["visitor", "plain", "other_manager", "organiser", "editor", "administrator"]
)
def test_a_link_that_was_never_sent_opens_nothing_to_anybody(
    world: World, table: list[Line], bodies: walk.Bodies, asker: str
) -> None:
    wrong = {}
    with walk.undone():
        client = walk.browser_of(world, asker)
        for number, line in enumerate(one for one in table if one.section == "link"):
            client.defaults["REMOTE_ADDR"] = f"192.0.2.{number}"  # from one place few guesses are answered
            real = str(world.example_of(line)["token"])
            forged = real[:-4] + ("AAAA" if not real.endswith("AAAA") else "BBBB")
            address = world.address_of(line, token=forged)
            with walk.watching() as written:
                answers = (client.get(address), walk.posted(client, address, bodies.of(line, world)))
            opened = [one for one in answers if one.status_code not in {404, 405, 410}]
            if written.tables or not all(walk.led_to(one, "/de/account/login/") for one in opened):
                wrong[line.name] = f"{[one.status_code for one in answers]} {sorted(written.tables)}"
    assert wrong == {}, told(wrong)


@pytest.mark.parametrize("other", ["eve", "zoe", "fio"])
def test_the_link_of_somebody_else_reaches_nothing_of_ones_own(
    world: World, table: list[Line], bodies: walk.Bodies, other: str
) -> None:
    """Guests of the same and of another event send what Ada would send, to their own link."""
    wrong = {}
    for line in table:
        numbers = set(line.inside) - NO_ROWS
        if line.section != "link" or not numbers or line.inside["token"] == other:
            continue
        address = world.address_of(line, token=world.named[other])
        with walk.undone(), walk.watching() as written:
            client = walk.browser_of(world, "visitor")
            read = client.get(address)
            sent = walk.posted(client, address, bodies.of(line, world))
        if written.tables and line.name not in OWN_OF_ANOTHER:
            wrong[line.name] = f"{sent.status_code} wrote to {sorted(written.tables)}"
        elif read.status_code == 200 and line.name not in OWN_OF_ANOTHER:
            wrong[line.name] = "it is shown"
    assert wrong == {}, told(wrong)


def test_what_needs_a_key_opens_with_that_key_and_shows_no_other_event(
    world: World, table: list[Line]
) -> None:
    wrong = {}
    with walk.undone():
        client = walk.browser_of(world, "administrator")
        for line in (one for one in table if one.section == "key"):
            address, key = world.address_of(line), world.named[line.whose]
            foreign = world.named["zoe" if line.whose == "ada" else "foreign_key"]
            found = [
                client.get(address, headers={"Authorization": f"Bearer {one}"} if one else {})
                for one in ("", key[:-4] + "xxxx", key, foreign)
            ]
            status = [one.status_code for one in found]
            if status[:3] != [401, 401, 200] or status[3] not in {200, 404}:
                wrong[line.name] = str(status)
            elif status[3] == 200 and b"Lindqvist" in found[3].content:
                wrong[line.name] = "names of another event"
    assert wrong == {}, told(wrong)


def told(wrong: dict[str, str]) -> str:
    return "\n" + "\n".join(f"{name}: {fault}" for name, fault in wrong.items())
