"""Light or dark: the system decides, unless a person has chosen."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE: Final = "theme"
KEPT_FOR: Final = 365 * 24 * 60 * 60


class Theme(StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def theme_of(request: HttpRequest) -> Theme:
    """What the person chose; the system's theme where they did not, or where the cookie is nonsense."""
    given = request.COOKIES.get(COOKIE, "")
    return Theme(given) if given in set(Theme) else Theme.SYSTEM


# No token: it would give every visitor a cookie, and a stranger could change nothing but light and dark.
@csrf_exempt
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remembers the choice on this device and leads back."""
    chosen, back = request.POST.get("theme", ""), request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = HttpResponseRedirect(back if is_ours else "/")
    if chosen == Theme.SYSTEM or chosen not in set(Theme):
        response.delete_cookie(COOKIE)
    else:
        response.set_cookie(
            COOKIE, chosen, max_age=KEPT_FOR, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response
