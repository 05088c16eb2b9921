"""Who looks after an event: people with an account are asked in, and taken off again."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from handschlag.accounts.codes_and_links import normalised_address
from handschlag.accounts.models import User, addressee
from handschlag.accounts.policy import Subject
from handschlag.common import audit
from handschlag.common.language import pick
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.directory.emails import Letter, address, post, reader
from handschlag.events import reception
from handschlag.events.access import MAY_ORGANISE, editors_of, own_event_or_404
from handschlag.events.console import UNFIT, console_page
from handschlag.events.editing import OrganiserRefusal, locked_event
from handschlag.events.models import Event, EventOrganiser
from handschlag.events.reception import ReceptionForm


def tell_added(*, user: User, event: Event, by_id: int | None, only_reads: bool, now: datetime) -> None:
    """To somebody who looks after the event from now on, or looks on."""
    subject = gettext_lazy("You are on the team of “%(event)s”")
    sentence = gettext_lazy("%(who)s has added you to the team of “%(event)s”.")
    end = gettext_lazy("If this is a mistake, you can leave the team on the same page.")
    if only_reads:
        end = gettext_lazy("If this is a mistake, please tell the person who added you.")
    _tell(user, event, (subject, sentence, end), by_id=by_id, only_reads=only_reads, now=now)


def tell_rights(*, user: User, event: Event, by_id: int | None, only_reads: bool, now: datetime) -> None:
    """To somebody of the team who may change the event from now on, or looks on."""
    subject = gettext_lazy("Your access to “%(event)s” has changed")
    sentence = gettext_lazy("%(who)s has changed what you can do in “%(event)s”.")
    _tell(user, event, (subject, sentence, ""), by_id=by_id, only_reads=only_reads, now=now)


def _tell(
    user: User,
    event: Event,
    texts: tuple[Promise | str, ...],
    *,
    by_id: int | None,
    only_reads: bool,
    now: datetime,
) -> None:
    """Subject, first sentence and end; who did it is named, so that erasing them finds the letter."""
    asker = reader(by_id)

    def write() -> Letter:
        who = (asker.name if asker else "") or _("A colleague")
        known = {"who": who, "event": pick(event.title_de, event.title_en)}
        subject, sentence, end = (str(text) % known for text in texts)
        rights = _("You can edit everything about the event, and publish its programme.")
        if only_reads:
            rights = _("You can see everything about the event. You cannot change anything.")
        return Letter(
            subject=subject,
            paragraphs=(sentence, rights),
            url=address("events:manage_event", event.slug),
            link=_("To the event"),
            end=end,
        )

    post(
        to=user.email,
        language=user.language,
        now=now,
        write=write,
        recipient=addressee(user),
        named=[addressee(asker)] if asker else [],
    )


def tell_removed(*, user: User, event: Event, now: datetime) -> None:
    """To somebody who looks after the event no longer."""

    def write() -> Letter:
        title = pick(event.title_de, event.title_en)
        return Letter(
            subject=_("You are no longer on the team of “%(event)s”") % {"event": title},
            paragraphs=(
                _("You no longer have access to the event “%(event)s”. Your account stays as it is.")
                % {"event": title},
            ),
            url=address("events:manage"),
            link=_("Your events"),
        )

    post(to=user.email, language=user.language, now=now, write=write, recipient=addressee(user))


@transaction.atomic
def add_organiser(
    *, event_id: int, email: str, by: Subject, now: datetime, only_reads: bool = False
) -> EventOrganiser:
    """Another organiser looks after the event too, or looks on, and gets a letter that says so."""
    event = locked_event(event_id, by)
    user = User.objects.filter(email=normalised_address(email)).first()
    if user is None or not _can_organise(user):
        raise Refusal(OrganiserRefusal.NO_ORGANISER)  # the role itself is given by administrators only
    row, is_new = EventOrganiser.objects.get_or_create(
        event=event, user=user, defaults={"since": now, "only_reads": only_reads}
    )
    if not is_new:
        raise Refusal(OrganiserRefusal.IN_THE_TEAM_ALREADY)
    audit.record(
        verb="event.joined_team",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"user": [None, user.pk], "only_reads": [None, only_reads]},
    )
    tell_added(user=user, event=event, by_id=by.user_id, only_reads=only_reads, now=now)
    return row


@transaction.atomic
def change_rights(*, event_id: int, user_id: int, only_reads: bool, by: Subject, now: datetime) -> bool:
    """Somebody of the team may change the event, or looks on; the last who may change it stays.

    Whether that is new.
    """
    event = locked_event(event_id, by)
    row = _in_the_team(event, user_id)
    if row.only_reads == only_reads:
        return False
    if only_reads:
        _refuse_the_last(row)
    elif not _can_organise(row.user):
        raise Refusal(OrganiserRefusal.NO_ORGANISER)
    row.only_reads = only_reads
    row.save(update_fields=["only_reads"])
    audit.record(
        verb="event.changed_rights",
        target=event,
        by_id=by.user_id,
        now=now,
        changes={"user": [user_id, user_id], "only_reads": [not only_reads, only_reads]},
    )
    if user_id != by.user_id:
        tell_rights(user=row.user, event=event, by_id=by.user_id, only_reads=only_reads, now=now)
    return True


def _can_organise(user: User) -> bool:
    return user.is_active and bool(user.subject.roles & MAY_ORGANISE)


def _in_the_team(event: Event, user_id: int) -> EventOrganiser:
    row = EventOrganiser.objects.filter(event=event, user_id=user_id).select_related("user").first()
    if row is None:
        raise Refusal(OrganiserRefusal.NOT_IN_THE_TEAM)
    return row


def _refuse_the_last(row: EventOrganiser) -> None:
    """Of those who may change an event, and can, one stays."""
    if editors_of(row.event_id) == {row.user_id}:
        raise Refusal(OrganiserRefusal.LAST_ORGANISER)


@transaction.atomic
def remove_organiser(*, event_id: int, user_id: int, by: Subject, now: datetime) -> None:
    """Somebody looks after the event no longer; the last one who may change it cannot go."""
    event = locked_event(event_id, by)
    row = _in_the_team(event, user_id)
    _refuse_the_last(row)
    row.delete()
    audit.record(
        verb="event.left_team", target=event, by_id=by.user_id, now=now, changes={"user": [user_id, None]}
    )
    if user_id != by.user_id:
        tell_removed(user=row.user, event=event, now=now)


SETUP = "events:manage_event"


@require_http_methods(["GET", "HEAD", "POST"])
def team_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who looks after the event; adds an organiser by email address, who gets a letter."""
    event, by = own_event_or_404(request, slug)
    form = OrganiserForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            add_organiser(event_id=event.pk, **form.cleaned_data, by=by, now=timezone.now())
        except Refusal as no:
            form.add_error("email", refusal_message(no.reason))
        else:
            messages.success(request, _("Added. We have sent an email."))
            return HttpResponseRedirect(request.path)
    return _team_page(request, event, by, form=form, pass_form=ReceptionForm(prefix="pass"))


