"""The page that says what is lost with an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handschlag.accounts import personal_data
from handschlag.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseScreen:
    email: str
    warnings: Sequence[str]


def erase_screen(user: User) -> EraseScreen:
    warnings = [text for holder in personal_data.holders() for text in holder.warnings(user.pk)]
    return EraseScreen(email=user.email, warnings=warnings)
