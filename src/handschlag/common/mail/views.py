"""The outbox as a page: in a demo, so that a code to sign in can be read; elsewhere for administrators."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from handschlag.common import permissions
from handschlag.common.clocks.database_time import database_now
from handschlag.common.mail import sealed, sending_now
from handschlag.common.mail.delivery import from_of
from handschlag.common.mail.screens import STATES, Letter
from handschlag.common.models import Mail

PER_PAGE = 25


def _content_of(mail: Mail) -> sealed.Content:
    """In a demo as its reader gets it; administrators see no links and codes of other people."""
    if settings.MODE != "demo":
        return sealed.without_secrets(mail)
    try:
        return sealed.with_secrets(mail)
    except sealed.Broken:
        return sealed.without_secrets(mail)


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
    failed = sending_now.worth_a_try(sending_now.that_failed(now=now))
    return {"waiting": sending_now.that_wait(now=now).count(), "failed": failed.count()}


@require_GET
def letter(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The page of one mail; outside a demo only for those who may see mail."""
    _check(request)
    mail = get_object_or_404(Mail, pk=mail_id)
    may_send = permissions.may(request.user, "send_mail") and sending_now.is_sendable(
        mail, now=database_now()
    )
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
