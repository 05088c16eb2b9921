"""Addresses of this floor for machines: they have no language."""

from django.urls import path

from handschlag.pages.views import machines

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("sitemap.xml", machines.site_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.section, name="sitemap_section"),
]
