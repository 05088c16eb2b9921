"""The programme leaves as a workbook and comes back: unchanged it changes nothing, faulty it is refused."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.platform import builders
from tests.platform.events.contributions.conftest import decided, handed_in

from handschlag.accounts.models import User
from handschlag.common.refusals import Reason
from handschlag.common.table_import.cells import CellFault
from handschlag.events.contributions.calls import Decision
from handschlag.events.models import (
    ContributionCall,
    Event,
    ProgrammeImport,
    Session,
    Speaker,
    SpeakerAbsence,
    Track,
)
from handschlag.events.programme_import.rules import (
    ProgrammeFault,
    ProgrammeFrame,
    SheetKind,
    key_of_text,
    parse_rows,
    speaker_text,
)

pytestmark = pytest.mark.django_db
HOME = "/de/manage/events/netzwerke-verbinden/programme/"


def _uploaded(client: Client, content: bytes, name: str = "programme.csv") -> tuple[ProgrammeImport, str]:
    answer = client.post(f"{HOME}import/", {"table": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    made = ProgrammeImport.objects.latest("pk")
    return made, client.get(f"{HOME}import/{made.pk}/").content.decode()


def _applied(client: Client, made: ProgrammeImport, expected: int) -> Any:
    data = {"do": "apply", "seen": str(made.version), "expected": str(expected)}
    return client.post(f"{HOME}import/{made.pk}/", data)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_was_exported_changes_nothing(client: Client, event: Event, greta: User, ending: str) -> None:
    ada = builders.speaker(event, "Ada L.", organisation="Werkstatt (Nord)", about_de="Zeile 1\nZeile 2")
    room = builders.room(event)
    track = Track.objects.create(event=event, name_de="Optik", name_en="Optics")
    made = builders.session(event, speakers=(ada, builders.speaker(event, "Bo")), room=room, track=track)
    made.speaking.filter(speaker=ada).update(part="moderator")
    builders.session(event, "Ohne Zeit", "", seats=20, kind="workshop", language="both")
    client.force_login(greta)
    _draft, page = _uploaded(client, client.get(f"{HOME}export/{ending}/").content, f"p.{ending}")
    unchanged = "4" if ending == "xlsx" else "2"
    assert f"bleibt, wie es ist: {unchanged}" in " ".join(page.split())
    assert 'value="apply"' not in page


def test_rows_add_and_change_sessions_with_their_speakers(client: Client, event: Event, greta: User) -> None:
    there = builders.session(event, "Alt", room=builders.room(event))
    client.force_login(greta)
    rows = (
        "ID;Titel;Art;Tag;Beginn;Ende;Raum;Vortragende\n"
        f"{there.uid};Neu;Workshop;14.04.2027;11:00;12:00;Saal 1;Ada (Werkstatt)\n"
        ";Dazu;Panel;14.04.2027;13.30;14.15 Uhr;;Ada (Werkstatt)\n"
    )
    made, _page = _uploaded(client, rows.encode())
    assert _applied(client, made, 2).status_code == 302
    there.refresh_from_db()
    assert (there.title_de, there.kind, there.starts_at) == ("Neu", "workshop", builders.clock("11:00"))
    added = Session.objects.get(title_de="Dazu")
    assert added.ends_at == builders.clock("14:15")
    ada = Speaker.objects.get()
    assert {one.session_id for one in ada.speaking.all()} == {there.pk, added.pk}


def test_one_fault_keeps_everything_out_and_says_where_it_is(
    client: Client, event: Event, greta: User
) -> None:
    client.force_login(greta)
    rows = "Titel;Raum;Tag;Beginn;Ende\nGut;;;;\nSchlecht;Saal 9;14.04.2027;25:00;26:00\n"
    made, page = _uploaded(client, rows.encode())
    assert "B3, Raum" in page
    assert "D3, Beginn" in page
    _applied(client, made, 1)
    assert not Session.objects.exists()


def test_a_column_can_be_left_out(client: Client, event: Event, greta: User) -> None:
    client.force_login(greta)
    made, page = _uploaded(client, b"Thema;Raum\nGut;Saal 9\n")
    assert "B2, Raum" in page
    data = {"do": "columns", "sheet": "sessions", "seen": "1", "c-0": "title_de", "c-1": ""}
    client.post(f"{HOME}import/{made.pk}/", data)
    made.refresh_from_db()
    _applied(client, made, 1)
    assert Session.objects.get().title_de == "Gut"


def test_a_table_of_something_else_is_refused(client: Client, event: Event, greta: User) -> None:
    client.force_login(greta)
    sent = SimpleUploadedFile("x.csv", b"Farbe;Preis\nrot;3\n")
    assert client.post(f"{HOME}import/", {"table": sent}).status_code == 422


def test_a_speaker_who_cannot_come_keeps_another_time_out_but_not_another_title(
    client: Client, event: Event, greta: User, call: ContributionCall
) -> None:
    row = decided(handed_in(event), Decision.ACCEPT, greta)
    SpeakerAbsence.objects.create(
        contribution=row, starts_at=builders.clock("9:00"), ends_at=builders.clock("11:00")
    )
    session = Session.objects.get()
    client.force_login(greta)
    head, named = "ID;Titel;Tag;Beginn;Ende;Vortragende\n", "Ada Lindqvist (Werkstatt Ada)"
    moved = f"{head}{session.uid};Linsen für alle;14.04.2027;10:00;10:20;{named}\n"
    _made, page = _uploaded(client, moved.encode())
    assert "D2, Beginn" in page
    Session.objects.update(starts_at=builders.clock("10:00"), ends_at=builders.clock("10:20"))
    other = f"{head}{session.uid};Neuer Titel;14.04.2027;10:00;10:20;{named}\n"
    _made, page = _uploaded(client, other.encode())
    assert 'value="apply"' in page  # somebody has scheduled it so on purpose


def _read(cell: str, **frame: Any) -> Any:
    words = {"zone": ZoneInfo("Europe/Berlin"), "parts": {"moderation": "moderator"}, **frame}
    empty = {name: {} for name in ("kinds", "languages", "rooms", "tracks", "speakers")}
    found = parse_rows(
        [["Titel", "Vortragende", "Tag", "Beginn", "Ende"], ["A", *cell.split("|")]],
        kind=SheetKind.SESSIONS,
        columns={0: "title_de", 1: "speakers", 2: "day", 3: "starts", 4: "ends"},
        first_row=1,
        frame=ProgrammeFrame(**{**empty, **words}),
    )
    return found[0]


def test_speakers_are_read_as_they_were_written() -> None:
    known = [("Müller (Dr.)", ""), ("Bo", "Licht; Glas (Jena)")]
    speakers = {key_of_text(speaker_text(*one, "speaker")): one for one in known}
    cell = "; ".join(speaker_text(*one, part) for one in known for part in ("speaker", "moderation"))
    row = _read(f"{cell}; Cy (Optik) [Moderation]", speakers=speakers)
    assert not row.faults
    assert [(one.name, one.organisation, one.part) for one in row.values["speakers"]] == [
        *((*one, part) for one in known for part in ("speaker", "moderator")),
        ("Cy", "Optik", "moderator"),
    ]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("Ada [Chefin]", ProgrammeFault.NO_SUCH_PART),
        ("A" * 121, CellFault.TOO_LONG),
        (f"Ada ({'O' * 201})", CellFault.TOO_LONG),
        ("Ada; " * 401, CellFault.TOO_LONG),
        (f"|14.04.2027|{'9' * 30}|10:00", ProgrammeFault.NOT_A_TIME),
    ],
)
def test_what_does_not_fit_is_a_fault(cell: str, fault: Reason) -> None:
    assert [one.kind for one in _read(cell).faults] == [fault]
