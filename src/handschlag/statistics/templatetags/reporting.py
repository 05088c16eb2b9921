"""`{% load reporting %}`: bullets and histograms. Each has its numbers beside it, or a table below."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from handschlag.statistics.screens import plots
from handschlag.statistics.screens.plots import Bullet, Histogram

register = template.Library()


@register.simple_tag
def bullet(drawn: Bullet) -> SafeString:
    """A value against its target and what is known elsewhere; decoration beside the numbers."""
    return plots.bullet(drawn)


@register.simple_tag
def bullet_key() -> SafeString:
    """What the lines of a bullet mean."""
    return format_html(
        '<span class="hs-kpis__key"><svg width="4" height="16"><line class="hs-bullet__target" x1="2" x2="2"'
        ' y2="16"/></svg>{}<svg width="4" height="16"><line class="hs-bullet__other" x1="2" x2="2" y2="16"/>'
        "</svg>{}</span>",
        gettext("Target"),
        gettext("Comparison"),
    )


@register.simple_tag
def histogram(drawn: Histogram) -> SafeString:
    """How many have how much, with the mean."""
    return plots.histogram(drawn)
