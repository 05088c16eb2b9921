"""The page of one activity: everything that somebody needs who wants to come; and its picture to share."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from PIL import Image, ImageDraw, ImageFont

from handschlag.design.brand_images import DEEP, FACES, FINE, ON_DEEP, WHITE, draw_sign
from handschlag.design.components.parts import written
from handschlag.directory.map import dots
from handschlag.directory.map.drawing import text_of
from handschlag.directory.map.outlines import SHEET
from handschlag.directory.public import is_public
from handschlag.events.campaigns import filters
from handschlag.events.campaigns.activities import day_of
from handschlag.events.campaigns.campaign_map import VIEW_BOX
from handschlag.events.campaigns.campaigns import activity_at, host_of
from handschlag.events.models import Activity, ActivityState

SCHEMA = "https://schema.org/"


def activity_screen(activity: Activity, *, today: date) -> dict[str, Any]:
    """For anybody: `today` decides whether it is over; a host is linked only if its page is public."""
    network, host_name = activity.network, host_of(activity)
    when = filters.whole(activity.starts_at, activity.ends_at)
    where = filters.place_line(activity)
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
        "outlines": dots.outlines(),
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


WIDTH, HEIGHT, MARGIN = 1200, 630, 80
MUTED: Final = "#B7D0D7"
OFF: Final = "#F29B78"
MOST_LINES = 3
KEPT = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """What stands on the picture; equal cards are drawn once."""

    head: str
    title: str
    when: str
    where: str
    off: str


def card_of(activity: Activity) -> _Card:
    """The words on the picture, in the language of the page; `off` is empty unless cancelled."""
    is_off = activity.state == ActivityState.CANCELLED
    return _Card(
        head=f"{activity.campaign.title} · {host_of(activity)}",
        title=activity.title,
        when=filters.whole(activity.starts_at, activity.ends_at),
        where=filters.place_line(activity),
        off=_("cancelled") if is_off else "",
    )


@lru_cache(maxsize=KEPT)
def card_png(card: _Card) -> bytes:
    """A PNG of 1200 by 630 pixels."""
    picture = Image.new("RGBA", (WIDTH, HEIGHT), DEEP)
    picture.alpha_composite(_sign(), (MARGIN, 64))
    pen = ImageDraw.Draw(picture)
    _text(pen, (MARGIN + 130, 112), card.head, _face(400, 30), fill=MUTED)
    size = next((size for size in (76, 64, 54) if len(_wrapped(card.title, size)) <= MOST_LINES), 54)
    top = 190.0
    for line in _wrapped(card.title, size)[:MOST_LINES]:
        top += size * 1.12
        _text(pen, (MARGIN, top), line, _face(500, size), fill=WHITE)
    if card.off:
        _text(pen, (MARGIN, HEIGHT - 150), card.off, _face(600, 38), fill=OFF)
    _text(pen, (MARGIN, HEIGHT - 100), card.when, _face(500, 36), fill=MUTED if card.off else WHITE)
    _text(pen, (MARGIN, HEIGHT - 52), card.where, _face(400, 32), fill=MUTED)
    out = io.BytesIO()
    picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=48).save(out, "PNG")
    return out.getvalue()


@lru_cache(maxsize=1)
def _sign() -> Image.Image:
    """Our sign, drawn larger and made smaller for smooth edges."""
    unit = 2.2 * FINE
    picture = Image.new("RGBA", (100 * FINE, 84 * FINE), (0, 0, 0, 0))
    draw_sign(picture, (0, 0), unit, ON_DEEP)
    return picture.resize((100, 84), Image.Resampling.LANCZOS)


@lru_cache(maxsize=16)
def _face(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACES[weight], size)


def _text(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    said: str,
    font: ImageFont.FreeTypeFont,
    *,
    fill: str,
) -> None:
    """One line, cut where the picture ends."""
    room = WIDTH - MARGIN - at[0]
    plain = " ".join(said.split())
    while plain and font.getlength(plain) > room:
        plain = plain.rstrip("… ")[:-1].rstrip() + " …" if len(plain) > 3 else ""
    pen.text(at, plain, fill, font, anchor="ls")


def _wrapped(title: str, size: int) -> list[str]:
    """The title in lines that fit."""
    return list(_lines(title.split(), _face(500, size)))


def _lines(words: list[str], font: ImageFont.FreeTypeFont) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > WIDTH - 2 * MARGIN:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


@require_safe
def activity_page(request: HttpRequest, campaign: str, activity: str) -> HttpResponse:
    """The public page of an activity; 410 where it was public once and is gone."""
    found = activity_at(campaign, activity)
    if found.activity is not None:
        context = activity_screen(found.activity, today=timezone.localdate())
        return render(request, "events/campaigns/activity.html", {**context, "view_box": VIEW_BOX})
    if found.is_gone:
        return render(request, "events/campaigns/gone.html", status=410)
    raise Http404


@require_safe
@cache_control(public=True, max_age=3600)
@conditional_page
def activity_card(_request: HttpRequest, campaign: str, activity: str) -> HttpResponse:
    """The picture that other websites show beside a link to the activity; 404 where there is none."""
    found = activity_at(campaign, activity)
    if found.activity is None:
        raise Http404
    return HttpResponse(card_png(card_of(found.activity)), content_type="image/png")
