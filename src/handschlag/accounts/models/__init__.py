"""The nouns of accounts: people, roles, sessions, codes, links, and how often something was tried."""

from handschlag.accounts.models.codes import Code, CodePurpose
from handschlag.accounts.models.limits import Tally
from handschlag.accounts.models.links import PersonalLink
from handschlag.accounts.models.sessions import Session
from handschlag.accounts.models.users import RoleGrant, User, UserManager

__all__ = ["Code", "CodePurpose", "PersonalLink", "RoleGrant", "Session", "Tally", "User", "UserManager"]
