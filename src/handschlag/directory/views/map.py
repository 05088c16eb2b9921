"""The map of Germany: who is where."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def map_page(request: HttpRequest) -> HttpResponse:
    return render(request, "directory/map.html")
