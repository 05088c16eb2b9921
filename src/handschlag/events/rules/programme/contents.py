"""The parts of a programme. Ids are those of the rows they came from; moments are aware, in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeDay:
    """From when to when the house is open; it may close after midnight."""

    day: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRoom:
    """A room, in the order of the house."""

    id: int
    name_de: str
    name_en: str = ""
    zone_de: str = ""
    zone_en: str = ""
    seats: int | None = None
    is_step_free: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeTrack:
    """A track."""

    id: int
    name_de: str
    name_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSpeaker:
    """A speaker; `actor` and `network` are ids of the directory."""

    id: int
    name: str
    role_de: str = ""
    role_en: str = ""
    organisation: str = ""
    actor: int | None = None
    network: int | None = None
    about_de: str = ""
    about_en: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRole:
    """A speaker's part in a session: speaker, moderator or panellist."""

    speaker: int
    part: str = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePaper:
    """Slides or a paper, elsewhere on the web."""

    url: str
    title_de: str
    title_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One session at its time. What was published once stays, if only as cancelled."""

    id: int
    uid: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    title_de: str
    title_en: str = ""
    abstract_de: str = ""
    abstract_en: str = ""
    language: str = "de"
    room: int | None = None
    track: int | None = None
    seats: int | None = None
    is_time_invented: bool = False
    is_cancelled: bool = False
    speakers: tuple[SpeakerRole, ...] = ()
    papers: tuple[ProgrammePaper, ...] = ()
    # iCalendar's SEQUENCE and LAST-MODIFIED: set when it is published.
    sequence: int = 0
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Items in the order of their times; rooms and tracks in the order the organisers gave them."""

    days: tuple[ProgrammeDay, ...] = ()
    rooms: tuple[ProgrammeRoom, ...] = ()
    tracks: tuple[ProgrammeTrack, ...] = ()
    people: tuple[ProgrammeSpeaker, ...] = ()
    items: tuple[Item, ...] = ()

    def room(self, room_id: int | None) -> ProgrammeRoom | None:
        return next((one for one in self.rooms if one.id == room_id), None)

    def track(self, track_id: int | None) -> ProgrammeTrack | None:
        return next((one for one in self.tracks if one.id == track_id), None)

    def person(self, speaker_id: int) -> ProgrammeSpeaker | None:
        return next((one for one in self.people if one.id == speaker_id), None)

    def item(self, session_id: int) -> Item | None:
        return next((one for one in self.items if one.id == session_id), None)
