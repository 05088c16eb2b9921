"""Addresses of this floor."""

from django.urls import URLPattern, URLResolver, path

from handschlag.programmes import (
    call_editing,
    call_feeds,
    call_table,
    fact_editing,
    finder,
    funding_calls,
    programmes,
)

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", programmes.programmes_page, name="programmes"),
    path("programmes/finder/", finder.finder_page, name="finder"),
    path("programmes/finder/result/", finder.result_page, name="finder_result"),
    path("programmes/finder/sheet/", finder.sheet_page, name="finder_sheet"),
    path("programmes/facts/", fact_editing.facts_page, name="facts"),
    path("programmes/facts/export/", fact_editing.facts_export, name="facts_export"),
    path("programmes/facts/new/", fact_editing.new_fact_page, name="fact_new"),
    path("programmes/facts/<int:pk>/", fact_editing.fact_page, name="fact"),
    path("programmes/facts/<int:pk>/check/", fact_editing.check_page, name="fact_check"),
    path("programmes/facts/<int:pk>/undo/", fact_editing.undo_page, name="fact_undo"),
    path("programmes/facts/<int:pk>/remove/", fact_editing.remove_page, name="fact_remove"),
    path("programmes/facts/<int:pk>/bring-back/", fact_editing.bring_back_page, name="fact_bring_back"),
    path("programmes/calls/", call_editing.calls_page, name="call_desk"),
    path("programmes/calls/new/", call_editing.new_call_page, name="call_new"),
    path("programmes/calls/import/", call_table.table_page, name="call_table"),
    path("programmes/calls/import/template/", call_table.table_template, name="call_template"),
    path("programmes/calls/feeds/", call_feeds.feeds_page, name="call_feeds"),
    path("programmes/calls/feeds/<int:pk>/", call_feeds.switch_page, name="call_feed"),
    path("programmes/calls/<int:pk>/", call_editing.call_page, name="call_edit"),
    path("programmes/calls/<int:pk>/publish/", call_editing.publish_page, name="call_publish"),
    path("programmes/calls/<int:pk>/withdraw/", call_editing.withdraw_page, name="call_withdraw"),
    path("programmes/calls/<int:pk>/undo/", call_editing.undo_page, name="call_undo"),
    path("funding-calls/", funding_calls.funding_calls_page, name="funding_calls"),
    path("funding-calls/calls.atom", funding_calls.funding_calls_feed, name="funding_calls_feed"),
    path(
        "funding-calls/export/<str:ending>/", funding_calls.funding_calls_export, name="funding_calls_export"
    ),
    path("funding-calls/<slug:slug>/", funding_calls.funding_call_page, name="funding_call"),
    path("programmes/<slug:slug>/", programmes.programme_page, name="programme"),
]
