"""The page that shows every part in both themes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from handschlag.design.screens.gallery import gallery
from handschlag.design.screens.samples import samples


def show(request: HttpRequest) -> HttpResponse:
    themes = [("light", samples("light")), ("dark", samples("dark"))]
    return render(request, "design/gallery.html", {"screen": gallery(), "themes": themes})
