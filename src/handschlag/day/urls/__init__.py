"""Addresses of the day, one file for each part."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "day"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("handschlag.day.urls.participant")),
    path("", include("handschlag.day.urls.check_in")),
    path("manage/events/", include("handschlag.day.urls.control")),
]
