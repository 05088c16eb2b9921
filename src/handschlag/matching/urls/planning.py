"""Addresses of this part: runs, the timetable, publishing."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
