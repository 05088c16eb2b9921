"""Addresses of this part: the control room."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.day.views import control, opening, standing_by

DAY = "<slug:slug>/day/"
INCIDENT = DAY + "incidents/<number:number>/"

urlpatterns: list[URLPattern] = [
    path(DAY, control.control, name="control"),
    path(DAY + "risk/", standing_by.risk, name="risk"),
    path(DAY + "new/", opening.new, name="new"),
    path(DAY + "settings/", control.settings, name="settings"),
    path(INCIDENT + "propose/", control.propose, name="propose"),
    path(INCIDENT + "take/", control.take, name="take"),
    path(INCIDENT + "dismiss/", control.dismiss, name="dismiss"),
    path(INCIDENT + "real/", control.make_real, name="make_real"),
    path(DAY + "repairs/<number:number>/undo/", control.undo, name="undo"),
]
