"""Addresses of the directory, one file for each part of it."""

from django.urls import include, path

app_name = "directory"
urlpatterns = [
    path("", include("handschlag.directory.urls.networks")),
    path("", include("handschlag.directory.urls.actors")),
    path("", include("handschlag.directory.urls.projects")),
    path("", include("handschlag.directory.urls.taxonomy")),
    path("", include("handschlag.directory.urls.search")),
    path("", include("handschlag.directory.urls.map")),
    path("", include("handschlag.directory.urls.editing")),
    path("", include("handschlag.directory.urls.moderation")),
    path("", include("handschlag.directory.urls.imports")),
]
