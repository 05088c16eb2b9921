"""How often something about registrations may be tried from one place."""

from __future__ import annotations

from datetime import timedelta

from handschlag.accounts.rules.limits import Limit

# Behind one address may sit a whole institute, or the desk of an event.
REGISTRATIONS_FROM_A_PLACE = Limit("registrations from a place", 600, timedelta(hours=1))
REGISTRATIONS_OF_AN_ADDRESS = Limit("registrations of an address", 10, timedelta(hours=1))
UNKNOWN_LINKS_FROM_A_PLACE = Limit("unknown links from a place", 100, timedelta(minutes=15))
