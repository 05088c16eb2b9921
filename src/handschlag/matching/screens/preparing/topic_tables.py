"""Topic tables for organisers: what takes place, who waits, and what the tables cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_day_and_time
from handschlag.matching.engine.rule_prices import Prices
from handschlag.matching.models import RequestState, Service
from handschlag.matching.queries.tables import TableCard, spots_of_tables, tables_of
from handschlag.matching.rules.tables import FEWEST


def topic_tables_screen(service: Service, *, prices: Prices | None) -> dict[str, Any]:
    """`prices` are None while they are being found."""
    cards = tables_of(service)
    spots = spots_of_tables(service)
    held = [one for one in cards if one.is_held]
    return {
        "is_allowed": service.has_tables,
        "answer": _answer(len(cards), len(held), is_allowed=service.has_tables),
        "grounds": _grounds(held, cards, prices) if cards else "",
        "is_pending": bool(cards) and prices is None,
        "rows": tuple(_row_of(one, spots.get(one.request or 0)) for one in cards),
    }


def _answer(number: int, held: int, *, is_allowed: bool) -> str:
    if not number:
        return _("Nobody hosts a table yet.") if is_allowed else _("Topic tables are switched off.")
    known = {"n": number, "held": held}
    return (
        ngettext(
            "%(held)s of %(n)s topic table takes place.", "%(held)s of %(n)s topic tables take place.", number
        )
        % known
    )


def _grounds(held: Sequence[TableCard], cards: Sequence[TableCard], prices: Prices | None) -> str:
    """How many people meet there, who waits, and the price."""
    seated = sum(len(one.seated) for one in held)
    pairs = sum(len(one.seated) * (len(one.seated) - 1) // 2 for one in held)
    waiting = sum(len(one.waiting) for one in cards)
    said = [
        _("%(seated)s seats taken, which brings together %(pairs)s pairs.")
        % {"seated": seated, "pairs": pairs},
        ngettext("%(n)s person is waiting for a seat.", "%(n)s people are waiting for a seat.", waiting)
        % {"n": waiting}
        if waiting
        else "",
        _price(prices),
    ]
    return " ".join(one for one in said if one)


def _price(prices: Prices | None) -> str:
    if prices is None:
        return _("The price is being worked out.")
    if prices.tables <= 0:
        return _("Price: none. All other meetings remain possible.")
    return ngettext(
        "Price: at most %(n)s other meeting fewer is possible.",
        "Price: at most %(n)s other meetings fewer are possible.",
        prices.tables,
    ) % {"n": prices.tables}


def _row_of(one: TableCard, spot: tuple[datetime, str] | None) -> Mapping[str, Any]:
    return {
        "card": one,
        "state": _state_of(one, spot),
        "taken": f"{len(one.seated) or 1 + len(one.waiting)}/{one.seats}",
        "waiting": len(one.waiting) if one.seated else 0,
    }


def _state_of(one: TableCard, spot: tuple[datetime, str] | None) -> str:
    if one.is_held and spot is not None:
        return _("%(time)s, meeting point %(place)s") % {
            "time": format_day_and_time(spot[0]),
            "place": spot[1],
        }
    if one.state == RequestState.ROUND:
        return _("Answered in the next round")
    if one.state:
        return _("No time in common yet")
    missing = FEWEST - 1 - len(one.waiting)
    return ngettext("%(n)s more person needed", "%(n)s more people needed", missing) % {"n": missing}
