"""The list of joint projects, and the page of one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.common.web.parameters import page_number
from handschlag.directory.queries import browsing, project_profiles
from handschlag.directory.rules.criteria import PARAMETERS
from handschlag.directory.screens.lists import projects_list
from handschlag.directory.screens.project import project_screen
from handschlag.directory.views.parameters import criteria_of


@cached_for_visitors(parameters=(*PARAMETERS, "page"))
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The list of joint projects that the address asks for, one page of it."""
    today = timezone.localdate()
    page = browsing.page_of_projects(criteria_of(request), number=page_number(request), today=today)
    return render(request, "directory/projects.html", {"screen": projects_list(page, today=today)})


@cached_for_visitors
@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page of a joint project; one that is not public is a 404."""
    today = timezone.localdate()
    profile = project_profiles.project_profile(slug, today=today)
    if profile is None:
        raise Http404
    return render(request, "directory/project.html", {"screen": project_screen(profile, today=today)})
