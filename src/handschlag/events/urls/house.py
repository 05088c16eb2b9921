"""Addresses of this part: hall plan, exhibition and time grid, as organisers set them up."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
