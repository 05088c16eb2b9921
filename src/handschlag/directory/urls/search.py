"""Addresses of this part: the search across everything."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import search

urlpatterns: list[URLPattern | URLResolver] = [
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
]
