"""Addresses of this floor."""

from django.urls import URLPattern, URLResolver, path

from handschlag.programmes.views import facts, finder, programmes

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/finder/", finder.finder, name="finder"),
    path("programmes/finder/result/", finder.result, name="finder_result"),
    path("programmes/finder/sheet/", finder.sheet, name="finder_sheet"),
    path("programmes/facts/", facts.facts, name="facts"),
    path("programmes/facts/export/", facts.export, name="facts_export"),
    path("programmes/facts/new/", facts.new, name="fact_new"),
    path("programmes/facts/<int:pk>/", facts.fact, name="fact"),
    path("programmes/facts/<int:pk>/check/", facts.check, name="fact_check"),
    path("programmes/facts/<int:pk>/undo/", facts.undo, name="fact_undo"),
    path("programmes/facts/<int:pk>/remove/", facts.remove, name="fact_remove"),
    path("programmes/facts/<int:pk>/bring-back/", facts.bring_back, name="fact_bring_back"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
]
