"""One person, one spelling of the address."""

from __future__ import annotations


def normalised_address(address: str) -> str:
    """The address as it is stored and looked up: no blanks around it, lower case."""
    return address.strip().lower()


def domain_of(address: str) -> str:
    """What stands behind the last @."""
    return normalised_address(address).rpartition("@")[2]
