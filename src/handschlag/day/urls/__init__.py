"""Addresses of the day, one file for each part."""

from django.urls import URLPattern, URLResolver

app_name = "day"
urlpatterns: list[URLPattern | URLResolver] = []
