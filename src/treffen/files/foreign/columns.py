"""What columns are called in lists that networking platforms export, and what their words mean."""

from __future__ import annotations

from dataclasses import replace

from treffen.files.sheets.columns import DATE, END, ID, NAME, PARTICIPANTS, Sheet, SheetColumn
from treffen.problem import EntityKind

MEETINGS = Sheet(
    "meetings",
    EntityKind.REQUEST,
    "Gespräche|Termine|Treffen|Anfragen|Meetings",
    "Meetings|Meeting requests|Requests|Braindates|Bookings|Appointments",
    (
        replace(ID, en="ID|No|Number|Meeting ID|Request ID"),
        SheetColumn("title", "Thema|Titel|Betreff", "Title|Topic|Subject"),
        SheetColumn(
            "requester",
            "Anfragende|Anfragende Person|Anfrage von|Einladende|Von|Gastgeber:in|Gastgeber",
            "Requester|Requestor|Requested by|Host|Booker|Organizer|Organiser|Sender|Inviter|Initiator|From",
        ),
        SheetColumn(
            "requested",
            "Angefragte|Angefragte Person|Anfrage an|Eingeladene|An|Gast|Gäste",
            "Requested|Requestee|Guest|Guests|Invitee|Invitees|Recipient|Receiver|Participant|Attendee|To|With",
            is_list=True,
        ),
        SheetColumn("status", "Status|Zustand", "Status|State|Meeting status|Request status"),
        replace(DATE, de="Datum|Tag|Startdatum", en="Date|Day|Start date|Meeting date"),
        SheetColumn(
            "start",
            "Beginn|Anfang|Start|Uhrzeit|Zeit|Startzeit|Anfangszeit",
            "Start|Start time|Begin|Time|Starts at|Meeting time",
        ),
        replace(END, de="Ende|Endzeit|Bis", en="End|End time|Ends at|Until"),
        SheetColumn(
            "place",
            "Ort|Tisch|Treffpunkt|Stand",
            "Location|Place|Table|Table number|Meeting point|Meeting location|Booth",
        ),
    ),
    ("requester", "requested", "status"),
)

_PERSON = {
    "id": SheetColumn("id", "Kennung|ID|Nr|Nummer", "ID|No|Number|Participant ID|Attendee ID"),
    "name": replace(NAME, de="Name|Person", en="Name|Full name|Participant|Attendee"),
    "free": replace(
        PARTICIPANTS.column("free"),
        de="Frei|Verfügbar|Verfügbarkeit|Anwesend|Zeiten",
        en="Free|Available|Availability|Available times|Present",
    ),
}
PEOPLE = replace(
    PARTICIPANTS,
    en="Participants|People|Attendees|Users|Members|Registrations",
    columns=(
        *(_PERSON.get(column.field, column) for column in PARTICIPANTS.columns if column.field != "note"),
        SheetColumn("email", "E-Mail|Mail|E-Mail-Adresse", "Email|E-mail|Mail|Email address"),
    ),
)

ACCEPTED, PENDING, OFF = "accepted", "pending", "declined"
STATUSES = {
    **dict.fromkeys(
        ("accepted", "confirmed", "scheduled", "booked", "approved", "held", "completed"), ACCEPTED
    ),
    **dict.fromkeys(("angenommen", "bestaetigt", "zugesagt", "geplant", "gebucht"), ACCEPTED),
    **dict.fromkeys(("pending", "open", "requested", "sent", "invited", "new", "waiting"), PENDING),
    **dict.fromkeys(("offen", "angefragt", "ausstehend", "eingeladen", "neu", "wartend"), PENDING),
    **dict.fromkeys(("declined", "rejected", "cancelled", "canceled", "expired", "withdrawn", "noshow"), OFF),
    **dict.fromkeys(("abgelehnt", "abgesagt", "storniert", "verfallen", "zurueckgezogen"), OFF),
}
"""What became of a request, by its plain spelling."""
