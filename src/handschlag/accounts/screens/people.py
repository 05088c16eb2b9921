"""The pages on which administrators handle the accounts of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from handschlag.accounts.labels import role_name
from handschlag.accounts.models import User
from handschlag.accounts.queries.people import AccountCounts, accounts_page, counts_of
from handschlag.accounts.queries.personal_data import data_holders
from handschlag.accounts.rules.policy import Role
from handschlag.design.components.parts import Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _AccountLine:
    id: int
    email: str
    name: str
    roles: Sequence[str]
    seen_on: date | None
    is_blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _AccountsScreen:
    lines: Sequence[_AccountLine]
    total: int
    pages: Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _AccountScreen:
    """One account, in numbers; `warnings` say what others lose when it goes."""

    line: _AccountLine
    joined_at: datetime
    counts: AccountCounts
    warnings: Sequence[str]
    is_own: bool


def accounts_screen(*, text: str, page: str) -> _AccountsScreen:
    """The accounts that `text` finds, all where it is empty; a wrong page is the nearest one."""
    found = accounts_page(text, page=page)
    return _AccountsScreen(
        lines=tuple(map(_line, found.object_list)),
        total=found.paginator.count,
        pages=Pages(
            number=found.number,
            count=found.paginator.num_pages,
            query=urlencode({"q": text}) if text else "",
        ),
    )


def account_screen(user: User, *, asked_by: int | None, now: datetime) -> _AccountScreen:
    """One account, with what would be lost; `asked_by` is the administrator who looks at it."""
    return _AccountScreen(
        line=_line(user),
        joined_at=user.joined_at,
        counts=counts_of(user, now=now),
        warnings=tuple(text for holder in data_holders() for text in holder.warnings(user.pk)),
        is_own=user.pk == asked_by,
    )


def _line(user: User) -> _AccountLine:
    return _AccountLine(
        id=user.pk,
        email=user.email,
        name=user.name,
        roles=tuple(role_name(role) for role in Role if role in user.granted),
        seen_on=user.seen_on,
        is_blocked=not user.is_active,
    )
