"""Addresses of the day, one file for each part."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "day"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("handschlag.day.urls.people")),
    path("", include("handschlag.day.urls.desk")),
    path("manage/events/", include("handschlag.day.urls.control")),
]
