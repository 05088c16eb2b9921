"""Addresses of this part: the exhibition, as the public reads it."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
