"""Interest of one actor in another: expressed, answered, withdrawn, over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from handschlag.accounts.models import User, addressee
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.mail import Origin
from handschlag.common.refusals import Refusal
from handschlag.common.times import format_date
from handschlag.directory.emails import Letter, address, post
from handschlag.directory.entries import has_entered
from handschlag.directory.models import Actor
from handschlag.matching.models import UNDECIDED, Interest, InterestState
from handschlag.matching.models.wishes import pair_of
from handschlag.matching.partner_search.lists import locked_pair, own_actor
from handschlag.matching.partner_search.rules import (
    ANSWER_WITHIN,
    KEEP_AGREED,
    KEEP_OVER,
    PartnerRefusal,
    has_asked_before,
    interests_left_of,
    is_purpose,
    is_suggested,
    is_unwanted,
    live_interest,
    people_of,
    speaks_for,
    tidy_purpose,
)


def tell_interest(interest: Interest, *, now: datetime) -> None:
    """To the people of the actor that was asked; who asked is not named before both have said yes."""
    names = {"asker": interest.asker.name, "asked": interest.asked.name}

    def write() -> Letter:
        return Letter(
            subject=_("%(asker)s would like to talk with you") % names,
            paragraphs=(_("“%(asker)s” is interested in “%(asked)s” as a partner, and writes:") % names,),
            quote=interest.purpose,
            middle=(
                _(
                    "You can say yes, no or later. Only if you say yes, both sides see the name and email "
                    "address of who asked and who answered. A no is told to nobody."
                ),
                _("Without an answer the interest ends on %(day)s.")
                % {"day": format_date(interest.expires_at)},
            ),
            url=address("matching:partners", interest.asked.slug),
            link=_("See what fits, and answer"),
            end=_("You no longer want such emails? End the search for partners on the same page."),
        )

    for user in people_of(interest.asked_id):
        _post(user, write, kind="matching.interest", about=interest.asked_by, now=now)


def tell_agreed(interest: Interest, *, now: datetime) -> None:
    """To the two people who said yes: each gets the other one's name and address."""
    asker, answerer = interest.asked_by, interest.answered_by
    if asker is None or answerer is None:
        return
    about = interest.purpose
    _tell_contact(asker, answerer, own=interest.asker, other=interest.asked, about=about, now=now)
    _tell_contact(answerer, asker, own=interest.asked, other=interest.asker, about=about, now=now)


def _tell_contact(user: User, person: User, *, own: Actor, other: Actor, about: str, now: datetime) -> None:
    def write() -> Letter:
        names = {"own": own.name, "other": other.name, "name": person.name, "email": person.email}
        return Letter(
            subject=_("Both have said yes: %(other)s") % names,
            paragraphs=(
                _("“%(own)s” and “%(other)s” would like to talk with each other. It is about:") % names,
            ),
            quote=about,
            middle=(
                _("Your contact at “%(other)s” is %(name)s, %(email)s. The other side has your contact, too.")
                % names,
                _("Simply write an email to begin with."),
            ),
            url=address("matching:partners", own.slug),
            link=_("All contacts of your organisation"),
        )

    _post(user, write, kind="matching.interest_agreed", about=person, now=now)


def _post(user: User, write: Callable[[], Letter], *, kind: str, about: User | None, now: datetime) -> None:
    post(
        to=user.email,
        language=user.language,
        now=now,
        write=write,
        recipient=addressee(user),
        named=[addressee(about)] if about else [],
        origin=Origin(kind=kind),
    )


@transaction.atomic
def express_interest(*, actor_id: int, other_id: int, purpose: str, by: Subject, now: datetime) -> Interest:
    """The other side is asked; where it has asked before, this is its yes."""
    own_actor(actor_id, by)
    said = tidy_purpose(purpose)
    if not is_purpose(said):
        raise Refusal(PartnerRefusal.TOO_SHORT)
    locked_pair(actor_id, other_id)
    live = _live(actor_id, other_id, now=now)
    if live is not None and live.asked_id == actor_id:
        return _agreed(live, by=by, now=now)
    _require_free(actor_id, other_id, live, by=by, now=now)
    made = Interest.objects.create(
        asker_id=actor_id,
        asked_id=other_id,
        pair=pair_of(actor_id, other_id),
        purpose=said,
        asked_at=now,
        asked_by_id=by.user_id,
        expires_at=now + ANSWER_WITHIN,
    )
    _record(made, "matching.partner_asked", by=by, now=now)
    if is_unwanted(other_id, actor_id):
        # They would rather not: nobody there is disturbed, and nothing here tells of it.
        Interest.objects.filter(pk=made.pk).update(state=InterestState.DECLINED, answered_at=now)
    else:
        tell_interest(made, now=now)
    return made


def _live(actor_id: int, other_id: int, *, now: datetime) -> Interest | None:
    """What is under way between the two; over is what nobody answered in time, or whose asker has left."""
    live = live_interest(actor_id, other_id)
    if live is None or live.state not in UNDECIDED:
        return live
    if live.expires_at > now and speaks_for(live.asked_by_id, live.asker_id):
        return live
    _lapse(Interest.objects.filter(pk=live.pk))
    return None


