"""Ids of rows as the engine's ids, and back: one letter and the key."""

from __future__ import annotations

from datetime import UTC, datetime

from treffen.problem import InterpreterId, ParticipantId, PlaceId, RequestId, SlotId, TalkId

MOMENT = "%Y%m%dT%H%M%SZ"


def person_id(pk: int) -> ParticipantId:
    """A participant is `p` and the key of the row."""
    return ParticipantId(f"p{pk}")


def request_id(pk: int) -> RequestId:
    """A request is `r` and the key of the row."""
    return RequestId(f"r{pk}")


def place_id(pk: int) -> PlaceId:
    """A place is `t`, as in table, and the key of the row."""
    return PlaceId(f"t{pk}")


def talk_id(pk: int) -> TalkId:
    """A talk is `s`, as in session, and the key of the row."""
    return TalkId(f"s{pk}")


def interpreter_id(pk: int) -> InterpreterId:
    """An interpreter is `i` and the key of the row."""
    return InterpreterId(f"i{pk}")


def slot_id_of(block: int, starts_at: datetime) -> SlotId:
    """A slot is named by its block and its beginning.

    >>> slot_id_of(3, datetime(2027, 4, 14, 9, 30, tzinfo=UTC))
    'b3@20270414T093000Z'
    """
    return SlotId(f"b{block}@{starts_at.astimezone(UTC):{MOMENT}}")


def block_and_start(slot_id: str) -> tuple[int, datetime]:
    """The key of the block and the beginning in UTC: what `slot_id_of` put into the id."""
    block, moment = slot_id.removeprefix("b").split("@")
    return int(block), datetime.strptime(moment, MOMENT).replace(tzinfo=UTC)


def key(engine_id: str) -> int:
    """The key of a row, from the engine's id.

    >>> key("p17")
    17
    """
    return int(engine_id[1:])
