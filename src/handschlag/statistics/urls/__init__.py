"""Addresses of statistics, one file for each part."""

from django.urls import include, path

app_name = "statistics"
urlpatterns = [
    path("manage/events/", include("handschlag.statistics.urls.organising")),
]
