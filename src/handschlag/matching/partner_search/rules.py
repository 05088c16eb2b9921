"""How long and how often actors ask one another all year, and who is interested in whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from handschlag.accounts.models import User
from handschlag.common.refusals import Reason
from handschlag.common.refusals import marked as _
from handschlag.directory.models import Actor, ManagedNetwork
from handschlag.directory.public import of_public_actors
from handschlag.matching.models import (
    LIVE_INTERESTS,
    UNDECIDED,
    Interest,
    InterestState,
    SuggestedPartner,
    UnwantedPartner,
)
from handschlag.matching.models.wishes import pair_of

WEEK: Final = timedelta(days=7)
INTERESTS_A_WEEK: Final = 5
ANSWER_WITHIN: Final = timedelta(days=30)
ASK_AGAIN_AFTER: Final = timedelta(days=90)  # since the last time, whatever came of it
KEEP_OVER: Final = ASK_AGAIN_AFTER
KEEP_AGREED: Final = timedelta(days=365)
SHORTEST_PURPOSE: Final = 20
LONGEST_PURPOSE: Final = 200
_OTHER_SIDE: Final = {"for_you": "for_them", "for_them": "for_you"}


def tidy_purpose(text: str) -> str:
    """One line, without needless blanks."""
    return " ".join(text.split())


def is_purpose(text: str) -> bool:
    """Whether a line says enough, and not too much.

    >>> is_purpose("Bitte melden"), is_purpose("Prüfstand für Brennstoffzellen")
    (False, True)
    """
    return SHORTEST_PURPOSE <= len(text) <= LONGEST_PURPOSE


def interests_left(asked: int) -> int:
    """How many more may be sent, after so many within a week.

    >>> interests_left(0), interests_left(5), interests_left(9)
    (5, 0, 0)
    """
    return max(0, INTERESTS_A_WEEK - asked)


def seen_from_the_other_side(reasons: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The reasons of a pair as the partner reads them.

    >>> one = {"kind": "networks", "side": "for_you", "evidence": ["n3|n7"]}
    >>> seen_from_the_other_side([one])
    [{'kind': 'networks', 'side': 'for_them', 'evidence': ['n7|n3']}]
    """
    return [
        {
            **one,
            "side": _OTHER_SIDE.get(one["side"], one["side"]),
            "evidence": [_turned(part) for part in one["evidence"]],
        }
        for one in reasons
    ]


def _turned(part: Any) -> Any:
    return "|".join(reversed(part.split("|"))) if isinstance(part, str) and "|" in part else part


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who speaks for the other side; empty once the account is gone, or they no longer speak for it."""

    name: str = ""
    email: str = ""
    has_account: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Interests:
    """Everything between one actor and others that its people may see."""

    received: tuple[Interest, ...]  # they decide, those that were put off last
    declined: tuple[Interest, ...]  # they said no, and may still change their mind
    sent: tuple[Interest, ...]  # without an answer, as far as they may know
    unanswered: tuple[Interest, ...]  # the time for an answer is over
    agreed: tuple[Interest, ...]

    @property
    def others(self) -> frozenset[int]:
        """Actors with which something is under way, or agreed."""
        under_way = (*self.received, *self.declined, *self.sent, *self.agreed)
        return frozenset(pk for one in under_way for pk in (one.asker_id, one.asked_id))


def interests_of(actor_id: int, *, now: datetime) -> _Interests:
    """A no is a secret of those who said it: for the other side it waits like any other."""
    rows = Interest.objects.filter(
        of_public_actors("asker__") & of_public_actors("asked__"), Q(asker=actor_id) | Q(asked=actor_id)
    )
    found = list(rows.select_related("asker", "asked", "asked_by", "answered_by").order_by("asked_at", "pk"))
    is_open = [one for one in found if one.state in UNDECIDED and one.expires_at > now]
    over = [
        one
        for one in found
        if one.state == InterestState.LAPSED or (one.state in UNDECIDED and one.expires_at <= now)
    ]
    received = [one for one in is_open if one.asked_id == actor_id and one.state == InterestState.OPEN]
    return _Interests(
        received=tuple(sorted(received, key=lambda one: one.is_put_off)),
        declined=tuple(
            one for one in is_open if one.asked_id == actor_id and one.state == InterestState.DECLINED
        ),
        sent=tuple(one for one in is_open if one.asker_id == actor_id),
        unanswered=tuple(one for one in over if one.asker_id == actor_id),
        agreed=tuple(one for one in found if one.state == InterestState.AGREED),
    )


def other_of(interest: Interest, actor_id: int) -> Actor:
    """The other one of the two."""
    return interest.asked if interest.asker_id == actor_id else interest.asker


def contacts_of(interests: Sequence[Interest], actor_id: int) -> dict[int, Contact]:
    """By interest to which both have said yes: who speaks for the other side."""
    agreed = [one for one in interests if one.state == InterestState.AGREED]
    others = {other_of(one, actor_id).pk for one in agreed}
    speaking = set(_managing(actor__in=others).values_list("user_id", "network__memberships__actor_id"))
    contacts = {}
    for one in agreed:
        user = one.answered_by if one.asker_id == actor_id else one.asked_by
        if user is not None and (user.pk, other_of(one, actor_id).pk) in speaking:
            contacts[one.pk] = Contact(name=user.name, email=user.email, has_account=True)
        else:
            contacts[one.pk] = Contact(has_account=user is not None)
    return contacts


def live_interest(one: int, other: int) -> Interest | None:
    """What is under way or agreed between two actors."""
    return Interest.objects.filter(pair=pair_of(one, other), state__in=LIVE_INTERESTS).first()


def received_from(other: int, actor_id: int, *, now: datetime) -> Interest | None:
    """What the other one has asked, as long as a yes would be a contact."""
    rows = Interest.objects.filter(asker=other, asked=actor_id, state__in=UNDECIDED, expires_at__gt=now)
    return next((one for one in rows if speaks_for(one.asked_by_id, other)), None)


def has_asked_before(asker: int, asked: int, *, now: datetime) -> bool:
    """Whether it is too soon to ask again."""
    rows = Interest.objects.filter(asker=asker, asked=asked, asked_at__gt=now - ASK_AGAIN_AFTER)
    return rows.exists()


def interests_left_of(actor_id: int, *, now: datetime) -> int:
    """How many more the actor may send this week; an answer gives none back, or it would tell of a no."""
    return interests_left(Interest.objects.filter(asker=actor_id, asked_at__gt=now - WEEK).count())


def interests_by(user_id: int) -> list[Interest]:
    """What somebody has asked or answered, the oldest first."""
    rows = Interest.objects.filter(Q(asked_by=user_id) | Q(answered_by=user_id))
    return list(rows.select_related("asker", "asked").order_by("pk"))


def is_unwanted(actor_id: int, other: int) -> bool:
    """Whether the actor's people would rather not."""
    return UnwantedPartner.objects.filter(actor=actor_id, other=other).exists()


