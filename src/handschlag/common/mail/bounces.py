"""Reads what mail servers send back (RFC 3464) from a maildir, and notes which emails did not arrive.

An email is known again by its Message-ID, which nobody can guess. What is no such report stays where it is,
as read: people write to that address, too.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Final

from handschlag.common.models import Mail, MailState

log = logging.getLogger(__name__)
AT_A_TIME: Final = 500
_LARGEST: Final = 1_000_000  # bytes; a report is a few thousand
_STATUS: Final = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,118}>")
_PERMANENT: Final = "5"


def read_bounces(folder: Path) -> int:
    """How many emails came back; their reports are deleted, for they name people."""
    new = folder / "new"
    if not new.is_dir():
        log.warning("There is no maildir for bounces")
        return 0
    paths = [path for path in sorted(new.iterdir()) if path.is_file() and not path.is_symlink()]
    return sum(_read(path, read_ones=folder / "cur") for path in paths[:AT_A_TIME])


def _read(path: Path, *, read_ones: Path) -> bool:
    """Whether this is a report about one of our emails."""
    message_id, status = _parsed(path)
    if message_id and status.startswith(_PERMANENT) and _note(message_id, status):
        path.unlink()
        return True
    read_ones.mkdir(exist_ok=True)
    path.rename(read_ones / f"{path.name.partition(':')[0]}:2,S")
    return False


def _parsed(path: Path) -> tuple[str, str]:
    """The email it is about, and its status; one that cannot be read must not keep the others waiting."""
    try:
        report = message_from_bytes(path.read_bytes()) if path.stat().st_size <= _LARGEST else Message()
        message_id, status = _message_id_in(report), _status_in(report)
    except Exception as wrong:  # noqa: BLE001 - strangers write what is parsed here
        log.warning("A report of a mail server cannot be read: %s", type(wrong).__name__)
        return "", ""
    return (message_id if _MESSAGE_ID.fullmatch(message_id) else ""), status


def _note(message_id: str, status: str) -> bool:
    rows = Mail.objects.filter(message_id=message_id)
    rows.filter(state=MailState.SENT).update(state=MailState.BOUNCED, error=status)
    return rows.exists()


def _status_in(report: Message) -> str:
    """The first status of the part that machines read; empty where there is none."""
    for part in _parts_of(report, "message/delivery-status"):
        for block in _inside(part):
            if found := _STATUS.match(str(block.get("Status", ""))):
                return found[1]
    return ""


def _message_id_in(report: Message) -> str:
    """Of the email that came back: it is sent along, whole or with its head alone."""
    for part in _parts_of(report, "message/rfc822"):
        for inner in _inside(part):
            if message_id := inner.get("Message-ID"):
                return str(message_id).strip()
    for part in _parts_of(report, "text/rfc822-headers"):
        payload = part.get_payload(decode=True)
        head = payload.decode("ascii", "replace") if isinstance(payload, bytes) else ""
        if found := re.search(r"^message-id:\s*(<[^>\s]+>)", head, re.IGNORECASE | re.MULTILINE):
            return found[1]
    return ""


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _parts_of(report: Message, kind: str) -> Iterator[Message]:
    if report.get_content_type() == "multipart/report":
        yield from (part for part in report.walk() if part.get_content_type() == kind)
