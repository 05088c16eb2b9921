"""The pages on which administrators handle the accounts of others."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from handschlag.accounts.models import User
from handschlag.accounts.queries.people import accounts_page, counts_of
from handschlag.accounts.queries.personal_data import warnings_for
from handschlag.design.components.parts import Pages


def accounts_screen(*, text: str, page: str) -> dict[str, Any]:
    """The accounts that `text` finds, all where it is empty; a wrong page is the nearest one."""
    found = accounts_page(text, page=page)
    query = urlencode({"q": text}) if text else ""
    return {
        "accounts": found.object_list,
        "total": found.paginator.count,
        "pages": Pages(number=found.number, count=found.paginator.num_pages, query=query),
    }


def account_screen(user: User, *, now: datetime) -> dict[str, Any]:
    """One account in numbers; the warnings say what others lose when it goes."""
    return {"account": user, "counts": counts_of(user, now=now), "warnings": warnings_for(user.pk)}
