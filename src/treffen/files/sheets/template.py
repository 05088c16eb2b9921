"""The empty workbook of an event, with explanations: for organisers who have a spreadsheet.

Rows whose first column says "Beispiel", "Erklärung", "Example" or "Explanation" are not read
(see `examples`), so the template can be filled in without deleting anything.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from treffen.files.atomic import replacing
from treffen.files.sheets.columns import BY_KEY, EVENT, EVENT_KEYS, NOTE, Sheet
from treffen.files.sheets.styles import Styles, finish, new_workbook, print_setup
from treffen.files.sheets.template_texts import EXAMPLES, EXPLANATIONS, KEYS, NOTES, STEPS
from treffen.words import Language, Text

READ_ME = Text("Lies mich", "Read me")
TITLE = Text("In fünf Schritten zum Gesprächsplan", "Five steps to a timetable of meetings")
WHO, WITH_WHOM = Text("Wer", "Who"), Text("Mit wem", "With whom")
ENTRIES = 2000  # rows below the examples that get drop-down lists
CLOCKS = frozenset({"start", "end", "arrival", "departure"})
NUMBERS = frozenset({"value", "minimum", "maximum", "length", "pause", "minutes", "fewest"})
FREE_FORM = CLOCKS | NUMBERS | {"date"}  # what a spreadsheet may understand; all else stays text
YES_NO = Text("ja,nein", "yes,no")
KINDS = Text("Tisch,Stand,Raum,Link", "table,stand,room,link")
WHOLE = Text("Bitte eine ganze Zahl eintragen.", "Please enter a whole number.")
PICKED = {
    "participants": "participants",
    "participants1": "participants",
    "home": "places",
    "place": "places",
}


def write_template(path: str | Path, *, language: Language = "de") -> None:
    """Write the template, whole or not at all. Raises `OSError` if the file cannot be written."""
    with replacing(Path(path)) as spare:
        book = new_workbook(spare)
        styles = Styles(book)
        _read_me(book, styles, language)
        _event(book, styles, language)
        for key, sheet in BY_KEY.items():
            if key in EXPLANATIONS:
                _Page(book, styles, sheet, language).write()
        book.close()


def _read_me(book: Workbook, styles: Styles, language: Language) -> None:
    page = book.add_worksheet(READ_ME.said(language))
    page.set_column(0, 0, 6)
    page.set_column(1, 1, 100)
    page.write_string(0, 1, TITLE.said(language), styles.title)
    page.set_row(0, 30)
    row = 2
    for number, step in enumerate(STEPS, 1):
        page.write_number(row, 0, number, styles.step)
        page.write_string(row, 1, step.said(language), styles.lead)
        page.set_row(row, 34)
        row += 1
    for note in NOTES:
        row += 1
        page.write_string(row, 1, note.said(language), styles.muted)
        page.set_row(row, 34)
    print_setup(page, language=language)


def _event(book: Workbook, styles: Styles, language: Language) -> None:
    page = book.add_worksheet(EVENT.name(language))
    headers = [EVENT.column(field).name(language) for field in ("key", "value")]
    headers.append(EVENT.column(NOTE).de.split("|")[-1] if language == "de" else "Explanation")
    for column, header in enumerate(headers):
        page.write_string(0, column, header, styles.header)
    known = [key for key in EVENT_KEYS if key.field in KEYS]
    for row, key in enumerate(known, 1):
        style = styles.field if key.field in ("title", "goals") else styles.field_free
        page.write_string(row, 0, key.name(language), styles.side)
        page.write_blank(row, 1, None, style)
        page.write_string(row, 2, KEYS[key.field].said(language), styles.explanation)
        page.set_row(row, 32)
        if key.field == "pair_once":
            rule = {"validate": "list", "source": YES_NO.said(language).split(",")}
            page.data_validation(row, 1, row, 1, rule)
    finish(page, rows=len(known), widths=[28, 32, 70], language=language, is_filtered=False)
    page.set_column(2, 2, 70)


class _Page:
    """One sheet to be filled in: header, explanations, examples, drop-down lists."""

    def __init__(self, book: Workbook, styles: Styles, sheet: Sheet, language: Language) -> None:
        self.styles, self.sheet, self.language = styles, sheet, language
        self.page = book.add_worksheet(sheet.name(language))
        self.fields = list(EXPLANATIONS[sheet.key])
        self.examples = EXAMPLES.get(sheet.key, ())

    def write(self) -> None:
        widths = []
        for column, field in enumerate(self.fields):
            told = EXPLANATIONS[self.sheet.key][field].said(self.language)
            header = self._header(field)
            self.page.write_string(0, column, header, self.styles.header)
            self.page.write_string(1, column, told, self.styles.explanation)
            for row, example in enumerate(self.examples, 2):
                self._example(row, column, example[field].said(self.language) if field in example else "")
            widths.append(max(len(header) + 4, 18 if len(told) > 14 else 12))
        rows = 1 + len(self.examples)
        finish(self.page, rows=rows, widths=widths, language=self.language, frozen=2 + (rows > 1))
        for column, field in enumerate(self.fields):
            style = self.styles.entry if field in FREE_FORM else self.styles.entry_text
            self.page.set_column(column, column, widths[column], style)
            self._choices(column, field, first=rows + 1)
        self.page.set_row(1, 48)

    def _header(self, field: str) -> str:
        if field.startswith("participants"):
            return (WITH_WHOM if field.endswith("1") else WHO).said(self.language)
        return self.sheet.column(field).name(self.language)

    def _example(self, row: int, column: int, text: str) -> None:
        field = self.fields[column]
        if field in CLOCKS and text:
            hour, minute = map(int, text.split(":"))
            self.page.write_number(row, column, (hour * 60 + minute) / 1440, self.styles.example_clock)
        elif field in NUMBERS and text:
            self.page.write_number(row, column, int(text), self.styles.example_number)
        else:
            self.page.write_string(row, column, text, self.styles.example)

    def _choices(self, column: int, field: str, *, first: int) -> None:
        rule: dict[str, Any] | None = None
        if field in ("must", "kind"):
            words = (YES_NO if field == "must" else KINDS).said(self.language)
            rule = {"validate": "list", "source": words.split(",")}
        elif field in NUMBERS:
            rule = {
                "validate": "integer",
                "criteria": ">=",
                "value": 0,
                "error_message": WHOLE.said(self.language),
            }
        elif field in PICKED:
            rule = {"validate": "list", "source": self._names(PICKED[field]), "show_error": False}
        if rule:
            self.page.data_validation(first, column, first + ENTRIES, column, rule)

    def _names(self, key: str) -> str:
        """The cells in which another sheet has its names."""
        fields = list(EXPLANATIONS[key])
        letter = chr(ord("A") + fields.index("name" if "name" in fields else "id"))
        first = 3 + len(EXAMPLES[key])
        name = BY_KEY[key].name(self.language)
        return f"='{name}'!${letter}${first}:${letter}${first + ENTRIES}"
