"""`{% load waymarks %}`: a breadcrumb says to machines what it shows to people."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from handschlag.design.components import parts

register = template.Library()


class _Waymarks(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        shown = self.nodelist.render(context)
        page, user = context.get("canonical"), context.get("user")
        if not page or (user is not None and user.is_authenticated):
            return shown  # machines read what everybody sees
        return shown + parts.script(parts.way_in(shown, page=page))


@register.tag
def waymarks(parser: template.base.Parser, _token: template.base.Token) -> _Waymarks:
    """`{% waymarks %}…{% endwaymarks %}` around a breadcrumb: a BreadcrumbList follows it."""
    nodelist = parser.parse(("endwaymarks",))
    parser.delete_first_token()
    return _Waymarks(nodelist)
