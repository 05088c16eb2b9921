"""What other apps offer to somebody who registered, and what they keep of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handschlag.design.components.participant import Tab
from handschlag.registration.hooks.addons import AddonCard, addons
from handschlag.registration.models import Registration


def addon_cards(registration: Registration, token: str) -> tuple[AddonCard, ...]:
    """What the person can do now."""
    return tuple(filter(None, (addon.card(registration, token) for addon in addons)))


def lost_by_cancelling(registration: Registration) -> tuple[str, ...]:
    """What else ends with the registration, in sentences."""
    return tuple(filter(None, (addon.lost_by_cancelling(registration) for addon in addons)))


def opening_page(registration: Registration, token: str, *, now: datetime) -> str:
    """What matters now: one app knows it, or none. Empty: the own page of the registration."""
    pages = (addon.opening(registration, token, now) for addon in addons)
    return next(filter(None, pages), "")


def addon_tabs(registration: Registration, token: str, *, now: datetime) -> Sequence[Tab]:
    """The tabs of the person's pages: one app has them, or none."""
    rows = (addon.tabs(registration, token, now) for addon in addons)
    return next(filter(None, rows), ())


def asked_consents(event_id: int) -> frozenset[str]:
    """The consents that something which the event offers needs."""
    return frozenset(addon.consent for addon in addons if addon.consent and addon.is_offered(event_id))


def first_addon_page(registration: Registration, token: str, *, now: datetime) -> str:
    """Where the person goes on at once; empty where there is nothing to do yet."""
    pages = (addon.first_page(registration, token, now) for addon in addons)
    return next(filter(None, pages), "")


def fields_asked_elsewhere(registration: Registration, token: str) -> Mapping[str, str]:
    """By field the address of the page that asks for it."""
    asked: dict[str, str] = {}
    for addon in addons:
        asked |= addon.asks(registration, token)
    return asked


def addon_exports(registration: Registration, *, with_private: bool) -> Mapping[str, Any]:
    """By app; without what is private for anybody but the person: not even its number."""
    exports = ((addon, addon.export(registration)) for addon in addons)
    return {
        addon.name: {key: value for key, value in data.items() if with_private or key not in addon.private}
        for addon, data in exports
        if data is not None
    }
