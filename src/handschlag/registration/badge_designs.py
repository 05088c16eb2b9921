"""Colour, logo and paper of an event's badges."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from PIL import Image

from handschlag.accounts.policy import Action, Subject
from handschlag.common import audit, pictures
from handschlag.common.picture_cleaning import LARGEST_FILE
from handschlag.common.refusals import Reason, Refusal
from handschlag.common.refusals import marked as _
from handschlag.common.web import refusal_message
from handschlag.design.colours import ENOUGH_FOR_SHAPES, contrast
from handschlag.design.components.parts import Crumb
from handschlag.events.access import own_event_or_404
from handschlag.events.console import console_context
from handschlag.events.models import Event
from handschlag.registration.access import DESK, GET_OR_POST, UNFIT, require_team
from handschlag.registration.models import BadgeDesign
from handschlag.registration.places import lock_event

WHITE: Final = "#ffffff"
ENOUGH_OF_IT: Final = 0.01  # the share of a logo's area that has to stand out


def is_visible(colour: str) -> bool:
    """Whether a bar of this colour stands out on white paper.

    >>> is_visible("#0b5468"), is_visible("#ffe600")
    (True, False)
    """
    return contrast(colour, WHITE) >= ENOUGH_FOR_SHAPES


def is_visible_logo(data: bytes) -> bool:
    """Whether enough of a picture is dark enough for white paper."""
    counts = _on_white(data).histogram()
    dark = sum(number for grey, number in enumerate(counts) if is_visible(f"#{grey:02x}{grey:02x}{grey:02x}"))
    return dark >= ENOUGH_OF_IT * sum(counts)


def printable_logo(data: bytes, *, has_colours: bool) -> bytes:
    """The picture as PNG; without colours as black dots on white, which a label printer needs."""
    out = io.BytesIO()
    if has_colours:
        with Image.open(io.BytesIO(data)) as picture:
            picture.save(out, "PNG")
    else:
        _on_white(data).convert("1").save(out, "PNG")
    return out.getvalue()


def _on_white(data: bytes) -> Image.Image:
    """The picture in shades of grey, as it looks on white paper."""
    with Image.open(io.BytesIO(data)) as picture:
        front = picture.convert("RGBA")
    ground = Image.new("RGBA", front.size, WHITE)
    return Image.alpha_composite(ground, front).convert("L")


def badge_design_of(event_id: int) -> BadgeDesign:
    """The event's own, or an unsaved one with what is usual."""
    return BadgeDesign.objects.filter(event_id=event_id).first() or BadgeDesign(event_id=event_id)


def logo_of(design: BadgeDesign) -> bytes:
    """The picture, or nothing if there is none (any more)."""
    if not design.logo:
        return b""
    try:
        with default_storage.open(design.logo) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return b""


BADGE_LOGOS: Final = "badges"
BOX: Final = (640, 320)


def change_badge_design(
    *, event_id: int, colour: str, picture: bytes, is_without_logo: bool, by: Subject, now: datetime
) -> None:
    """Badges have this colour, or black if empty, and this logo; an empty picture keeps the one there is.

    The picture is drawn before anything is locked: that takes time, and a hostile one takes longest.
    """
    require_team(by, event_id)
    if colour and not is_visible(colour):
        raise Refusal(BadgeRefusal.PALE_COLOUR)
    drawn = pictures.stored_picture(picture, folder=BADGE_LOGOS, box=BOX) if picture else nullcontext("")
    with drawn as name:
        if name and not is_visible_logo(logo_of(BadgeDesign(logo=name))):
            raise Refusal(BadgeRefusal.PALE_LOGO)
        _put(event_id, colour=colour, logo=name, is_without_logo=is_without_logo, by=by, now=now)


@transaction.atomic
def _put(event_id: int, *, colour: str, logo: str, is_without_logo: bool, by: Subject, now: datetime) -> None:
    require_team(by, event_id)
    event = lock_event(event_id)
    design = badge_design_of(event_id)
    values = {"colour": colour}
    if logo or is_without_logo:
        pictures.drop_when_committed(design.logo)
        values["logo"] = logo
    after, _is_new = BadgeDesign.objects.update_or_create(event_id=event_id, defaults=values)
    changes = {"colour": [design.colour, colour], "logo": [None, bool(after.logo)]}
    audit.record(
        verb="registration.badge_design_changed", target=event, by_id=by.user_id, now=now, changes=changes
    )


