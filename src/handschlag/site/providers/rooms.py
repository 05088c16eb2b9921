"""The servers for online rooms, from the environment; loud at nonsense.

HANDSCHLAG_BIGBLUEBUTTON=https://rooms.example/bigbluebutton/api    where its interface is
HANDSCHLAG_BIGBLUEBUTTON_SECRET=...      the shared secret that `bbb-conf --secret` names
HANDSCHLAG_JITSI=https://meet.example    where its rooms are
HANDSCHLAG_JITSI_APP_ID=handschlag       only if the server asks for signed passes
HANDSCHLAG_JITSI_SECRET=...
"""

from __future__ import annotations

from typing import Final

from handschlag.events.rules.online import BigBlueButton, Jitsi, OnlineProviders
from handschlag.site.environment import PREFIX, Environment

SHORTEST_SECRET: Final = 16


def online_providers(environment: Environment) -> OnlineProviders:
    """What events can choose from; nothing is asked of the servers yet."""
    return OnlineProviders(bigbluebutton=_bigbluebutton(environment), jitsi=_jitsi(environment))


def _bigbluebutton(environment: Environment) -> BigBlueButton | None:
    address = environment.secure_address("BIGBLUEBUTTON")
    secret = environment.text("BIGBLUEBUTTON_SECRET", default="")
    _refuse_halves(environment, "BIGBLUEBUTTON", environment.text("BIGBLUEBUTTON", default=""), secret)
    return BigBlueButton(address=address, secret=secret) if address and secret else None


def _jitsi(environment: Environment) -> Jitsi | None:
    address, app_id = environment.secure_address("JITSI"), environment.text("JITSI_APP_ID", default="")
    secret = environment.text("JITSI_SECRET", default="")
    _refuse_halves(environment, "JITSI", app_id, secret, first="_APP_ID")
    if app_id and not environment.text("JITSI", default=""):
        environment.refuse(f"{PREFIX}JITSI_APP_ID needs {PREFIX}JITSI.")
    return Jitsi(address=address, app_id=app_id, secret=secret) if address else None


def _refuse_halves(environment: Environment, name: str, value: str, secret: str, *, first: str = "") -> None:
    """Both or neither; messages name variables, never a secret."""
    if bool(value) != bool(secret):
        environment.refuse(f"{PREFIX}{name}{first} and {PREFIX}{name}_SECRET belong together.")
    if secret and len(secret) < SHORTEST_SECRET:
        environment.refuse(f"{PREFIX}{name}_SECRET must have at least {SHORTEST_SECRET} characters.")
