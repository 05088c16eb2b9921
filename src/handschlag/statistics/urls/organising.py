"""Addresses of this part: the report, its list and its files."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.statistics.views import files, report, review

ONE = "<slug:slug>/report/"

urlpatterns: list[URLPattern] = [
    path(ONE, report.report, name="report"),
    path(ONE + "few/", report.few, name="few"),
    path(ONE + "public/", review.review, name="review"),
    path("<slug:slug>/report.<slug:ending>", files.report_file, name="report_file"),
]
