"""The logo of a network: sent, removed, and served."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.accounts.models import subject_of
from handschlag.accounts.policy import Action, Subject, may, require
from handschlag.common import pictures
from handschlag.common.picture_cleaning import LARGEST_FILE
from handschlag.common.refusals import Refusal
from handschlag.common.web import refusal_message
from handschlag.design.components.parts import Crumb
from handschlag.directory.access import own_network
from handschlag.directory.contents import Kind
from handschlag.directory.editing import dashboard as page
from handschlag.directory.entries import EditRefusal, content_of, manages
from handschlag.directory.models import Network, Status
from handschlag.directory.versions import locked_entry, save_new_version

FOLDER = "logos"
BOX = (640, 320)


def set_logo(*, network_id: int, data: bytes, seen: str, by: Subject, now: datetime) -> str:
    """The network shows this picture; the one before is deleted. `seen` is the logo that the form showed.

    The picture is drawn before anything is locked: that takes time, and a hostile one takes longest.
    """
    require(by, Action.EDIT_NETWORK, owns=manages(by, network_id))
    with pictures.stored_picture(data, folder=FOLDER, box=BOX) as name:
        put(network_id, name=name, verb="logo_set", seen=seen, by=by, now=now)
    return name


def remove_logo(*, network_id: int, seen: str, by: Subject, now: datetime) -> None:
    """The network shows no logo, and its file is deleted."""
    put(network_id, name="", verb="logo_removed", seen=seen, by=by, now=now)


@transaction.atomic
def put(network_id: int, *, name: str, verb: str, seen: str, by: Subject, now: datetime) -> None:
    """Sets the file's name, or none if empty; raises STALE if the logo is not the one seen before."""
    network = locked_entry(Kind.NETWORK, network_id)
    assert isinstance(network, Network)
    require(by, Action.EDIT_NETWORK, owns=manages(by, network.pk))
    old = network.logo.name or ""
    if old != seen:
        raise Refusal(EditRefusal.STALE)
    is_unreviewed = network.status == Status.PUBLISHED and not may(by, Action.PUBLISH_NETWORK)
    save_new_version(
        network,
        after=content_of(network),
        verb=verb,
        by=by,
        now=now,
        is_unreviewed=is_unreviewed,
        values={"logo": name},
    )
    pictures.drop_when_committed(old)


class LogoForm(forms.Form):
    """The file is only taken here; what it is, its content decides: see `common/picture_cleaning.py`."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        allow_empty_file=True,
        help_text=gettext_lazy("PNG, JPEG or WebP, up to 5 MB. We save a copy of at most 640 by 320 pixels."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_picture(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["picture"]
        return bytes(sent.read(LARGEST_FILE + 1))


def logo_context(network: Network, form: forms.Form) -> dict[str, Any]:
    """The form for a logo, with the file that is shown today, if any."""
    return {
        "network": network,
        "crumbs": page.crumbs(network, Crumb(_("Logo"))),
        "form": form,
        "logo": page.logo_file(network),
    }


CONFLICT, UNFIT = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def manage_logo_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a logo; uploads or removes it, with a 409 if somebody else changed it meanwhile."""
    network, by = own_network(request, slug)
    if request.method == "POST" and request.POST.get("remove"):
        return _removed(request, network, by)
    data = request.POST if request.method == "POST" else None
    form = LogoForm(data, request.FILES or None, initial={"seen": network.logo.name or ""})
    status = 200 if data is None else UNFIT
    if data is not None and form.is_valid():
        picture, seen = form.cleaned_data["picture"], form.cleaned_data["seen"]
        try:
            set_logo(network_id=network.pk, data=picture, seen=seen, by=by, now=timezone.now())
        except Refusal as no:
            form.add_error("picture", refusal_message(no.reason))
            status = CONFLICT if no.reason is EditRefusal.STALE else UNFIT
        else:
            messages.success(request, _("Logo uploaded."))
            return HttpResponseRedirect(request.path)
    screen = logo_context(network, form)
    return render(request, "directory/editing/logo.html", {"screen": screen}, status=status)


def _removed(request: HttpRequest, network: Network, by: Subject) -> HttpResponse:
    try:
        remove_logo(network_id=network.pk, seen=request.POST.get("seen", ""), by=by, now=timezone.now())
    except Refusal as no:
        messages.warning(request, refusal_message(no.reason))
    else:
        messages.success(request, _("The logo is removed."))
    return HttpResponseRedirect(request.path)


@require_safe
def logo_file(request: HttpRequest, name: str) -> HttpResponse:
    """The picture itself. Its random name changes with it, so a browser may keep it for ever."""
    path = f"{FOLDER}/{name}"
    network = Network.objects.filter(logo=path).first()
    if network is None or not _is_visible(request, network):
        raise Http404
    return pictures.picture_response(path, is_public=network.status == Status.PUBLISHED)


def _is_visible(request: HttpRequest, network: Network) -> bool:
    if network.status == Status.PUBLISHED:
        return True
    by = subject_of(request.user)
    return may(by, Action.EDIT_NETWORK, owns=manages(by, network.pk))
