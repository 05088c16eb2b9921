"""Why somebody does not get in, besides a code that is wrong."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class SignInFault(Reason):
    BLOCKED = "blocked", _("This account is blocked. Write to us if you do not know why.")
    WRONG_PASSWORD = (
        "wrong_password",
        _("Email address and password do not match. If you have no password, ask for a code."),
    )
    UNKNOWN_PASSKEY = "unknown_passkey", _("This passkey was not recognised.")
    NO_ADDRESS = "no_address", _("Your organisation did not say which email address is yours.")
    FOREIGN_ADDRESS = (
        "foreign_address",
        _("Your organisation named an address from another domain. Sign in with a code instead."),
    )


class AccountFault(Reason):
    """Why an account is not changed."""

    STALE = (
        "stale",
        _("Your account was changed in another browser window. Check the current details and save again."),
    )
    SAME_ADDRESS = "same_address", _("This is your address already.")
    ADDRESS_TAKEN = (
        "address_taken",
        _("Another account has this address. Sign in there, or delete it first."),
    )
    LAST_ADMINISTRATOR = (
        "last_administrator",
        _("You are the last administrator. Give the role to someone else first, then delete your account."),
    )
    NEEDS_A_PASSKEY = (
        "needs_a_passkey",
        _("Your role needs a passkey: confirm with one that you have before you change passkeys."),
    )
    OWN_ACCOUNT = "own_account", _("This is your own account. Change it under “Your account”.")
    NOT_IN_THIS_STATE = (
        "not_in_this_state",
        _("Someone has blocked or unblocked this account in the meantime."),
    )
    UNKNOWN = "unknown", _("This account no longer exists.")
    ONLY_ADMINISTRATOR = (
        "only_administrator",
        _("This is the last administrator. Appoint another one first."),
    )


def fault_of_changing_passkeys(*, needs_one: bool, has_one: bool, used_one: bool) -> AccountFault | None:
    """Where a role needs a passkey, they are changed by whoever has one, not by whoever reads mail."""
    if needs_one and has_one and not used_one:
        return AccountFault.NEEDS_A_PASSKEY
    return None
