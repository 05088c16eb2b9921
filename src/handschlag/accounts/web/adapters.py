"""What the library for OpenID Connect asks us: is the identity proven, and what happens then.

The library runs the protocol (state, PKCE, exchange of the code). Here the identity token's signature is
checked although it came over TLS, the two descriptions of the person must agree, and the account is found or
made by our own action: the library's own pages to sign up or to connect accounts are not reachable.
"""

from __future__ import annotations

from typing import Any, NoReturn

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from handschlag.accounts.actions.organisations import sign_in_by_organisation
from handschlag.accounts.labels import refusal_message
from handschlag.accounts.models import User
from handschlag.accounts.queries.identity_providers import provider_name
from handschlag.accounts.rules.confirmation import Method
from handschlag.accounts.web import sessions
from handschlag.common.refusals import Refusal

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
