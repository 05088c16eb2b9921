"""Addresses of this part: actors."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import actors, exports

urlpatterns: list[URLPattern | URLResolver] = [
    path("actors/", actors.actors, name="actors"),
    path("actors/export/<slug:ending>/", exports.actors, name="actors_export"),
    path("actors/<slug:slug>/", actors.actor, name="actor"),
]
