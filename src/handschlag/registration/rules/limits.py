"""How often something about registrations may be tried from one place."""

from __future__ import annotations

from datetime import timedelta

from handschlag.accounts.rules.limits import Limit

# Behind one address may sit a whole institute, or the desk of an event.
REGISTRATIONS_FROM_A_PLACE = Limit("registrations from a place", 600, timedelta(hours=1))
# What strangers use up is never the owner's: tries count by place, and forms are kept also without a letter.
REGISTRATIONS_OF_AN_ADDRESS = Limit("registrations of an address from a place", 10, timedelta(hours=1))
LETTERS_TO_AN_ADDRESS = Limit("letters about forms to an address", 60, timedelta(hours=1))
UNKNOWN_LINKS_FROM_A_PLACE = Limit("unknown links from a place", 100, timedelta(minutes=15))
LINKS_FROM_A_PLACE = Limit("links sent again from a place", 60, timedelta(hours=1))
LINKS_TO_AN_ADDRESS = Limit("links sent again to an address", 5, timedelta(hours=1))
ADDRESS_CHANGES = Limit("changes of the address of a registration", 5, timedelta(hours=1))
