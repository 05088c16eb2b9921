"""A speaker's own contribution, behind the link of the email."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.actions import look_at_link
from handschlag.accounts.rules.links import LinkFault
from handschlag.common import pictures
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.times import move_to
from handschlag.events.actions.contributions import own as actions
from handschlag.events.actions.contributions.proposing import submit
from handschlag.events.forms.contributions import OwnForm, SpeakerPictureForm
from handschlag.events.models import Contribution, ContributionCall
from handschlag.events.queries.choices import tracks_of
from handschlag.events.queries.contributions import (
    CLOSED,
    IN_PROGRAMME,
    PURPOSE,
    absences_of,
    call_of,
    contribution_of_link,
    etag_of_contribution,
    hours_at,
    speakers_of_contribution,
)
from handschlag.events.rules.refusals import EventRefusal
from handschlag.events.screens.contributions.own import own_screen, own_words, told_state
from handschlag.events.views.organise.frame import CONFLICT, UNFIT

type _Answer = HttpResponse | None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: HttpRequest, token: str) -> HttpResponse:
    """The contribution as its speaker sees it; what they press is done, what they type is saved."""
    row = _row_of(token)
    step = _STEPS.get(request.POST.get("do", "")) if request.method == "POST" else None
    if step is None:
        return _shown(request, row, token)
    try:
        answer = step(request, row, token)
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
        answer = None
    return answer or redirect("events:contribution", token=token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once more, then withdraws."""
    row = _row_of(token)
    if told_state(row) in CLOSED:
        return redirect("events:contribution", token=token)
    if request.method != "POST":
        words = own_words(row, speakers_of_contribution(row.pk)[0])
        context = {"event": row.event, "token": token, "title": words["title"]}
        return _private(render(request, "events/contributions/withdraw.html", context))
    try:
        actions.withdraw_own(contribution_id=row.pk, now=timezone.now())
    except Refusal as no:
        messages.error(request, refusal_message(no.reason))
    else:
        messages.success(request, _("You have withdrawn your contribution."))
    return redirect("events:contribution", token=token)


@never_cache
@require_safe
def picture(_request: HttpRequest, token: str) -> HttpResponse:
    """The picture that the speaker has sent."""
    first = speakers_of_contribution(_row_of(token).pk)[0]
    if not first.picture:
        raise Http404
    return pictures.picture_response(str(first.picture.name), is_public=False)


def _row_of(token: str) -> Contribution:
    """The contribution of a link, or the page that every link has that opens nothing."""
    link = look_at_link(token=token, purpose=PURPOSE, now=timezone.now())
    row = contribution_of_link(link.pk)
    if row is None:
        raise Refusal(LinkFault.UNKNOWN)
    move_to(row.event.time_zone)
    return row


def _form_of(row: Contribution, call: ContributionCall, request: HttpRequest | None = None) -> OwnForm:
    return OwnForm(
        request.POST if request else None,
        call=call,
        tracks=tracks_of(row.event_id),
        hours=hours_at(row.event),
        absences=absences_of(row.pk),
        is_fixed=told_state(row) in IN_PROGRAMME,
        initial={**own_words(row, speakers_of_contribution(row.pk)[0]), "seen": etag_of_contribution(row)},
    )


def _shown(
    request: HttpRequest,
    row: Contribution,
    token: str,
    *,
    form: OwnForm | None = None,
    picture_form: SpeakerPictureForm | None = None,
    status: int = 200,
) -> HttpResponse:
    call = call_of(row.event_id)
    assert call is not None  # nobody takes a call away
    context = {
        **own_screen(row, call, speakers_of_contribution(row.pk)),
        "token": token,
        "form": form or _form_of(row, call),
        "picture_form": picture_form or SpeakerPictureForm(),
    }
    return _private(render(request, "events/contributions/own.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def _submit(request: HttpRequest, row: Contribution, _token: str) -> _Answer:
    submit(contribution_id=row.pk, now=timezone.now())
    messages.success(request, _("Thank you. The organisers can see your contribution now."))
    return None


def _confirm(request: HttpRequest, row: Contribution, _token: str) -> _Answer:
    actions.confirm_own(contribution_id=row.pk, now=timezone.now())
    messages.success(request, _("Thank you. The organisers know that you will come."))
    return None


def _save(request: HttpRequest, row: Contribution, token: str) -> _Answer:
    call = call_of(row.event_id)
    assert call is not None  # nobody takes a call away
    form = _form_of(row, call, request)
    if not form.is_valid():
        return _shown(request, row, token, form=form, status=UNFIT)
    given = form.cleaned_data
    try:
        actions.change_own(
            contribution_id=row.pk,
            changes=actions.OwnChanges(
                title=given["title"],
                abstract=given["abstract"],
                needs=given["needs"],
                about=given["about"],
                absences=form.absences(),
                facts=form.facts(),
                who=form.who(),
            ),
            seen=given["seen"],
            now=timezone.now(),
        )
    except Refusal as no:
        if no.reason is not EventRefusal.STALE:
            raise
        form.add_error(None, refusal_message(no.reason))
        return _shown(request, row, token, form=form, status=CONFLICT)
    messages.success(request, _("Saved."))
    return None


def _picture(request: HttpRequest, row: Contribution, token: str) -> _Answer:
    form = SpeakerPictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, row, token, picture_form=form, status=UNFIT)
    try:
        actions.set_picture(contribution_id=row.pk, data=form.cleaned_data["picture"], now=timezone.now())
    except Refusal as no:
        if no.reason is EventRefusal.GONE:
            raise
        form.add_error("picture", refusal_message(no.reason))
        return _shown(request, row, token, picture_form=form, status=UNFIT)
    messages.success(request, _("Saved."))
    return None


def _remove_picture(request: HttpRequest, row: Contribution, _token: str) -> _Answer:
    actions.remove_picture(contribution_id=row.pk, now=timezone.now())
    messages.success(request, _("The picture is deleted."))
    return None


_STEPS: Final[dict[str, Callable[[HttpRequest, Contribution, str], _Answer]]] = {
    "submit": _submit,
    "confirm": _confirm,
    "save": _save,
    "picture": _picture,
    "remove_picture": _remove_picture,
}
