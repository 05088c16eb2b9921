"""Addresses of the desk: people who have not registered."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.day.views import walking_in

DESK = "manage/events/<slug:slug>/walk-in/"

urlpatterns: list[URLPattern] = [
    path(DESK, walking_in.walk_in, name="walk_in"),
    path(DESK + "<number:number>/", walking_in.walked_in, name="walked_in"),
    path(DESK + "<number:number>/sheet.pdf", walking_in.walk_in_file, name="walk_in_sheet"),
]
