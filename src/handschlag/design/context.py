"""What the shell around every page needs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """The demo strip is shown in a demo only."""
    del request  # the shell is the same for everybody
    return {"is_demo": settings.MODE == "demo"}