def unwanted_of(actor_id: int) -> Sequence[Actor]:
    """With whom they would rather not talk, by name."""
    ids = UnwantedPartner.objects.filter(actor=actor_id).values("other_id")
    return list(Actor.objects.filter(of_public_actors(""), pk__in=ids))


def is_suggested(actor_id: int, other: int) -> bool:
    """Whether the other one stands on the actor's list, and is there still."""
    rows = SuggestedPartner.objects.filter(search__actor=actor_id, partner__actor=other)
    return rows.filter(of_public_actors("partner__actor__"), has_people("partner__actor_id")).exists()


def people_of(actor_id: int) -> QuerySet[User]:
    """The actor's own people: those who look after the networks by which it came into the directory."""
    return User.objects.filter(pk__in=_managing(actor=actor_id).values("user_id")).order_by("pk")


def has_people(actor: str = "actor_id") -> Exists:
    """Whether the actor that a row points to has somebody who speaks for it."""
    return Exists(_managing(actor=OuterRef(actor)))


def _managing(**actor: Any) -> QuerySet[ManagedNetwork]:
    entered = {**actor, "until__isnull": True, "is_origin": True}
    rows = {f"network__memberships__{name}": value for name, value in entered.items()}
    return ManagedNetwork.objects.filter(user__is_active=True, **rows)


def speaks_for(user_id: int | None, actor_id: int) -> bool:
    """Whether somebody is one of the actor's own people still."""
    return user_id is not None and people_of(actor_id).filter(pk=user_id).exists()


class PartnerRefusal(Reason):
    """Why something between two actors that look for partners does not happen."""

    NOT_LOOKING = "not_looking", _("Your organisation does not look for partners at the moment.")
    # the same words whether the other side has left or is no longer suggested
    NOT_THERE = "not_there", _("This organisation is no longer among your partners. Nothing was sent.")
    TOO_SHORT = "too_short", _("Say in one line what you would like to talk about: 20 to 200 characters.")
    USED_UP = (
        "used_up",
        _("You have expressed interest five times within seven days. Choose again when the week is over."),
    )
    ASKED_BEFORE = "asked_before", _("You have asked this organisation within the last 90 days.")
    AGREED = "agreed", _("Both have said yes already. You find the contact on this page.")
    OVER = "over", _("This is no longer possible: the interest was withdrawn, or its time is over.")
    ASKER_GONE = (
        "asker_gone",
        _("The person who asked no longer speaks for that organisation. No contact was shared."),
    )
    OWN = "own", _("You speak for both organisations.")
