"""Pages that are words only: the same for everybody."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from handschlag.common.page_cache import cached_for_visitors
from handschlag.design.assets.own_content import easy_text, report_address, sign_film
from handschlag.pages.queries.sources import websites
from handschlag.pages.screens.how_matching_works import how_matching_works_screen
from handschlag.pages.screens.operator import operator
from handschlag.pages.screens.privacy import privacy_screen


@cached_for_visitors
@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    """The page that says who runs this website."""
    return render(request, "pages/imprint.html", {"operator": operator()})


@cached_for_visitors
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The page that says which data are kept, and for how long."""
    context = {"operator": operator(), "screen": privacy_screen()}
    return render(request, "pages/privacy.html", context)


@cached_for_visitors
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, with the body that enforces it and what the operator adds to it."""
    language = get_language() or "de"
    context = {
        "operator": operator(),
        "has_film": sign_film(language),
        "report": report_address(language),
    }
    return render(request, "pages/accessibility.html", context)


@cached_for_visitors
@require_safe
def plain_language(request: HttpRequest) -> HttpResponse:
    """The page that explains this website in plain language, in the operator's own words if there are."""
    own = easy_text(get_language() or "de")
    return render(request, "pages/plain_language.html", {"own": own})


@cached_for_visitors
@require_safe
def sign_language(request: HttpRequest) -> HttpResponse:
    """The operator's film in sign language; there is no such page as long as there is no film."""
    film = sign_film(get_language() or "de")
    if not film:
        raise Http404
    return render(request, "pages/sign_language.html", {"film": film})


@cached_for_visitors
@require_safe
def how_matching_works(request: HttpRequest) -> HttpResponse:
    """The page that explains the matching service, with a sample that can be checked by hand."""
    return render(request, "pages/how_matching_works.html", {"screen": how_matching_works_screen()})


@cached_for_visitors
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """The page that names the websites from which the data come."""
    return render(request, "pages/sources.html", {"websites": websites()})
