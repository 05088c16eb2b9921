"""What all pages of one import share: where they are, which file, which step."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.design.components.parts import Crumb, Step
from handschlag.directory.models import Import, ImportState, Network
from handschlag.directory.queries.importing.imports import sheet_name
from handschlag.directory.rules.contents import Kind
from handschlag.directory.screens.editing import network_entry as page

_STEPS = ("file", "columns", "check", "done")
_STEP_OF = {
    ImportState.COLUMNS: "columns",
    ImportState.CHECKING: "check",
    ImportState.CHECKED: "check",
    ImportState.APPLYING: "done",
    ImportState.APPLIED: "done",
    ImportState.UNDOING: "done",
    ImportState.UNDONE: "done",
}


def list_url(network: Network | None) -> str:
    """The path to the imports of one network; without one, to all that somebody may see."""
    url = reverse("directory:imports")
    return f"{url}?{urlencode({'network': network.slug})}" if network else url


def upload_url(*, kind: Kind, network: Network | None, instead_of: int | None = None) -> str:
    """The path to the upload with its target chosen; `instead_of` is the import that it replaces."""
    query: dict[str, str | int] = {"into": target_of(kind=kind, network_id=network.pk if network else None)}
    if instead_of is not None:
        query["instead"] = instead_of
    return f"{reverse('directory:new_import')}?{urlencode(query)}"


def target_of(*, kind: Kind, network_id: int | None) -> str:
    """What a table is for, as the form of the upload sends it."""
    if kind is Kind.NETWORK:
        return "networks"
    return f"network:{network_id}" if network_id is not None else "actors"


def target_words(kind: Kind, network: Network | None) -> str:
    """What a table is for, in the reader's language."""
    if kind is Kind.NETWORK:
        return _("Networks")
    return _("Members of “%(name)s”") % {"name": network.name} if network else _("Actors without a network")


def target_word(of: Import) -> str:
    """What the table of this import is for."""
    return target_words(Kind(of.kind), of.network)


def crumbs(network: Network | None, *more: Crumb) -> tuple[Crumb, ...]:
    """The way to the imports; it leads through the network where there is one."""
    imports = Crumb(_("Imports"), list_url(network))
    if network is None:
        return (Crumb(_("Your networks"), reverse("directory:manage")), imports, *more)
    return page.crumbs(network, imports, *more)


def steps(current: str, *, url: str = "") -> tuple[Step, ...]:
    """Four steps; those that were taken can be gone back to, as long as nothing is applied."""
    words = {"file": _("File"), "columns": _("Columns"), "check": _("Check"), "done": _("Applied")}
    at = _STEPS.index(current)
    back = {"columns": url} if current == "check" else {}
    return tuple(
        Step(
            label=words[name],
            state="done" if number < at else "current" if number == at else "open",
            url=back.get(name, ""),
        )
        for number, name in enumerate(_STEPS)
    )


def head_of(of: Import, *, step: str = "", below: str = "") -> dict[str, Any]:
    """The import with its way and its steps; `below` names a page that stands below its own."""
    url = reverse("directory:import", args=[of.pk])
    way = (Crumb(of.file_name, url), Crumb(below)) if below else (Crumb(of.file_name),)
    columns = reverse("directory:import_columns", args=[of.pk])
    return {
        "table": of,
        "sheet": sheet_name(of),
        "crumbs": crumbs(of.network, *way),
        "steps": steps(step or _STEP_OF[of.current_state], url=columns),
        "again_url": upload_url(kind=Kind(of.kind), network=of.network, instead_of=of.pk),
    }
