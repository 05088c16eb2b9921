"""Why something on this floor does not happen."""

from __future__ import annotations

from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _


class ApiRefusal(Reason):
    TOO_MANY_KEYS = "too_many_keys", _("You have reached the maximum number of keys. Revoke one first.")
    NOT_SO_LONG = "not_so_long", _("This period is too long. Choose a shorter one.")
    TOO_MANY_ENDPOINTS = "too_many_endpoints", _("There are ten systems already. Remove one first.")
    ENDPOINT_THERE = "endpoint_there", _("This address is called already.")
    NOT_IN_THIS_STATE = "not_in_this_state", _("That was changed in the meantime.")
    ALREADY_REVOKED = "already_revoked", _("This key was revoked already.")
