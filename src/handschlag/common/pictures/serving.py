"""The answer that is a picture."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse

A_YEAR = 365 * 24 * 60 * 60


def picture_response(path: str, *, is_public: bool) -> HttpResponse:
    """The picture itself. Its random name changes with it, so a browser may keep a public one for ever."""
    try:
        with default_storage.open(path) as file:
            data = file.read()
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = HttpResponse(data, content_type="image/webp")
    response["Content-Disposition"] = f'inline; filename="{path.rpartition("/")[2]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_public else "private, no-store"
    return response
