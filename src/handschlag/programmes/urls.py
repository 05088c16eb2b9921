"""Addresses of this floor."""

from django.urls import URLPattern, URLResolver, path

from handschlag.programmes.views import finder, programmes

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/finder/", finder.finder, name="finder"),
    path("programmes/finder/result/", finder.result, name="finder_result"),
    path("programmes/finder/sheet/", finder.sheet, name="finder_sheet"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
]
