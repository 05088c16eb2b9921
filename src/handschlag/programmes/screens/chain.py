"""How the programmes interlock: from an idea to a network to a product, on the ground of a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from handschlag.programmes.models import Programme
from handschlag.programmes.rules.tables import stages
from handschlag.programmes.screens.fit import name_of

GROUND = "go-cluster"  # it carries all the others


def slugs() -> tuple[str, ...]:
    """The addresses of the programmes in the chain, in its order."""
    return tuple(stage.programme for stage in stages())


def chain_screen(programmes: Mapping[str, Programme], *, now: str = "", here: str = "") -> dict[str, Any]:
    """The programme that fits now, or the one whose page this is, is marked; there may be none."""
    marks = {now: _("now"), here: _("this programme")}
    shown = {
        one.programme: {
            "stage": one,
            "programme": programmes.get(one.programme),
            "name": name_of(one.programme, programmes),
            "mark": marks.get(one.programme, ""),
        }
        for one in stages()
    }
    ground = shown.pop(GROUND)
    return {"stages": list(shown.values()), "ground": ground}
