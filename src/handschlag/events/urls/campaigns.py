"""Addresses of this part: campaigns, their activities, entering and deciding on them."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