def _team_page(
    request: HttpRequest, event: Event, by: Subject, *, form: OrganiserForm, pass_form: ReceptionForm
) -> HttpResponse:
    people, editors = event.organisers.select_related("user").order_by("since", "pk"), editors_of(event.pk)
    return console_page(
        request,
        "team",
        event=event,
        by=by,
        current="events:team",
        status=UNFIT if form.is_bound or pass_form.is_bound else 200,
        people=people,
        last_editors=editors if len(editors) == 1 else (),
        your_id=by.user_id,
        form=form,
        helpers=event.reception_passes.filter(withdrawn_at=None),
        pass_form=pass_form,
    )


@require_POST
def change_rights_page(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Somebody of the team may change the event, or only view it."""
    event, by = own_event_or_404(request, slug)
    only_reads = {"view": True, "edit": False}.get(request.POST.get("do", ""))
    if only_reads is None:
        raise Http404
    try:
        is_new = change_rights(
            event_id=event.pk, user_id=user_id, only_reads=only_reads, by=by, now=timezone.now()
        )
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        if is_new:
            messages.success(request, _("Access changed. We have sent an email."))
    return HttpResponseRedirect(reverse("events:team", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def leave_team(request: HttpRequest, slug: str, user_id: int) -> HttpResponse:
    """Asks first, then removes an organiser; those who leave themselves are led to their events."""
    event, by = own_event_or_404(request, slug)
    row = EventOrganiser.objects.filter(event=event, user_id=user_id).select_related("user").first()
    if row is None:
        raise Http404
    home = reverse("events:team", args=[slug])
    if request.method != "POST":
        is_you = row.user_id == by.user_id
        return console_page(
            request, "leave", event=event, by=by, current="events:team", person=row.user, is_you=is_you
        )
    try:
        remove_organiser(event_id=event.pk, user_id=user_id, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
        return HttpResponseRedirect(home)
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(reverse("events:manage") if user_id == by.user_id else home)


@require_POST
def give_pass_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody gets access to the reception; what does not fit is said on the page of the team."""
    event, by = own_event_or_404(request, slug)
    form = ReceptionForm(request.POST, prefix="pass")
    if form.is_valid():
        given = form.cleaned_data
        try:
            reception.give_pass(
                event_id=event.pk, name=given["name"], email=given["email"], by=by, now=timezone.now()
            )
        except Refusal as no:
            form.add_error("email", refusal_message(no.reason))
        else:
            messages.success(request, _("Access given. We have sent an email with the link."))
            return HttpResponseRedirect(reverse("events:team", args=[slug]))
    return _team_page(request, event, by, form=OrganiserForm(), pass_form=form)


@require_POST
def change_pass_page(request: HttpRequest, slug: str, pass_id: int) -> HttpResponse:
    """A new link, or the end of the access; both at once on every device."""
    event, by = own_event_or_404(request, slug)
    is_renewed = request.POST.get("do") == "renew"
    change = reception.renew_pass if is_renewed else reception.withdraw_pass
    try:
        change(event_id=event.pk, pass_id=pass_id, by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        renewed = _("A new link has been sent. The old one no longer works.")
        messages.success(request, renewed if is_renewed else _("The access has ended."))
    return HttpResponseRedirect(reverse("events:team", args=[slug]))


class OrganiserForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Email address"),
        max_length=254,
        help_text=gettext_lazy("The address of an account with the organiser role."),
    )
    only_reads = forms.BooleanField(
        label=gettext_lazy("View only"),
        required=False,
        help_text=gettext_lazy("Sees every page, also personal data. Changes nothing and sends nothing."),
    )
