"""Addresses of this part: wishes in and out."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.matching import wish_lists

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/wishes/", wish_lists.wish_lists_page, name="exchange"),
    path("<slug:slug>/wishes.<slug:ending>", wish_lists.wishes_file, name="wishes_file"),
]
