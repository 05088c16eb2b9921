"""Addresses of this part: registrations, as organisers handle them."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
