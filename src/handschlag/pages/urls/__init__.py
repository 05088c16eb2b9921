"""Addresses of this floor, in each language."""

from django.urls import path

from handschlag.pages import reports, start, static_pages

app_name = "pages"
urlpatterns = [
    path("", start.start_page, name="start"),
    path("imprint/", static_pages.imprint, name="imprint"),
    path("privacy/", static_pages.privacy, name="privacy"),
    path("accessibility/", static_pages.accessibility, name="accessibility"),
    path("plain-language/", static_pages.plain_language, name="plain_language"),
    path("sign-language/", static_pages.sign_language, name="sign_language"),
    path("how-matching-works/", static_pages.how_matching_works, name="how_matching_works"),
    path("sources/", static_pages.sources, name="sources"),
    path("contact/", reports.contact, name="contact"),
    path("contact/sent/", reports.contact_sent, name="contact_sent"),
    path("reports/", reports.report_list, name="reports"),
    path("reports/<number:number>/done/", reports.report_done, name="report_done"),
    path("reports/<number:number>/open/", reports.report_open, name="report_open"),
]
