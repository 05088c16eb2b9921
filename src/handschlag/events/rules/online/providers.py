"""The servers on which rooms are: addresses and secrets, as the operator names them."""

from __future__ import annotations

from dataclasses import dataclass, field


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
