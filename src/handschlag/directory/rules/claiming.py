"""Whoever runs a network takes its page over: an address at the network's own domain proves it.

And a single fact is corrected by anybody: an editor decides.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

from handschlag.accounts.rules.limits import Limit
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

LASTS: Final = timedelta(days=3)
CLAIMS_FROM_A_PLACE: Final = Limit("claims from a place", 10, timedelta(hours=1))
CLAIMS_OF_A_NETWORK: Final = Limit("claims of a network", 5, timedelta(days=1))
CORRECTIONS_FROM_A_PLACE: Final = Limit("corrections from a place", 20, timedelta(hours=1))
CORRECTIONS_OF_A_NETWORK: Final = Limit("corrections of a network", 30, timedelta(days=1))
MOST_WAITING: Final = 500  # a flood from an open form leaves room for the editors' work
# Where many have pages, an address proves nothing.
_PORTALS: Final = ("clusterplattform.de", "facebook.com", "linkedin.com", "wikipedia.org", "xing.com")


class ClaimRefusal(Reason):
    CLAIMED = "claimed", _("Someone manages this page already. Ask them for an invitation.")
    NOT_ITS_DOMAIN = (
        "not_its_domain",
        _("This address is not at the network’s own domain. Use another one, or ask the editors."),
    )
    WAITS = "waits", _("A change of this fact is waiting for the editors already.")
    PAGE_WAITS = "page_waits", _("A change of this page is waiting for the editors. Please try again later.")
    FULL = "full", _("Too many corrections are waiting. Please try again later.")


def own_domain(website: str) -> str:
    """The domain of a website that is a network's own, whole one; none for a page within another's.

    >>> own_domain("https://www.silicon-saxony.de/"), own_domain("https://www.tu-chemnitz.de/MERGE")
    ('silicon-saxony.de', '')
    >>> own_domain("https://de.wikipedia.org"), own_domain("")
    ('', '')
    """
    parts = urlsplit(website)
    host = (parts.hostname or "").removeprefix("www.")
    is_portal = any(host == one or host.endswith(f".{one}") for one in _PORTALS)
    is_whole = parts.path.strip("/") == "" and not parts.query and not parts.fragment
    return host if "." in host and is_whole and not is_portal else ""


def is_at(email: str, domain: str) -> bool:
    """Whether an address is at a domain or below it.

    >>> is_at("info@optence.de", "optence.de"), is_at("a@mail.optence.de", "optence.de")
    (True, True)
    >>> is_at("a@optence.de.example.org", "optence.de"), is_at("a@notoptence.de", "optence.de")
    (False, False)
    >>> is_at("a@büro.de", "xn--bro-hoa.de"), is_at("a@xn--bro-hoa.de", "büro.de")
    (True, True)
    """
    host, domain = in_ascii(email.rpartition("@")[2]), in_ascii(domain)
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def in_ascii(domain: str) -> str:
    """One spelling of a domain; none where old and new rules of the name system read it differently.

    >>> in_ascii("Büro.de"), in_ascii("xn--bro-hoa.de"), in_ascii("straße.de"), in_ascii("a..de")
    ('xn--bro-hoa.de', 'xn--bro-hoa.de', '', '')
    """
    try:
        return "" if "ß" in domain else domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
