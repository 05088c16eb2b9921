"""Partners of an actor follow it into another one."""

from __future__ import annotations

from handschlag.directory.hooks.merges import MergeFollower
from handschlag.matching.actions.partner_merges import make_room_for_partners, settle_partners

PARTNERS = MergeFollower(make_room=make_room_for_partners, settle=settle_partners)
