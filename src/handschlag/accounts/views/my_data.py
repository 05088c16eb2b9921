"""My data: everything as a file, and the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handschlag.accounts.actions import erasure
from handschlag.accounts.forms.account import EraseForm
from handschlag.accounts.hooks.remainders import account_remainders
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.queries.export import everything_about
from handschlag.accounts.queries.personal_data import warnings_for
from handschlag.accounts.views.account import GET_OR_POST
from handschlag.accounts.views.decorators import confirmation_required, signed_in_user
from handschlag.accounts.web import sessions
from handschlag.common.refusals import Refusal


@never_cache
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Everything that the platform holds about the person who asks, as a JSON file."""
    user, now = signed_in_user(request), timezone.now()
    answer = JsonResponse(
        dict(everything_about(user.pk, now=now)), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = f'attachment; filename="handschlag-{timezone.localdate(now)}.json"'
    return answer


@confirmation_required
@require_http_methods(GET_OR_POST)
def erase(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; then it goes, and the answer is the receipt."""
    user, now = signed_in_user(request), timezone.now()
    number = user.pk
    form = EraseForm(request.POST or None)
    if form.is_valid():
        try:
            erasure.erase_account(user_id=number, by=user.subject, now=now)
        except Refusal as refusal:
            form.add_error(None, refusal_message(refusal))
        else:
            sessions.sign_out(request)
            context = {"at": now, "reference": str(number), "stays": account_remainders, "languages": ()}
            return render(request, "accounts/erased.html", context)
    context = {
        "form": form,
        "email": user.email,
        "warnings": warnings_for(user.pk),
        "stays": account_remainders,
    }
    return render(request, "accounts/erase.html", context)
