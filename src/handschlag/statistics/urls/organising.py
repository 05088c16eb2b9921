"""Addresses of this part: the report, its list and its files."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.statistics import comparison, everything, report, review

ONE = "<slug:slug>/report/"

urlpatterns: list[URLPattern] = [
    path(ONE, report.report_page, name="report"),
    path(ONE + "few/", report.few_page, name="few"),
    path(ONE + "public/", review.review_page, name="review"),
    path(ONE + "comparison/", comparison.comparison_page, name="comparison"),
    path(ONE + "everything/", everything.everything_page, name="everything"),
    path(ONE + "everything/<number:job_id>/", everything.everything_file, name="everything_file"),
    path("<slug:slug>/report/comparison.<slug:ending>", comparison.comparison_file, name="comparison_file"),
    path("<slug:slug>/report.<slug:ending>", report.report_file, name="report_file"),
]
