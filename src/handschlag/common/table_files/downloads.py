"""Files that a page hands over to be kept, not to be looked at in a browser."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.utils import timezone

from handschlag.common.table_files.writing import MEDIA_TYPES, Lines, table_file

_MEDIA: Final = {
    **MEDIA_TYPES,
    "json": "application/json; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "vcf": "text/vcard; charset=utf-8",
}


def dated_name(whose: str, what: str, ending: str) -> str:
    """The name of a file that is kept beside others: whose it is, what it holds and from which day it is."""
    return f"{whose}-{what}-{timezone.localdate().isoformat()}.{ending}"


def download(content: bytes | str, name: str) -> HttpResponse:
    """The file under this name; its ending says what it is, and nobody on the way keeps a copy."""
    response = HttpResponse(content, content_type=_MEDIA[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def table_download(lines: Lines, name: str) -> HttpResponse:
    """A table as CSV or XLSX, as the ending of its name says."""
    return download(table_file(name.rpartition(".")[2], lines), name)
