"""Who may meet whom, by categories of participants."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.common.refusals import Refusal
from handschlag.events.web.console import console_context
from handschlag.matching.actions.categories import keep_apart
from handschlag.matching.rules.categories import CategoryPair
from handschlag.matching.screens.preparing.categories import categories_screen
from handschlag.matching.screens.preparing.refusal_messages import refusal_message
from handschlag.matching.views.preparing.frame import GET_OR_POST, own
from handschlag.matching.web.not_yet import no_matching_yet


@never_cache
@require_http_methods(GET_OR_POST)
def category_rules(request: HttpRequest, slug: str) -> Any:
    """A table of all pairs; what is ticked stays apart."""
    event, by, service = own(request, slug)
    if service is None:
        raise no_matching_yet(request, event, by)
    if request.method == "POST":
        try:
            keep_apart(service_id=service.pk, pairs=_pairs_in(request.POST), by=by, now=timezone.now())
        except Refusal as no:
            messages.error(request, refusal_message(no))
        else:
            messages.success(request, _("Saved."))
        return redirect("matching:category_rules", slug=slug)
    context = console_context(event, by, current="matching:set_up", screen=categories_screen(event, service))
    return render(request, "matching/preparing/categories.html", context)


def _pairs_in(given: QueryDict) -> list[CategoryPair]:
    """`pair=3-7`; what makes no sense is left out."""
    parts = (text.split("-") for text in given.getlist("pair"))
    return [
        (int(pair[0]), int(pair[1]))
        for pair in parts
        if len(pair) == 2 and all(part.isdecimal() and len(part) < 16 for part in pair)
    ]
