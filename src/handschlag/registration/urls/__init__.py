"""Addresses of registration, one file for each part."""

from django.urls import include, path

app_name = "registration"
urlpatterns = [
    path("", include("handschlag.registration.urls.people")),
    path("manage/events/", include("handschlag.registration.urls.organising")),
    path("manage/events/", include("handschlag.registration.urls.desk")),
]
