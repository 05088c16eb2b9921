"""Addresses of this part: wishes in and out."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching.views import exchange

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/wishes/", exchange.exchange, name="exchange"),
    path("<slug:slug>/wishes.<slug:ending>", exchange.wishes_file, name="wishes_file"),
]
