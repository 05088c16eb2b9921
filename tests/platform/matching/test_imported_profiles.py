"""What a list says of people's offers and needs: drafts, until each person confirms theirs by one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext
from tests.platform import builders, matchmaking

from handschlag.accounts.models import User
from handschlag.accounts.policy import Subject
from handschlag.common.refusals import Refusal
from handschlag.common.table_import.cells import Unreadable
from handschlag.events.models import Event
from handschlag.matching import joining, leaving
from handschlag.matching.kinds import KIND_LABELS
from handschlag.matching.leaving import everything_of
from handschlag.matching.models import Participant, ProfileDraft, Service
from handschlag.matching.people import described_of
from handschlag.registration.access import link_of
from handschlag.registration.models import PeopleList, Registration
from handschlag.registration.people_imports import actions, rules
from handschlag.registration.people_imports.actions import dry_run
from handschlag.registration.people_imports.rules import ImportFrame, ListRefusal, ProfileFault

HEAD = "Name;E-Mail;Bietet;Art des Angebots;Sucht;Sprachen;Ankunft;Abreise;Einwilligung;Netzwerke"
ADA = (
    'Ada;ada@example.org;"Linsen\n- Laser";;Prüfstand;Deutsch, Englisch;10:00;14.04.2027 15:30;02.11.2026;{}'
)
FRAME = ImportFrame(
    first_day=date(2027, 4, 14),
    last_day=date(2027, 4, 15),
    zone=ZoneInfo("Europe/Berlin"),
    uploaded_on=date(2026, 11, 25),
    kinds={"offer": {"kapital": "investor"}},
    networks={"optik sachsen": 7, "chemie kunststoff": 8},
)
type Bring = Callable[..., PeopleList]


@pytest.fixture
def bring(event: Event, otto: User, now: datetime) -> Bring:
    def do(*lines: str, head: str = HEAD) -> PeopleList:
        row = actions.upload(
            event_id=event.pk,
            content="\n".join((head, *lines)).encode(),
            file_name="Liste.csv",
            by=otto.subject,
            now=now,
        )
        columns = {int(index): field for index, field in row.columns.items()}
        return actions.choose_columns(list_id=row.pk, seen=row.version, columns=columns, by=otto.subject)

    return do


def applied(row: PeopleList, event: Event, by: User, now: datetime) -> PeopleList:
    expected = len(dry_run(row, event).new)
    return actions.apply(list_id=row.pk, seen=row.version, expected=expected, by=by.subject, now=now)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 4, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.once
@pytest.mark.parametrize(
    ("read", "cell", "wanted"),
    [
        (rules.arrival, "14.04.2027 09:30", moment(14, 9, 30)),
        (rules.arrival, "2027-04-15 11:00", moment(15, 11)),
        (rules.arrival, "9.30 Uhr", moment(14, 9, 30)),
        (rules.arrival, "13.04.2027", None),
        (rules.arrival, "16.04.2027", ProfileFault.NOT_AT_EVENT),
        (rules.arrival, "mittags", ProfileFault.NO_MOMENT),
        (rules.departure, "14:00", moment(15, 14)),
        (rules.departure, "14.04.2027", moment(14, 23, 59)),
        (rules.departure, "20.04.2027", None),
        (rules.departure, "1.4.2027", ProfileFault.NOT_AT_EVENT),
        (rules.departure, "14.04.2027 25:00", ProfileFault.NO_MOMENT),
        (rules.consent_day, "nein", None),
        (rules.consent_day, "ja", ProfileFault.NO_DAY),
        (rules.consent_day, "26.11.2026", ProfileFault.LATER),
    ],
)
def test_moments_are_read_as_people_write_them(read: Any, cell: str, wanted: Any) -> None:
    try:
        found = read(cell, FRAME)
    except Unreadable as fault:
        found = fault.kind
    assert found == wanted


@pytest.mark.once
def test_networks_kinds_and_languages_are_known_by_name_or_the_word_is_a_fault() -> None:
    assert rules.networks("Optik Sachsen, Chemie Kunststoff", FRAME.networks) == (7, 8)
    assert rules.kinds("Kapital", FRAME.kinds["offer"]) == ("investor",)
    assert rules.languages("Deutsch; EN / polnisch") == ("de", "en", "pl")
    with pytest.raises(Unreadable) as fault:
        rules.languages("Deutsch, Elbisch")
    assert fault.value.details == {"word": "Elbisch"}


@pytest.mark.django_db
def test_each_statement_of_both_sides_takes_its_kind_and_wrong_ones_name_the_right_ones(
    event: Event, bring: Bring
) -> None:
    row = bring(
        "Bo;bo@example.org;Geld|Rat|Mehr Geld;Kapital|Beratung oder Schulung|investor;Optik|Laser;;;;;",
        "Cy;cy@example.org;Linsen|Laser|Geld;||Kapital;;;;;;",
        "Di;di@example.org;Linsen;Pilotanwender;;;;;;",
        head=HEAD.replace("Sprachen", "Art des Gesuchs"),
    )
    bo, cy, di = dry_run(row, event).people
    assert [one.kind for one in bo.statements] == ["investor", "expertise", "investor", "", ""]
    assert [one.kind for one in cy.statements] == ["", "", "investor"]
    (fault,) = di.faults
    assert (fault.kind, fault.details["word"]) == (ProfileFault.NO_KIND, "Pilotanwender")
    assert fault.details["known"].split("; ") == [str(gettext(one)) for one in KIND_LABELS["offer"].values()]


@pytest.mark.django_db
def test_one_row_becomes_a_registration_with_all_that_it_says(
    event: Event, service: Service, otto: User, bring: Bring, now: datetime
) -> None:
    network = builders.network("Optik Sachsen")
    row = bring(ADA.format("Optik Sachsen"))
    assert [(one.faults, len(one.statements)) for one in dry_run(row, event).people] == [([], 3)]
    applied(row, event, otto, now)
    ada = Registration.objects.get()
    assert (ada.speaks, ada.arrives_at, ada.leaves_at) == (
        ["de", "en"],
        moment(14, 10),
        moment(14, 15, 30),
    )
    assert list(ada.networks.all()) == [network]
    consent = ada.consents.get()
    assert (consent.purpose, consent.text_version) == ("matching", "list")
    assert consent.given_at == datetime(2026, 11, 1, 23, tzinfo=UTC)
    assert [one["text"] for one in ProfileDraft.objects.get().statements] == ["Linsen", "Laser", "Prüfstand"]
    assert described_of(service) == ()  # nobody sees it before it is confirmed


@pytest.mark.django_db
def test_faults_of_a_profile_stand_at_their_cells(event: Event, bring: Bring) -> None:
    row = bring(
        "Bo;bo@example.org;a|b|c|d;;;;;;;",
        "Cy;cy@example.org;Linsen;Gedöns;;Elbisch;;;;",
        "Di;di@example.org;Linsen;;;;14.04.2027 15:00;14.04.2027 09:00;;Niemandsbund",
        "Ed;ed@example.org;Geld;Kapital;;;;;;",
    )
    people = dry_run(row, event).people
    assert [[(fault.cell, fault.kind) for fault in one.faults] for one in people] == [
        [("C2", ProfileFault.TOO_MANY)],
        [("D3", ProfileFault.NO_KIND), ("F3", ProfileFault.NO_LANGUAGE)],
        [("J4", ProfileFault.NO_NETWORK), ("H4", ProfileFault.LEAVES_BEFORE)],
        [],
    ]
    assert people[3].statements[0].kind == "investor"


@pytest.mark.django_db
def test_all_faulty_rows_are_left_out_by_one_press(
    event: Event, otto: User, bring: Bring, client: Client
) -> None:
    row = bring(ADA.format(""), "Bo;falsch;;;;;;;;", "Cy;;;;;;;;;")
    client.force_login(otto)
    page = reverse("registration:people_list", args=[event.slug, row.pk])
    assert "Alle 2 fehlerhaften Zeilen weglassen" in client.get(page).content.decode()
    client.post(f"{page}do/", {"do": "leave_out", "seen": row.version})
    assert "1 Person anmelden" in client.get(page).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("is_agreed", [True, False])
def test_the_person_confirms_the_draft_by_one_press(
    *,
    event: Event,
    service: Service,
    otto: User,
    bring: Bring,
    now: datetime,
    client: Client,
    is_agreed: bool,
    time_machine: Any,
) -> None:
    time_machine.move_to(now, tick=False)
    line = ADA.format("") if is_agreed else ADA.format("").replace("02.11.2026", "nein")
    applied(bring(line), event, otto, now)
    ada = Registration.objects.get()
    token = link_of(ada)
    page = reverse("matching:invitation", args=[token])
    shown = client.get(page, follow=True)
    assert "Prüfstand" in shown.content.decode()
    sent = shown.context["form"].initial if is_agreed else {"agrees": "1", "confirm": "1"}
    if is_agreed:
        answer = client.post(
            shown.request["PATH_INFO"], {**_filled(sent), "seen": shown.context["me"].version}
        )
    else:
        answer = client.post(page, sent)
    assert answer["Location"] == reverse("matching:recommended", args=[token])
    me = Participant.objects.get()
    assert [one.text for one in me.statements.all()] == ["Prüfstand", "Linsen", "Laser"]
    assert me.described_at is not None
    assert (ProfileDraft.objects.count(), me.registration.consents.count()) == (0, 1)


def _filled(initial: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in initial.items() if value not in (None, "", False)}


@pytest.mark.django_db
def test_a_draft_goes_with_its_person_and_is_exported(
    event: Event, service: Service, otto: User, bring: Bring, now: datetime
) -> None:
    row = applied(bring(ADA.format("")), event, otto, now)
    ada = Registration.objects.get()
    assert "Linsen" in str(everything_of(ada))
    joining.confirm(registration_id=ada.pk, agrees=False, has_link=True, by=Subject(), now=now)
    with pytest.raises(Refusal) as no:
        actions.undo(list_id=row.pk, seen=row.version, by=otto.subject, now=now)
    assert no.value.reason is ListRefusal.CHANGED_SINCE
    with pytest.raises(Refusal):
        joining.confirm(registration_id=ada.pk, agrees=True, has_link=True, by=Subject(), now=now)
    ProfileDraft.objects.create(registration=ada, statements=[], made_at=now)
    leaving.erase(registration_id=ada.pk, now=now)
    assert ProfileDraft.objects.count() == 0


@pytest.mark.django_db
def test_people_have_their_own_networks_beside_those_of_the_organisation(
    event: Event, service: Service
) -> None:
    one, two = builders.network("Optik Sachsen"), builders.network("Sensorik Hessen")
    actor = builders.actor(networks=(one,))
    ada = matchmaking.participant(service, offers=("Linsen",), registered={"actor": actor})
    ada.registration.networks.add(two)
    bo = matchmaking.participant(service, "Bo Nilsson", offers=("Laser",))
    bo.registration.networks.add(two)
    assert [row.networks for row in described_of(service)] == [(one.pk, two.pk), (two.pk,)]
