"""Addresses of this part: setting up an event and its programme."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
