"""What this floor keeps about people with an account: contributions and scores under their address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from handschlag.accounts.hooks.personal_data import DataHolder
from handschlag.accounts.models import User
from handschlag.common import pictures
from handschlag.events.actions.contributions.forgetting import forget
from handschlag.events.models import Contribution, ContributionReview, ContributionSpeaker


def _email_of(user_id: int) -> str:
    return User.objects.values_list("email", flat=True).get(pk=user_id)


def _speaking(email: str) -> QuerySet[ContributionSpeaker]:
    rows = ContributionSpeaker.objects.filter(email__iexact=email).exclude(email="")
    return rows.select_related("contribution__event").order_by("pk")


def _export(user_id: int) -> Mapping[str, Any]:
    reviews = ContributionReview.objects.filter(reviewer_id=user_id).select_related("contribution")
    return {
        "contributions": [_words_of(one) for one in _speaking(_email_of(user_id))],
        "scores": [
            {"title": one.contribution.title, "score": one.score, "remark": one.remark} for one in reviews
        ],
    }


def _words_of(speaking: ContributionSpeaker) -> Mapping[str, Any]:
    """Without what the team said of it as long as it is not decided: that would be told by nobody else."""
    row = speaking.contribution
    is_decided = row.told_at is not None
    return {
        "event": row.event.title_de,
        "title": row.title,
        "abstract": row.abstract,
        "name": speaking.name,
        "email": speaking.email,
        "organisation": speaking.organisation,
        "about": speaking.about,
        "needs": row.needs,
        "sent_at": row.sent_at.isoformat(),
        "cannot": [
            [a.isoformat(), b.isoformat()] for a, b in row.absences.values_list("starts_at", "ends_at")
        ],
        "remarks": [review.remark for review in row.reviews.all() if review.remark] if is_decided else [],
    }


def _erase(user_id: int, now: datetime) -> None:
    """What they proposed goes; of what others proposed, they are no longer part."""
    email = _email_of(user_id)
    if not email:
        return
    forget(Contribution.objects.filter(email__iexact=email), now=now)
    others = _speaking(email)
    for name in others.exclude(picture="").values_list("picture", flat=True):
        pictures.drop_when_committed(name)
    others.delete()


HOLDER = DataHolder(name="events.contributions", export=_export, erase=_erase)
