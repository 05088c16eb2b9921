"""Addresses of this floor."""

from django.urls import URLPattern, URLResolver, path

from handschlag.programmes import views

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
]
