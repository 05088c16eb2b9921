"""Pages that are words only: the same for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/imprint.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


def plain_language(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/plain_language.html")


def sources(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/sources.html")
