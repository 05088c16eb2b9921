"""Why somebody does not get in, besides a code that is wrong."""

from __future__ import annotations

from enum import StrEnum


class SignInFault(StrEnum):
    BLOCKED = "blocked"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - a word, not a secret
    UNKNOWN_PASSKEY = "unknown_passkey"
    NO_ADDRESS = "no_address"
    FOREIGN_ADDRESS = "foreign_address"


class AccountFault(StrEnum):
    """Why an account is not changed."""

    STALE = "stale"
    SAME_ADDRESS = "same_address"
    ADDRESS_TAKEN = "address_taken"
    LAST_ADMINISTRATOR = "last_administrator"
    NEEDS_A_PASSKEY = "needs_a_passkey"
    OWN_ACCOUNT = "own_account"
    NOT_IN_THIS_STATE = "not_in_this_state"
    UNKNOWN = "unknown"
    ONLY_ADMINISTRATOR = "only_administrator"


def fault_of_changing_passkeys(*, needs_one: bool, has_one: bool, used_one: bool) -> AccountFault | None:
    """Where a role needs a passkey, they are changed by whoever has one, not by whoever reads mail."""
    if needs_one and has_one and not used_one:
        return AccountFault.NEEDS_A_PASSKEY
    return None
