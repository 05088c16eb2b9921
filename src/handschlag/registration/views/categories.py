"""Categories of participants, as organisers see and change them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Subject
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event
from handschlag.events.web.console import console_context
from handschlag.registration.actions import categories as actions
from handschlag.registration.forms.categories import CategoryForm
from handschlag.registration.queries.categories import category_of, counted_categories
from handschlag.registration.views.decorators import UNFIT
from handschlag.registration.views.organising import CURRENT, own
from handschlag.registration.views.registering import GET_OR_POST


@never_cache
@require_http_methods(GET_OR_POST)
def categories(request: HttpRequest, slug: str) -> HttpResponse:
    """All categories with how full they are, and the form for one more."""
    event, by = own(request, slug)
    form = CategoryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_saved(request, event, None, form, by=by):
        return redirect("registration:categories", slug=slug)
    context = console_context(event, by, current=CURRENT, form=form, rows=counted_categories(event.pk))
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/categories.html", context, status=status)


@never_cache
@require_http_methods(GET_OR_POST)
def edit_category(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another name or number of places, or away with it."""
    event, by = own(request, slug)
    category = category_of(event, pk)
    if category is None:
        raise Http404
    back = reverse("registration:categories", args=[slug])
    if request.method == "POST" and "remove" in request.POST:
        actions.remove_category(event_id=event.pk, category_id=pk, by=by, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(back)
    initial = {name: getattr(category, name) for name in CategoryForm.base_fields}
    form = CategoryForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid() and _is_saved(request, event, pk, form, by=by):
        return redirect(back)
    crumbs = (Crumb(_("Categories"), back), Crumb(category.name))
    context = console_context(event, by, current=CURRENT, form=form, category=category, crumbs=crumbs)
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/category.html", context, status=status)


def _is_saved(request: HttpRequest, event: Event, pk: int | None, form: CategoryForm, *, by: Subject) -> bool:
    try:
        actions.save_category(
            event_id=event.pk, category_id=pk, values=form.values(), by=by, now=timezone.now()
        )
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return False
    messages.success(request, _("Saved."))
    return True
