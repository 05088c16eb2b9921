"""Addresses of this part: profile, time, recommendations, search."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
