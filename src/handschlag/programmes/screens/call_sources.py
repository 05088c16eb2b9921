"""What a table of funding calls holds, and what came of reading feeds, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from handschlag.common.language import pick
from handschlag.common.table_import.fault_messages import fault_message
from handschlag.programmes.models import CallFeed
from handschlag.programmes.rules.call_entries import EntryFault, FeedFault
from handschlag.programmes.rules.call_table import FIELDS, MESSAGES, TableReport


def report_screen(report: TableReport) -> dict[str, Any]:
    """Its columns, and every fault with its cell, what stands there and what to write instead."""
    words = {field.key: pick(field.german, field.english) for field in FIELDS}
    messages = {kind: _(label) for kind, label in MESSAGES.items()}
    return {
        "sheet": report.sheet,
        "count": report.count,
        "columns": [(heading, words.get(key, "")) for heading, key in report.columns if heading],
        "faults": [
            (one.cell, words.get(one.field, ""), one.value, fault_message(one.kind, one.details, messages))
            for one in report.faults
        ],
    }


def feed_rows(feeds: Iterable[CallFeed]) -> Iterator[dict[str, Any]]:
    """Each feed with why its last reading brought nothing, or which entries it set aside and why."""
    for feed in feeds:
        yield {
            "feed": feed,
            "trouble": _(FeedFault(feed.fault).label) if feed.fault else "",
            "set_aside": [(title, _(EntryFault(fault).label)) for title, fault in feed.set_aside],
        }
