"""Categories of participants, as organisers see and change them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.design.fields import OneLine
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration.access import CURRENT, GET_OR_POST, UNFIT, event_for_team, require_team
from handschlag.registration.decisions import fill_places
from handschlag.registration.models import Category
from handschlag.registration.places import MOST_CATEGORIES, category_of, counted_categories, lock_event


@transaction.atomic
def save_category(
    *, event_id: int, category_id: int | None, values: Mapping[str, Any], by: Subject, now: datetime
) -> Category:
    """A new category, or another name or number; places that come free go to those who wait for one."""
    require_team(by, event_id)
    event = lock_event(event_id)
    rows = Category.objects.filter(event=event)
    if category_id is None:
        if rows.count() >= MOST_CATEGORIES:
            raise Refusal(CategoryRefusal.TOO_MANY)
        last = rows.aggregate(last=Max("position"))["last"]
        category = Category(event=event, position=0 if last is None else last + 1)
    else:
        category = _one(event, category_id)
    for name, value in values.items():
        setattr(category, name, value)
    try:
        with transaction.atomic():
            category.save()
    except IntegrityError as error:
        raise Refusal(CategoryRefusal.KNOWN) from error
    if category_id is None:
        audit.record(verb="registration.category_added", target=category, by_id=by.user_id, now=now)
    else:
        audit.record(verb="registration.category_changed", target=category, by_id=by.user_id, now=now)
    fill_places(event, by=by, now=now)
    return category


def _one(event: Event, category_id: int) -> Category:
    found = Category.objects.filter(event=event, pk=category_id).first()
    if found is None:
        raise Refusal(CategoryRefusal.GONE)
    return found


@transaction.atomic
def remove_category(*, event_id: int, category_id: int, by: Subject, now: datetime) -> None:
    """Its people stay registered, in no category."""
    require_team(by, event_id)
    event = lock_event(event_id)
    category = _one(event, category_id)
    audit.record(verb="registration.category_removed", target=category, by_id=by.user_id, now=now)
    category.delete()
    fill_places(event, by=by, now=now)


def copy_categories(source: Event, target: Event) -> None:
    """The categories of an event, without people; needs no right beside that to copy the event."""
    rows = list(Category.objects.filter(event=source))
    for one in rows:
        one.pk, one.event = None, target
    Category.objects.bulk_create(rows)


class CategoryForm(forms.Form):
    """`values()` are the columns."""

    name_de = OneLine(label=gettext_lazy("Name in German"), max_length=80)
    name_en = OneLine(label=gettext_lazy("Name in English"), max_length=80, required=False)
    capacity = forms.IntegerField(
        label=gettext_lazy("Number of places"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=gettext_lazy(
            "Empty: as many as the event has. Whoever finds it full waits in its own line."
        ),
    )
    is_open = forms.BooleanField(
        label=gettext_lazy("People may choose it when they register."), required=False, initial=True
    )

    def values(self) -> dict[str, Any]:
        """The columns; only for a form that is valid."""
        return dict(self.cleaned_data)


@never_cache
@require_http_methods(GET_OR_POST)
def categories_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All categories with how full they are, and the form for one more."""
    event, by = event_for_team(request, slug)
    form = CategoryForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_saved(request, event, None, form, by=by):
        return redirect("registration:categories", slug=slug)
    context = console_context(event, by, current=CURRENT, form=form, rows=counted_categories(event.pk))
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/categories.html", context, status=status)


@never_cache
@require_http_methods(GET_OR_POST)
def category_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Another name or number of places, or away with it."""
    event, by = event_for_team(request, slug)
    category = category_of(event, pk)
    if category is None:
        raise Http404
    back = reverse("registration:categories", args=[slug])
    if request.method == "POST" and "remove" in request.POST:
        remove_category(event_id=event.pk, category_id=pk, by=by, now=timezone.now())
        messages.success(request, gettext("Saved."))
        return redirect(back)
    initial = {name: getattr(category, name) for name in CategoryForm.base_fields}
    form = CategoryForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid() and _is_saved(request, event, pk, form, by=by):
        return redirect(back)
    crumbs = (Crumb(gettext("Categories"), back), Crumb(category.name))
    context = console_context(event, by, current=CURRENT, form=form, category=category, crumbs=crumbs)
    status = UNFIT if form.is_bound else 200
    return render(request, "registration/organising/category.html", context, status=status)


def _is_saved(request: HttpRequest, event: Event, pk: int | None, form: CategoryForm, *, by: Subject) -> bool:
    try:
        save_category(event_id=event.pk, category_id=pk, values=form.values(), by=by, now=timezone.now())
    except Refusal as no:
        form.add_error(None, refusal_message(no.reason))
        return False
    messages.success(request, gettext("Saved."))
    return True


class CategoryRefusal(Reason):
    TOO_MANY = "too_many_categories", _("There are 30 categories already. Delete one first.")
    KNOWN = "category_known", _("There is a category of this name already.")
    GONE = "category_gone", _("This category has been deleted.")
