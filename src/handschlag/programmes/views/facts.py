"""Editors keep the facts about programmes: what grows old, one fact, one click for what is still right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, require
from handschlag.common.refusals import Refusal
from handschlag.common.table_files.downloads import table_download
from handschlag.common.web.parameters import number_in
from handschlag.programmes.actions import facts as actions
from handschlag.programmes.forms.facts import FactForm, FactsFilter, NewFactForm, fact_form_of
from handschlag.programmes.models import Fact
from handschlag.programmes.queries import fact_list
from handschlag.programmes.rules.facts import A_YEAR, FactFault
from handschlag.programmes.screens.fact_list import (
    fact_lines,
    facts_list,
    is_relied_on,
    row,
    said_by_the_finder,
)

UNFIT, CONFLICT = 422, 409
REFUSED: Final[dict[FactFault, tuple[str | None, str | Promise]]] = {
    FactFault.READ_TOMORROW: ("read_on", gettext_lazy("Enter a date that is not in the future.")),
    FactFault.OLD_BEFORE_READ: ("old_from", gettext_lazy("Enter a date after the date read.")),
    FactFault.ENDS_BEFORE_IT_BEGINS: ("valid_until", gettext_lazy("Enter a date after the first day.")),
    FactFault.KEY_IS_TAKEN: (
        "key",
        gettext_lazy("Another fact already uses this key. Enter a different one."),
    ),
    FactFault.CHANGED_SINCE: (
        None,
        gettext_lazy("Someone has changed this fact in the meantime. Nothing was saved. Check it again."),
    ),
    FactFault.FINDER_RESTS_ON_IT: (
        None,
        gettext_lazy("The programme finder uses this fact, so you cannot remove it. Change it instead."),
    ),
    FactFault.NOTHING_TO_UNDO: (None, gettext_lazy("There is nothing to undo.")),
}


def _editor(request: HttpRequest) -> Subject:
    by = subject_of(request.user)
    require(by, Action.EDIT_PROGRAMME)
    return by


def _wording(no: Refusal) -> str:
    return str(REFUSED[FactFault(no.reason)][1])


@never_cache
@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """The editors' list of facts; 422 with none at all where the filter makes no sense."""
    _editor(request)
    form, today = FactsFilter(request.GET), timezone.localdate()
    wanted = form.wanted()
    found = fact_list.facts(wanted, today=today) if wanted else Fact.objects.none()
    query = request.GET.copy()
    query.pop("page", None)
    screen = facts_list(found, page=request.GET.get("page", "1"), query=query.urlencode(), today=today)
    context = {"form": form, "screen": screen, "here": request.get_full_path()}
    return render(request, "programmes/desk/facts.html", context, status=200 if wanted else UNFIT)


@never_cache
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The same choice as a table."""
    _editor(request)
    wanted = FactsFilter(request.GET).wanted()
    if wanted is None:
        return facts(request)
    return table_download(fact_lines(fact_list.facts(wanted, today=timezone.localdate())), "facts.csv")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for a new fact; once saved, it is public on the page of its programme."""
    by, now, today = _editor(request), timezone.now(), timezone.localdate()
    first = {"read_on": today, "old_from": today + A_YEAR, "position": 100}
    form = NewFactForm(request.POST) if request.method == "POST" else NewFactForm(initial=first)
    if request.method == "POST" and form.is_valid():
        programme, key = form.cleaned_data["programme"], form.cleaned_data["key"]

        def act() -> Fact:
            return actions.add(
                programme_id=programme.pk, key=key, content=form.content(), by=by, now=now, today=today
            )

        if _is_done(form, act):
            messages.success(request, _("The fact is shown on the page of its programme."))
            return redirect("programmes:facts")
    status = UNFIT if request.method == "POST" else 200
    return render(request, "programmes/desk/new.html", {"form": form}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a fact, removed or not; a change is public at once."""
    by, now, today = _editor(request), timezone.now(), timezone.localdate()
    found, status = _wanted_fact(pk), 200
    form, version = fact_form_of(found), found.version
    if request.method == "POST":
        form, version = FactForm(request.POST), number_in(request.POST, "version")

        def act() -> Fact:
            return actions.edit(
                fact_id=pk, version=version, content=form.content(), by=by, now=now, today=today
            )

        if form.is_valid() and _is_done(form, act):
            messages.success(request, _("The change is stored."))
            return redirect("programmes:fact", pk=pk)
        status = UNFIT
    context = {
        "form": form,
        "version": version,  # the one the editor saw: sending the form again overwrites nobody's change
        "row": row(found, today=today),
        "said": said_by_the_finder(found.key),
        "is_relied_on": is_relied_on(found.key),
        "last": fact_list.last_change(found) if found.removed_at is None else None,
    }
    return render(request, "programmes/desk/fact.html", context, status=status)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Read again today, still right."""
    return _done(request, pk, actions.check, _("Checked today: still correct."), today=timezone.localdate())


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back the last change of a fact, then leads to where the button was."""
    return _done(request, pk, actions.undo, _("Undone: the fact is as before."))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a fact off its page, then leads to where the button was; it can be brought back."""
    return _done(request, pk, actions.remove, _("Removed. You can restore it under “Removed”."))


@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a removed fact back on its page, then leads to where the button was."""
    return _done(request, pk, actions.bring_back, _("The fact is shown on its page again."))


def _done(request: HttpRequest, pk: int, act: Callable[..., Fact], words: str, **more: Any) -> HttpResponse:
    """One action on one fact, and back to where the button was."""
    by, version = _editor(request), number_in(request.POST, "version")
    _wanted_fact(pk)
    try:
        act(fact_id=pk, version=version, by=by, now=timezone.now(), **more)
    except Refusal as no:
        messages.warning(request, _wording(no))
    else:
        messages.success(request, words)
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours and back.startswith("/") else "programmes:facts")


def _is_done(form: FactForm, act: Callable[[], Fact]) -> bool:
    """Whether it happened; what was refused is said in the form."""
    try:
        act()
    except Refusal as no:
        field, words = REFUSED[FactFault(no.reason)]
        form.add_error(field, str(words))
        return False
    return True


def _wanted_fact(pk: int) -> Fact:
    found = fact_list.fact_at(pk)
    if found is None:
        raise Http404
    return found
