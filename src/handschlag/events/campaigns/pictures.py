"""The picture of an activity: sent, removed, and served."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

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

from handschlag.accounts.policy import Action, Subject, may
from handschlag.common import pictures
from handschlag.common.picture_cleaning import LARGEST_FILE
from handschlag.common.refusals import Refusal
from handschlag.common.web import number_in, refusal_message
from handschlag.design.fields import OneLine
from handschlag.events.campaigns import emails as letters
from handschlag.events.campaigns.activities import PUBLIC, locked_activity, save_activity
from handschlag.events.campaigns.campaigns import activity_at
from handschlag.events.campaigns.own_activities import own_activity_or_404
from handschlag.events.models import Activity, ActivityChange, ChangeState

FOLDER: Final = "activities"
BOX: Final = (1200, 800)


def set_picture(
    *, activity_id: int, version: int, data: bytes, texts: tuple[str, str], by: Subject, now: datetime
) -> Activity:
    """The activity shows this picture with these words, German and English; editors look at it afterwards."""
    _locked_once(activity_id, version=version, by=by)
    with pictures.stored_picture(data, folder=FOLDER, box=BOX, is_photo=True) as name:
        return _put(activity_id, version=version, name=name, texts=texts, by=by, now=now)


def remove_picture(*, activity_id: int, version: int, by: Subject, now: datetime) -> Activity:
    """The activity shows no picture, and its file is deleted."""
    return _put(activity_id, version=version, name="", texts=("", ""), by=by, now=now)


@transaction.atomic
def _locked_once(activity_id: int, *, version: int, by: Subject) -> None:
    """Asked before a picture is drawn: drawing takes time, and a hostile one takes longest."""
    locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)


@transaction.atomic
def _put(
    activity_id: int, *, version: int, name: str, texts: tuple[str, str], by: Subject, now: datetime
) -> Activity:
    activity = locked_activity(activity_id, version=version, by=by, action=Action.ENTER_ACTIVITY)
    old = activity.picture.name or ""
    activity.picture = name
    activity.picture_text_de, activity.picture_text_en = texts
    save_activity(activity, verb="activity.picture_changed", by=by, now=now)
    if activity.state in PUBLIC and not may(by, Action.DECIDE_ACTIVITY):
        ActivityChange.objects.create(
            activity=activity,
            state=ChangeState.LIVE,
            facts={"picture": ["", " / ".join(filter(None, texts))]},
            by_id=by.user_id,
            at=now,
        )
        letters.tell_editors_of_move(activity, by=by, now=now)
    pictures.drop_when_committed(old)
    return activity


class PictureForm(forms.Form):
    """The file is only taken here; what it is, is decided by its content."""

    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 5 MB. We save a new copy without hidden data such as place and names."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    text_de = OneLine(
        label=gettext_lazy("Picture description, German"),
        max_length=300,
        help_text=gettext_lazy("For people who cannot see the picture."),
    )
    text_en = OneLine(
        label=gettext_lazy("Picture description, English"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Without it, English readers see the German text."),
    )

    def clean_picture(self) -> bytes:
        """The bytes; of a file that is too large only as many as show that."""
        sent: UploadedFile[Any] = self.cleaned_data["picture"]
        return bytes(sent.read(LARGEST_FILE + 1))

    def words(self) -> tuple[str, str]:
        """German and English."""
        return self.cleaned_data["text_de"], self.cleaned_data["text_en"]


UNFIT = 422


@require_http_methods(["GET", "HEAD", "POST"])
def activity_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for the picture of an own activity; sets it, or takes it away."""
    activity, by = own_activity_or_404(request, pk)
    version, now = number_in(request.POST, "version"), timezone.now()
    is_sent = request.method == "POST" and "remove" not in request.POST
    form = PictureForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if request.method == "POST" and (not is_sent or form.is_valid()):
        try:
            if is_sent:
                data, texts = form.cleaned_data["picture"], form.words()
                set_picture(activity_id=pk, version=version, data=data, texts=texts, by=by, now=now)
            else:
                remove_picture(activity_id=pk, version=version, by=by, now=now)
        except Refusal as no:
            messages.error(request, refusal_message(no.reason))
        else:
            messages.success(request, _("Done."))
            return HttpResponseRedirect(request.path)
    context = {"activity": activity, "form": form}
    status = UNFIT if request.method == "POST" else 200
    return render(request, "events/campaigns/picture.html", context, status=status)


@require_safe
def picture_file(_request: HttpRequest, campaign: str, activity: str) -> HttpResponse:
    """The picture of a public activity."""
    found = activity_at(campaign, activity).activity
    if found is None or not found.picture:
        raise Http404
    return pictures.picture_response(str(found.picture.name), is_public=True)
