"""The logo of a network: drawn anew, kept under a random name, and the old file removed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from handschlag.accounts.rules.policy import Action, Subject, may, require
from handschlag.common import pictures
from handschlag.common.refusals import Refusal
from handschlag.directory.actions.entry_versions import locked_entry, save_new_version
from handschlag.directory.models import Network, Status
from handschlag.directory.queries.entries import content_of
from handschlag.directory.queries.managing import manages
from handschlag.directory.rules.contents import Kind
from handschlag.directory.rules.refusals import EditRefusal

FOLDER = "logos"
BOX = (640, 320)


def set_logo(*, network_id: int, data: bytes, seen: str, by: Subject, now: datetime) -> str:
    """The network shows this picture; the one before is deleted. `seen` is the logo that the form showed.

    The picture is drawn before anything is locked: that takes time, and a hostile one takes longest.
    """
    require(by, Action.EDIT_NETWORK, owns=manages(by, network_id))
    with pictures.stored_picture(data, folder=FOLDER, box=BOX) as name:
        put(network_id, name=name, verb="logo_set", seen=seen, by=by, now=now)
    return name


def remove_logo(*, network_id: int, seen: str, by: Subject, now: datetime) -> None:
    """The network shows no logo, and its file is deleted."""
    put(network_id, name="", verb="logo_removed", seen=seen, by=by, now=now)


@transaction.atomic
def put(network_id: int, *, name: str, verb: str, seen: str, by: Subject, now: datetime) -> None:
    """Sets the file's name, or none if empty; raises STALE if the logo is not the one seen before."""
    network = locked_entry(Kind.NETWORK, network_id)
    assert isinstance(network, Network)
    require(by, Action.EDIT_NETWORK, owns=manages(by, network.pk))
    old = network.logo.name or ""
    if old != seen:
        raise Refusal(EditRefusal.STALE)
    is_unreviewed = network.status == Status.PUBLISHED and not may(by, Action.PUBLISH_NETWORK)
    save_new_version(
        network,
        after=content_of(network),
        verb=verb,
        by=by,
        now=now,
        is_unreviewed=is_unreviewed,
        values={"logo": name},
    )
    pictures.drop_when_committed(old)
