"""Addresses of matching, one file for each part."""

from django.urls import include, path

app_name = "matching"
urlpatterns = [
    path("", include("handschlag.matching.urls.participant")),
    path("", include("handschlag.matching.urls.answers")),
    path("", include("handschlag.matching.urls.partner_search")),
    path("manage/events/", include("handschlag.matching.urls.preparing")),
    path("manage/events/", include("handschlag.matching.urls.wish_lists")),
    path("manage/events/", include("handschlag.matching.urls.planning")),
]
