"""The address in every weekly email that ends the emails, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from handschlag.following.actions import following
from handschlag.following.queries.subscriptions import subscription_to_end


# Without a form token: the button of a mail program sends none (RFC 8058); the secret address is the proof.
@csrf_exempt
@never_cache
@require_http_methods(("GET", "HEAD", "POST"))
def end(request: HttpRequest, token: str) -> HttpResponse:
    """One press ends the emails; whoever merely follows the address, as programs do, sees the button."""
    subscription = subscription_to_end(token)
    if subscription is None:
        raise Http404
    is_post = request.method == "POST"
    if is_post:
        following.end_emails(subscription_id=subscription.pk, now=timezone.now())
    context = {"is_ended": is_post or not subscription.is_by_email}
    response = render(request, "following/end.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
