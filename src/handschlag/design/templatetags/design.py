"""`{% load design %}`: the parts of our pages as tags. Each draws one thing and decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from handschlag.design import assets, fields, icons, tallies
from handschlag.design.components import rows
from handschlag.design.components.parts import Crumb, Facet, Option, Pages, Segment
from handschlag.design.icons import icons as icons_icons

register = template.Library()

STROKES: Final = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round"'
    ' stroke-linejoin="round" aria-hidden="true" focusable="false"'
)


@register.simple_tag
def icon(name: str, size: int = 24) -> SafeString:
    """An icon beside a word; an unknown name is a mistake, and loud."""
    return format_html(
        '<svg class="hs-icon" width="{}" height="{}" {}>{}</svg>',
        size,
        size,
        mark_safe(STROKES),  # noqa: S308 - our own constant
        mark_safe(icons_icons()[name]),  # noqa: S308 - our own drawing
    )


@register.simple_tag
def logo(size: int = 38) -> SafeString:
    """The sign alone; the word stands beside it in the page."""
    return icons.logo(size)


@register.simple_tag
def pair(state: icons.PairMark, size: int = 56, *, moves: bool = False) -> SafeString:
    """Two hands in one of five states; the word that says the state stands beside it in the page.

    With `moves` the hands come together once, as they do right after a yes.
    """
    return icons.pair(state, size, moves=moves)


@register.simple_tag
def hand(side: Literal["you", "them"], letters: str, size: int = 48, *, solid: bool = False) -> SafeString:
    """Somebody, by initials: you are petrol and face right, the other is red lead and faces left."""
    small = " hs-hand--small" if size < 48 else ""
    firm = " hs-hand--solid" if solid else ""
    return format_html(
        '<span class="hs-hand hs-hand--{}{}{}" aria-hidden="true">{}</span>', side, small, firm, letters
    )


@register.simple_tag
def tag(text: object, tone: Literal["plain", "you", "ok", "wait", "demo"] = "plain") -> SafeString:
    """A short word in a frame: a programme, a label, a state. Topics get no colour."""
    return format_html('<span class="hs-tag hs-tag--{}">{}</span>', tone, text)


@register.simple_tag
def bar(value: float, most: float) -> SafeString:
    """A bar beside its number: `value` out of the largest one."""
    return icons.bar(value / most if most else 0)


@register.inclusion_tag("design/parts/proportion.html")
def proportion(segments: Sequence[Segment]) -> dict[str, Any]:
    """A whole in its parts, with the legend that says it in words."""
    return {"segments": segments, "drawing": icons.proportion(segments)}


@register.inclusion_tag("design/parts/breadcrumb.html", takes_context=True)
def breadcrumb(context: template.Context, crumbs: Sequence[Crumb], label: str = "") -> dict[str, Any]:
    """The way here; two on one page need a label each, and are none for machines."""
    canonical = "" if label else context.get("canonical")
    return {"crumbs": crumbs, "label": label, "canonical": canonical, "user": context.get("user")}


@register.inclusion_tag("design/parts/pagination.html")
def pagination(pages: Pages | Page, label: str = "", query: str = "") -> dict[str, Any]:
    """The numbers of a long list; nothing where it has one page. `query` belongs to Django's own pages."""
    if isinstance(pages, Page):
        pages = Pages(number=pages.number, count=pages.paginator.num_pages, query=query)
    return {"pages": pages, "label": label}


@register.inclusion_tag("design/parts/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A field with its label, hint and error, as KERN draws it; what is optional says so."""
    return {**_drawn(bound), "is_optional": not bound.field.required}


@register.inclusion_tag("design/parts/field.html")
def filter_field(bound: BoundField) -> dict[str, Any]:
    """The same in a form that saves nothing: nobody has to filter, so no field says that it is optional."""
    return _drawn(bound)


def _drawn(bound: BoundField) -> dict[str, Any]:
    shape = fields.shape_of(bound)
    return {
        "field": bound,
        "shape": shape.value,
        "control": fields.control(bound, shape),
        "choice_class": fields.choice_class(bound) if shape == fields.Shape.CHOICES else "",
    }


@register.inclusion_tag("design/parts/form_errors.html")
def form_errors(form: BaseForm, *, focus: bool = True) -> dict[str, Any]:
    """What is wrong in a form, on top of it, each with a link to its field."""
    wrong = [bound for bound in form if bound.errors]
    return {"wrong": wrong, "general": form.non_field_errors(), "is_wrong": bool(form.errors), "focus": focus}


@register.simple_tag
def style_sheets() -> list[str]:
    """The addresses of our sheets: one where static files were collected, each by itself where not."""
    paths = getattr(staticfiles_storage, "style_sheets", assets.PATHS)
    return [static(path) for path in paths]


@register.simple_tag
def facet_options(facet: Facet, options: Sequence[Option], prefix: str = "") -> SafeString:
    """The boxes of a facet to tick; `prefix` keeps the ids of its two parts apart."""
    return rows.boxes(facet.name, options, prefix=prefix)


@register.filter
def figure(value: float) -> str:
    """A count as people write it, thousands apart; a year is no count."""
    return tallies.format_number(value)


class _Capture(template.Node):
    """What stands between two tags, kept under a name: a block can be printed once only, a value often."""

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        text = " ".join(self.nodelist.render(context).split())
        context[self.name] = mark_safe(text)  # noqa: S308 - escaped as it was rendered
        return mark_safe("")


@register.tag
def capture(parser: template.base.Parser, token: template.base.Token) -> _Capture:
    """`{% capture name %}…{% endcapture %}`: what stands between is kept as `name`, not shown."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return _Capture(nodelist, name)
