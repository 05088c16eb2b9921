"""What an event is made of, and which facts each part has; `_id` names a row of another part."""

from __future__ import annotations

from enum import StrEnum


class EventComponent(StrEnum):
    DAY = "day"
    ZONE = "zone"
    ROOM = "room"
    TRACK = "track"
    SPEAKER = "speaker"
    SESSION = "session"
    STAND = "stand"
    EXHIBIT = "exhibit"
    STAFF = "staff"
    DESK = "desk"
    PLACE = "place"
    BLOCK = "block"


FACTS: dict[EventComponent, tuple[str, ...]] = {
    EventComponent.DAY: ("day", "opens_at", "closes_at"),
    EventComponent.ZONE: ("name_de", "name_en", "is_quiet", "is_step_free", "closes_at", "position"),
    EventComponent.ROOM: (
        *("name_de", "name_en", "zone_id", "seats", "is_step_free", "closes_at", "position"),
        *("is_online", "online_url"),
    ),
    EventComponent.TRACK: ("name_de", "name_en", "position"),
    EventComponent.SPEAKER: (
        "name",
        "role_de",
        "role_en",
        "organisation",
        "network_id",
        "about_de",
        "about_en",
    ),
    EventComponent.SESSION: (
        "kind",
        "title_de",
        "title_en",
        "room_id",
        "starts_at",
        "ends_at",
        "track_id",
        "language",
        "seats",
        "abstract_de",
        "abstract_en",
        "is_time_invented",
    ),
}
# The fact that no two parts of one event may share.
UNIQUE = {
    EventComponent.DAY: "day",
    EventComponent.ZONE: "name_de",
    EventComponent.ROOM: "name_de",
    EventComponent.TRACK: "name_de",
    EventComponent.STAND: "code",
    EventComponent.EXHIBIT: "slug",
    EventComponent.PLACE: "code",
}

SECTIONS: dict[str, tuple[str, ...]] = {
    "basics": (
        "title_de",
        "title_en",
        "summary_de",
        "summary_en",
        "description_de",
        "description_en",
        "in_german",
        "in_english",
    ),
    "dates": ("first_day", "last_day", "time_zone"),
    "venue": (
        *("venue", "street", "postcode", "place", "land_id", "directions_de", "directions_en"),
        "online_rooms",
    ),
    "hosts": ("hosts",),
    "contact": ("contact_name", "contact_email", "contact_phone"),
    "registration": (
        "registration_opens_at",
        "registration_closes_at",
        "capacity",
        "is_open",
        "needs_approval",
        "has_waiting_list",
    ),
    "terms": ("terms_de", "terms_en"),
}
# Facts about persons, and addresses of rooms: the audit trail says that they changed, not what they are.
NOT_IN_AUDIT = frozenset({"contact_name", "contact_email", "contact_phone", "online_url", "url"})
# What a calendar has to be told of.
IN_CALENDARS = frozenset({"first_day", "last_day", "venue", "street", "postcode", "place"})
