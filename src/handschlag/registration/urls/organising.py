"""Addresses of this part: registrations, as organisers handle them."""

from django.urls import path

from handschlag.registration import (
    categories,
    certificates,
    duplicates,
    event_emails,
    invitations,
    messages,
    personal_links,
    questions,
    registrations,
)
from handschlag.registration.people_imports import pages

urlpatterns = [
    path("<slug:slug>/registrations/", registrations.registrations_page, name="registrations"),
    path("<slug:slug>/registrations/export.<slug:ending>", registrations.export, name="export"),
    path("<slug:slug>/registrations/add/", registrations.add_page, name="add"),
    path("<slug:slug>/registrations/decide/", registrations.batch, name="batch"),
    path("<slug:slug>/registrations/fill/", registrations.fill, name="fill"),
    path("<slug:slug>/registrations/invitations/", invitations.invitations_page, name="invitations"),
    path("<slug:slug>/registrations/invitations/one/", invitations.invitation, name="invitation"),
    path("<slug:slug>/emails/", messages.emails_page, name="emails"),
    path("<slug:slug>/emails/messages/new/", messages.new_message_page, name="sending_new"),
    path("<slug:slug>/emails/messages/<number:pk>/", messages.message_page, name="sending"),
    path(
        "<slug:slug>/emails/messages/<number:pk>/change/", messages.change_message_page, name="sending_change"
    ),
    path("<slug:slug>/emails/messages/<number:pk>/cancel/", messages.cancel_message, name="sending_cancel"),
    path("<slug:slug>/emails/undelivered/", messages.undelivered_page, name="undelivered"),
    path("<slug:slug>/emails/<str:kind>/", event_emails.email_page, name="email"),
    path("<slug:slug>/emails/<str:kind>/test/", event_emails.send_test_to_me, name="email_test"),
    path("<slug:slug>/emails/<str:kind>/preview.html", event_emails.email_html, name="email_html"),
    path("<slug:slug>/registrations/duplicates/", duplicates.duplicates_page, name="pairs"),
    path("<slug:slug>/registrations/duplicates/merge/", duplicates.merge_page, name="merge"),
    path("<slug:slug>/registrations/duplicates/apart/", duplicates.tell_apart_page, name="tell_apart"),
    path("<slug:slug>/registrations/import/", pages.lists_page, name="people_lists"),
    path("<slug:slug>/registrations/import/<number:pk>/", pages.list_page, name="people_list"),
    path("<slug:slug>/registrations/import/<number:pk>/do/", pages.change_list, name="people_list_do"),
    path("<slug:slug>/registrations/categories/", categories.categories_page, name="categories"),
    path("<slug:slug>/registrations/categories/<number:pk>/", categories.category_page, name="edit_category"),
    path("<slug:slug>/registrations/questions/", questions.questions_page, name="questions"),
    path("<slug:slug>/registrations/questions/new/", questions.new_question_page, name="new_question"),
    path("<slug:slug>/registrations/questions/do/", questions.change_questions, name="change_questions"),
    path("<slug:slug>/registrations/questions/<number:pk>/", questions.question_page, name="edit_question"),
    path("<slug:slug>/registrations/needs/", registrations.needs_page, name="needs"),
    path("<slug:slug>/registrations/needs.csv", registrations.needs_export, name="needs_export"),
    path("<slug:slug>/registrations/sessions/", registrations.sessions_page, name="sessions"),
    path("<slug:slug>/registrations/<number:number>/", registrations.registration_page, name="registration"),
    path(
        "<slug:slug>/registrations/<number:number>/change/", registrations.change_for_page, name="change_for"
    ),
    path("<slug:slug>/registrations/<number:number>/decide/", registrations.decide, name="decide"),
    path(
        "<slug:slug>/registrations/<number:number>/renew/",
        personal_links.renew_link_for,
        name="renew_link_for",
    ),
    path(
        "<slug:slug>/registrations/<number:number>/certificate/",
        certificates.certificate_of,
        name="certificate_of",
    ),
    path(
        "<slug:slug>/registrations/<number:number>/cancel/", registrations.cancel_for_page, name="cancel_for"
    ),
]
