"""The page that says what is lost with an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handschlag.accounts.hooks.remainders import Remainder, account_remainders
from handschlag.accounts.models import User
from handschlag.accounts.queries.personal_data import data_holders
from handschlag.common.times import format_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class _EraseScreen:
    email: str
    warnings: Sequence[str]
    stays: Sequence[Remainder]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ErasedScreen:
    """The receipt: when, under which number, and what stays."""

    at: str
    reference: str
    stays: Sequence[Remainder]


def erase_screen(user: User) -> _EraseScreen:
    """With a warning for everything that goes with the account, and what stays in spite of it."""
    warnings = [text for holder in data_holders() for text in holder.warnings(user.pk)]
    return _EraseScreen(email=user.email, warnings=warnings, stays=tuple(account_remainders))


def erased_screen(user_id: int, *, now: datetime) -> _ErasedScreen:
    """The proof after the erasure: when, under which reference, and what stays."""
    return _ErasedScreen(
        at=format_moment(now),
        reference=str(user_id),
        stays=tuple(account_remainders),
    )
