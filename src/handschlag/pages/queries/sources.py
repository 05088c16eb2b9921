"""Where the facts of the directory come from, counted by website."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from handschlag.directory.models import FactSource, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """A public website on which facts of networks were read, and when last."""

    host: str
    networks: int
    seen_on: date


def websites() -> tuple[Website, ...]:
    """Every website that a public network names as a source, those of most networks first."""
    networks: dict[str, set[int]] = defaultdict(set)
    seen: dict[str, date] = {}
    rows = FactSource.objects.filter(network__status=Status.PUBLISHED, network__is_demo=False)
    for source, network, day in rows.values_list("source", "network", "seen_on").order_by("pk"):
        host = host_of(source)
        if host:
            networks[host].add(network)
            seen[host] = max(day, seen.get(host, day))
    ordered = sorted(networks, key=lambda host: (-len(networks[host]), host))
    return tuple(Website(host=host, networks=len(networks[host]), seen_on=seen[host]) for host in ordered)


def host_of(source: str) -> str:
    """The website of an address; empty for a source that is none."""
    try:
        host = urlsplit(source).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
