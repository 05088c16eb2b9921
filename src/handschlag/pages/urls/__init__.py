"""Addresses of this floor, in each language."""

from django.urls import path

from handschlag.pages.views import reports, start, words

app_name = "pages"
urlpatterns = [
    path("", start.start, name="start"),
    path("imprint/", words.imprint, name="imprint"),
    path("privacy/", words.privacy, name="privacy"),
    path("accessibility/", words.accessibility, name="accessibility"),
    path("plain-language/", words.plain_language, name="plain_language"),
    path("sources/", words.sources, name="sources"),
    path("contact/", reports.contact, name="contact"),
    path("contact/sent/", reports.contact_sent, name="contact_sent"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/<number:number>/done/", reports.report_done, name="report_done"),
    path("reports/<number:number>/open/", reports.report_open, name="report_open"),
]
