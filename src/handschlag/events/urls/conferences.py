"""Addresses of this part: conferences and their programme, as the public reads them."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
