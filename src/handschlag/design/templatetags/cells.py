"""`{% load cells %}`: cells of tables that have up to thirty thousand, for which a template takes seconds."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from handschlag.design.components.organiser import Meeting, Slot, StripCell
from handschlag.design.templatetags.design import icon

register = template.Library()
_HIDDEN: Final = mark_safe(' aria-hidden="true"')
_SIGNS: Final = {"idle": "–", "free": "·"}


@register.simple_tag
def timetable_cell(cell: Meeting, slot: Slot) -> SafeString:
    """What is held at a place in a slot."""
    states = (
        ("gap", slot.is_after_gap),
        ("must", cell.is_must),
        ("held", cell.is_locked or cell.is_pinned),
        ("chosen", cell.is_chosen),
        ("target", cell.is_target),
        ("free", not cell.first),
    )
    is_current = mark_safe(' aria-current="true"') if cell.is_chosen else ""
    return format_html(
        '<td class="hs-table__cell{}">{}{}<span class="hs-table__names"{}><span>{}{}{}</span>'
        "<span>{}</span></span>{}</td>",
        "".join(f" hs-table__{name}" for name, is_so in states if is_so),
        format_html('<a href="{}"{}>', cell.url, is_current) if cell.url else "",
        format_html('<span class="kern-sr-only">{}</span>', cell.words) if cell.words else "",
        _HIDDEN if cell.words else "",
        icon("lock", 14) if cell.is_locked else "",
        icon("pin", 14) if cell.is_pinned else "",
        cell.first,
        cell.second,
        mark_safe("</a>") if cell.url else "",
    )


@register.simple_tag
def strip_cell(cell: StripCell, slot: Slot) -> SafeString:
    """What somebody does in a slot."""
    states = (("hs-table__gap", slot.is_after_gap), ("hs-strips__now", slot.is_now))
    names = " ".join(name for name, is_so in states if is_so)
    return format_html(
        '<td{}><span class="hs-strip hs-strip--{}"{}>{}</span>{}</td>',
        format_html(' class="{}"', names) if names else "",
        cell.kind,
        _HIDDEN if cell.words else "",
        cell.text or _SIGNS.get(cell.kind, ""),
        format_html('<span class="kern-sr-only">{}</span>', cell.words) if cell.words else "",
    )
