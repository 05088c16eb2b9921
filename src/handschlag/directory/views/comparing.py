"""Up to four networks side by side, in an address that can be passed on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handschlag.directory.queries import comparing
from handschlag.directory.rules.comparison import chosen
from handschlag.directory.screens.comparing import comparison_screen


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Compares the networks named by `n` in the address, the first four of them."""
    today = timezone.localdate()
    found = comparing.comparison(chosen(request.GET.getlist("n")), today=today)
    return render(request, "directory/compare.html", {"screen": comparison_screen(found, today=today)})
