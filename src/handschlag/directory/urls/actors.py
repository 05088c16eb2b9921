"""Addresses of this part: actors."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import actors

urlpatterns: list[URLPattern | URLResolver] = [
    path("actors/", actors.actors, name="actors"),
    path("actors/<slug:slug>/", actors.actor, name="actor"),
]
