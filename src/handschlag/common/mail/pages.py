"""The outbox as a page: in a demo, so that a code to sign in can be read; elsewhere for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from handschlag.common import permissions
from handschlag.common.database import database_now
from handschlag.common.mail import delivery
from handschlag.common.mail import outbox as mail_outbox
from handschlag.common.mail.delivery import from_of
from handschlag.common.mail.outbox import without_secrets
from handschlag.common.models import Mail, MailState

type Tone = Literal["plain", "ok", "wait"]
STATES: Final[Mapping[str, tuple[Promise, Tone]]] = {
    MailState.WAITING: (_("waiting"), "wait"),
    MailState.SENDING: (_("is being sent"), "wait"),
    MailState.SENT: (_("sent"), "ok"),
    MailState.FAILED: (_("could not be sent"), "wait"),
    MailState.KEPT: (_("stored here"), "plain"),
    MailState.BOUNCED: (_("came back"), "wait"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    id: int
    subject: str
    to: str
    created_at: datetime
    state_word: str
    tone: Tone
    is_erased: bool

    @classmethod
    def of(cls, mail: Mail) -> Letter:
        word, tone = STATES[mail.state]
        return cls(
            id=mail.pk,
            subject=without_secrets(mail).subject,
            to=mail.to,
            created_at=mail.created_at,
            state_word=str(word),
            tone=tone,
            is_erased=mail.erased_at is not None,
        )


PER_PAGE = 25


def _content_of(mail: Mail) -> mail_outbox.Content:
    """In a demo as its reader gets it; administrators see no links and codes of other people."""
    if settings.MODE != "demo":
        return mail_outbox.without_secrets(mail)
    try:
        return mail_outbox.with_secrets(mail)
    except mail_outbox.Broken:
        return mail_outbox.without_secrets(mail)


def _check(request: HttpRequest) -> None:
    if settings.MODE != "demo":
        permissions.require(request.user, "see_mail")


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """The list of mail; outside a demo only for those who may see mail."""
    _check(request)
    page = Paginator(Mail.objects.defer("text", "html", "calendar"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    letters = [Letter.of(mail) for mail in page]
    context = {"page": page, "letters": letters, "sendable": _sendable(request)}
    return render(request, "common/outbox.html", context)


def _sendable(request: HttpRequest) -> dict[str, int]:
    """How many could go out at once, for those who may have that done."""
    if not permissions.may(request.user, "send_mail"):
        return {}
    now = database_now()
    failed = delivery.worth_a_try(delivery.that_failed(now=now))
    return {"waiting": delivery.that_wait(now=now).count(), "failed": failed.count()}


@require_GET
def letter(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The page of one mail; outside a demo only for those who may see mail."""
    _check(request)
    mail = get_object_or_404(Mail, pk=mail_id)
    may_send = permissions.may(request.user, "send_mail") and delivery.is_sendable(mail, now=database_now())
    context = {"mail": mail, "content": _content_of(mail), "sender": from_of(mail), "may_send": may_send}
    context["state"] = STATES[mail.state]
    return render(request, "common/letter.html", context)


@require_GET
def letter_html(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The letter as a mail program shows it: alone, in a sandbox, with its own styles and nothing else."""
    _check(request)
    mail = get_object_or_404(Mail, pk=mail_id)
    if not mail.html:
        raise Http404
    return sandboxed(_content_of(mail).html)


def sandboxed(html: str) -> HttpResponse:
    """A page with its own styles and nothing else, that can do nothing."""
    answer = HttpResponse(html)
    answer["Content-Security-Policy"] = (
        "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    )
    return answer


@require_POST
def send_letters(request: HttpRequest) -> HttpResponse:
    """All that wait, or all that failed and are worth a try; says how many, and leads back to the list."""
    permissions.require(request.user, "send_mail")
    now = database_now()
    if request.POST.get("which") == "failed":
        failed = delivery.worth_a_try(delivery.that_failed(now=now))
        number = delivery.send_again(failed, by_id=request.user.pk, now=now)
    else:
        number = delivery.send_now(delivery.that_wait(now=now), by_id=request.user.pk, now=now)
    words = ngettext("%(number)s email is sent at once.", "%(number)s emails are sent at once.", number)
    messages.success(request, words % {"number": number})
    return redirect("common:outbox")


@require_POST
def send_letter(request: HttpRequest, mail_id: int) -> HttpResponse:
    """One that waits or was given up; leads back to its page."""
    permissions.require(request.user, "send_mail")
    now, letter = database_now(), Mail.objects.filter(pk=mail_id)
    get_object_or_404(letter)
    number = delivery.send_now(letter, by_id=request.user.pk, now=now)
    number += delivery.send_again(letter, by_id=request.user.pk, now=now)
    if number:
        messages.success(request, gettext("The email is sent at once."))
    else:
        messages.warning(request, gettext("The email has been sent or can no longer be sent."))
    return redirect("common:letter", mail_id=mail_id)
