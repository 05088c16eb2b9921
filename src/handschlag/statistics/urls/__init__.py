"""Addresses of statistics, one file for each part."""

from django.urls import include, path

app_name = "statistics"
urlpatterns = [
    path("", include("handschlag.statistics.urls.public")),
    path("manage/events/", include("handschlag.statistics.urls.organising")),
    path("manage/events/", include("handschlag.statistics.urls.protecting")),
]
