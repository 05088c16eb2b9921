"""An event is used as a template."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handschlag.accounts.rules.policy import Action, require
from handschlag.design.components.parts import Crumb
from handschlag.events.actions.copying import Copied, copy_event
from handschlag.events.forms.events import CopyForm
from handschlag.events.screens.organise.forms import FormScreen
from handschlag.events.views.organise.frame import UNFIT, page
from handschlag.events.web.access import own_event_or_404

SETUP = "events:manage_event"


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a new event like this one; needs the right to create events as well."""
    event, by = own_event_or_404(request, slug)
    require(by, Action.CREATE_EVENT)
    form = CopyForm(
        request.POST if request.method == "POST" else None,
        values={"title_de": event.title_de, "title_en": event.title_en},
    )
    if form.is_bound and form.is_valid():
        copied = copy_event(
            event_id=event.pk,
            title_de=form.cleaned_data["title_de"],
            title_en=form.cleaned_data["title_en"],
            first_day=form.cleaned_data["first_day"],
            with_speakers=form.cleaned_data["with_speakers"],
            by=by,
            now=timezone.now(),
        )
        _tell(request, copied)
        return HttpResponseRedirect(reverse(SETUP, args=[copied.event.slug]))
    screen = FormScreen(
        title=_("A new event like this one"),
        lead=_(
            "Copied: days, rooms, tracks, sessions with texts, hosts, venue, terms, categories of "
            "participants, your own questions and words of emails, and the dates, settings and rules of "
            "matchmaking. Not copied: people, registrations, files and versions."
        ),
        form=form,
        button=_("Copy the event"),
        back_url=reverse(SETUP, args=[slug]),
        crumbs=(Crumb(_("Overview"), reverse(SETUP, args=[slug])), Crumb(_("Use as a template"))),
    )
    status = UNFIT if form.is_bound else 200
    return page(request, "form", event=event, by=by, current=SETUP, screen=screen, status=status)


def _tell(request: HttpRequest, copied: Copied) -> None:
    text = _("Copied, as a draft. Every day is %(days)s days later, at the same times of the day.")
    if not copied.days:
        text = _("Copied, as a draft, for the same days.")
    messages.success(request, text % {"days": copied.days})
    if copied.odd:
        odd = ngettext(
            "%(number)s time falls in a night when the clocks change. Check it.",
            "%(number)s times fall in a night when the clocks change. Check them.",
            copied.odd,
        )
        messages.warning(request, odd % {"number": copied.odd})
