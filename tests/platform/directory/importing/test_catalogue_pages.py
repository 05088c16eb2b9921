"""What the pages of an import say of catalogues: what becomes public and when, and whose source it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.platform.directory.importing.catalogue_files import foekat, foekat_row, uploaded
from tests.platform.directory.importing.pages import into, text_of

from handschlag.accounts.models import User
from handschlag.directory.models import Network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]
Sign = Callable[[User], Client]


def test_whoever_sends_a_file_reads_before_what_of_it_will_be_public(
    signed_in: Sign, editha: User, martha: User, marthas: Network
) -> None:
    new = reverse("directory:new_import")
    words = text_of(signed_in(editha).get(new))
    assert "Neue Akteure einer Tabelle sind öffentlich, sobald Sie sie übernehmen" in words
    assert "Neue Netzwerke werden Entwürfe" in words
    assert "aus CORDIS und dem Förderkatalog werden Entwürfe" in words
    words = text_of(signed_in(martha).get(f"{new}?into={into(marthas)}"))
    assert "sobald die Redaktion sie geprüft hat" in words
    assert "CORDIS" not in words


def test_the_source_of_a_catalogue_is_the_catalogue_and_not_ones_own_statement(
    signed_in: Sign, editha: User, now: datetime
) -> None:
    row = uploaded(foekat(foekat_row("01IS17046A", "Linsen Meier GmbH")), by=editha, now=now)
    words = text_of(signed_in(editha).get(reverse("directory:import_columns", args=[row.pk])))
    assert "Die Adresse des Katalogs oder des Downloads" in words
    assert "Datei heruntergeladen am" in words
    assert "eigene" not in words
