"""The logo of a network: drawn anew, kept under a random name, and the old file removed."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.common.refusals import Refusal
from handschlag.directory.actions.writing import locked, write
from handschlag.directory.models import Network, Status
from handschlag.directory.queries.entries import content_of
from handschlag.directory.queries.managing import manages
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.logos import RefusedLogo, clean_logo
from handschlag.directory.rules.refusals import EditRefusal

FOLDER = "logos"


def set_logo(*, network_id: int, data: bytes, seen: str, by: Subject, now: datetime) -> str:
    """The network shows this picture; the one before is deleted. `seen` is the logo that the form showed.

    The picture is drawn before anything is locked: that takes time, and a hostile one takes longest.
    """
    require(by, Action.EDIT_NETWORK, owns=manages(by, network_id))
    try:
        logo = clean_logo(data)
    except RefusedLogo as no:
        raise Refusal(no.reason) from no
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.webp", ContentFile(logo.data))
    try:
        put(network_id, name=name, verb="logo_set", seen=seen, by=by, now=now)
    except BaseException:
        default_storage.delete(name)
        raise
    return name


def remove_logo(*, network_id: int, seen: str, by: Subject, now: datetime) -> None:
    """The network shows no logo, and its file is deleted."""
    put(network_id, name="", verb="logo_removed", seen=seen, by=by, now=now)


@transaction.atomic
def put(network_id: int, *, name: str, verb: str, seen: str, by: Subject, now: datetime) -> None:
    network = locked(Kind.NETWORK, network_id)
    assert isinstance(network, Network)
    require(by, Action.EDIT_NETWORK, owns=manages(by, network.pk))
    old = network.logo.name or ""
    if old != seen:
        raise Refusal(EditRefusal.STALE)
    is_unreviewed = network.status == Status.PUBLISHED and not may(by, Action.PUBLISH_NETWORK)
    write(
        network,
        after=content_of(network),
        verb=verb,
        by=by,
        now=now,
        is_unreviewed=is_unreviewed,
        values={"logo": name},
    )
    if old:
        # Only when the new name is safely kept: a file is not brought back by a rollback.
        transaction.on_commit(lambda: default_storage.delete(old))
