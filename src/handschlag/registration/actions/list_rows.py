"""Rows of lists that nobody has applied yet: those of a person go when the person is erased."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from handschlag.accounts.rules.addresses import normalised_address
from handschlag.common.rules.folding import folded_name
from handschlag.registration.models import PeopleList


def take_out(event_id: int, *, name: str, email: str) -> int:
    """No waiting list of the event holds a row of this person; how many rows went.

    The rows stay in their places, empty: whoever is checking the list finds the others under their numbers.
    """
    gone = 0
    for waiting in PeopleList.objects.select_for_update().filter(event=event_id):
        if not waiting.packed:
            continue
        rows, mended = waiting.rows, dict(waiting.mended)
        for index in range(1, len(rows)):
            number = str(waiting.first_row + index)
            corrected: dict[str, str] = mended.get(number, {})
            if _is_about([*rows[index], *corrected.values()], name=name, email=email):
                rows[index] = [""] * len(rows[index])
                mended.pop(number, None)
                gone += 1
        if mended != waiting.mended or rows != waiting.rows:
            values = {"packed": PeopleList.pack(rows), "mended": mended, "version": F("version") + 1}
            PeopleList.objects.filter(pk=waiting.pk).update(**values)
    return gone


def _is_about(cells: Iterable[str], *, name: str, email: str) -> bool:
    """By the address; by all words of the name where the person or the row has none."""
    texts = list(cells)
    addresses = {normalised_address(text) for text in texts if "@" in text}
    if email and addresses:
        return email in addresses
    words = set(folded_name(name).split())
    said = {word for text in texts for word in folded_name(text).split()}
    return bool(words) and words <= said
