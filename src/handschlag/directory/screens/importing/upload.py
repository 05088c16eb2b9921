"""The page on which a file is chosen, with what it may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.table_import.drafts import UNFINISHED
from handschlag.common.table_import.screens import label_of
from handschlag.design.components.parts import Crumb
from handschlag.directory.models import Import, Network
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.import_fields import FIELDS
from handschlag.directory.rules.imports.lexicon import KINDS
from handschlag.directory.screens.importing import head, labels


def targets(by: Subject, networks: Sequence[Network]) -> tuple[tuple[str, object], ...]:
    """What this person may bring: members of networks; for editors also networks, and actors alone."""
    into = tuple(
        (head.target_of(kind=Kind.ACTOR, network_id=one.pk), head.target_words(Kind.ACTOR, one))
        for one in networks
    )
    if not may(by, Action.IMPORT_NETWORKS):
        return into
    alone = tuple(
        (head.target_of(kind=kind, network_id=None), head.target_words(kind, None))
        for kind in (Kind.ACTOR, Kind.NETWORK)
    )
    return (*alone, (_("Members of a network"), into)) if into else alone


def upload_screen(
    by: Subject,
    form: forms.Form,
    *,
    kind: Kind,
    network: Network | None,
    instead_of: Import | None,
) -> dict[str, Any]:
    """The form for a file, with the columns that are understood; only editors see both kinds."""
    return {
        "crumbs": head.crumbs(network, Crumb(_("Import a table"))),
        "steps": head.steps("file"),
        "form": form,
        "network": network,
        "target": head.target_words(kind, network),
        "kind": kind.value,
        "kinds": KINDS[kind],
        "columns": [(column, label_of(column), labels.EXPLAINED[column.key]) for column in FIELDS[kind]],
        "days": UNFINISHED.days,
        "is_editor": may(by, Action.PUBLISH_ACTOR),
        "may_bring_networks": may(by, Action.IMPORT_NETWORKS),
        "instead_of": instead_of,
        "back_url": head.list_url(network),
    }
