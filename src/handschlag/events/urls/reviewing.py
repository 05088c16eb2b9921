"""Addresses of this part: the team calls for contributions, scores them and decides."""

from django.urls import URLPattern, URLResolver, path

from handschlag.events.views.contributions import deciding, organising

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:slug>/contributions/", organising.contributions, name="contributions"),
    path("<slug:slug>/contributions/call/", organising.edit_call, name="edit_call"),
    path("<slug:slug>/contributions/tell/", deciding.tell, name="tell_contributions"),
    path("<slug:slug>/contributions/export/<slug:ending>/", organising.export, name="contributions_export"),
    path("<slug:slug>/contributions/<number:pk>/", organising.one, name="one_contribution"),
    path("<slug:slug>/contributions/<number:pk>/picture.webp", organising.picture, name="proposed_picture"),
    path("<slug:slug>/contributions/<number:pk>/link/", organising.link, name="contribution_link"),
    path("<slug:slug>/contributions/<number:pk>/decide/", deciding.decide, name="decide_contribution"),
]
