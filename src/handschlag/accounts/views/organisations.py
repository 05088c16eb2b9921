"""To the sign-in of an organisation, back from it, and no longer by it."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from handschlag.accounts.actions import account
from handschlag.accounts.queries.identity_providers import all_providers, provider_name
from handschlag.accounts.views.decorators import confirmation_required, signed_in_user
from handschlag.accounts.views.sign_in import language
from handschlag.accounts.web.adapters import LANGUAGE, VerifyingProtocol


def _known(provider_id: str) -> str:
    if provider_id not in {one.id for one in all_providers()}:
        raise Http404
    return provider_id


@never_cache
@require_POST
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the organisation; only by a button of ours, so that nobody is signed in by somebody else's link."""
    view = OAuth2LoginView.adapter_view(VerifyingProtocol(request, _known(provider_id)))
    request.session[LANGUAGE] = language()
    try:
        answer: HttpResponse = view(request)
    except (RequestException, KeyError, ValueError):
        messages.error(
            request,
            _("The sign-in service of %(name)s is not responding. Use another method.")
            % {"name": provider_name(provider_id)},
        )
        return redirect("account_login")
    return answer


@never_cache
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The organisation sends the person back, with a code that only we can exchange."""
    view = OAuth2CallbackView.adapter_view(VerifyingProtocol(request, _known(provider_id)))
    answer: HttpResponse = view(request)
    return answer


@confirmation_required
@require_POST
def disconnect(request: HttpRequest, connection_id: int) -> HttpResponse:
    """Ends the sign-in by an organisation; 404 where the connection is not one's own."""
    user = signed_in_user(request)
    get_object_or_404(SocialAccount, pk=connection_id, user=user)
    account.forget_organisation(connection_id=connection_id, by=user.subject, now=timezone.now())
    messages.success(request, _("The connection is taken away. You sign in with a code from now on."))
    return redirect("accounts:profile")
