"""Prices of rules, remembered as long as nothing changes that they rest on."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

from django.db import connection

from handschlag.matching.engine.rule_prices import Prices, prices_of
from handschlag.matching.models import Service
from handschlag.matching.queries.facts import facts_of
from handschlag.matching.queries.marks import mark_of

LARGE: Final = 1000  # requests from which on prices are found in the background
MOST: Final = 16
_kept: OrderedDict[tuple[str, int, str], Prices] = OrderedDict()


def _key_of(service: Service, mark: str) -> tuple[str, int, str]:
    return str(connection.settings_dict["NAME"]), service.pk, mark


def known(service: Service, mark: str) -> Prices | None:
    return _kept.get(_key_of(service, mark))


def keep(service: Service, mark: str, prices: Prices) -> Prices:
    _kept[_key_of(service, mark)] = prices
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return prices


def found(service: Service) -> tuple[str, Prices]:
    """The prices as things stand, computed now, and their mark."""
    mark = mark_of(service)
    return mark, keep(service, mark, known(service, mark) or prices_of(facts_of(service)))


def encoded(prices: Prices) -> dict[str, Any]:
    """As a job leaves them."""
    return {
        "asked": prices.asked,
        "bound": prices.bound,
        "prices": dict(prices.prices),
        "touched": dict(prices.touched),
    }


def decoded(content: dict[str, Any]) -> Prices:
    return Prices(**{name: content[name] for name in ("asked", "bound", "prices", "touched")})
