"""How a page says where a fact was read: whose page it was, and how old the copy is."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.common.times import format_date, format_month
from handschlag.design.components.parts import Link
from handschlag.directory.models import Basis, FactSource, SourceKind
from handschlag.directory.screens import texts
from handschlag.directory.screens.kind_labels import Word

_KINDS: Final[dict[str, Word]] = {
    SourceKind.OWN: gettext_lazy("own page"),
    SourceKind.PROGRAMME: gettext_lazy("page of the funding programme"),
    SourceKind.PUBLIC_BODY: gettext_lazy("page of a public body"),
    SourceKind.PRESS: gettext_lazy("press or other page"),
    SourceKind.ENCYCLOPAEDIA: gettext_lazy("encyclopaedia"),
    SourceKind.MIRROR: gettext_lazy("copy on another website"),
}


def when_read(source: FactSource) -> str:
    """The day somebody read it, or whose page a stored copy is of, and how old it is."""
    if source.seen_on is not None:
        when = _("read in %(month)s") % {"month": format_month(source.seen_on)}
    else:
        when = copied(source.source_kind, source.copied_on)
    if source.basis == Basis.ASSIGNED:
        return _("assigned by us from the name or the source, %(when)s") % {"when": when}
    return when


def copied(source_kind: str, copied_on: str) -> str:
    """own page, copy of 9 April 2019; or: press, copy without a date."""
    kind = str(_KINDS[source_kind]) if source_kind else ""
    if not copied_on:
        age = _("copy without a date")
    else:
        age = _("copy of %(when)s") % {"when": day_month_or_year(copied_on)}
    return ", ".join(filter(None, (kind, age)))


def day_month_or_year(text: str) -> str:
    """9 April 2019, April 2019 or 2019, as much as is known."""
    if len(text) == len("2019"):
        return text
    if len(text) == len("2019-04"):
        return format_month(date.fromisoformat(f"{text}-01"))
    return format_date(date.fromisoformat(text))


def origins(source: str, *, source_kind: str = "") -> list[Link]:
    """The addresses or titles of a source that names several; a mirror is named, not linked."""
    is_linked = source_kind != SourceKind.MIRROR
    return [
        Link(label=texts.host(part), url=part if is_linked else "")
        if texts.is_web_address(part)
        else Link(label=part, url="")
        for part in map(str.strip, source.split("; "))
        if part
    ]
