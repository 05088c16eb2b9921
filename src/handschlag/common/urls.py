"""Addresses of this floor's pages, below a language."""

from django.urls import path

from handschlag.common.audit import views as audit
from handschlag.common.jobs import views as jobs
from handschlag.common.mail import sending_views as sending
from handschlag.common.mail import views as mail

app_name = "common"
urlpatterns = [
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<number:job_id>/", jobs.job, name="job"),
    path("jobs/<number:job_id>/cancel/", jobs.cancel, name="job_cancel"),
    path("audit/", audit.trail, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("outbox/", mail.outbox, name="outbox"),
    path("outbox/<number:mail_id>/", mail.letter, name="letter"),
    path("outbox/send/", sending.send_letters, name="send_letters"),
    path("outbox/<number:mail_id>/send/", sending.send_letter, name="send_letter"),
    path("outbox/<number:mail_id>/html/", mail.letter_html, name="letter_html"),
]
