"""Addresses of this part: networks, and what they report."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import networks, stories

urlpatterns: list[URLPattern | URLResolver] = [
    path("networks/", networks.networks, name="networks"),
    path("networks/<slug:slug>/", networks.network, name="network"),
    path("news/", stories.stories, name="stories"),
    path("news/<slug:slug>/", stories.story, name="story"),
]
