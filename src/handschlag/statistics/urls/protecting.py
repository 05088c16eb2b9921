"""Addresses of this part: data protection of an event."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.statistics.views import access_log, protection

ONE = "<slug:slug>/data-protection/"

urlpatterns: list[URLPattern] = [
    path(ONE, protection.protection, name="protection"),
    path(ONE + "people/<number:number>/", protection.person, name="person"),
    path(ONE + "people/<number:number>/data.json", protection.person_file, name="person_file"),
    path(ONE + "people/<number:number>/send/", protection.person_send, name="person_send"),
    path(ONE + "receipts/<number:number>/", protection.receipt, name="receipt"),
    path(ONE + "receipts/<number:number>/receipt.json", protection.receipt_file, name="receipt_file"),
    path(ONE + "log/", access_log.log, name="log"),
    path(ONE + "log.xlsx", access_log.log_file, name="log_file"),
    path(ONE + "record.<slug:ending>", protection.record, name="record"),
]
