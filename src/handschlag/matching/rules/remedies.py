"""Whose a way out is, and why a yes does not work out, as far as may be told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from handschlag.common.refusals import Labelled
from handschlag.common.refusals import marked as _

OWN_KINDS = frozenset({"free_slot", "give_up_talk", "raise_maximum"})


class _RefusalExplanation(Labelled):
    """What a page may say. Whatever lies with the other is one and the same: no common window."""

    OWN_FULL = "own_full", _("You have as many meetings as you wanted or have time for.")
    NO_WINDOW = "no_window", _("You and %(name)s have no free time slot in common.")
    NO_PLACE = "no_place", _("All suitable meeting points are taken in the time slots you share.")
    NO_INTERPRETER = "no_interpreter", _("No interpreter is free in the time slots you share.")
    OTHERWISE = "otherwise", _("Your confirmed meetings leave no time slot for this one.")


REASONS: Mapping[str, _RefusalExplanation] = {
    "no_common_slot": _RefusalExplanation.NO_WINDOW,
    "no_suitable_place": _RefusalExplanation.NO_PLACE,
    "places_full": _RefusalExplanation.NO_PLACE,
    "no_interpreter": _RefusalExplanation.NO_INTERPRETER,
    "interpreters_full": _RefusalExplanation.NO_INTERPRETER,
}


def explanation_of(refusal: Mapping[str, Any] | None, *, is_own_full: bool) -> _RefusalExplanation:
    """Why, for one of the two: `is_own_full` where this person has all the meetings that fit or were wanted.

    >>> explanation_of({"reason": "person_full"}, is_own_full=False)
    <_RefusalExplanation.NO_WINDOW: 'no_window'>
    """
    reason = (refusal or {}).get("reason", "")
    if reason == "person_full":
        return _RefusalExplanation.OWN_FULL if is_own_full else _RefusalExplanation.NO_WINDOW
    return REASONS.get(reason, _RefusalExplanation.OTHERWISE)


def is_own(way: Mapping[str, Any], *, me: int, mine: Collection[int]) -> bool:
    """Whether the person can take this way alone; `mine` are the requests of the person that are held.

    >>> is_own({"kind": "give_up_meeting", "person": 2, "gives_up": [7]}, me=1, mine={7})
    True
    """
    if way["kind"] in OWN_KINDS:
        return bool(way["person"] == me)
    return way["kind"] == "give_up_meeting" and bool(way["gives_up"]) and set(way["gives_up"]) <= set(mine)


def is_colleague(way: Mapping[str, Any], *, me: int) -> bool:
    """Whether a colleague of the person could go instead."""
    return bool(way["kind"] == "other_delegate" and way["person"] == me)


def needs_other(way: Mapping[str, Any], *, me: int, mine: Collection[int]) -> bool:
    """Whether only the other can open this way. More places are the organisers' affair."""
    if way["kind"] == "more_places":
        return False
    return not is_own(way, me=me, mine=mine) and not is_colleague(way, me=me)
