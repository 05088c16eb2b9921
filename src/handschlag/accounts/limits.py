"""How often something may be tried, per place and per address."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F

from handschlag.accounts.models import Tally
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _


class LimitFault(Reason):
    TOO_OFTEN = "too_often", _("Too many attempts. Try again after %(time)s.")
    LETTERS_ARE_THERE = (
        "letters_are_there",
        _(
            "We have already sent several emails with a code to this address. Open the newest one "
            "and use its link: it also works in this browser. We will not send another email "
            "before %(time)s."
        ),
    )


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times in each window of `within`."""

    name: str
    most: int
    within: timedelta

    def end_of_window(self, now: datetime) -> datetime:
        """When the window that `now` lies in is over."""
        epoch = datetime(2000, 1, 1, tzinfo=UTC)
        return epoch + ((now - epoch) // self.within + 1) * self.within


QUARTER = timedelta(minutes=15)
# A browser that signed in at the address before, and a person who is signed in, have tries of their own:
# what strangers use up is never theirs. Whoever is unknown and comes too late finds letters that open any
# browser (decision 0147).
CODES_FOR_A_KNOWN_BROWSER = Limit("codes for a known browser", 5, QUARTER)
CODES_FOR_AN_ADDRESS = Limit("codes for an address", 10, QUARTER)
CODES_FOR_AN_ADDRESS_FROM_A_PLACE = Limit("codes for an address from a place", 5, QUARTER)
CODES_FOR_A_NEW_ADDRESS = Limit("codes for a new address", 10, QUARTER)
CODES_FROM_A_PLACE = Limit("codes from a place", 30, QUARTER)
PASSWORDS_FOR_A_KNOWN_BROWSER = Limit("passwords for a known browser", 10, QUARTER)
PASSWORDS_FOR_AN_ADDRESS_FROM_A_PLACE = Limit("passwords for an address from a place", 10, QUARTER)
PASSWORDS_FOR_AN_ADDRESS = Limit("passwords for an address", 100, timedelta(hours=1))
PASSWORDS_FROM_A_PLACE = Limit("passwords from a place", 60, QUARTER)
PASSKEYS_FROM_A_PLACE = Limit("passkeys from a place", 60, QUARTER)


DOWNLOADS_FROM_A_PLACE = Limit("downloads from a place", 30, timedelta(minutes=15))
WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](?::\d+)?|(?P<four>[^:]*):\d+")


def nearest_unknown(forwarded: str, *, direct: str, proxies: int) -> str:
    """The address that the outermost of our own proxies saw.

    Each proxy adds on the right whom it saw; what stands further left, anybody can have written. Without a
    proxy, or where it said nothing that is an address, it is whoever is connected.

    >>> nearest_unknown("6.6.6.6, 192.0.2.7", direct="127.0.0.1", proxies=1)
    '192.0.2.7'
    >>> nearest_unknown("6.6.6.6, 192.0.2.7:4711, 10.0.0.2", direct="127.0.0.1", proxies=2)
    '192.0.2.7'
    """
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    if not proxies or not chain:
        return direct
    said = chain[-min(proxies, len(chain))]
    match = WITH_PORT.fullmatch(said)
    bare = (match["six"] or match["four"] or "") if match else said
    return bare if _parsed(bare) else direct


def place_of(network_address: str) -> str:
    """Where a request comes from: whoever has one IPv6 address has 2**64 of them."""
    address = _parsed(network_address)
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address; one of IPv4 that is written as one of IPv6 is that of IPv4."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, ipaddress.IPv6Address) else address


def key_of(limit: Limit, who: str, *, key: str) -> str:
    """Under which key a count is kept; nobody can read from it who was counted."""
    return hmac.new(key.encode(), f"limit:{limit.name}:{who}".encode(), hashlib.sha256).hexdigest()


def tries_left(limit: Limit, who: str, *, now: datetime) -> int:
    """How many tries are left in the window that `now` lies in."""
    key = key_of(limit, who, key=settings.SECRET_KEY)
    counted = Tally.objects.filter(key=key, ends_at=limit.end_of_window(now)).values_list("count", flat=True)
    return max(0, limit.most - (counted.first() or 0))


@transaction.atomic
def count(limit: Limit, who: str, *, now: datetime, fault: Reason = LimitFault.TOO_OFTEN) -> None:
    """One more try is counted; refused where there were as many as allowed, without counting on.

    One statement decides, so that a hundred requests at once are counted as a hundred.
    """
    key, ends_at = key_of(limit, who, key=settings.SECRET_KEY), limit.end_of_window(now)
    Tally.objects.bulk_create([Tally(key=key, ends_at=ends_at)], ignore_conflicts=True)
    below = Tally.objects.filter(key=key, ends_at=ends_at, count__lt=limit.most)
    if below.update(count=F("count") + 1) != 1:
        raise Refusal(fault, again_at=ends_at)


@transaction.atomic
def reset_attempts(limit: Limit, who: str, *, now: datetime) -> None:
    """Whoever got in starts anew."""
    key = key_of(limit, who, key=settings.SECRET_KEY)
    Tally.objects.filter(key=key, ends_at=limit.end_of_window(now)).delete()
