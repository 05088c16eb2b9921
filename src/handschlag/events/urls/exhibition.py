"""Addresses of this part: the exhibition, as the public reads it."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.house import public

ONE = "events/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("events/pictures/<picture:name>", public.exhibit_image, name="exhibit_image"),
    path(ONE + "exhibition/", public.exhibition, name="exhibition"),
    path(ONE + "exhibition/<slug:exhibit>/", public.exhibit, name="exhibit"),
]
