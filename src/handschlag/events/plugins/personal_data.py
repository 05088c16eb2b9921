"""What this app keeps about people, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from handschlag.accounts.hooks import Basis, DataHolder, Processing
from handschlag.accounts.models import User
from handschlag.common import pictures
from handschlag.common.language import pick
from handschlag.events.contributions.proposing import forget
from handschlag.events.editing import EventComponent
from handschlag.events.models import (
    Contribution,
    ContributionReview,
    ContributionSpeaker,
    Event,
    EventOrganiser,
    ReceptionPass,
    Removal,
    Speaker,
    StandStaff,
)


def _export_team(user_id: int) -> Mapping[str, Any]:
    rows = EventOrganiser.objects.filter(user_id=user_id).select_related("event").order_by("since", "pk")
    passes = ReceptionPass.objects.filter(email__in=User.objects.filter(pk=user_id).values("email"))
    return {
        "events": [
            {"title": row.event.title_de, "since": row.since.isoformat(), "only_reads": row.only_reads}
            for row in rows
        ],
        "receptions": [
            {"title": row.event.title_de, "name": row.name, "since": row.given_at.isoformat()}
            for row in passes.select_related("event")
        ],
    }


def _warnings(user_id: int) -> Sequence[str]:
    """Events that nobody but administrators could edit afterwards."""
    editors = Q(organisers__only_reads=False)
    mine = Event.objects.filter(editors, organisers__user_id=user_id).values("pk")
    team = Count("organisers", filter=editors)
    alone = Event.objects.filter(pk__in=mine).annotate(team=team).filter(team=1)
    return [
        gettext("Nobody else is on the team of “%(event)s”.")
        % {"event": pick(event.title_de, event.title_en)}
        for event in alone.order_by("first_day", "pk")
    ]


TEAM_HOLDER = DataHolder(name="events.organising", export=_export_team, warnings=_warnings)


def _rows_of(user_id: int) -> QuerySet[StandStaff]:
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    return (
        StandStaff.objects.filter(email__iexact=email).order_by("pk") if email else StandStaff.objects.none()
    )


def _export_stand_staff(user_id: int) -> Mapping[str, Any]:
    return {
        "at_stands": [
            {
                "event": row.stand.event.title_de,
                "stand": row.stand.code,
                "name": row.name,
                "organisation": row.organisation,
                "email": row.email,
                "name_is_public": row.is_named,
            }
            for row in _rows_of(user_id).select_related("stand__event")
        ],
        "removed_from_stands": [one["name"] for row, found in _removed(user_id) for one in found],
    }


def _removed(user_id: int) -> Iterator[tuple[Removal, list[dict[str, Any]]]]:
    """What was removed lately and still names the person, under their e-mail address."""
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    for row in Removal.objects.filter(
        part__in=(EventComponent.STAND.value, EventComponent.STAFF.value)
    ).order_by("pk"):
        staff = [one["fields"] for one in row.rows if one["model"] == StandStaff._meta.label_lower]  # noqa: SLF001
        if email and (found := [one for one in staff if one["email"].lower() == email.lower()]):
            yield row, found


def _erase_stand_staff(user_id: int, now: datetime) -> None:
    del now
    _rows_of(user_id).delete()
    for row, found in list(_removed(user_id)):
        row.rows = [one for one in row.rows if one["fields"] not in found]
        if row.part == EventComponent.STAFF.value:
            row.delete()
        else:
            row.save(update_fields=["rows"])


STAND_STAFF_HOLDER = DataHolder(name="events.stands", export=_export_stand_staff, erase=_erase_stand_staff)


def _email_of(user_id: int) -> str:
    return User.objects.values_list("email", flat=True).get(pk=user_id)


def _speaking(email: str) -> QuerySet[ContributionSpeaker]:
    rows = ContributionSpeaker.objects.filter(email__iexact=email).exclude(email="")
    return rows.select_related("contribution__event").order_by("pk")


def _export_contributions(user_id: int) -> Mapping[str, Any]:
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


def _erase_contributions(user_id: int, now: datetime) -> None:
    """What they proposed goes; of what others proposed, they are no longer part."""
    email = _email_of(user_id)
    if not email:
        return
    forget(Contribution.objects.filter(email__iexact=email), now=now)
    others = _speaking(email)
    for name in others.exclude(picture="").values_list("picture", flat=True):
        pictures.drop_when_committed(name)
    others.delete()


CONTRIBUTION_HOLDER = DataHolder(
    name="events.contributions", export=_export_contributions, erase=_erase_contributions
)


def _team(event_id: int) -> int:
    return EventOrganiser.objects.filter(event_id=event_id).count()


def _receptionists(event_id: int) -> int:
    """How many have, or had, access to the reception."""
    return ReceptionPass.objects.filter(event_id=event_id).count()


def _speakers(event_id: int) -> int:
    return Speaker.objects.filter(event_id=event_id).count()


def _contributions(event_id: int) -> int:
    return Contribution.objects.filter(event_id=event_id).count()


def _staff(event_id: int) -> int:
    return StandStaff.objects.filter(stand__event_id=event_id).count()


PROCESSINGS: Final = (
    Processing(
        key="events.team",
        what=_("Accounts that manage an event"),
        whose=_("the organisers"),
        purpose=_("knowing who may change it"),
        seen_by=_("the organisers, administrators"),
        kept=_("until someone leaves the team"),
        basis=Basis.INTEREST,
        count=_team,
    ),
    Processing(
        key="events.reception",
        what=_("Reception team: name, email address, when the link was opened"),
        whose=_("people at the reception"),
        purpose=_("letting them check people in, at this event only"),
        seen_by=_("the organisers"),
        kept=_("until a month after the event"),
        basis=Basis.CONTRACT,
        count=_receptionists,
    ),
    Processing(
        key="events.speakers",
        what=_("Name, role and organisation of speakers, as the programme names them"),
        whose=_("speakers"),
        purpose=_("announcing the programme"),
        seen_by=_("everyone"),
        kept=_("as long as the programme is public"),
        basis=Basis.CONTRACT,
        count=_speakers,
    ),
    Processing(
        key="events.contributions",
        what=_(
            "Contributions: title, text, name, email address, organisation, introduction, picture, when "
            "someone cannot come, needs on site, scores and remarks of the team"
        ),
        whose=_("people who propose a contribution"),
        purpose=_("choosing the programme"),
        seen_by=_("the event’s team; what is accepted is published with the programme"),
        kept=_("as many days after a refusal or the event as the call says, by default 90"),
        basis=Basis.CONSENT,
        count=_contributions,
    ),
    Processing(
        key="events.stands",
        what=_("Contacts at stands: name, organisation, email address"),
        whose=_("contacts at stands"),
        purpose=_("knowing whom to ask at a stand; the name is public with consent"),
        seen_by=_("the event’s team; everyone with consent"),
        kept=_("until they are removed from the stand"),
        basis=Basis.CONSENT,
        count=_staff,
    ),
)
