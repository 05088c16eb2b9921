"""What can be done with accounts. Floors above use these by name: `accounts.actions.grant_role(...)`."""

from handschlag.accounts.actions.demo import sign_in_as_demo
from handschlag.accounts.actions.links import issue_link, look_at_link, redeem_link, withdraw_link
from handschlag.accounts.actions.roles import appoint_administrator, give_role, grant_role, revoke_role

__all__ = [
    "appoint_administrator",
    "give_role",
    "grant_role",
    "issue_link",
    "look_at_link",
    "redeem_link",
    "revoke_role",
    "sign_in_as_demo",
    "withdraw_link",
]
