"""Addresses of this part: the exhibition, as the public reads it."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.venue import public_exhibition

ONE = "events/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/pictures/<picture:name>", public_exhibition.exhibit_image, name="exhibit_image"),
    path(ONE + "exhibition/", public_exhibition.exhibition, name="exhibition"),
    path(ONE + "exhibition/<slug:exhibit>/", public_exhibition.exhibit, name="exhibit"),
]
