"""What this floor keeps about people with an account: their own keys, which end with the account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handschlag.accounts.personal_data import Holder
from handschlag.api.queries.keys import own_keys


def export(user_id: int) -> Mapping[str, Any]:
    return {
        "keys": [
            {"name": one.name, "made_at": one.made_at.isoformat(), "expires_at": one.expires_at.isoformat()}
            for one in own_keys(user_id)
        ]
    }


def erase(user_id: int, now: datetime) -> None:
    del now
    own_keys(user_id).delete()


HOLDER = Holder(name="api", export=export, erase=erase)
