"""Addresses that others send people back to: without a language, because they are registered there."""

from django.urls import path

from handschlag.accounts import organisations

urlpatterns = [
    path("<slug:provider_id>/back/", organisations.come_back, name="openid_connect_callback"),
]
