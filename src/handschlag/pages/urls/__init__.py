"""Addresses of this floor, in each language."""

from django.urls import path

from handschlag.pages.views import start, words

app_name = "pages"
urlpatterns = [
    path("", start.start, name="start"),
    path("imprint/", words.imprint, name="imprint"),
    path("privacy/", words.privacy, name="privacy"),
    path("accessibility/", words.accessibility, name="accessibility"),
    path("plain-language/", words.plain_language, name="plain_language"),
    path("sources/", words.sources, name="sources"),
    path("contact/", words.contact, name="contact"),
]