def _require_free(actor_id: int, other_id: int, live: Interest | None, *, by: Subject, now: datetime) -> None:
    if live is not None and live.state == InterestState.AGREED:
        raise Refusal(PartnerRefusal.AGREED)
    if live is not None or has_asked_before(actor_id, other_id, now=now):
        raise Refusal(PartnerRefusal.ASKED_BEFORE)
    if not is_suggested(actor_id, other_id):
        raise Refusal(PartnerRefusal.NOT_THERE)
    if has_entered(by, other_id):
        raise Refusal(PartnerRefusal.OWN)
    if not interests_left_of(actor_id, now=now):
        raise Refusal(PartnerRefusal.USED_UP)


@transaction.atomic
def say_yes(*, actor_id: int, other_id: int, by: Subject, now: datetime) -> Interest:
    """Both sides see who speaks for the other one; a no may still become a yes in time."""
    return _agreed(_received(actor_id, other_id, by=by, now=now), by=by, now=now)


def _agreed(live: Interest, *, by: Subject, now: datetime) -> Interest:
    if live.state == InterestState.AGREED:
        raise Refusal(PartnerRefusal.AGREED)
    if not speaks_for(live.asked_by_id, live.asker_id):
        raise Refusal(PartnerRefusal.ASKER_GONE)
    live.state, live.answered_at, live.answered_by_id = InterestState.AGREED, now, by.user_id
    live.save(update_fields=["state", "answered_at", "answered_by"])
    _record(live, "matching.partner_agreed", by=by, now=now)
    tell_agreed(live, now=now)
    return live


@transaction.atomic
def say_no(*, actor_id: int, other_id: int, by: Subject, now: datetime) -> None:
    """Nobody is told, and the audit trail says only that there was an answer."""
    live = _received(actor_id, other_id, by=by, now=now)
    if live.state != InterestState.OPEN:
        raise Refusal(PartnerRefusal.OVER)
    live.state, live.answered_at, live.answered_by_id = InterestState.DECLINED, now, by.user_id
    live.save(update_fields=["state", "answered_at", "answered_by"])
    _record(live, "matching.partner_answered", by=by, now=now)


@transaction.atomic
def say_later(*, actor_id: int, other_id: int, by: Subject, now: datetime) -> None:
    """It stays open, behind the others; a no is taken back by it."""
    live = _received(actor_id, other_id, by=by, now=now)
    if live.state == InterestState.AGREED:
        raise Refusal(PartnerRefusal.AGREED)
    live.state, live.answered_at, live.answered_by_id = InterestState.OPEN, None, None
    live.is_put_off = True
    live.save(update_fields=["state", "answered_at", "answered_by", "is_put_off"])
    _record(live, "matching.partner_answered", by=by, now=now)


def _received(actor_id: int, other_id: int, *, by: Subject, now: datetime) -> Interest:
    own_actor(actor_id, by)
    locked_pair(actor_id, other_id)
    live = live_interest(actor_id, other_id)
    is_over = live is not None and live.state in UNDECIDED and live.expires_at <= now
    if live is None or live.asked_id != actor_id or is_over:
        raise Refusal(PartnerRefusal.OVER)
    return live


@transaction.atomic
def withdraw_interest(*, actor_id: int, other_id: int, by: Subject, now: datetime) -> None:
    """The other side sees it no longer; a no that nobody told looks the same."""
    own_actor(actor_id, by)
    locked_pair(actor_id, other_id)
    live = live_interest(actor_id, other_id)
    if live is None or live.asker_id != actor_id or live.state not in UNDECIDED:
        raise Refusal(PartnerRefusal.OVER)
    live.state, live.answered_at, live.answered_by_id = InterestState.WITHDRAWN, None, None
    live.save(update_fields=["state", "answered_at", "answered_by"])
    _record(live, "matching.partner_withdrawn", by=by, now=now)


def end_old_interests(*, now: datetime) -> int:
    """What nobody answered in time is over, and says no longer whether somebody said no; the old goes."""
    number = _lapse(Interest.objects.filter(state__in=UNDECIDED, expires_at__lte=now))
    over = Interest.objects.exclude(state__in=(*UNDECIDED, InterestState.AGREED))
    over.filter(asked_at__lt=now - KEEP_OVER).delete()
    Interest.objects.filter(state=InterestState.AGREED, answered_at__lt=now - KEEP_AGREED).delete()
    return number


def _lapse(rows: QuerySet[Interest]) -> int:
    return rows.update(state=InterestState.LAPSED, answered_at=None, answered_by=None)


def forget_interests(*, user_id: int) -> None:
    """Of somebody whose account goes: nobody asks in their name, and what they wrote is gone.

    Needs no right of its own: it is a part of erasing an account.
    """
    mine = Interest.objects.filter(Q(asked_by=user_id) | Q(answered_by=user_id))
    _lapse(mine.filter(asked_by=user_id, state__in=UNDECIDED))
    mine.filter(asked_by=user_id).update(purpose="")


def _record(interest: Interest, verb: str, *, by: Subject, now: datetime) -> None:
    changes = {"asker": [None, interest.asker_id], "asked": [None, interest.asked_id]}
    audit.record(verb=verb, target=interest, by_id=by.user_id, now=now, changes=changes)
