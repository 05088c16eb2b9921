"""What the shell around every page needs: where it leads, its language, its theme."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from handschlag.design import navigation
from handschlag.design.themes import theme_of


def shell(request: HttpRequest) -> dict[str, object]:
    """Nothing here asks the database: the shell must stand when it is down."""
    here = get_language() or settings.LANGUAGE_CODE
    path = request.path
    return {
        "is_demo": settings.MODE == "demo",
        "theme": theme_of(request).value,
        "navigation": navigation.links(navigation.MAIN, path),
        "foot": [(title, navigation.links(entries, path)) for title, entries in navigation.FOOT],
        "small_print": navigation.links(navigation.SMALL_PRINT, path),
        "start_url": navigation.address_of("pages:start"),
        "sign_in_url": navigation.address_of("account_login"),
        "sign_out_url": navigation.address_of("account_logout"),
        "theme_url": navigation.address_of("design:theme"),
        "languages": [
            {"code": code, "name": name, "url": _with_query(request, code), "is_current": code == here}
            for code, name in settings.LANGUAGES
        ],
        "alternates": [
            (code, settings.BASE_URL + navigation.same_page(path, code))
            for code, _ in settings.LANGUAGES
            if navigation.is_in(path, code)
        ],
        "canonical": settings.BASE_URL + path,
        "base_url": settings.BASE_URL,
        "here": request.get_full_path(),
    }


def _with_query(request: HttpRequest, language: str) -> str:
    """This page in another language, with its filters; what was sent in a form is not repeated."""
    query = request.META.get("QUERY_STRING", "") if request.method in {"GET", "HEAD"} else ""
    address = navigation.same_page(request.path, language)
    return f"{address}?{query}" if query else address
