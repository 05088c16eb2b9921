"""Addresses of this part: registrations, as organisers handle them."""

from django.urls import path

from handschlag.registration.views import (
    certificates,
    event_emails,
    invitations,
    organising,
    people_imports,
    personal_links,
    sendings,
)

urlpatterns = [
    path("<slug:slug>/registrations/", organising.registrations, name="registrations"),
    path("<slug:slug>/registrations/export.<slug:ending>", organising.export, name="export"),
    path("<slug:slug>/registrations/add/", organising.add, name="add"),
    path("<slug:slug>/registrations/decide/", organising.batch, name="batch"),
    path("<slug:slug>/registrations/fill/", organising.fill, name="fill"),
    path("<slug:slug>/registrations/invitations/", invitations.invitations_page, name="invitations"),
    path("<slug:slug>/registrations/invitations/one/", invitations.invitation, name="invitation"),
    path("<slug:slug>/emails/", event_emails.emails, name="emails"),
    path("<slug:slug>/emails/messages/new/", sendings.new, name="sending_new"),
    path("<slug:slug>/emails/messages/<number:pk>/", sendings.sending, name="sending"),
    path("<slug:slug>/emails/messages/<number:pk>/change/", sendings.change, name="sending_change"),
    path("<slug:slug>/emails/messages/<number:pk>/cancel/", sendings.cancel, name="sending_cancel"),
    path("<slug:slug>/emails/undelivered/", sendings.undelivered, name="undelivered"),
    path("<slug:slug>/emails/<str:kind>/", event_emails.email, name="email"),
    path("<slug:slug>/emails/<str:kind>/test/", event_emails.test, name="email_test"),
    path("<slug:slug>/emails/<str:kind>/preview.html", event_emails.email_html, name="email_html"),
    path("<slug:slug>/registrations/duplicates/", invitations.pairs, name="pairs"),
    path("<slug:slug>/registrations/duplicates/merge/", invitations.merge, name="merge"),
    path("<slug:slug>/registrations/duplicates/apart/", invitations.tell_apart, name="tell_apart"),
    path("<slug:slug>/registrations/import/", people_imports.lists, name="people_lists"),
    path("<slug:slug>/registrations/import/<number:pk>/", people_imports.one_list, name="people_list"),
    path("<slug:slug>/registrations/import/<number:pk>/do/", people_imports.do, name="people_list_do"),
    path("<slug:slug>/registrations/needs/", organising.needs, name="needs"),
    path("<slug:slug>/registrations/needs.csv", organising.needs_export, name="needs_export"),
    path("<slug:slug>/registrations/sessions/", organising.sessions, name="sessions"),
    path("<slug:slug>/registrations/<number:number>/", organising.registration, name="registration"),
    path("<slug:slug>/registrations/<number:number>/change/", organising.change_for, name="change_for"),
    path("<slug:slug>/registrations/<number:number>/decide/", organising.decide, name="decide"),
    path("<slug:slug>/registrations/<number:number>/renew/", personal_links.renew_for, name="renew_link_for"),
    path(
        "<slug:slug>/registrations/<number:number>/certificate/",
        certificates.certificate_of,
        name="certificate_of",
    ),
    path("<slug:slug>/registrations/<number:number>/cancel/", organising.cancel_for, name="cancel_for"),
]
