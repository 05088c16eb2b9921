"""Prices of rules, remembered as long as nothing changes that they rest on."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

from django.db import connection

from handschlag.matching.engine.rule_prices import Prices, prices_of
from handschlag.matching.models import Service
from handschlag.matching.queries.engine_input import load_engine_input
from handschlag.matching.queries.price_fingerprints import price_fingerprint_of

LARGE: Final = 1000  # requests from which on prices are found in the background
MOST: Final = 16
_kept: OrderedDict[tuple[str, int, str], Prices] = OrderedDict()


def _key_of(service: Service, mark: str) -> tuple[str, int, str]:
    return str(connection.settings_dict["NAME"]), service.pk, mark


def cached_prices(service: Service, mark: str) -> Prices | None:
    """The prices remembered under this mark; None where they were never found, or dropped since."""
    return _kept.get(_key_of(service, mark))


def store_prices(service: Service, mark: str, prices: Prices) -> Prices:
    """The same prices, remembered; beyond the most that are kept, the oldest go."""
    _kept[_key_of(service, mark)] = prices
    while len(_kept) > MOST:
        _kept.popitem(last=False)
    return prices


def found(service: Service) -> tuple[str, Prices]:
    """The prices as things stand, computed now, and their mark."""
    mark = price_fingerprint_of(service)
    return mark, store_prices(
        service, mark, cached_prices(service, mark) or prices_of(load_engine_input(service))
    )


def encoded(prices: Prices) -> dict[str, Any]:
    """As a job leaves them."""
    return {
        "asked": prices.asked,
        "bound": prices.bound,
        "prices": dict(prices.prices),
        "touched": dict(prices.touched),
        "tables": prices.tables,
    }


def decoded(content: dict[str, Any]) -> Prices:
    """What `encoded` wrote."""
    names = ("asked", "bound", "prices", "touched")
    return Prices(tables=content.get("tables", 0), **{name: content[name] for name in names})
