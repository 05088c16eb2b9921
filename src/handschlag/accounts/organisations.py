"""Signing in by an organisation (OpenID Connect): there, back, and no longer."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NoReturn

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from handschlag.accounts import account, sessions
from handschlag.accounts.access import confirmation_required, signed_in_user
from handschlag.accounts.codes_and_links import domain_of
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import Method, User
from handschlag.accounts.sign_in import (
    SignInFault,
    account_of,
    all_providers,
    domains_of,
    language,
    provider_name,
    require_active,
)
from handschlag.common import audit
from handschlag.common.refusals import Refusal


@transaction.atomic
def sign_in_by_organisation(
    *, provider: str, uid: str, email: str | None, name: str, language: str, now: datetime
) -> User:
    """The person whom the organisation knows by `uid`; the first time found by an address it may speak for.

    What the organisation says about people is not kept, only by which number it knows them.
    """
    known = SocialAccount.objects.filter(provider=provider, uid=uid).select_related("user").first()
    if known is not None:
        SocialAccount.objects.filter(pk=known.pk).update(extra_data={}, last_login=now)
        user: User = known.user
        return require_active(user)
    if email is None:
        raise Refusal(SignInFault.NO_ADDRESS)
    if domain_of(email) not in domains_of(provider):
        raise Refusal(SignInFault.FOREIGN_ADDRESS)
    user = require_active(account_of(email=email, language=language, now=now, name=name))
    made = SocialAccount.objects.create(user=user, provider=provider, uid=uid, extra_data={})
    changes = {"organisation": [None, made.pk]}
    audit.record(verb="organisation.connect", target=user, by_id=user.pk, now=now, changes=changes)
    return user


# Nothing symmetric, and not "none": a key that everybody may read must not sign.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
SECONDS = 5
LANGUAGE = "accounts_language"


class VerifyingProtocol(OpenIDConnectOAuth2Adapter):
    """The library's protocol, and the signature is always checked."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        try:
            claims = self.claims_in(kwargs["response"]["id_token"], client_id=app.client_id)
            person = self._fetch_user_info(token.token) if "email" not in claims else claims
            if person["sub"] != claims["sub"]:
                raise OAuth2Error("The identity token and the description are about two people.")
            return self.get_provider().sociallogin_from_response(request, {"userinfo": dict(person)})
        except (KeyError, TypeError, ValueError, jwt.PyJWTError) as wrong:
            raise OAuth2Error("The answer of the organisation is not what it should be.") from wrong

    def claims_in(self, id_token: str, *, client_id: str) -> dict[str, Any]:
        keys = jwt.PyJWKClient(self.openid_config["jwks_uri"], timeout=SECONDS)
        key = keys.get_signing_key_from_jwt(id_token)
        claims: dict[str, Any] = jwt.decode(
            id_token,
            key.key,
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=self.openid_config["issuer"],
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            leeway=SECONDS,
        )
        return claims


class Federation(DefaultSocialAccountAdapter):
    """What happens once an organisation has said who somebody is, or that it could not."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """The library stops here: our action finds or makes the account, and the person comes in."""
        account, now = sociallogin.account, timezone.now()
        address = next((one for one in sociallogin.email_addresses if one.verified), None)
        said = account.extra_data.get("userinfo", {})
        try:
            user = sign_in_by_organisation(
                provider=account.provider,
                uid=account.uid,
                email=address.email if address else None,
                name=str(said.get("name") or "")[: User._meta.get_field("name").max_length],  # noqa: SLF001
                language=request.session.get(LANGUAGE, "de"),
                now=now,
            )
        except Refusal as refusal:
            messages.error(request, refusal_message(refusal))
            raise ImmediateHttpResponse(redirect("account_login")) from refusal
        back = sociallogin.state.get("next") or ""
        sessions.sign_in(request, user, method=Method.ORGANISATION, now=now)
        messages.success(request, _("You are signed in."))
        is_safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        raise ImmediateHttpResponse(redirect(back if is_safe else "accounts:profile"))

    def on_authentication_error(self, request: HttpRequest, provider: Any, **_what: Any) -> NoReturn:
        """Cancelled, forged or failed: back to the ways to sign in, without details for whoever tries."""
        name = provider_name(provider.app.provider_id)
        messages.error(
            request,
            _("Signing in with %(name)s did not work. Try again or use another method.") % {"name": name},
        )
        raise ImmediateHttpResponse(redirect("account_login"))


class Passkeys(DefaultMFAAdapter):
    """What a device shows beside a passkey of ours."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Handschlag"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        shown = super().get_public_key_credential_user_entity(user)
        return {**shown, "name": user.email, "display_name": user.name or user.email}


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
