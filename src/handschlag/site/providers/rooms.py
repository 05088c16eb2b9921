"""The servers for online rooms, from the environment; loud at nonsense.

HANDSCHLAG_BIGBLUEBUTTON=https://rooms.example/bigbluebutton/api    where its interface is
HANDSCHLAG_BIGBLUEBUTTON_SECRET=...      the shared secret that `bbb-conf --secret` names
HANDSCHLAG_JITSI=https://meet.example    where its rooms are
HANDSCHLAG_JITSI_APP_ID=handschlag       only if the server asks for signed passes
HANDSCHLAG_JITSI_SECRET=...
"""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ImproperlyConfigured

from handschlag.events.rules.online import BigBlueButton, Jitsi, OnlineProviders
from handschlag.site.environment import PREFIX, Environment
from handschlag.site.providers.identity import checked_origin

SHORTEST_SECRET: Final = 16


def online_providers(environment: Environment) -> OnlineProviders:
    """What events can choose from; nothing is asked of the servers yet."""
    return OnlineProviders(
        bigbluebutton=environment.built(lambda: _bigbluebutton(environment), otherwise=None),
        jitsi=environment.built(lambda: _jitsi(environment), otherwise=None),
    )


def _bigbluebutton(environment: Environment) -> BigBlueButton | None:
    address = environment.text("BIGBLUEBUTTON", default="")
    secret = environment.text("BIGBLUEBUTTON_SECRET", default="")
    if not _is_complete("BIGBLUEBUTTON", address, secret):
        return None
    return BigBlueButton(address=checked_origin(address, variable="BIGBLUEBUTTON"), secret=secret)


def _jitsi(environment: Environment) -> Jitsi | None:
    address, app_id = environment.text("JITSI", default=""), environment.text("JITSI_APP_ID", default="")
    secret = environment.text("JITSI_SECRET", default="")
    _is_complete("JITSI", app_id, secret, first="_APP_ID")
    if app_id and not address:
        raise ImproperlyConfigured(f"{PREFIX}JITSI_APP_ID needs {PREFIX}JITSI.")
    if not address:
        return None
    return Jitsi(address=checked_origin(address, variable="JITSI"), app_id=app_id, secret=secret)


def _is_complete(name: str, value: str, secret: str, *, first: str = "") -> bool:
    """Both or neither; messages name variables, never a secret."""
    if bool(value) != bool(secret):
        raise ImproperlyConfigured(f"{PREFIX}{name}{first} and {PREFIX}{name}_SECRET belong together.")
    if secret and len(secret) < SHORTEST_SECRET:
        raise ImproperlyConfigured(f"{PREFIX}{name}_SECRET must have at least {SHORTEST_SECRET} characters.")
    return bool(value)
