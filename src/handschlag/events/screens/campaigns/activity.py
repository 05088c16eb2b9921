"""The page of one activity: everything that somebody needs who wants to come."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from handschlag.design.components.linked_data import written
from handschlag.directory.queries.public import is_public
from handschlag.directory.rules import germany
from handschlag.directory.rules.projection import SHEET
from handschlag.directory.screens.map.drawing import text_of
from handschlag.events.models import Activity, ActivityState
from handschlag.events.queries.campaigns.public_activities import host_of
from handschlag.events.rules.campaigns.times import day_of
from handschlag.events.screens.campaigns import activity_labels

SCHEMA = "https://schema.org/"


def activity_screen(activity: Activity, *, today: date) -> dict[str, Any]:
    """For anybody: `today` decides whether it is over; a host is linked only if its page is public."""
    network, host_name = activity.network, host_of(activity)
    when = activity_labels.whole(activity.starts_at, activity.ends_at)
    where = activity_labels.place_line(activity)
    town = " ".join(part for part in (activity.postcode, activity.place) if part)
    return {
        "activity": activity,
        "campaign": activity.campaign,
        "description": ". ".join(part for part in (when, where, host_name) if part) + ".",
        "host": host_name,
        "has_public_host": network is not None and is_public(network),
        "when": when,
        "where": where,
        "day": day_of(activity.starts_at),
        "is_cancelled": activity.state == ActivityState.CANCELLED,
        "is_over": day_of(activity.ends_at) < today,
        "address": [part for part in (activity.venue, activity.street, town) if part],
        "spot": _spot(activity),
        "outlines": germany.outlines(),
        "share_picture": _card_url(activity),
        "share_text": f"{activity.title}. {when}. {where}",
        "linked_data": _linked_data(activity, host_name),
    }


def _card_url(activity: Activity) -> str:
    """The picture for whoever shares the page; another version has another address."""
    path = reverse("events:activity_card", args=[activity.campaign.slug, activity.slug])
    return f"{path}?v={activity.version}"


def _spot(activity: Activity) -> tuple[str, str] | None:
    """Where it is on a small map of Germany; nothing without coordinates, or abroad."""
    if activity.latitude is None or activity.longitude is None:
        return None
    x, y = SHEET.place(activity.latitude, activity.longitude)
    return (text_of(x), text_of(y)) if SHEET.holds(x, y) else None


def _linked_data(activity: Activity, host_name: str) -> str:
    """The activity as schema.org Event."""
    url = settings.BASE_URL + reverse("events:activity", args=[activity.campaign.slug, activity.slug])
    state = "EventCancelled" if activity.state == ActivityState.CANCELLED else "EventScheduled"
    free = {"isAccessibleForFree": True} if not activity.fee_cents else {}
    return written(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "@id": url,
            "url": url,
            "name": activity.title,
            "description": activity.text[:1000],
            "startDate": activity.starts_at.isoformat(),
            "endDate": activity.ends_at.isoformat(),
            "eventStatus": SCHEMA + state,
            "eventAttendanceMode": SCHEMA + _attendance(activity),
            "location": _locations(activity),
            "organizer": {"@type": "Organization", "name": host_name},
            "inLanguage": ["de", "en"] if activity.language == "both" else [activity.language],
            "image": settings.BASE_URL + _card_url(activity),
            "offers": _offer(activity),
            **free,
        }
    )


def _attendance(activity: Activity) -> str:
    if not activity.is_online:
        return "OfflineEventAttendanceMode"
    return "MixedEventAttendanceMode" if activity.place else "OnlineEventAttendanceMode"


def _locations(activity: Activity) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if activity.place:
        address = {
            "@type": "PostalAddress",
            "streetAddress": activity.street,
            "postalCode": activity.postcode,
            "addressLocality": activity.place,
            "addressRegion": activity.land.name_de if activity.land else "",
            "addressCountry": "DE",
        }
        known = {key: value for key, value in address.items() if value}
        found.append({"@type": "Place", "name": activity.venue or activity.place, "address": known})
    if activity.is_online:
        url = activity.online_url or activity.link
        found.append({"@type": "VirtualLocation", **({"url": url} if url else {})})
    return found


def _offer(activity: Activity) -> dict[str, str]:
    price = f"{activity.fee_cents / 100:.2f}"
    return (
        {"@type": "Offer", "price": price, "priceCurrency": "EUR", "url": activity.link}
        if activity.link
        else {}
    )
