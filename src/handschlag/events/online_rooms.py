"""Rooms of online meetings and talks: when they are open, what they are called, how one gets in."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from math import ceil
from typing import Final
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree as ET

import jwt


@dataclass(frozen=True, slots=True, kw_only=True)
class BigBlueButton:
    """`address` is that of the interface: https://rooms.example/bigbluebutton/api."""

    address: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jitsi:
    """With an app id the server lets in only who brings a signed pass."""

    address: str
    app_id: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineProviders:
    """What events of this platform can choose from."""

    bigbluebutton: BigBlueButton | None = None
    jitsi: Jitsi | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Those that are set up, as events call them."""
        both = {"bigbluebutton": self.bigbluebutton, "jitsi": self.jitsi}
        return tuple(name for name, one in both.items() if one is not None)


OPENS_BEFORE: Final = timedelta(minutes=10)
CLOSES_AFTER: Final = timedelta(minutes=10)


class RoomPhase(Enum):
    EARLY = "early"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineRoom:
    """`name` tells a stranger nothing; `title` is what people read at the top of the room."""

    name: str
    title: str
    opens_at: datetime
    closes_at: datetime
    back: str  # where the way out leads


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineGuest:
    """`id` tells the provider one guest from another, not who it is."""

    id: str
    name: str
    is_host: bool


def phase_at(now: datetime, *, starts_at: datetime, ends_at: datetime) -> RoomPhase:
    """Whether the room of what takes place from `starts_at` until `ends_at` is open.

    >>> ten, eleven = datetime(2027, 4, 14, 10), datetime(2027, 4, 14, 11)
    >>> moments = (datetime(2027, 4, 14, *at) for at in ((9, 49, 59), (9, 50), (11, 9, 59), (11, 10)))
    >>> [phase_at(now, starts_at=ten, ends_at=eleven).value for now in moments]
    ['early', 'open', 'open', 'over']
    """
    if now < starts_at - OPENS_BEFORE:
        return RoomPhase.EARLY
    return RoomPhase.OPEN if now < ends_at + CLOSES_AFTER else RoomPhase.OVER


def secret_name(what: str, uid: str, *, key: str) -> str:
    """A name that nobody guesses, always the same for one thing.

    >>> first, again = (secret_name("meeting", "1", key="k") for _ in range(2))
    >>> first == again, first == secret_name("meeting", "2", key="k"), len(first)
    (True, False, 40)
    """
    return hmac.new(key.encode(), f"online {what} {uid}".encode(), hashlib.sha256).hexdigest()[:40]


def jitsi_address(server: Jitsi, room: OnlineRoom, guest: OnlineGuest) -> str:
    """Where this guest's browser goes; servers with passes let nobody in before or after the time.

    What stands behind the # stays in the browser.
    """
    query = "?" + urlencode({"jwt": _pass_of(server, room, guest)}) if server.app_id else ""
    names = f"userInfo.displayName={_quoted(guest.name)}&config.subject={_quoted(room.title)}"
    return f"{server.address.rstrip('/')}/{room.name}{query}#{names}"


def _pass_of(server: Jitsi, room: OnlineRoom, guest: OnlineGuest) -> str:
    user = {"id": guest.id, "name": guest.name, "moderator": guest.is_host}
    claims = {
        "iss": server.app_id,
        "aud": server.app_id,
        "sub": urlsplit(server.address).hostname or "",
        "room": room.name,
        "nbf": int(room.opens_at.timestamp()),
        "exp": int(room.closes_at.timestamp()),
        "context": {"user": user},
    }
    return jwt.encode(claims, server.secret, algorithm="HS256")


def _quoted(text: str) -> str:
    return quote(json.dumps(text), safe="")


LONGEST_NAME: Final = 60
NO_SHOW_MINUTES: Final = 5  # an empty room is given up, and made again by who comes next


def _call_of(server: BigBlueButton, call: str, parameters: Mapping[str, str]) -> str:
    """The address with its checksum.

    >>> server = BigBlueButton(address="https://rooms.example/bigbluebutton/api", secret="s")
    >>> _call_of(server, "end", {"meetingID": "1"})[:58]
    'https://rooms.example/bigbluebutton/api/end?meetingID=1&ch'
    """
    query = urlencode(parameters)
    checksum = hashlib.sha256(f"{call}{query}{server.secret}".encode()).hexdigest()
    return f"{server.address.rstrip('/')}/{call}?{query}&checksum={checksum}"


def create_call(server: BigBlueButton, room: OnlineRoom, *, now: datetime) -> str:
    """Makes the room, which ends by itself when its time is over; nothing in it is recorded."""
    minutes = ceil((room.closes_at - now).total_seconds() / 60)
    return _call_of(
        server,
        "create",
        {
            "meetingID": room.name,
            "name": room.title[:LONGEST_NAME],
            # The same at each call, or the server takes it for another room of the same name.
            "attendeePW": _password(server, room, "guest"),
            "moderatorPW": _password(server, room, "host"),
            "duration": str(max(1, minutes)),
            "meetingExpireIfNoUserJoinedInMinutes": str(NO_SHOW_MINUTES),
            "record": "false",
            "autoStartRecording": "false",
            "allowStartStopRecording": "false",
            "guestPolicy": "ALWAYS_ACCEPT",
            "logoutURL": room.back,
        },
    )


def join_address(server: BigBlueButton, room: OnlineRoom, guest: OnlineGuest, *, created: str) -> str:
    """Where this guest's browser goes; it opens this room only, none made later under the same name."""
    parameters = {
        "meetingID": room.name,
        "fullName": guest.name,
        "userID": guest.id,
        "role": "MODERATOR" if guest.is_host else "VIEWER",
        "password": _password(server, room, "host" if guest.is_host else "guest"),
        "createTime": created,
    }
    return _call_of(server, "join", parameters)


def creation_time(answer: bytes) -> str:
    """When the room was made, as the server says it; empty when it made none.

    >>> creation_time(b"<response><returncode>SUCCESS</returncode><createTime>17</createTime></response>")
    '17'
    >>> creation_time(b"<response><returncode>FAILED</returncode></response>"), creation_time(b"<html>")
    ('', '')
    """
    if b"<!" in answer:  # a document type can make an answer grow without end
        return ""
    try:
        response = ET.fromstring(answer)  # noqa: S314 - of the operator's server, without a document type
    except ET.ParseError:
        return ""
    if response.findtext("returncode") != "SUCCESS":
        return ""
    return (response.findtext("createTime") or "").strip()


def _password(server: BigBlueButton, room: OnlineRoom, role: str) -> str:
    key = server.secret.encode()
    return hmac.new(key, f"{room.name} {role}".encode(), hashlib.sha256).hexdigest()[:24]
