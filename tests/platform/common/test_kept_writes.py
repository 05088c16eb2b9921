"""What makes kept pages go: every write that may show on them, by whomever, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpResponse
from django.test import Client
from tests.platform import builders
from tests.platform.directory.actions.test_editing import save

from handschlag.accounts.models import User
from handschlag.accounts.policy import Role, Subject
from handschlag.api.models import ApiKey
from handschlag.common.page_cache import versions
from handschlag.common.page_cache.versions import Reading, current
from handschlag.directory import creating, memberships, merging
from handschlag.directory.contents import Kind, StoryContent
from handschlag.directory.editing import publication
from handschlag.directory.editing.publication import Seen
from handschlag.directory.index import documents
from handschlag.directory.models import Actor, Membership, Merge, Network, Story
from handschlag.programmes.models import Programme

EDITOR = Subject(user_id=None, roles=frozenset({Role.EDITOR}))
PAGE = "/de/networks/optik-sachsen/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def pages_are_kept(settings: Any) -> None:
    settings.KEPT_PAGES_BYTES = 1024 * 1024


@pytest.fixture
def network(db: None) -> Network:
    optics = builders.field()
    made = builders.network(fields=(optics,), land=builders.land())
    builders.actor(networks=(made,), fields=(optics,))
    return made


def is_kept(answer: HttpResponse) -> bool:
    return bool(getattr(answer, "is_from_shelf", False))


def membership() -> Membership:
    return Membership.objects.get()


def new_story(now: datetime) -> None:
    network = Network.objects.get()
    content = StoryContent(kind="news", day=now.date(), title_de="Neu", text_de="Es gibt etwas Neues.")
    creating.create_story(network_id=network.pk, content=content, by=EDITOR, now=now)


def merge(now: datetime) -> None:
    one, other = Actor.objects.get(), builders.actor("Linsen Maier GmbH")
    merging.merge(
        kept_id=one.pk, merged_id=other.pk, versions=(one.version, other.version), by=EDITOR, now=now
    )


def undo(now: datetime) -> None:
    merge(now)
    merging.undo_merge(merge_id=Merge.objects.get().pk, by=EDITOR, now=now)


def end(now: datetime) -> None:
    row = membership()
    memberships.end_members(
        network_id=row.network_id, membership_ids=[row.pk], until=now.date(), by=EDITOR, now=now
    )


def publish(now: datetime) -> None:
    draft = builders.network("Entwurf", status="in_review")
    publication.publish(
        seen=Seen(kind=Kind.NETWORK, pk=draft.pk, version=draft.version, proposal=None), by=EDITOR, now=now
    )


WRITES: dict[str, Callable[[datetime], Any]] = {
    "edit a network": lambda now: save(
        Network.objects.get(), "identity", {"name": "Optik in Sachsen"}, by=EDITOR, now=now
    ),
    "edit an actor": lambda now: save(Actor.objects.get(), "identity", {"name": "Neu"}, by=EDITOR, now=now),
    "archive": lambda now: publication.archive(
        kind=Kind.ACTOR, pk=Actor.objects.get().pk, version=Actor.objects.get().version, by=EDITOR, now=now
    ),
    "publish": publish,
    "write a story": new_story,
    "add a member": lambda now: memberships.add_member(
        network_id=Network.objects.get().pk,
        actor_id=builders.actor("Laser Schulz GmbH").pk,
        since=None,
        by=EDITOR,
        now=now,
    ),
    "end a membership": end,
    "merge": merge,
    "undo a merge": undo,
    "change a programme": lambda _now: Programme.objects.update_or_create(
        slug="x", defaults={"short_name": "X", "name_de": "X", "name_en": "X"}
    ),
    "change the vocabulary": lambda _now: builders.concept(),
    "write in bulk": lambda _now: Membership.objects.update(until=None),
    "write in bulk, whatever clashes": lambda _now: Membership.objects.bulk_create(
        [Membership(network=Network.objects.get(), actor=builders.actor("B"))], ignore_conflicts=True
    ),
    "delete": lambda _now: Membership.objects.all().delete(),
    "write the index anew": lambda _now: documents.refresh_all(),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_every_kind_of_write_drops_it(
    write: Callable[[datetime], Any], network: Network, client: Client, now: datetime
) -> None:
    path = "/de/imprint/"  # whatever is written, every page goes: the quickest will do
    client.get(path)
    assert is_kept(client.get(path))
    write(now)
    assert not is_kept(client.get(path))
    assert is_kept(client.get(path))


def test_the_database_notices_writes_to_every_watched_table(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(versions.KNOWN[connection.vendor])
        known = {name for (name,) in cursor.fetchall() if name.startswith(versions.NAME)}
    assert known == {name for name, _ in versions.trigger_statements(connection.vendor)}
    assert {
        Network._meta.db_table,
        Story._meta.db_table,
        Programme._meta.db_table,
    } <= versions.watched_tables()
    assert ApiKey._meta.db_table in versions.unwatched_tables()
    assert get_user_model()._meta.db_table in versions.unwatched_tables()


def test_what_nobody_sees_drops_nothing(network: Network, client: Client, paul: User) -> None:
    client.get(PAGE)
    User.objects.filter(pk=paul.pk).update(name="Paula")
    assert is_kept(client.get(PAGE))


def test_a_page_that_reads_what_nobody_watches_is_not_kept() -> None:
    reading = Reading()
    reading(lambda _sql: None, 'SELECT 1 FROM "directory_network"')
    assert reading.is_watched
    reading(lambda _sql: None, 'SELECT 1 FROM "accounts_user" WHERE 1')
    assert not reading.is_watched


@pytest.fixture
def elsewhere(transactional_db: None) -> Iterator[Any]:
    """The connection of another process."""
    other = connections["default"].copy("elsewhere")
    yield other
    other.close()


def test_the_write_of_another_process_drops_it_when_it_is_committed(elsewhere: Any, client: Client) -> None:
    builders.network()
    client.get(PAGE)
    with elsewhere.cursor() as cursor:
        elsewhere.set_autocommit(False)
        cursor.execute("UPDATE directory_network SET short_name = 'Kurz'")
        assert is_kept(before := client.get(PAGE))
        elsewhere.commit()
    after = client.get(PAGE)
    assert (is_kept(after), "Kurz" in before.text, "Kurz" in after.text) == (False, False, True)


def test_a_write_that_was_taken_back_drops_nothing(elsewhere: Any, client: Client) -> None:
    builders.network()
    client.get(PAGE)
    with elsewhere.cursor() as cursor:
        elsewhere.set_autocommit(False)
        cursor.execute("UPDATE directory_network SET short_name = 'Kurz'")
        elsewhere.rollback()
    assert is_kept(client.get(PAGE))


def test_two_who_write_at_once_both_change_the_version_and_neither_waits(elsewhere: Any) -> None:
    if connection.vendor == "sqlite":
        return  # writers take turns there
    builders.network()
    builders.programme()
    third = connections["default"].copy("third")
    seen = [current()]
    for one, table in ((elsewhere, "directory_network"), (third, "programmes_programme")):
        one.set_autocommit(False)
        with one.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute(f"UPDATE {table} SET slug = slug")
    for one in (third, elsewhere):  # the one that began last ends first
        one.commit()
        seen.append(current())
    third.close()
    assert len(set(seen)) == 3


def test_triggers_can_be_taken_away_and_come_back(db: None) -> None:
    if connection.vendor == "postgresql":
        assert MigrationLoader(connection).applied_migrations
    with connection.cursor() as cursor:
        versions.drop_triggers(cursor, connection.vendor)
        before = current()
        builders.programme()
        assert current() == before
    versions.create_triggers(using="default")
    builders.programme("ZIM")
    assert current() != before
