"""The public pages on which an organisation asks to join a network."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Network
from handschlag.directory.queries.managing import is_looked_after
from handschlag.directory.rules.joining import CONFIRM_WITHIN, KEEP_DECIDED, KEEP_UNDECIDED


def join_screen(network: Network, form: forms.Form, *, fault: str = "") -> dict[str, Any]:
    """The form for a request to join; `is_taken` says whether anybody looks after the network."""
    return {
        "network": network,
        "crumbs": (
            Crumb(_("Networks"), reverse("directory:networks")),
            Crumb(network.short_name or network.name, reverse("directory:network", args=[network.slug])),
            Crumb(_("Join")),
        ),
        "form": form,
        "is_taken": is_looked_after(network),
        "keep_undecided": KEEP_UNDECIDED.days,
        "keep_decided": KEEP_DECIDED.days,
        "confirm_within": CONFIRM_WITHIN.days,
        "fault": fault,
    }
