"""Addresses of the ground floor for machines: they have no language."""

from django.urls import path

from handschlag.common.operations import views as operations

urlpatterns = [
    path("health/live", operations.live, name="live"),
    path("health/ready", operations.ready, name="ready"),
]
