"""The list of imports: of one network, or all that somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.common.times import format_short_moment
from handschlag.design.components.parts import Crumb, Pages
from handschlag.directory.models import Import, ImportAction, ImportState, Network
from handschlag.directory.rules.contents import Kind
from handschlag.directory.screens.editing import network_entry as page
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.check import apply_words
from handschlag.directory.screens.importing.head import target_words, upload_url

PAGE = 25
TONES = {ImportState.APPLIED: "ok", ImportState.CHECKED: "wait", ImportState.COLUMNS: "wait"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _ImportLine:
    file_name: str
    url: str
    target: str
    state: str
    tone: str
    what: str
    who: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ImportsScreen:
    crumbs: tuple[Crumb, ...]
    network: str
    rows: tuple[_ImportLine, ...]
    total: int
    pages: Pages
    new_url: str
    all_url: str


def imports_screen(found: QuerySet[Import], *, network: Network | None, number: int) -> _ImportsScreen:
    """One page of the imports found; a `number` that is too high shows the last one."""
    paginator = Paginator(found, PAGE)
    shown = paginator.get_page(number)
    own = (Crumb(_("Your networks"), reverse("directory:manage")), Crumb(_("Imports")))
    return _ImportsScreen(
        crumbs=page.crumbs(network, Crumb(_("Imports"))) if network else own,
        network=network.name if network else "",
        rows=tuple(map(_line, shown.object_list)),
        total=paginator.count,
        pages=Pages(
            number=shown.number,
            count=paginator.num_pages,
            query=urlencode({"network": network.slug}) if network else "",
        ),
        new_url=upload_url(kind=Kind.ACTOR, network=network) if network else reverse("directory:new_import"),
        all_url=reverse("directory:imports") if network else "",
    )


def _line(row: Import) -> _ImportLine:
    state = row.current_state
    return _ImportLine(
        file_name=row.file_name,
        url=reverse("directory:import", args=[row.pk]),
        target=target_words(Kind(row.kind), row.network),
        state=str(labels.STATES[state]),
        tone=TONES.get(state, "plain"),
        what=_what(row),
        who=(row.owner.name or row.owner.email) if row.owner else "",
        since=format_short_moment(row.created_at),
    )


def _what(row: Import) -> str:
    """What it did or would do; what stands in its way."""
    counts = row.counts
    if not counts:
        return ""
    faulty, undecided = counts[ImportAction.FAULTY], counts[ImportAction.UNDECIDED]
    open_ones = [
        ngettext("%(n)s row with errors", "%(n)s rows with errors", faulty) % {"n": faulty} if faulty else "",
        ngettext("%(n)s decision", "%(n)s decisions", undecided) % {"n": undecided} if undecided else "",
    ]
    return ", ".join(part for part in open_ones if part) or apply_words(row)
