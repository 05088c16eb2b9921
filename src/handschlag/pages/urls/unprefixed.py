"""Addresses of this floor for machines: they have no language."""

from django.urls import path

from handschlag.pages import sitemaps

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path(".well-known/security.txt", sitemaps.security, name="security"),
    path("sitemap.xml", sitemaps.site_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap_section, name="sitemap_section"),
]
