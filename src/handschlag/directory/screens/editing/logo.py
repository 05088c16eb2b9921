"""The page of a network's logo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Network
from handschlag.directory.screens.editing import network_entry as page


def logo_screen(network: Network, form: forms.Form) -> dict[str, Any]:
    """The form for a logo, with the file that is shown today, if any."""
    return {
        "network": network,
        "crumbs": page.crumbs(network, Crumb(_("Logo"))),
        "form": form,
        "logo": page.logo_file(network),
    }
