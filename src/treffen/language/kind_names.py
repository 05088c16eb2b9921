"""What kinds of things people offer and look for."""

from __future__ import annotations

from enum import StrEnum


class StatementKind(StrEnum):
    """What is looked for; an offer has the kind of the need that it answers."""

    PILOT = "pilot"
    SUPPLIER = "supplier"
    TEST = "test"
    RESEARCH = "research"
    CUSTOMER = "customer"
    PARTNER = "partner"
    EXPERTISE = "expertise"
    INVESTOR = "investor"
    SALES = "sales"
    STAFF = "staff"
    EQUIPMENT = "equipment"
