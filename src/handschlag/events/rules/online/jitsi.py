"""Rooms of Jitsi: an address that nobody guesses, with a signed pass where the server asks for one."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode, urlsplit

import jwt

from handschlag.events.rules.online.providers import Jitsi
from handschlag.events.rules.online.rooms import OnlineGuest, OnlineRoom


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
