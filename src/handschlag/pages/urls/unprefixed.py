"""Addresses of this floor for machines: they have no language."""

from django.urls import path

from handschlag.pages.views import well_known

urlpatterns = [
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("sitemap.xml", well_known.site_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", well_known.sitemap_section, name="sitemap_section"),
]
