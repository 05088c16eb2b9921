"""Somebody's events: listed, set up, described, shown or withheld."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handschlag.accounts.queries import subject_of
from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.design.components.parts import Crumb
from handschlag.events.actions import events as actions
from handschlag.events.forms.events import SECTION_FORMS, NewEventForm
from handschlag.events.forms.fields import RowForm
from handschlag.events.models import Event, EventStatus
from handschlag.events.queries.checklist import checklist_of
from handschlag.events.queries.components import component_values, etag_of_row
from handschlag.events.queries.events import events_of
from handschlag.events.rules.components import SECTIONS
from handschlag.events.rules.refusals import EventRefusal
from handschlag.events.screens.console import home_console
from handschlag.events.screens.organise import organiser_labels
from handschlag.events.screens.organise.event_setup import details_screen, overview_screen
from handschlag.events.screens.organise.forms import Conflict, FormScreen, conflict_about
from handschlag.events.views.organise.frame import CONFLICT, UNFIT, page
from handschlag.events.web.access import own_event_or_404

OVERVIEW, DETAILS = "events:manage_event", "events:details"
ON_A_PAGE = 30


@require_safe
def my_events(request: HttpRequest) -> HttpResponse:
    """The events that this person looks after, coming or past; editors see all of them."""
    by = subject_of(request.user)
    require(by, Action.EDIT_EVENT, owns=True)
    wanted = "past" if request.GET.get("when") == "past" else ""
    today = timezone.localdate()
    rows = events_of(by.user_id, sees_all=may(by, Action.EDIT_EVENT), wanted=wanted, today=today)
    context = {
        "rows": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page", "1")),
        "wanted": wanted,
        "query": f"when={wanted}" if wanted else "",
        "may_create": may(by, Action.CREATE_EVENT),
        "today": today,
        "console": home_console(by, current="events:manage"),
    }
    return render(request, "events/organise/my_events.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_event(request: HttpRequest) -> HttpResponse:
    """The form for a new event; creates a draft, then leads to its setup."""
    by = subject_of(request.user)
    require(by, Action.CREATE_EVENT)
    form = NewEventForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        event = actions.create_event(
            values=form.values(),
            opens=form.cleaned_data["opens"],
            closes=form.cleaned_data["closes"],
            by=by,
            now=timezone.now(),
        )
        messages.success(request, _("The event has been created as a draft. Only you can see it."))
        return HttpResponseRedirect(reverse(OVERVIEW, args=[event.slug]))
    screen = FormScreen(
        title=_("New event"),
        lead=_("A title and a date are enough to begin. Or copy one of your events on its page."),
        form=form,
        button=_("Set up the event"),
        back_url=reverse("events:manage"),
        crumbs=(Crumb(_("Your events"), reverse("events:manage")), Crumb(_("New event"))),
    )
    status = UNFIT if form.is_bound else 200
    context = {"console": home_console(by, current="events:new_event"), "screen": screen}
    return render(request, "events/organise/new_event.html", context, status=status)


@never_cache
@require_safe
def manage_event(request: HttpRequest, slug: str) -> HttpResponse:
    """The first page of an event: how far every step is, from the facts to the report."""
    event, by = own_event_or_404(request, slug)
    lines = checklist_of(event, now=timezone.now())
    return page(request, "overview", event=event, by=by, current=OVERVIEW, **overview_screen(event, lines))


@require_safe
def details(request: HttpRequest, slug: str) -> HttpResponse:
    """What the event says of itself, section by section, and who can see it."""
    event, by = own_event_or_404(request, slug)
    return page(request, "details", event=event, by=by, current=DETAILS, **details_screen(event))


@require_POST
def event_status(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes, withholds or archives the event, for those who may publish it; leads to its setup."""
    event, by = own_event_or_404(request, slug, Action.PUBLISH_EVENT)
    wanted = request.POST.get("status", "")
    if wanted not in EventStatus.values:
        raise Http404
    try:
        actions.set_status(
            event_id=event.pk,
            status=EventStatus(wanted),
            seen=request.POST.get("seen", ""),
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("Done."))
    return HttpResponseRedirect(reverse(DETAILS, args=[slug]) + "#state")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_event(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The form for one section of an event; 404 for an unknown section."""
    event, by = own_event_or_404(request, slug)
    if name not in SECTION_FORMS:
        raise Http404
    if request.method != "POST":
        return _section(request, event, by, name, form=_form_of(event, name))
    form = _form_of(event, name, request.POST)
    if not form.is_valid():
        return _section(request, event, by, name, form=form, status=UNFIT)
    try:
        actions.save_section(
            event_id=event.pk,
            name=name,
            values=form.values(),
            seen=form.cleaned_data["seen"],
            by=by,
            now=timezone.now(),
        )
    except Refusal as no:
        return _refused(request, event, by, name, no=no, form=form)
    messages.success(request, _("Saved."))
    following = _after(name)
    if "then" in request.POST and following:
        return HttpResponseRedirect(reverse("events:edit_event", args=[slug, following]))
    return HttpResponseRedirect(reverse(DETAILS, args=[slug]) + f"#{name}")


def _after(name: str) -> str:
    """The section that comes after this one; empty after the last."""
    names = [*SECTION_FORMS, ""]
    return names[names.index(name) + 1]


def _form_of(event: Event, name: str, data: QueryDict | None = None) -> RowForm:
    facts = SECTIONS[name]
    return SECTION_FORMS[name](data, values=component_values(event, facts), seen=etag_of_row(event, facts))


def _refused(
    request: HttpRequest, event: Event, by: Subject, name: str, *, no: Refusal, form: RowForm
) -> HttpResponse:
    """The form once more; after a change by others with what is there now beside what was typed."""
    if no.reason is not EventRefusal.STALE:
        form.add_error(None, refusal_message(no.reason))
        return _section(request, event, by, name, form=form, status=UNFIT)
    event = Event.objects.get(pk=event.pk)
    there = _form_of(event, name)
    data = request.POST.copy()
    data["seen"] = etag_of_row(event, SECTIONS[name])  # whoever sends this again has seen it
    form = _form_of(event, name, data)
    form.is_valid()
    conflict = conflict_about(event, there, form)
    return _section(request, event, by, name, form=form, conflict=conflict, status=CONFLICT)


def _section(
    request: HttpRequest,
    event: Event,
    by: Subject,
    name: str,
    *,
    form: RowForm,
    conflict: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    home = reverse(DETAILS, args=[event.slug])
    following = organiser_labels.SECTIONS.get(_after(name), "")
    title = str(organiser_labels.SECTIONS[name])
    screen = FormScreen(
        title=title,
        lead="",
        form=form,
        button=_("Save"),
        then=_("Save, next: %(section)s") % {"section": following} if following else "",
        back_url=f"{home}#{name}",
        crumbs=(Crumb(_("Basic details"), home), Crumb(title)),
        conflict=conflict,
    )
    return page(request, "form", event=event, by=by, current=DETAILS, screen=screen, status=status)
