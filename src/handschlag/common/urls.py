"""Addresses of this floor's pages, below a language."""

from django.urls import path

from handschlag.common import audit
from handschlag.common.jobs import pages
from handschlag.common.mail import pages as mail_pages

app_name = "common"
urlpatterns = [
    path("jobs/", pages.jobs, name="jobs"),
    path("jobs/<number:job_id>/", pages.job, name="job"),
    path("jobs/<number:job_id>/cancel/", pages.cancel, name="job_cancel"),
    path("audit/", audit.trail, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("outbox/", mail_pages.outbox, name="outbox"),
    path("outbox/<number:mail_id>/", mail_pages.letter, name="letter"),
    path("outbox/send/", mail_pages.send_letters, name="send_letters"),
    path("outbox/<number:mail_id>/send/", mail_pages.send_letter, name="send_letter"),
    path("outbox/<number:mail_id>/html/", mail_pages.letter_html, name="letter_html"),
]
