"""Fields of technology, and the Länder."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.directory.queries import taxonomy
from handschlag.directory.screens.taxonomy import counted, field_screen, land_screen, lands_screen


@cached_for_visitors
@require_safe
def fields(request: HttpRequest) -> HttpResponse:
    """The page of all fields, with how many networks and organisations each has."""
    overview = taxonomy.overview_of_fields(today=timezone.localdate())
    return render(request, "directory/fields.html", {"entries": counted(overview.entries, overview.counts)})


@cached_for_visitors
@require_safe
def field(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one field; an unknown one is a 404."""
    today = timezone.localdate()
    profile = taxonomy.field_profile(slug, today=today)
    if profile is None:
        raise Http404
    return render(request, "directory/field.html", {"screen": field_screen(profile, today=today)})


@cached_for_visitors
@require_safe
def lands(request: HttpRequest) -> HttpResponse:
    """The page of all Länder, with how many networks and organisations each has."""
    overview = taxonomy.overview_of_lands(today=timezone.localdate())
    return render(request, "directory/lands.html", {"entries": lands_screen(overview)})


@cached_for_visitors
@require_safe
def land(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one Land; an unknown one is a 404."""
    today = timezone.localdate()
    profile = taxonomy.land_profile(slug, today=today)
    if profile is None:
        raise Http404
    return render(request, "directory/land.html", {"screen": land_screen(profile, today=today)})
