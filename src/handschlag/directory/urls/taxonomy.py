"""Addresses of this part: fields of technology, and the Länder."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import taxonomy

urlpatterns: list[URLPattern | URLResolver] = [
    path("fields/", taxonomy.fields, name="fields"),
    path("fields/<slug:slug>/", taxonomy.field, name="field"),
    path("regions/", taxonomy.lands, name="lands"),
    path("regions/<slug:slug>/", taxonomy.land, name="land"),
]
