"""Reads what mail servers send back (RFC 3464, or qmail's text), and notes which emails did not arrive.

An email is known again by its Message-ID, which nobody can guess; never by an address, which anybody can.
What is no such report stays where it is, as read: people write to that address, too.
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
# Written since 1997 and never changed: by this sentence programs are meant to know it.
_QMAIL: Final = re.compile(
    r"^(Hi\. This is the \S+ program|This is a permanent error; I've given up\.)", re.MULTILINE
)
_SAID: Final = re.compile(r"\b(5\.\d{1,3}\.\d{1,3})\b")
_UNSAID: Final = "5.0.0"
_LINE: Final = re.compile(r"^message-id:\s*(<[^>\s]+>)", re.IGNORECASE | re.MULTILINE)
_MOST: Final = 50


def read_bounces(folder: Path) -> int:
    """How many emails came back; their reports are deleted, for they name people."""
    new = folder / "new"
    if not new.is_dir():
        log.warning("There is no maildir for bounces")
        return 0
    paths = [path for path in sorted(new.iterdir()) if path.is_file() and not path.is_symlink()]
    return sum(_read(path, read_ones=folder / "cur") for path in paths[:AT_A_TIME])


def _read(path: Path, *, read_ones: Path) -> bool:
    """Whether this is a report about one of our emails; of others that say "never" the log tells."""
    message_ids, status = _parsed(path)
    if status.startswith(_PERMANENT):
        if _note(message_ids, status):
            path.unlink()
            return True
        log.warning("A report of a mail server names none of our emails")
    read_ones.mkdir(exist_ok=True)
    path.rename(read_ones / f"{path.name.partition(':')[0]}:2,S")
    return False


def _parsed(path: Path) -> tuple[list[str], str]:
    """The emails it may be about, and the status; one that cannot be read must not keep others waiting."""
    try:
        report = message_from_bytes(path.read_bytes()) if path.stat().st_size <= _LARGEST else Message()
        status = _status_in(report)
        found = _message_ids_in(report) if status else []
    except Exception as wrong:  # noqa: BLE001 - strangers write what is parsed here
        log.warning("A report of a mail server cannot be read: %s", type(wrong).__name__)
        return [], ""
    return [one for one in found if _MESSAGE_ID.fullmatch(one)], status


def _note(message_ids: list[str], status: str) -> bool:
    """The first of them that is one of ours did not arrive."""
    known = set(Mail.objects.filter(message_id__in=message_ids).values_list("message_id", flat=True))
    ours = next((one for one in message_ids if one in known), None)
    Mail.objects.filter(message_id=ours, state=MailState.SENT).update(state=MailState.BOUNCED, error=status)
    return ours is not None


def _status_in(report: Message) -> str:
    """The first status of the part that machines read, or that of qmail's text; empty where there is none."""
    for part in _parts_of(report, "message/delivery-status"):
        for block in _inside(part):
            if found := _STATUS.match(str(block.get("Status", ""))):
                return found[1]
    text = _text_of(report)
    if not _QMAIL.search(text):
        return ""
    before = text.partition("\n--- ")[0]
    said = _SAID.search(before)
    return said[1] if said else _UNSAID


def _message_ids_in(report: Message) -> list[str]:
    """Of the email that came back: sent along, whole or its head alone, as text below, or only answered."""
    heads = [inner for part in _parts_of(report, "message/rfc822") for inner in _inside(part)]
    found = [str(inner["Message-ID"]).strip() for inner in heads if inner["Message-ID"]]
    texts = [_text_of(report), *(_decoded(part) for part in _parts_of(report, "text/rfc822-headers"))]
    found += [one for text in texts for one in _LINE.findall(text)]
    answered = f"{report.get('In-Reply-To', '')} {report.get('References', '')}"
    return [*found, *_MESSAGE_ID.findall(answered)][:_MOST]


def _text_of(report: Message) -> str:
    """The text of a report without parts."""
    return _decoded(report) if report.get_content_type() == "text/plain" else ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("ascii", "replace") if isinstance(payload, bytes) else ""


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def _parts_of(report: Message, kind: str) -> Iterator[Message]:
    if report.get_content_type() == "multipart/report":
        yield from (part for part in report.walk() if part.get_content_type() == kind)
