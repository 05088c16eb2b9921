"""How accounts speak: names of roles, ways to sign in, and what a refusal says."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.accounts.rules.codes import CodeFault
from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.rules.grants import GrantFault
from handschlag.accounts.rules.limits import LimitFault
from handschlag.accounts.rules.policy import Role
from handschlag.accounts.rules.sign_in import AccountFault, SignInFault
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_time


def role_name(role: Role) -> str:
    """The role as people read it, in the language of the page."""
    return {
        Role.VISITOR: _("Visitor"),
        Role.PARTICIPANT: _("Participant"),
        Role.RECEPTION: _("Reception"),
        Role.NETWORK_MANAGER: _("Network manager"),
        Role.EDITOR: _("Editor"),
        Role.ORGANISER: _("Organiser"),
        Role.ADMINISTRATOR: _("Administrator"),
    }[role]


def role_duty(role: Role) -> str:
    """What a role is for, in one sentence."""
    return {
        Role.VISITOR: _("Reads what is public."),
        Role.PARTICIPANT: _("Has an account. Everyone who signs in is a participant."),
        Role.RECEPTION: _("Checks people in at one event until it is over. Its organisers give access."),
        Role.NETWORK_MANAGER: _("Manages the page, the actors and the news of their own networks."),
        Role.EDITOR: _("Checks and publishes entries of the whole directory."),
        Role.ORGANISER: _("Prepares events and runs them."),
        Role.ADMINISTRATOR: _("Gives roles, and sees what was changed by whom. Needs a passkey."),
    }[role]


def method_name(method: str) -> str:
    """How somebody signed in."""
    names = {
        Method.CODE: _("code by email"),
        Method.PASSWORD: _("password"),
        Method.PASSKEY: _("passkey"),
        Method.ORGANISATION: _("organisation"),
        Method.LINK: _("personal link"),
        Method.DEMO: _("demo"),
    }
    return names.get(Method(method), "") if method in set(Method) else ""


def _grant_fault(fault: GrantFault) -> str:
    return {
        GrantFault.NOT_GRANTABLE: _("This role cannot be given: everyone has it."),
        GrantFault.ONLY_BY_ADMINISTRATORS: _("Only an administrator can give this role."),
        GrantFault.LAST_ADMINISTRATOR: _(
            "This is the last administrator. Appoint another one first, then take the role away."
        ),
        GrantFault.UNKNOWN_PERSON: _("This account no longer exists."),
    }[fault]


def _code_fault(fault: CodeFault, *, left: int = 0) -> str:
    if fault is CodeFault.WRONG and left > 0:
        return ngettext(
            "This is not the code that we sent. You have one more try.",
            "This is not the code that we sent. You have %(left)d more tries.",
            left,
        ) % {"left": left}
    return {
        CodeFault.NONE_SENT: _("There is no code for this browser. Ask for a new one."),
        CodeFault.WRONG: _("This is not the code that we sent, and it was the last try. Ask for a new code."),
        CodeFault.EXPIRED: _("This code has expired. Ask for a new one."),
        CodeFault.USED: _("This code has been used already. Ask for a new one."),
        CodeFault.NO_SUCH_LINK: _("This link does not work. Ask for a new code."),
        CodeFault.TRIED_TOO_OFTEN: _("Too many attempts with this code. Ask for a new one."),
    }[fault]


def pause_of_downloads(again_at: datetime) -> str:
    """Why a file is not given just now, and when it is again."""
    return _(
        "Many files were downloaded from your internet connection in a short time. Please try "
        "again after %(time)s."
    ) % {"time": format_time(again_at)}


def _limit_fault(fault: LimitFault, again_at: datetime) -> str:
    if fault is LimitFault.LETTERS_ARE_THERE:
        return _(
            "We have already sent several emails with a code to this address. Open the newest one "
            "and use its link: it also works in this browser. We will not send another email "
            "before %(time)s."
        ) % {"time": format_time(again_at)}
    return _("Too many attempts. Try again after %(time)s.") % {"time": format_time(again_at)}


def _sign_in_fault(fault: SignInFault) -> str:
    return {
        SignInFault.BLOCKED: _("This account is blocked. Write to us if you do not know why."),
        SignInFault.WRONG_PASSWORD: _(
            "Email address and password do not match. If you have no password, ask for a code."
        ),
        SignInFault.UNKNOWN_PASSKEY: _("This passkey was not recognised."),
        SignInFault.NO_ADDRESS: _("Your organisation did not say which email address is yours."),
        SignInFault.FOREIGN_ADDRESS: _(
            "Your organisation named an address from another domain. Sign in with a code instead."
        ),
    }[fault]


def _account_fault(fault: AccountFault) -> str:
    return {
        AccountFault.STALE: _(
            "Your account was changed in another browser window. Check the current details and save again."
        ),
        AccountFault.SAME_ADDRESS: _("This is your address already."),
        AccountFault.ADDRESS_TAKEN: _("Another account has this address. Sign in there, or delete it first."),
        AccountFault.LAST_ADMINISTRATOR: _(
            "You are the last administrator. Give the role to someone else first, then delete your account."
        ),
        AccountFault.OWN_ACCOUNT: _("This is your own account. Change it under “Your account”."),
        AccountFault.NOT_IN_THIS_STATE: _("Someone has blocked or unblocked this account in the meantime."),
        AccountFault.UNKNOWN: _("This account no longer exists."),
        AccountFault.ONLY_ADMINISTRATOR: _("This is the last administrator. Appoint another one first."),
        AccountFault.NEEDS_A_PASSKEY: _(
            "Your role needs a passkey: confirm with one that you have before you change passkeys."
        ),
    }[fault]


def refusal_message(refusal: Refusal) -> str:
    """What a refusal of this floor says to people."""
    reason = refusal.reason
    if isinstance(reason, CodeFault):
        return _code_fault(reason, left=refusal.details.get("left", 0))
    if isinstance(reason, LimitFault):
        return _limit_fault(reason, refusal.details["again_at"])
    if isinstance(reason, SignInFault):
        return _sign_in_fault(reason)
    if isinstance(reason, AccountFault):
        return _account_fault(reason)
    if isinstance(reason, GrantFault):
        return _grant_fault(reason)
    raise refusal
