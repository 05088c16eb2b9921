"""Files of catalogues as they are published, with invented contents: headings, encodings and oddities."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from tests.platform.directory.importing.conftest import proceed

from handschlag.accounts.models import User
from handschlag.directory.contents import Kind
from handschlag.directory.imports import checking, uploading
from handschlag.directory.imports.columns import EntryField
from handschlag.directory.models import Import, ImportState

CORDIS_HEADS = (
    *("projectID", "projectAcronym", "organisationID", "vatNumber", "name", "shortName", "SME"),
    *("activityType", "street", "postCode", "city", "country", "nutsCode", "geolocation"),
    *("organizationURL", "contactForm", "contentUpdateDate", "rcn", "order", "role", "ecContribution"),
    *("netEcContribution", "totalCost", "endOfParticipation", "active"),
)
PROJECT_HEADS = (
    *("id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution"),
    *("legalBasis", "topics", "ecSignatureDate", "frameworkProgramme", "masterCall", "subCall"),
    *("fundingScheme", "nature", "objective", "contentUpdateDate", "rcn", "grantDoi"),
)
FOEKAT_HEADS = (
    *("FKZ", "Ressort", "Referat", "PT", "Arb.-Einh.", "Zuwendungsempfänger", "Gemeindekennziffer"),
    *("Stadt/Gemeinde", "Ort", "Bundesland", "Staat", "Ausführende Stelle", "Gemeindekennziffer"),
    *("Stadt/Gemeinde", "Ort", "Bundesland", "Staat", "Thema", "Leistungsplansystematik"),
    *("Klartext Leistungsplansystematik", "Laufzeit von", "Laufzeit bis", "Fördersumme in EUR"),
    *("Förderprofil", "Verbundprojekt", "Förderart"),
)
NEWER = {
    "PT": "Administrierende Stelle",
    "Zuwendungsempfänger": "Förderempfänger /Auftragnehmer",
    "Thema": "Thema des geförderten Vorhabens",
    "Fördersumme in EUR": "Förder- / Auftragssumme (Anteil des Bundes) in EUR",
    "Verbundprojekt": "Projekt",
}


def cordis_row(project: str, pic: str, name: str, **values: str) -> dict[str, str]:
    return {
        "projectID": project,
        "projectAcronym": f"ACRO{project}",
        "organisationID": pic,
        "name": name,
        "SME": "false",
        "activityType": "PRC",
        "city": "Dresden",
        "country": "DE",
        "nutsCode": "DED21",
        "role": "participant",
        "netEcContribution": "1000.5",
        **values,
    }


def quoted(heads: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """UTF-8, semicolons, every cell in quotation marks."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows([row.get(head, "") for head in heads] for row in rows)
    return text.getvalue().encode()


def cordis(*rows: Mapping[str, str]) -> bytes:
    return quoted(CORDIS_HEADS, rows)


def archive(organisations: bytes, projects: bytes | None = None, **more: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("csv/organization.csv", organisations)
        if projects is not None:
            packed.writestr("csv/project.csv", projects)
        for name, content in more.items():
            packed.writestr(f"csv/{name}.csv", content)
    return file.getvalue()


def foekat_row(grant: str, name: str, **values: str) -> dict[str, str]:
    return {
        "FKZ": grant,
        "Ressort": "BMBF",
        "Zuwendungsempfänger": "Träger e. V.",
        "Ausführende Stelle": name,
        "Stadt/Gemeinde": "Dresden, Stadt",
        "Bundesland": "Sachsen",
        "Staat": "Deutschland",
        "Thema": f"Verbundprojekt: Lichtleitung - Teilvorhaben {grant}",
        "Klartext Leistungsplansystematik": "Photonik",
        "Laufzeit von": "01.03.2020",
        "Laufzeit bis": "28.02.2023",
        "Fördersumme in EUR": "1.234,56",
        "Verbundprojekt": "Lichtleitung",
        "Förderart": "PDIR",
        **values,
    }


def foekat(*rows: Mapping[str, str], names: Mapping[str, str] | None = None, doubled: bool = True) -> bytes:
    """Windows-1252; every cell but the amount is `="..."`, and each line ends with a semicolon."""
    heads = [(names or {}).get(head, head) for head in FOEKAT_HEADS]
    recipient = {"Stadt/Gemeinde": "München, Stadt", "Bundesland": "Bayern"}

    def kept(text: str) -> str:
        return '="' + (text.replace('"', '""') if doubled else text) + '"'

    lines = [";".join(map(kept, heads)) + ";"]
    for row in rows:
        cells = []
        for index, head in enumerate(FOEKAT_HEADS):
            text = recipient[head] if index < 11 and head in recipient else row.get(head, "")
            cells.append(text if head == "Fördersumme in EUR" else kept(text))
        lines.append(";".join(cells) + ";")
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def uploaded(content: bytes, *, by: User, now: datetime, name: str = "catalogue.csv") -> Import:
    return uploading.upload(
        content=content, file_name=name, kind=Kind.ACTOR, network_id=None, by=by.subject, now=now
    )


def checked(content: bytes, *, by: User, now: datetime) -> Import:
    """Uploaded, with the columns as the catalogue has them, and checked."""
    row = uploaded(content, by=by, now=now)
    row = uploading.choose_columns(
        import_id=row.pk,
        seen=row.version,
        columns={int(index): EntryField(fact) for index, fact in row.columns.items()},
        by=by.subject,
        source="https://cordis.europa.eu/",
        seen_on=date(2026, 11, 20),
    )
    return checking.check(import_id=row.pk, by=by.subject, now=now)


Bring = Callable[[bytes], Import]


def applied(content: bytes, *, by: User, now: datetime) -> Import:
    return proceed(checked(content, by=by, now=now), ImportState.APPLYING, by=by, now=now)
