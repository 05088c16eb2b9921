"""My data: everything as a file, and the way out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handschlag.accounts import entrance
from handschlag.accounts.actions import erasure
from handschlag.accounts.forms.account import EraseForm
from handschlag.accounts.queries.export import everything_about
from handschlag.accounts.screens.erase import erase_screen
from handschlag.accounts.views.account import GET_OR_POST
from handschlag.accounts.views.doors import confirmed, person
from handschlag.accounts.words import worded
from handschlag.common.refusals import Refusal


@never_cache
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    user, now = person(request), timezone.now()
    answer = JsonResponse(
        dict(everything_about(user.pk, now=now)), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = f'attachment; filename="handschlag-{timezone.localdate(now)}.json"'
    return answer


@confirmed
@require_http_methods(GET_OR_POST)
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; then it goes."""
    user = person(request)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        try:
            erasure.erase_account(user_id=user.pk, by=user.subject, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, worded(refusal))
        else:
            entrance.leave(request)
            messages.success(request, _("Your account is erased."))
            return redirect("pages:start")
    return render(request, "accounts/erase.html", {"form": form, "screen": erase_screen(user)})
