"""Addresses of this floor."""

from django.urls import URLPattern, URLResolver, path

from handschlag.programmes.views import call_desk, call_sources, facts, finder, funding_calls, programmes

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
    path("programmes/calls/", call_desk.desk, name="call_desk"),
    path("programmes/calls/new/", call_desk.new, name="call_new"),
    path("programmes/calls/import/", call_sources.table, name="call_table"),
    path("programmes/calls/import/template/", call_sources.template, name="call_template"),
    path("programmes/calls/feeds/", call_sources.feeds, name="call_feeds"),
    path("programmes/calls/feeds/<int:pk>/", call_sources.switch, name="call_feed"),
    path("programmes/calls/<int:pk>/", call_desk.edit, name="call_edit"),
    path("programmes/calls/<int:pk>/publish/", call_desk.publish, name="call_publish"),
    path("programmes/calls/<int:pk>/withdraw/", call_desk.withdraw, name="call_withdraw"),
    path("programmes/calls/<int:pk>/undo/", call_desk.undo, name="call_undo"),
    path("funding-calls/", funding_calls.funding_calls, name="funding_calls"),
    path("funding-calls/calls.atom", funding_calls.feed, name="funding_calls_feed"),
    path("funding-calls/export/<str:ending>/", funding_calls.export, name="funding_calls_export"),
    path("funding-calls/<slug:slug>/", funding_calls.funding_call, name="funding_call"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
]
