"""Addresses of this part: data protection of an event."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.statistics import access_log, protection

ONE = "<slug:slug>/data-protection/"

urlpatterns: list[URLPattern] = [
    path(ONE, protection.protection_page, name="protection"),
    path(ONE + "people/<number:number>/", protection.person_page, name="person"),
    path(ONE + "people/<number:number>/data.json", protection.person_file, name="person_file"),
    path(ONE + "people/<number:number>/send/", protection.send_to_person, name="person_send"),
    path(ONE + "receipts/<number:number>/", protection.receipt_page, name="receipt"),
    path(ONE + "receipts/<number:number>/receipt.json", protection.receipt_file, name="receipt_file"),
    path(ONE + "log/", access_log.log_page, name="log"),
    path(ONE + "log.xlsx", access_log.log_file, name="log_file"),
    path(ONE + "record.<slug:ending>", protection.record_file, name="record"),
]
