"""`{% load reporting %}`: bullets and histograms. Each has its numbers beside it, or a table below."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from handschlag.statistics.screens import figure_labels, plots

register = template.Library()
register.filter("value_of", figure_labels.value_of)
register.filter("aim_of", figure_labels.aim_of)
register.filter("elsewhere_of", figure_labels.elsewhere_of)
register.simple_tag(plots.bullet, name="bullet")
register.simple_tag(plots.histogram, name="histogram")


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
