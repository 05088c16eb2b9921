"""The interface of BigBlueButton: calls signed with the shared secret, and what its answers say.

To create a room that exists already is no fault: whoever comes first makes it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Final
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from handschlag.events.rules.online.providers import BigBlueButton
from handschlag.events.rules.online.rooms import OnlineGuest, OnlineRoom

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
