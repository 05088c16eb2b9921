"""What makes a page an app of its own that works without a network, for whoever has such a page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static


def webmanifest(*, page: str, name: str, short_name: str, theme_color: str) -> HttpResponse:
    """An app that is this page and no other."""
    return JsonResponse(
        {
            "id": page,
            "name": name,
            "short_name": short_name,
            "start_url": page,
            "scope": page,
            "display": "standalone",
            "background_color": "#FFFFFF",
            "theme_color": theme_color,
            "icons": [
                {"src": static("design/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static("design/touch-180.png"), "sizes": "180x180", "type": "image/png"},
            ],
        },
        content_type="application/manifest+json",
    )


def worker(
    request: HttpRequest,
    *,
    template: str = "matching/day/worker.js",
    more: Mapping[str, object] = MappingProxyType({}),
) -> HttpResponse:
    """It keeps what lies in the folder from which it comes; apps above may give it more to do."""
    assets = static("design/base.css").rpartition("design/")[0]
    kind = "text/javascript; charset=utf-8"
    return render(request, template, {"assets": assets, **more}, content_type=kind)
