"""The page of a network's logo."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Network
from handschlag.directory.screens.editing import network_entry as page


@dataclass(frozen=True, slots=True, kw_only=True)
class _LogoScreen:
    network: str
    crumbs: tuple[Crumb, ...]
    form: forms.Form
    logo: str
    seen: str
    back_url: str


def logo_screen(network: Network, form: forms.Form) -> _LogoScreen:
    name = network.logo.name or ""
    return _LogoScreen(
        network=network.name,
        crumbs=page.crumbs(network, Crumb(_("Logo"))),
        form=form,
        logo=name.rpartition("/")[2],
        seen=name,
        back_url=reverse("directory:manage_network", args=[network.slug]),
    )
