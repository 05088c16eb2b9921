"""What matching keeps about people with an account: interests that they expressed or answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.matching.actions.partner_interests import forget_interests
from handschlag.matching.queries.partner_interests import interests_by


def _export(user_id: int) -> Mapping[str, Any]:
    return {
        "interests": [
            {
                "from": one.asker.name,
                "to": one.asked.name,
                "purpose": one.purpose if one.asked_by_id == user_id else "",
                "asked_at": one.asked_at.isoformat() if one.asked_by_id == user_id else "",
                "answered_at": one.answered_at.isoformat()
                if one.answered_at and one.answered_by_id == user_id
                else "",
            }
            for one in interests_by(user_id)
        ]
    }


def _erase(user_id: int, _now: datetime) -> None:
    forget_interests(user_id=user_id)


HOLDER = DataHolder(name="matching.partners", export=_export, erase=_erase)
