"""An import is one whole: it is applied or not, undone or not, and by whom it may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.platform import builders
from tests.platform.directory.importing.conftest import TABLES, TEN, proceed, snapshot_of

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.directory.entries import content_of
from handschlag.directory.imports import proceeding
from handschlag.directory.models import (
    Actor,
    Import,
    ImportState,
    Membership,
    Network,
    Proposal,
)

pytestmark = pytest.mark.django_db


def test_if_the_directory_changed_in_between_nothing_is_applied(
    bring: Callable[..., Import], optik: Network, editha: User, now: datetime
) -> None:
    known = builders.actor("Linsen Meier GmbH", networks=(optik,), employees=40)
    row = bring("Name;Art;Mitarbeiter\nLinsen Meier GmbH;;48\nNeu GmbH;;1\n", by=editha, network=optik)
    Actor.objects.filter(pk=known.pk).update(version=2)
    before = snapshot_of(*TABLES)
    with pytest.raises(Refusal) as refusal:
        proceed(row, ImportState.APPLYING, by=editha, now=now)
    assert (refusal.value.reason, refusal.value.details) == (ImportRefusal.DIRECTORY_CHANGED, {"rows": [2]})
    row.refresh_from_db()
    assert (row.state, snapshot_of(*TABLES)) == ("checked", before)


def test_an_import_is_undone_as_a_whole(
    bring: Callable[..., Import], marthas: Network, martha: User, now: datetime
) -> None:
    known = builders.actor("Laser Kraft AG", networks=(marthas,), place="Leipzig", employees=5)
    foreign = builders.actor("Spiegel Schulz KG", place="Berlin")
    saw = [content_of(known), content_of(foreign), marthas.memberships.count()]
    row = bring(TEN, by=martha, network=marthas)
    assert (row.counts["new"], row.counts["changed"], row.counts["proposes"]) == (8, 1, 1)
    row = proceed(row, ImportState.APPLYING, by=martha, now=now)
    assert (marthas.memberships.count(), marthas.member_proposals.count()) == (9, 1)
    row = proceed(row, ImportState.UNDOING, by=martha, now=now)
    known.refresh_from_db()
    foreign.refresh_from_db()
    assert [content_of(known), content_of(foreign), marthas.memberships.count()] == saw
    assert set(Actor.objects.all()) == {known, foreign}
    assert not marthas.member_proposals.exists()
    assert (row.state, Proposal.objects.filter(state="open").count()) == ("undone", 0)
    assert AuditEntry.objects.filter(verb="import.undone").count() == 1


def test_an_import_is_not_undone_once_somebody_has_gone_on_from_it(
    bring: Callable[..., Import], marthas: Network, martha: User, editha: User, now: datetime
) -> None:
    row = proceed(bring(TEN, by=martha, network=marthas), ImportState.APPLYING, by=martha, now=now)
    linsen = Actor.objects.get(name="Linsen Meier GmbH")
    other = builders.network("Andere")
    Membership.objects.create(actor=linsen, network=other)
    Actor.objects.filter(name="Laser Kraft AG").update(version=2)
    before = snapshot_of(*TABLES)
    with pytest.raises(Refusal) as refusal:
        proceed(row, ImportState.UNDOING, by=martha, now=now)
    assert (refusal.value.reason, refusal.value.details["rows"]) == (ImportRefusal.CHANGED_SINCE, [2, 3])
    row.refresh_from_db()
    assert (row.state, snapshot_of(*TABLES)) == ("applied", before)


def test_nobody_imports_into_a_network_that_she_does_not_look_after(
    bring: Callable[..., Import], marthas: Network, martha: User, paul: User, now: datetime
) -> None:
    foreign = builders.network("Andere")
    for by, network in ((martha, foreign), (martha, None), (paul, marthas)):
        with pytest.raises(Denied):
            bring("Name\nAlpha GmbH\n", by=by, network=network)
    assert Import.objects.count() == 0
    row = bring("Name;Art\nAlpha GmbH;\n", by=martha, network=marthas)
    with pytest.raises(Denied):
        proceed(row, ImportState.APPLYING, by=paul, now=now)
    assert Actor.objects.count() == 0


def test_who_lost_the_network_meanwhile_applies_nothing(
    bring: Callable[..., Import], marthas: Network, martha: User, now: datetime
) -> None:
    row = bring("Name;Art\nAlpha GmbH;\n", by=martha, network=marthas)
    martha.managed_networks.all().delete()
    with pytest.raises(Denied):
        proceed(row, ImportState.APPLYING, by=martha, now=now)
    assert Actor.objects.count() == 0


def test_a_second_click_finds_that_the_first_was_enough(
    bring: Callable[..., Import], marthas: Network, martha: User, now: datetime
) -> None:
    row = bring(TEN, by=martha, network=marthas)
    seen = row.version
    proceed(row, ImportState.APPLYING, by=martha, now=now)
    with pytest.raises(Refusal) as refusal:
        proceeding.proceed(
            import_id=row.pk, seen=seen, stage=ImportState.APPLYING, by=martha.subject, now=now
        )
    assert (refusal.value.reason, Actor.objects.count()) == (ImportRefusal.STALE, 10)
