"""An empty workbook of profiles, with an example and an explanation that do not count."""

from __future__ import annotations

from pathlib import Path

from treffen.files.atomic import replacing
from treffen.files.people.columns import PEOPLE
from treffen.files.sheets.columns import NOTE
from treffen.words import Language, Text

EXAMPLE, EXPLANATION = Text("Beispiel", "Example"), Text("Erklärung", "Explanation")
CELLS: dict[str, tuple[Text, Text]] = {
    "id": (Text("1", "1"), Text("leer: der Name gilt", "empty: the name stands for it")),
    "name": (Text("Ada Beispiel", "Ada Example"), Text("wie auf dem Namensschild", "as on the badge")),
    "organisation": (Text("Muster GmbH", "Sample Ltd"), Text("Kollegen treffen sich nicht", "no colleagues")),
    "kind": (
        Text("Unternehmen", "company"),
        Text("Unternehmen, Forschung, Netzwerk, Sonstige", "company, research, network, other"),
    ),
    "networks": (Text("Cluster Mitte", "Central cluster"), Text("mehrere mit ;", "several with ;")),
    "offers": (
        Text("Prüfstand für Batteriezellen", "Test bench for battery cells"),
        Text("ein Angebot je Zelle, Spalte beliebig oft", "one offer a cell, as many columns as you like"),
    ),
    "offer_kinds": (
        Text("Prüfung", "test"),
        Text(
            "leer, oder welches Gesuch es beantwortet: Pilotanwender, Lieferant, Prüfung, Forschung, Kunde, "
            "Partner, Fachwissen, Investor, Vertrieb, Personal, Geräte",
            "empty, or which need it answers: pilot, supplier, test, research, customer, partner, expertise, "
            "investor, sales, staff, equipment",
        ),
    ),
    "needs": (
        Text("Partner für Recycling von Elektrolyten", "Partner for recycling electrolytes"),
        Text("ein Gesuch je Zelle, Spalte beliebig oft", "one need a cell, as many columns as you like"),
    ),
    "need_kinds": (
        Text("Partner", "partner"),
        Text("leer, oder was gesucht wird, wie beim Angebot", "empty, or what is looked for, as of an offer"),
    ),
    "language": (Text("de", "en"), Text("de oder en", "de or en")),
    "topics": (Text("Batterien; Recycling", "Batteries; Recycling"), Text("mehrere mit ;", "several with ;")),
    "programmes": (Text("ZIM", "ZIM"), Text("wofür Sie in Frage kommen", "that you are eligible for")),
    "languages": (Text("de; en", "de; en"), Text("die Sie sprechen", "that you speak")),
    "wanted": (Text("6", "6"), Text("so viele Gespräche möchten Sie", "so many meetings you want")),
    "known": (Text("", ""), Text("Kennung oder Name", "id or name")),
    "blocked": (Text("", ""), Text("Kennung oder Name; bleibt unter uns", "id or name; kept private")),
    "opted_in": (Text("ja", "yes"), Text("ja oder nein", "yes or no")),
}


def write_people_template(path: str | Path, *, language: Language = "de") -> None:
    """Write the workbook; raises `OSError`. Rows marked as example or explanation do not count."""
    import xlsxwriter

    fields = [NOTE, *CELLS]
    for twice in ("needs", "offers"):
        at = fields.index(twice)
        fields[at:at] = fields[at : at + 2]  # with its kind
    with replacing(Path(path)) as spare, xlsxwriter.Workbook(str(spare)) as book:
        sheet = book.add_worksheet(PEOPLE.name(language))
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        quiet = book.add_format({"italic": True, "text_wrap": True, "valign": "top", "font_color": "#4a5a62"})
        for at, field in enumerate(fields):
            number = fields[: at + 1].count(field) if fields.count(field) > 1 else 0
            name = PEOPLE.column(field).name(language) + (f" {number}" if number else "")
            sheet.write_string(0, at, name, bold)
            pair = CELLS.get(field, (EXAMPLE, EXPLANATION))
            has_text = number < 2
            sheet.write_string(1, at, pair[1].said(language) if has_text else "", quiet)
            sheet.write_string(2, at, pair[0].said(language) if has_text else "", quiet)
        sheet.set_column(0, len(fields) - 1, 24)
        sheet.freeze_panes(1, 2)
