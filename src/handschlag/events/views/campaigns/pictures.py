"""The picture of an activity: sent, removed, and served."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handschlag.common import pictures
from handschlag.common.refusal_messages import refusal_message
from handschlag.common.refusals import Refusal
from handschlag.common.web.parameters import number_in
from handschlag.events.actions.campaigns import pictures as actions
from handschlag.events.forms.campaigns.picture import PictureForm
from handschlag.events.queries.campaigns.public_activities import activity_at
from handschlag.events.views.campaigns.own_activities import own_activity_or_404

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
                actions.set_picture(activity_id=pk, version=version, data=data, texts=texts, by=by, now=now)
            else:
                actions.remove_picture(activity_id=pk, version=version, by=by, now=now)
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
