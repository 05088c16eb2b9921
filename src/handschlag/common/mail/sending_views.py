"""Buttons of the outbox: letters go out at once, one of them or all that can."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from handschlag.common import permissions
from handschlag.common.clocks.database_time import database_now
from handschlag.common.mail import sending_now
from handschlag.common.models import Mail


@require_POST
def send_letters(request: HttpRequest) -> HttpResponse:
    """All that wait, or all that failed and are worth a try; says how many, and leads back to the list."""
    permissions.require(request.user, "send_mail")
    now = database_now()
    if request.POST.get("which") == "failed":
        failed = sending_now.worth_a_try(sending_now.that_failed(now=now))
        number = sending_now.send_again(failed, by_id=request.user.pk, now=now)
    else:
        number = sending_now.send_now(sending_now.that_wait(now=now), by_id=request.user.pk, now=now)
    words = ngettext("%(number)s email is sent at once.", "%(number)s emails are sent at once.", number)
    messages.success(request, words % {"number": number})
    return redirect("common:outbox")


@require_POST
def send_letter(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One that waits or was given up; leads back to its page."""
    permissions.require(request.user, "send_mail")
    now, letter = database_now(), Mail.objects.filter(pk=mail_id)
    get_object_or_404(letter)
    number = sending_now.send_now(letter, by_id=request.user.pk, now=now)
    number += sending_now.send_again(letter, by_id=request.user.pk, now=now)
    if number:
        messages.success(request, _("The email is sent at once."))
    else:
        messages.warning(request, _("The email has been sent or can no longer be sent."))
    return redirect("common:letter", mail_id=mail_id)
