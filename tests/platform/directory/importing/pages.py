"""Walks through the pages of imports as a browser without a script does."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from handschlag.directory.models import Import, Network

FAULTY = """Name;Art;Ort;Bundesland;Mitarbeiter;Ansprechperson
Linsen Meier GmbH;Unternehmen;Dresden;Sachsen;48;x
Laser Kraft AG;Unternehmen;Leipzig;Sachsn;1.250;x
Spiegel Schulz KG;;Berlin;;viele;x
"""
GOOD = "Name;Art;Ort\nLinsen Meier GmbH;Unternehmen;Dresden\nLaser Kraft AG;Unternehmen;Leipzig\n"


def send(
    client: Client, content: bytes | str, *, into: str, name: str = "m.csv", **data: Any
) -> HttpResponse:
    """The form of the upload."""
    raw = content.encode() if isinstance(content, str) else content
    return client.post(
        reverse("directory:new_import"), {"into": into, "table": SimpleUploadedFile(name, raw), **data}
    )


def into(network: Network) -> str:
    return f"network:{network.pk}"


def last() -> Import:
    found = Import.objects.order_by("-pk").first()
    assert found is not None
    return found


def at(row: Import, name: str = "import", *more: str) -> str:
    return reverse(f"directory:{name}", args=[row.pk, *more])


def guessed(row: Import) -> dict[str, str]:
    """The columns as the page of the columns shows them."""
    return {f"c-{index}": fact for index, fact in row.columns.items()}


def do(client: Client, row: Import, name: str, **data: Any) -> HttpResponse:
    """A button of the page: with the version that it showed."""
    row.refresh_from_db()
    return client.post(at(row, name), {"seen": row.version, **data})


def checked(client: Client, table: bytes | str, *, into: str, **data: Any) -> Import:
    """A table that was sent, and whose columns were taken as guessed."""
    assert send(client, table, into=into).status_code == 302
    row = last()
    answer = do(client, row, "import_columns", **guessed(row), **data)
    assert (answer.status_code, answer["Location"]) == (302, at(row))
    row.refresh_from_db()
    return row


def text_of(answer: HttpResponse) -> str:
    """The words of the page's content, with single spaces."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).replace("&amp;", "&").split())
