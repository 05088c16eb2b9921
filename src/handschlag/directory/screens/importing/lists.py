"""The list of imports: of one network, or all that somebody may see."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Import, ImportAction, ImportState, Network
from handschlag.directory.rules.contents import Kind
from handschlag.directory.screens.editing import network_entry
from handschlag.directory.screens.importing import labels
from handschlag.directory.screens.importing.check import apply_words
from handschlag.directory.screens.importing.head import upload_url

_PAGE = 25
_TONES = {ImportState.APPLIED: "ok", ImportState.CHECKED: "wait", ImportState.COLUMNS: "wait"}


def imports_screen(found: QuerySet[Import], *, network: Network | None, number: int) -> dict[str, Any]:
    """One page of the imports found; a `number` that is too high shows the last one."""
    page = Paginator(found, _PAGE).get_page(number)
    own = (Crumb(_("Your networks"), reverse("directory:manage")), Crumb(_("Imports")))
    return {
        "crumbs": network_entry.crumbs(network, Crumb(_("Imports"))) if network else own,
        "network": network,
        "rows": [(one, *_state(one), _what(one)) for one in page.object_list],
        "page": page,
        "new_url": upload_url(kind=Kind.ACTOR, network=network)
        if network
        else reverse("directory:new_import"),
    }


def _state(of: Import) -> tuple[str, str]:
    """Where the import is, and the tone of that word."""
    state = of.current_state
    return str(labels.STATES[state]), _TONES.get(state, "plain")


def _what(of: Import) -> str:
    """What it did or would do; what stands in its way."""
    counts = of.counts
    if not counts:
        return ""
    faulty, undecided = counts[ImportAction.FAULTY], counts[ImportAction.UNDECIDED]
    open_ones = [
        ngettext("%(n)s row with errors", "%(n)s rows with errors", faulty) % {"n": faulty} if faulty else "",
        ngettext("%(n)s decision", "%(n)s decisions", undecided) % {"n": undecided} if undecided else "",
    ]
    return ", ".join(part for part in open_ones if part) or apply_words(of)
