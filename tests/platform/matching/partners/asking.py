"""Short words for what tests of partners do and say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.platform import builders

from handschlag.accounts.models import User
from handschlag.common.refusals import Refusal
from handschlag.directory.models import Actor, Network
from handschlag.matching.models import Interest
from handschlag.matching.partner_search import interests

PURPOSE = "Linsen für unsere neuen Laser"
DAY = timedelta(days=1)


def stated(name: str, network: Network, *, offer: str, need: str) -> Actor:
    made = builders.actor(name, networks=(network,))
    made.statements.create(direction="offer", text_de=offer)
    made.statements.create(direction="need", text_de=need)
    return made


def refused(act: Callable[..., Any], **values: Any) -> Any:
    with pytest.raises(Refusal) as no:
        act(**values)
    return no.value.reason


def ask(one: Actor, other: Actor, by: User, now: datetime, purpose: str = PURPOSE) -> Interest:
    return interests.express_interest(
        actor_id=one.pk, other_id=other.pk, purpose=purpose, by=by.subject, now=now
    )


def between(one: Actor, other: Actor, by: User, now: datetime) -> dict[str, Any]:
    return {"actor_id": one.pk, "other_id": other.pk, "by": by.subject, "now": now}
