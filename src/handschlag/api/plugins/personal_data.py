"""What this floor keeps about people with an account: their own keys, which end with the account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.api.queries.keys import own_keys


def _export(user_id: int) -> Mapping[str, Any]:
    return {
        "keys": [
            {"name": one.name, "made_at": one.made_at.isoformat(), "expires_at": one.expires_at.isoformat()}
            for one in own_keys(user_id)
        ]
    }


def _erase(user_id: int, now: datetime) -> None:
    del now
    own_keys(user_id).delete()


HOLDER = DataHolder(name="api", export=_export, erase=_erase)
