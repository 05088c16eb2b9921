"""A demo lets everybody be anybody: it answers this machine only, unless somebody says otherwise."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from django.core.exceptions import ImproperlyConfigured

HERE = frozenset({"localhost", "testserver"})


def is_this_machine(host: str) -> bool:
    """Whether a name or an address is reached from this machine alone."""
    bare = host.strip("[]")
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare in HERE or bare.endswith(".localhost")


def refuse_strangers(hosts: Iterable[str], *, is_for_strangers: bool) -> None:
    """Nothing, or a refusal that says what has to be said to open a demo to others."""
    strange = [host for host in hosts if not is_this_machine(host)]
    if strange and not is_for_strangers:
        raise ImproperlyConfigured(
            f"A demo would answer to {', '.join(strange)}: in it everybody may sign in as anybody and read "
            "every letter, codes and personal links included. Is that wanted? Then set "
            "HANDSCHLAG_DEMO_OPEN_TO_STRANGERS=yes. For real use, set HANDSCHLAG_MODE=production."
        )