def remember_paper(event_id: int, paper: str) -> None:
    """The next print begins with this paper; whoever may print chooses it, so no right beside that."""
    BadgeDesign.objects.update_or_create(event_id=event_id, defaults={"paper": paper})


def copy_badge_design(source: Event, target: Event) -> None:
    """Another event's badges look alike, with a file of their own; needs no right beside that to copy."""
    design = BadgeDesign.objects.filter(event=source).first()
    if design is None:
        return
    picture = logo_of(design)
    logo = ""
    if picture:
        logo = default_storage.save(f"{BADGE_LOGOS}/{uuid.uuid4().hex}.webp", ContentFile(picture))
    BadgeDesign.objects.create(event=target, paper=design.paper, colour=design.colour, logo=logo)


def drop_badge_logo(event_id: int) -> None:
    """The file of the logo goes with its event."""
    pictures.drop_when_committed(badge_design_of(event_id).logo)


@never_cache
@require_http_methods(GET_OR_POST)
def badge_design_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for colour and logo of an event's badges."""
    event, by = own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)
    design = badge_design_of(event.pk)
    data = request.POST if request.method == "POST" else None
    form = BadgeDesignForm(data, request.FILES or None, initial={"colour": design.colour})
    if form.is_bound and form.is_valid():
        try:
            change_badge_design(event_id=event.pk, by=by, now=timezone.now(), **form.cleaned_data)
        except Refusal as no:
            field = "colour" if no.reason is BadgeRefusal.PALE_COLOUR else "picture"
            form.add_error(field, refusal_message(no.reason))
        else:
            messages.success(request, gettext("Badges have this look from the next print on."))
            return redirect("registration:badges", event.slug)
    screen = {**badge_design_screen(event, design), "form": form}
    context = console_context(event, by, current=DESK, **screen)
    template = "registration/organising/badge_design.html"
    return render(request, template, context, status=UNFIT if form.is_bound else 200)


@require_safe
def badge_logo(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The picture, for the team."""
    event, _by = own_event_or_404(request, slug, Action.HANDLE_REGISTRATIONS)
    path = f"{BADGE_LOGOS}/{name}"
    if badge_design_of(event.pk).logo != path:
        raise Http404
    return pictures.picture_response(path, is_public=False)


class BadgeRefusal(Reason):
    PALE_COLOUR = (
        "pale_colour",
        _("This colour can hardly be seen on white paper. Choose a darker one."),
    )
    PALE_LOGO = (
        "pale_logo",
        _("This logo can hardly be seen on white paper. Upload the version for a white background."),
    )


class BadgeDesignForm(forms.Form):
    colour = forms.CharField(
        label=gettext_lazy("Colour of the line"),
        required=False,
        max_length=7,
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}$", gettext_lazy("Enter # and six digits, for example #0B5468."))
        ],
        help_text=gettext_lazy("# and six digits, for example #0B5468. Empty: black."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    picture = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 5 MB, for a white background. At most 640 by 320 pixels are kept."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    is_without_logo = forms.BooleanField(
        label=gettext_lazy("Print badges without the logo and delete its file"), required=False
    )

    def clean_picture(self) -> bytes:
        """The bytes, or none; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] | None = self.cleaned_data["picture"]
        return bytes(sent.read(LARGEST_FILE + 1)) if sent else b""


def badge_design_screen(event: Event, design: BadgeDesign) -> dict[str, Any]:
    """The logo that there is, and the way back."""
    return {
        "logo": design.logo_name,
        "crumbs": [
            Crumb(gettext("Badges and lists"), reverse("registration:badges", args=[event.slug])),
            Crumb(gettext("Logo and colour")),
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeText:
    """The words on one badge."""

    name: str
    organisation: str
    networks: tuple[str, ...]
    code: str

    @property
    def says(self) -> str:
        text = json.dumps([self.name, self.organisation, self.networks, self.code])
        return hashlib.sha256(text.encode()).hexdigest()
