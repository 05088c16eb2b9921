"""The page on which a file is chosen, with what it may hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from handschlag.accounts.rules.policy import Action, Subject, may
from handschlag.common.table_import.drafts import UNFINISHED
from handschlag.common.table_import.rules.fields import ImportField
from handschlag.design.components.parts import Crumb, Link, Step
from handschlag.directory.models import Import, Network
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.imports.import_fields import FIELDS, EntryField
from handschlag.directory.rules.imports.lexicon import KINDS
from handschlag.directory.screens.editing.kinds import kind_word
from handschlag.directory.screens.importing import head, labels

REQUIRED = {EntryField.NAME}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Understood:
    """A column that we can read."""

    heading: str
    explained: str
    example: str
    is_required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _UploadScreen:
    title: str
    crumbs: tuple[Crumb, ...]
    steps: tuple[Step, ...]
    form: forms.Form
    target: str
    kind: str
    kinds: tuple[str, ...]
    columns: tuple[_Understood, ...]
    other_columns: Link | None
    templates: tuple[Link, ...]
    days: int
    publicity: tuple[str, ...]
    takes_catalogues: bool
    instead_of: str
    back_url: str


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
) -> _UploadScreen:
    """The form for a file, with the columns that are understood; only editors see both kinds."""
    title = _("Import a table")
    other = Kind.NETWORK if kind is Kind.ACTOR else Kind.ACTOR
    is_editor = may(by, Action.IMPORT_NETWORKS)
    labels = {Kind.ACTOR: _("The columns for actors"), Kind.NETWORK: _("The columns for networks")}
    return _UploadScreen(
        title=title,
        crumbs=head.crumbs(network, Crumb(title)),
        steps=head.steps("file"),
        form=form,
        target=head.target_words(kind, network) if network else "",
        kind=kind.value,
        kinds=tuple(kind_word(one) for one in KINDS[kind]),
        columns=tuple(_understood(kind, column) for column in FIELDS[kind]),
        other_columns=Link(label=labels[other], url=head.upload_url(kind=other, network=None))
        if is_editor
        else None,
        templates=tuple(
            Link(label=label, url=reverse("directory:import_template", args=[kind.value, ending]))
            for ending, label in (("xlsx", _("Example for Excel (XLSX)")), ("csv", _("Example as CSV")))
        ),
        days=UNFINISHED.days,
        takes_catalogues=is_editor and kind is Kind.ACTOR and network is None,
        publicity=_publicity(by, network),
        instead_of=instead_of.file_name if instead_of else "",
        back_url=head.list_url(network),
    )


def _publicity(by: Subject, network: Network | None) -> tuple[str, ...]:
    """What of a table will be public and when, for each kind of table that this person may send here."""
    if not may(by, Action.PUBLISH_ACTOR):
        return (
            _("New actors are public once an editor has reviewed them. Their memberships count immediately."),
            _("Changes to names, types and similar are reviewed first; other facts change immediately."),
        )
    actors = _(
        "New actors of a table are public as soon as you apply it, and so are changes to public entries."
    )
    if network is not None or not may(by, Action.IMPORT_NETWORKS):
        return (actors,)
    return (
        actors,
        _("New networks become drafts that only editors see."),
        _(
            "Organisations and joint projects from CORDIS and the Förderkatalog become drafts. "
            "Public entries only get missing facts; these are public immediately."
        ),
    )


def _understood(kind: Kind, column: ImportField) -> _Understood:
    return _Understood(
        heading=labels.heading(kind, column.key),
        explained=labels.explained(column.key),
        example=column.example,
        is_required=column.key in REQUIRED,
    )
