"""What a page may load, and where its forms may lead: nothing but this site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.csp import CSP

from handschlag.site.providers.identity import form_origins


def content_policy(sign_in: Mapping[str, Any]) -> dict[str, list[str]]:
    """Django's SECURE_CSP. `sign_in` are the providers of SOCIALACCOUNT_PROVIDERS."""
    of_this_site = ("script", "style", "font", "media", "connect", "worker", "manifest")
    return {
        "default-src": [CSP.NONE],
        **{f"{kind}-src": [CSP.SELF] for kind in of_this_site},
        "img-src": [CSP.SELF, "data:"],
        # Some browsers also ask this of where a form is sent on to: the sign-in of an organisation.
        "form-action": [CSP.SELF, *form_origins(sign_in)],
        "base-uri": [CSP.NONE],
        "frame-ancestors": [CSP.NONE],
    }
