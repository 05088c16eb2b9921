"""The public pages on which a network is taken over, or one of its facts corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Network
from handschlag.directory.queries.claiming import claim_domain
from handschlag.directory.queries.managing import is_looked_after
from handschlag.directory.rules.claiming import LASTS


def claim_screen(network: Network, form: forms.Form, *, fault: str = "") -> dict[str, Any]:
    """Who can prove by letter that the page is theirs, and what changes then."""
    return {
        **_about(network, form, _("This is my network"), fault),
        "is_claimed": is_looked_after(network),
        "domain": claim_domain(network),
        "days": LASTS.days,
    }


def correction_screen(network: Network, form: forms.Form, *, fault: str = "") -> dict[str, Any]:
    """One fact, for an editor to look at."""
    return _about(network, form, _("Correct a fact"), fault)


def _about(network: Network, form: forms.Form, here: str, fault: str) -> dict[str, Any]:
    return {
        "network": network,
        "crumbs": (
            Crumb(_("Networks"), reverse("directory:networks")),
            Crumb(network.short_name or network.name, reverse("directory:network", args=[network.slug])),
            Crumb(here),
        ),
        "form": form,
        "fault": fault,
    }
