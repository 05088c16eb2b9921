"""The bill of materials as the files that are handed out."""

from __future__ import annotations

import json
from datetime import datetime

from papers.bill import make_bill
from papers.cyclonedx import cyclonedx
from papers.spdx import spdx


def bills(version: str | None = None, made: datetime | None = None) -> dict[str, str]:
    """Both forms of the bill of materials, by the name of their file."""
    bill = make_bill(version=version, made=made)
    forms = {"spdx": spdx(bill), "cdx": cyclonedx(bill)}
    return {
        f"handschlag-{bill.version}.{form}.json": json.dumps(one, indent=1, ensure_ascii=False) + "\n"
        for form, one in forms.items()
    }
