"""A table comes in, is checked, mended, applied as a whole and undone as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.platform import builders
from tests.platform.directory.importing.conftest import TABLES, TEN, faults, proceed, snapshot_of, verdicts

from handschlag.accounts.models import User
from handschlag.accounts.policy import Denied
from handschlag.common.models import AuditEntry
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.reading import ImportRefusal
from handschlag.directory import creating
from handschlag.directory.contents import ActorContent, GeoPoint, Kind, StatementData
from handschlag.directory.entries import content_of
from handschlag.directory.imports import checking
from handschlag.directory.models import (
    Actor,
    Import,
    ImportState,
    Membership,
    Network,
    Proposal,
    Revision,
    Status,
)

pytestmark = pytest.mark.django_db
BROKEN = TEN.replace("1.250", "viele").replace("01.03.2024", "31.02.2024")


@pytest.fixture
def marthas(optik: Network, martha: User) -> Network:
    builders.manages(martha, optik)
    return optik


def test_a_manager_brings_ten_actors_with_two_faults_sees_them_with_their_cells_and_mends_them(
    bring: Callable[..., Import], marthas: Network, martha: User, now: datetime
) -> None:
    before = snapshot_of(*TABLES)
    row = bring(BROKEN, by=martha, network=marthas)
    assert faults(row) == [
        (2, "since", "not_a_day", "31.02.2024"),
        (3, "employees", "not_a_number", "viele"),
    ]
    assert snapshot_of(*TABLES) == before
    with pytest.raises(Refusal) as refusal:
        proceed(row, ImportState.APPLYING, by=martha, now=now)
    assert refusal.value.reason is ImportRefusal.FAULTS_LEFT
    texts = {2: {"since": "01.03.2024"}, 3: {"employees": "1.250"}}
    row = checking.correct_cells(
        import_id=row.pk, seen=row.version, texts=texts, decisions={}, by=martha.subject
    )
    row = proceed(row, ImportState.CHECKING, by=martha, now=now)
    assert (faults(row), row.counts["new"], row.counts["memberships"]) == ([], 10, 10)
    row = proceed(row, ImportState.APPLYING, by=martha, now=now)
    assert (row.state, Actor.objects.count(), marthas.memberships.count()) == ("applied", 10, 10)
    linsen = Actor.objects.get(name="Linsen Meier GmbH")
    assert content_of(linsen) == ActorContent(
        kind="company",
        name="Linsen Meier GmbH",
        is_sme=True,
        employees=48,
        website="https://www.linsen.example",
        spot=GeoPoint(place="Dresden", land="SN", latitude=51.0509, longitude=13.7383),
        fields=("OPT",),
    )
    assert linsen.memberships.get().since == date(2024, 3, 1)
    assert AuditEntry.objects.filter(verb="created", kind="directory.actor").count() == 10
    assert AuditEntry.objects.filter(verb="import.applied").count() == 1


def test_what_a_manager_brings_waits_for_an_editor_and_what_an_editor_brings_is_public(
    bring: Callable[..., Import], marthas: Network, martha: User, editha: User, now: datetime
) -> None:
    proceed(
        bring("Name;Art\nAlpha GmbH;\n", by=martha, network=marthas), ImportState.APPLYING, by=martha, now=now
    )
    proceed(
        bring("Name;Art\nBeta GmbH;\n", by=editha, network=None), ImportState.APPLYING, by=editha, now=now
    )
    states = Actor.objects.order_by("name").values_list("name", "status", "published_at")
    assert list(states) == [("Alpha GmbH", Status.IN_REVIEW, None), ("Beta GmbH", Status.PUBLISHED, now)]
    assert [one.object_id for one in Proposal.objects.all()] == [Actor.objects.get(name="Alpha GmbH").pk]
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("is_editor", [True, False])
def test_an_actor_of_a_table_is_what_the_form_would_have_made(
    bring: Callable[..., Import],
    marthas: Network,
    martha: User,
    editha: User,
    now: datetime,
    is_editor: bool,
) -> None:
    by = editha if is_editor else martha
    table = "Name;Art;Ort;Angebote;Gesuche\nLinsen Meier GmbH;;Dresden;Linsen;Partner; \n"
    proceed(bring(table, by=by, network=marthas), ImportState.APPLYING, by=by, now=now)
    imported = snapshot_of(*TABLES, AuditEntry)
    entries = [row for row in imported["AuditEntry"] if not row["verb"].startswith("import.")]
    content = ActorContent(
        kind="company",
        name="Linsen Meier GmbH",
        spot=GeoPoint(place="Dresden", land="SN", latitude=51.0509, longitude=13.7383),
        statements=(
            StatementData(direction="offer", text_de="Linsen"),
            StatementData(direction="need", text_de="Partner"),
        ),
    )
    undone = Import.objects.get()
    proceed(undone, ImportState.UNDOING, by=by, now=now)
    assert Actor.objects.count() == 0
    last = AuditEntry.objects.latest("pk").pk
    creating.create_actor(network_id=marthas.pk, content=content, since=None, by=by.subject, now=now)
    made = snapshot_of(*TABLES, AuditEntry)
    made_entries = [row for row in made.pop("AuditEntry") if row["id"] > last]
    imported.pop("AuditEntry")
    own = {"id", "actor_id", "object_id", "created_at", "updated_at"}

    def bare(rows: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{key: value for key, value in row.items() if key not in own} for row in rows]

    assert {name: bare(rows) for name, rows in imported.items()} == {
        name: bare(rows) for name, rows in made.items()
    }
    told = [(row["verb"], row["kind"], sorted(row["changes"])) for row in made_entries]
    assert [(row["verb"], row["kind"], sorted(row["changes"])) for row in entries] == told


def test_the_same_table_a_second_time_changes_nothing(
    bring: Callable[..., Import], marthas: Network, martha: User, now: datetime
) -> None:
    proceed(bring(TEN, by=martha, network=marthas), ImportState.APPLYING, by=martha, now=now)
    row = bring(TEN, by=martha, network=marthas)
    assert {verdict for _, verdict in verdicts(row)} == {"unchanged"}
    with pytest.raises(Refusal) as refusal:
        proceed(row, ImportState.APPLYING, by=martha, now=now)
    assert refusal.value.reason is ImportRefusal.NOTHING_TO_DO


def test_differences_are_shown_and_an_empty_cell_erases_nothing(
    bring: Callable[..., Import], marthas: Network, editha: User, now: datetime
) -> None:
    known = builders.actor(
        "Linsen Meier GmbH", networks=(marthas,), employees=40, website="https://a.example"
    )
    row = bring("Name;Mitarbeiter;Website\nLINSEN MEIER GMBH;48;\n", by=editha, network=marthas)
    (one,) = row.rows.all()
    assert (one.verdict, one.entry_id, one.joins) == ("changed", known.pk, False)
    assert one.changes == {"employees": [40, 48], "name": ["Linsen Meier GmbH", "LINSEN MEIER GMBH"]}
    proceed(row, ImportState.APPLYING, by=editha, now=now)
    known.refresh_from_db()
    assert (known.employees, known.website, known.version) == (48, "https://a.example", 2)


def test_a_managers_changes_go_the_way_of_her_own_forms(
    bring: Callable[..., Import], marthas: Network, martha: User, now: datetime
) -> None:
    known = builders.actor("Linsen Meier GmbH", networks=(marthas,), employees=40)
    row = bring("Name;Art;Mitarbeiter\nLinsen Meier GmbH;Forschung;48\n", by=martha, network=marthas)
    proceed(row, ImportState.APPLYING, by=martha, now=now)
    known.refresh_from_db()
    assert (known.employees, known.kind) == (48, "company")
    assert Proposal.objects.get().changes == {"kind": "research"}


@pytest.mark.parametrize("is_accepted", [False, True])
def test_an_actor_of_others_is_proposed_as_a_member_and_not_rewritten(
    bring: Callable[..., Import], marthas: Network, martha: User, now: datetime, is_accepted: bool
) -> None:
    foreign = builders.actor("Linsen Meier GmbH", networks=(builders.network("Andere"),), employees=40)
    if is_accepted:  # by another network of hers: the actor's own people are asked for this one, too
        hers = builders.network("Auch Marthas")
        builders.manages(martha, hers)
        Membership.objects.create(actor=foreign, network=hers)
    row = bring("Name;Mitarbeiter\nLinsen Meier GmbH;9999\n", by=martha, network=marthas)
    (one,) = row.rows.all()
    assert (one.verdict, one.joins, one.changes, one.hints) == ("proposes", False, {}, ["of_others"])
    proceed(row, ImportState.APPLYING, by=martha, now=now)
    foreign.refresh_from_db()
    assert (foreign.employees, foreign.version) == (40, 1)
    assert not marthas.memberships.exists()
    assert marthas.member_proposals.get().actor == foreign
    again = bring("Name;Mitarbeiter\nLinsen Meier GmbH;9999\n", by=martha, network=marthas)
    assert again.rows.get().verdict == "unchanged", "they are asked once"


def test_a_likely_duplicate_is_proposed_with_its_reason_and_somebody_decides(
    bring: Callable[..., Import], marthas: Network, editha: User, now: datetime
) -> None:
    known = builders.actor("Linsen-Meier", place="Dresden")
    row = bring("Name;Ort\nLinsen Meier GmbH;Dresden\n", by=editha, network=marthas)
    (one,) = row.rows.all()
    assert (one.verdict, one.likely[0]["entry"], one.likely[0]["reasons"]) == (
        "undecided",
        known.pk,
        ["same_name"],
    )
    with pytest.raises(Refusal) as refusal:
        proceed(row, ImportState.APPLYING, by=editha, now=now)
    assert refusal.value.reason is ImportRefusal.UNDECIDED
    for decision, verdict in (("new", "new"), (f"same:{known.pk}", "changed"), ("leave_out", "left_out")):
        row = checking.correct_cells(
            import_id=row.pk, seen=row.version, texts={}, decisions={2: decision}, by=editha.subject
        )
        row = proceed(row, ImportState.CHECKING, by=editha, now=now)
        assert verdicts(row) == [(2, verdict)]


def test_a_decision_for_an_entry_that_was_not_proposed_is_ignored(
    bring: Callable[..., Import], marthas: Network, martha: User, now: datetime
) -> None:
    hidden = builders.actor("Geheim GmbH", status=Status.DRAFT)
    row = bring("Name;Art\nGeheim GmbH;\n", by=martha, network=marthas)
    row = checking.correct_cells(
        import_id=row.pk, seen=row.version, texts={}, decisions={2: f"same:{hidden.pk}"}, by=martha.subject
    )
    row = proceed(row, ImportState.CHECKING, by=martha, now=now)
    assert verdicts(row) == [(2, "new")]


def test_two_rows_for_one_actor_are_a_fault_of_the_second(
    bring: Callable[..., Import], optik: Network, editha: User
) -> None:
    builders.actor("Alpha GmbH")
    table = "Name;Ort\nAlpha GmbH;\nBeta GmbH;Dresden\nALPHA GmbH;\nBeta gmbh;Dresden\n"
    row = bring(table, by=editha, network=optik)
    assert faults(row) == [(4, "name", "twice", "ALPHA GmbH"), (5, "name", "twice", "Beta gmbh")]
    assert [one.faults[0]["details"] for one in row.rows.filter(verdict="faulty")] == [{"row": 2}, {"row": 3}]


def test_a_part_may_stand_before_its_whole_and_a_circle_is_a_fault(
    bring: Callable[..., Import], optik: Network, editha: User, now: datetime
) -> None:
    table = "Name;Art;Teil von\nLehrstuhl Optik;Hochschule;TU Nirgendwo\nTU Nirgendwo;Hochschule;\n"
    proceed(bring(table, by=editha, network=optik), ImportState.APPLYING, by=editha, now=now)
    part = Actor.objects.get(name="Lehrstuhl Optik")
    assert part.parent is not None
    assert part.parent.name == "TU Nirgendwo"
    first = Revision.objects.get(kind="actor", object_id=part.pk)
    assert first.content["parent"] == part.parent_id
    circle = bring("Name;Art;Teil von\nA-Haus;Andere;B-Haus\nB-Haus;Andere;A-Haus\n", by=editha, network=None)
    assert [fault[2] for fault in faults(circle)] == ["unknown_parent"]


def test_editors_import_networks_as_drafts_with_one_source(
    bring: Callable[..., Import], gazetteer: None, editha: User, martha: User, now: datetime
) -> None:
    table = "Name;Art;Ort;Gründungsjahr;Felder\nOptonet Sachsen;Cluster;Dresden;1999;Optik und Photonik\n"
    with pytest.raises(Denied):
        bring(table, by=martha, network=None, kind=Kind.NETWORK)
    row = bring(table, by=editha, network=None, kind=Kind.NETWORK)
    proceed(row, ImportState.APPLYING, by=editha, now=now)
    made = Network.objects.get(name="Optonet Sachsen")
    assert (made.status, made.founded, made.kind, made.place) == ("draft", 1999, "cluster", "Dresden")
    assert sorted(made.sources.values_list("fact", flat=True)) == ["fields", "founded", "land", "place"]
