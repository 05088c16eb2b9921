"""Addresses of this part: the control room."""

from __future__ import annotations

from django.urls import URLPattern, path

from handschlag.day import control, new_incident, standing_alone

DAY = "<slug:slug>/day/"
INCIDENT = DAY + "incidents/<number:number>/"

urlpatterns: list[URLPattern] = [
    path(DAY, control.control_page, name="control"),
    path(DAY + "risk/", standing_alone.risk_page, name="risk"),
    path(DAY + "new/", new_incident.new_incident_page, name="new"),
    path(DAY + "settings/", control.settings_page, name="settings"),
    path(INCIDENT + "propose/", control.propose_page, name="propose"),
    path(INCIDENT + "take/", control.take_page, name="take"),
    path(INCIDENT + "dismiss/", control.dismiss_page, name="dismiss"),
    path(INCIDENT + "real/", control.make_real_page, name="make_real"),
    path(DAY + "repairs/<number:number>/undo/", control.undo_page, name="undo"),
]
