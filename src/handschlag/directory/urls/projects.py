"""Addresses of this part: joint projects."""

from django.urls import URLPattern, URLResolver, path

from handschlag.directory.views import exports, projects

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/", projects.projects, name="projects"),
    path("projects/export/<slug:ending>/", exports.projects, name="projects_export"),
    path("projects/<slug:slug>/", projects.project, name="project"),
]
