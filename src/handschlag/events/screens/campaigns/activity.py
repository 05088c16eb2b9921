"""The page of one activity: everything that somebody needs who wants to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.times import format_short_day
from handschlag.design.components.parts import Crumb, Link
from handschlag.directory.queries.public import is_public
from handschlag.directory.rules import germany
from handschlag.directory.rules.projection import SHEET
from handschlag.directory.screens.linked_data import written
from handschlag.directory.screens.map.drawing import text_of
from handschlag.directory.screens.texts import Prose, host, prose
from handschlag.events.models import Activity, ActivityState
from handschlag.events.queries.campaigns.public_activities import host_of
from handschlag.events.rules.campaigns.times import day_of
from handschlag.events.screens.campaigns import activity_labels
from handschlag.events.screens.campaigns.campaign import campaign_title, joined_words

SCHEMA = "https://schema.org/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """A small map: the outlines of the Länder, and one dot."""

    lands: tuple[tuple[str, str, bool], ...]  # code, path, whether the dot lies in it
    x: str
    y: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Venue:
    """Where somebody has to go, on the ground or in the net."""

    place: str
    address: tuple[str, ...]
    online_url: str
    is_online: bool
    map: _Spot | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Terms:
    """For whom it is, in which language, and what it costs."""

    audiences: str
    language: str
    fee: str
    fee_note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ActivityScreen:
    title: str
    description: str
    crumbs: tuple[Crumb, ...]
    host: str
    host_url: str
    when: str
    begins: str
    ends: str
    is_cancelled: bool
    cancelled_because: str
    is_over: bool
    is_demo: bool
    venue: _Venue
    terms: _Terms
    text: Prose
    link: str
    link_label: str
    fields: tuple[Link, ...]
    programme: Link | None
    picture_url: str
    picture_text: str
    ics_url: str
    card_url: str
    card_text: str
    same_day: Link
    in_land: Link | None
    linked_data: str


def activity_screen(activity: Activity, *, today: date) -> _ActivityScreen:
    """For anybody: `today` decides whether it is over; a host is linked only if its page is public."""
    campaign, network = activity.campaign, activity.network
    calendar = reverse("events:calendar", args=[campaign.slug])
    title = pick(activity.title_de, activity.title_en)
    host_name = host_of(activity)
    has_page = network is not None and is_public(network)
    day = day_of(activity.starts_at)
    when = activity_labels.whole(activity.starts_at, activity.ends_at)
    where = place_line(activity)
    is_cancelled = activity.state == ActivityState.CANCELLED
    return _ActivityScreen(
        title=title,
        description=". ".join(part for part in (when, where, host_name) if part) + ".",
        crumbs=_crumbs(activity, title),
        host=host_name,
        host_url=reverse("directory:network", args=[network.slug]) if network and has_page else "",
        when=when,
        begins=activity.starts_at.isoformat(),
        ends=activity.ends_at.isoformat(),
        is_cancelled=is_cancelled,
        cancelled_because=activity.cancelled_because,
        is_over=day_of(activity.ends_at) < today,
        is_demo=activity.is_demo,
        venue=_venue_of(activity),
        terms=_terms_of(activity),
        text=prose(activity.text_de, activity.text_en),
        link=activity.link,
        link_label=host(activity.link) if activity.link else "",
        fields=_field_links(activity, calendar),
        programme=_programme_of(activity),
        picture_url=_picture_url(activity),
        picture_text=pick(activity.picture_text_de, activity.picture_text_en),
        ics_url=reverse("events:activity_calendar", args=[campaign.slug, activity.slug]),
        card_url=_card_url(activity),
        card_text=f"{title}. {when}. {where}",
        same_day=_same_day(day, calendar),
        in_land=_in_land(activity, calendar),
        linked_data=_linked_data(activity, host_name),
    )


def _same_day(day: date, calendar: str) -> Link:
    query = f"view=day&day={day.isoformat()}"
    return Link(label=format_short_day(day), url=joined_words(calendar, query))


def _picture_url(activity: Activity) -> str:
    """Another picture has another address, so that browsers may keep it."""
    if not activity.picture:
        return ""
    path = reverse("events:activity_picture_file", args=[activity.campaign.slug, activity.slug])
    return f"{path}?v={activity.version}"


def _venue_of(activity: Activity) -> _Venue:
    return _Venue(
        place=place_line(activity),
        address=_address_lines(activity),
        online_url=activity.online_url,
        is_online=activity.is_online,
        map=_spot(activity),
    )


def _terms_of(activity: Activity) -> _Terms:
    return _Terms(
        audiences=activity_labels.audiences(activity.audiences),
        language=str(activity_labels.SPOKEN.get(activity.language, activity.language)),
        fee=activity_labels.fee(activity.fee_cents),
        fee_note=pick(activity.fee_note_de, activity.fee_note_en),
    )


def _field_links(activity: Activity, calendar: str) -> tuple[Link, ...]:
    return tuple(
        Link(label=pick(field.label_de, field.label_en), url=joined_words(calendar, f"field={field.slug}"))
        for field in activity.fields.all()
    )


def _card_url(activity: Activity) -> str:
    """The picture for whoever shares the page; another version has another address."""
    path = reverse("events:activity_card", args=[activity.campaign.slug, activity.slug])
    return f"{path}?v={activity.version}"


def _crumbs(activity: Activity, title: str) -> tuple[Crumb, ...]:
    campaign = activity.campaign
    return (
        Crumb(_("Cluster Week"), reverse("events:campaigns")),
        Crumb(campaign_title(campaign), reverse("events:campaign", args=[campaign.slug])),
        Crumb(title),
    )


def place_line(activity: Activity) -> str:
    """Town and federal state, or online, or both; a city state is named once."""
    land = activity.land
    names = [activity.place, pick(land.name_de, land.name_en) if land else ""]
    place = ", ".join(dict.fromkeys(name for name in names if name))
    if activity.is_online:
        return _("%(place)s and online") % {"place": place} if activity.place else _("online")
    return place


def _address_lines(activity: Activity) -> tuple[str, ...]:
    town = " ".join(part for part in (activity.postcode, activity.place) if part)
    return tuple(part for part in (activity.venue, activity.street, town) if part)


def _programme_of(activity: Activity) -> Link | None:
    programme = activity.programme
    if programme is None:
        return None
    return Link(label=programme.short_name, url=reverse("programmes:programme", args=[programme.slug]))


def _in_land(activity: Activity, calendar: str) -> Link | None:
    land = activity.land
    if land is None:
        return None
    label = _("More in %(land)s") % {"land": pick(land.name_de, land.name_en)}
    return Link(label=label, url=joined_words(calendar, f"land={land.slug}"))


def _spot(activity: Activity) -> _Spot | None:
    """Where it is on a small map of Germany; nothing without coordinates, or abroad."""
    if activity.latitude is None or activity.longitude is None:
        return None
    x, y = SHEET.place(activity.latitude, activity.longitude)
    if not SHEET.holds(x, y):
        return None
    return _Spot(
        lands=tuple(
            (code, outline.small, code == activity.land_id) for code, outline in germany.outlines().items()
        ),
        x=text_of(x),
        y=text_of(y),
        title=_("A dot marks %(place)s on a map of Germany.") % {"place": activity.place},
        url=joined_words(reverse("events:map", args=[activity.campaign.slug])),
    )


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
            "name": pick(activity.title_de, activity.title_en),
            "description": pick(activity.text_de, activity.text_en)[:1000],
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
