"""Where the facts of the directory come from, counted by website."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from handschlag.directory.models import FactSource, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    """A public website on which facts of networks were read; a mirror is named, not linked."""

    host: str
    networks: int
    newest_copy: str  # day, month or year of the newest copy or reading; empty where none has a date


def websites() -> tuple[Website, ...]:
    """Every website that a public network names as a source, those of most networks first."""
    networks: dict[str, set[int]] = defaultdict(set)
    newest: dict[str, str] = defaultdict(str)
    rows = FactSource.objects.filter(network__status=Status.PUBLISHED, network__is_demo=False)
    for source, network, day, copied_on in rows.values_list("source", "network", "seen_on", "copied_on"):
        host = host_of(source)
        if host:
            networks[host].add(network)
            newest[host] = max(day.isoformat() if day else copied_on, newest[host])
    ordered = sorted(networks, key=lambda host: (-len(networks[host]), host))
    return tuple(
        Website(host=host, networks=len(networks[host]), newest_copy=newest[host]) for host in ordered
    )


def host_of(source: str) -> str:
    """The website of an address; empty for a source that is none."""
    try:
        host = urlsplit(source).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
