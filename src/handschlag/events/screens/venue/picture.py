"""The picture of an exhibit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.design.components.parts import Crumb
from handschlag.events.models import Event, Exhibit


@dataclass(frozen=True, slots=True, kw_only=True)
class _PictureScreen:
    title: str
    form: forms.Form
    picture_url: str
    alt: str
    seen: str
    back_url: str
    crumbs: Sequence[Crumb]


def picture_url(row: Exhibit) -> str:
    """Where the picture is served; empty where the exhibit has none."""
    name = (row.picture.name or "").rpartition("/")[2]
    return reverse("events:exhibit_image", args=[name]) if name else ""


def picture_screen(event: Event, row: Exhibit, form: forms.Form) -> _PictureScreen:
    """The form for the picture of an exhibit, with the one that is there now."""
    back = reverse("events:edit_thing", args=[event.slug, "exhibit", row.pk])
    title = pick(row.title_de, row.title_en)
    return _PictureScreen(
        title=title,
        form=form,
        picture_url=picture_url(row),
        alt=pick(row.picture_text_de, row.picture_text_en),
        seen=form["seen"].value() or "",
        back_url=back,
        crumbs=(
            Crumb(_("Exhibition"), reverse("events:exhibits", args=[event.slug])),
            Crumb(title, back),
            Crumb(_("Picture")),
        ),
    )
