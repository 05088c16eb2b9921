"""What kinds of things people offer and look for, what they are called, and how a sentence is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from handschlag.common.refusals import marked as _
from treffen.language import kind_names, kinds

Kind = kind_names.StatementKind
kind_read = kinds.kind_read


OFFER, NEED = "offer", "need"

KIND_LABELS: Final[Mapping[str, Mapping[Kind, str]]] = {
    NEED: {
        Kind.PILOT: _("A pilot user"),
        Kind.SUPPLIER: _("A supplier"),
        Kind.TEST: _("A test facility"),
        Kind.RESEARCH: _("A research partner"),
        Kind.CUSTOMER: _("A customer"),
        Kind.PARTNER: _("A consortium or funding partner"),
        Kind.EXPERTISE: _("Expertise or training"),
        Kind.INVESTOR: _("An investor"),
        Kind.SALES: _("A sales partner"),
        Kind.STAFF: _("Staff"),
        Kind.EQUIPMENT: _("Use of equipment"),
    },
    OFFER: {
        Kind.PILOT: _("A place for pilots and trials"),
        Kind.SUPPLIER: _("A product or service"),
        Kind.TEST: _("Tests and measurements"),
        Kind.RESEARCH: _("Joint research"),
        Kind.CUSTOMER: _("Orders: we buy"),
        Kind.PARTNER: _("A place in a consortium or network"),
        Kind.EXPERTISE: _("Advice or training"),
        Kind.INVESTOR: _("Capital"),
        Kind.SALES: _("Sales and market access"),
        Kind.STAFF: _("Staff to place"),
        Kind.EQUIPMENT: _("Use of our equipment"),
    },
}
