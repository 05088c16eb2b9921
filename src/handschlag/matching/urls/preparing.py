"""Addresses of this part: setting up, readiness, rules, demand."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
