"""Published timetables."""

from __future__ import annotations

from django.db.models import Max

from handschlag.matching.models import Service, TimetableVersion

LIGHT = ("problem_json", "plan_json")


def latest_number(service: Service) -> int:
    """0 where nothing was published."""
    found = TimetableVersion.objects.filter(service=service).aggregate(most=Max("number"))
    return int(found["most"] or 0)


def latest_number_of_event(event_id: int) -> int:
    """The same by the event; 0 also where there is no matchmaking."""
    found = TimetableVersion.objects.filter(service__event_id=event_id).aggregate(most=Max("number"))
    return int(found["most"] or 0)


def latest(service: Service) -> TimetableVersion | None:
    """The version published last, without its texts and its meetings; None where nothing was published."""
    rows = TimetableVersion.objects.filter(service=service).defer(*LIGHT, "content")
    return rows.order_by("-number").first()


def version_of(service: Service, number: int) -> TimetableVersion | None:
    """The version of this number, without its large texts; None where there is none."""
    return TimetableVersion.objects.filter(service=service, number=number).defer(*LIGHT).first()


def versions_of(service: Service) -> list[TimetableVersion]:
    """Every version, the newest first, without its texts and its meetings."""
    return list(TimetableVersion.objects.filter(service=service).defer(*LIGHT, "content"))
