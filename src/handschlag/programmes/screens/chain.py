"""How the programmes interlock: from an idea to a network to a product, on the ground of a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.programmes.models import Programme
from handschlag.programmes.rules.tables import Stage, stages

GROUND = "go-cluster"  # it carries all the others


@dataclass(frozen=True, slots=True, kw_only=True)
class _StageScreen:
    name: str
    url: str
    when: str
    does: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainScreen:
    stages: Sequence[_StageScreen]
    ground: _StageScreen
    words: str  # the picture in a sentence


def slugs() -> tuple[str, ...]:
    """The addresses of the programmes in the chain, in its order."""
    return tuple(stage.programme for stage in stages())


def chain_screen(programmes: Mapping[str, Programme], *, now: str = "", here: str = "") -> ChainScreen:
    """The programme that fits now, or the one whose page this is, is marked; there may be none."""
    words = {now: _("now"), here: _("this programme")}
    shown = {
        one.programme: _stage_screen(one, programmes.get(one.programme), words.get(one.programme, ""))
        for one in stages()
    }
    ground = shown.pop(GROUND)
    names = [one.name for one in shown.values()]
    sentence = _("In words: first %(first)s, then %(second)s, then %(third)s; %(ground)s carries them all.")
    return ChainScreen(
        stages=tuple(shown.values()),
        ground=ground,
        words=sentence % {"first": names[0], "second": names[1], "third": names[2], "ground": ground.name},
    )


def _stage_screen(stage: Stage, programme: Programme | None, mark: str) -> _StageScreen:
    return _StageScreen(
        name=programme.short_name if programme else pick(stage.name.de, stage.name.en),
        url=reverse("programmes:programme", args=[stage.programme]) if programme else "",
        when=mark or pick(stage.when.de, stage.when.en),
        does=pick(stage.does.de, stage.does.en),
        is_marked=bool(mark),
    )
