"""Roles are given and taken on a page, by administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from handschlag.accounts import actions
from handschlag.accounts.forms.account import PersonSearchForm
from handschlag.accounts.labels import refusal_message, role_name
from handschlag.accounts.queries import subject_of
from handschlag.accounts.queries.people import MOST, find_people, people_with_roles
from handschlag.accounts.rules.grants import GRANTABLE
from handschlag.accounts.rules.policy import Action, Role, require
from handschlag.common.refusals import Refusal


@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Who has which role; whoever is to have one is looked up by address."""
    require(subject_of(request.user), Action.GRANT_ROLE)
    form = PersonSearchForm(request.GET if "q" in request.GET else None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = {
        "form": form,
        "found": find_people(text) if text else None,
        "most": MOST,
        "holders": people_with_roles(),
        "grantable": GRANTABLE,
    }
    return render(request, "accounts/grants.html", context)


@never_cache
@require_POST
def change(request: HttpRequest, user_id: int) -> HttpResponse:
    """One role is given or taken."""
    subject, verb = subject_of(request.user), request.POST.get("verb")
    require(subject, Action.GRANT_ROLE)
    if request.POST.get("role") not in set(Role) or verb not in {"give", "take"}:
        raise Http404
    role, act = Role(request.POST["role"]), actions.give_role if verb == "give" else actions.revoke_role
    try:
        act(user_id=user_id, role=role, by=subject, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal_message(refusal))
    else:
        words = _("%(role)s: given.") if verb == "give" else _("%(role)s: taken away.")
        messages.success(request, words % {"role": role_name(role)})
    query = f"?{urlencode({'q': request.POST['q']})}" if request.POST.get("q") else ""
    return redirect(reverse("accounts:grants") + query)
