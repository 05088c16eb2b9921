"""Addresses of this part: map."""

from django.urls import path

from handschlag.directory.views import map as views

urlpatterns = [
    path("map/", views.map_page, name="map"),
    path("map/points.json", views.map_points, name="map_points"),
]
