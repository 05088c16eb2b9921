"""Addresses of registration, one file for each part."""

from django.urls import include, path

app_name = "registration"
urlpatterns = [
    path("", include("handschlag.registration.urls.participant")),
    path("manage/events/", include("handschlag.registration.urls.organising")),
    path("manage/events/", include("handschlag.registration.urls.check_in")),
]
