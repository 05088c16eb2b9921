"""Which roles may be given and taken away, whatever the policy says about who may do so."""

from __future__ import annotations

from handschlag.accounts.rules.policy import Role
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _

# In the order in which they are shown. Everybody is a participant; nobody is appointed visitor.
GRANTABLE = (Role.NETWORK_MANAGER, Role.EDITOR, Role.ORGANISER, Role.ADMINISTRATOR)
# What a floor may give by its own rules, for instance by an invitation.
GIVEN_BY_FLOORS = frozenset({Role.NETWORK_MANAGER})


class GrantFault(Reason):
    NOT_GRANTABLE = "not_grantable", _("This role cannot be given: everyone has it.")
    ONLY_BY_ADMINISTRATORS = "only_by_administrators", _("Only an administrator can give this role.")
    LAST_ADMINISTRATOR = (
        "last_administrator",
        _("This is the last administrator. Appoint another one first, then take the role away."),
    )
    UNKNOWN_PERSON = "unknown_person", _("This account no longer exists.")


def fault_of_granting(role: Role) -> GrantFault | None:
    """Why nobody may give this role, not even administrators; None where it can be given."""
    return None if role in GRANTABLE else GrantFault.NOT_GRANTABLE


def fault_of_giving(role: Role) -> GrantFault | None:
    """Why a floor may not give this role by itself."""
    return fault_of_granting(role) or (None if role in GIVEN_BY_FLOORS else GrantFault.ONLY_BY_ADMINISTRATORS)


def fault_of_revoking(role: Role, *, other_administrators: int) -> GrantFault | None:
    """The platform always keeps an administrator."""
    if role is Role.ADMINISTRATOR and other_administrators < 1:
        return GrantFault.LAST_ADMINISTRATOR
    return None
