"""How our workbooks look: petrol headers, quiet rows, ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from treffen.words import Language

PETROL, PAPER, LINE, MUTED, INK = "#0B5468", "#F4F6F6", "#DCE2E4", "#4A5A62", "#0F1F27"
TINT, GREEN, AMBER = "#E8F1F3", "#17663B", "#8A5200"
GREEN_TINT, AMBER_TINT = "#E9F4EC", "#FFF6E5"
FONT = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top"}
WIDEST = 48
PAGE_WIDTH = 190  # characters that can still be read across one page
A4 = 9
LONGEST_TEXT = 32_767  # characters that a cell of a spreadsheet can hold


def new_workbook(path: Path) -> Workbook:
    """An empty workbook in which no text is ever taken for a formula, a link or a number."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd hh:mm",
    }
    return Workbook(str(path), options)


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        def style(**more: object) -> Format:
            return book.add_format({**FONT, **more})

        head = {"indent": 1, "bold": True, "bg_color": PETROL, "font_color": "#FFFFFF", "valign": "vcenter"}
        line = {"bottom": 1, "bottom_color": LINE, "indent": 1}
        self.header = style(**head, text_wrap=True, border=1, border_color=PETROL)
        self.text = style(**line, text_wrap=True, num_format="@")
        self.plain = style(text_wrap=True)
        self.number = style(**line, align="right", num_format="#,##0")
        self.moment = style(**line, align="left", num_format="yyyy-mm-dd hh:mm")
        self.clock = style(**line, align="left", num_format="hh:mm")
        self.side = style(**line, bold=True, bg_color=TINT, text_wrap=True)
        self.busy = style(border=1, border_color=LINE, bg_color=TINT, text_wrap=True, indent=1)
        self.idle = style(border=1, border_color=LINE, bg_color=AMBER_TINT, font_color=AMBER, indent=1)
        self.empty = style(border=1, border_color=LINE)
        self.talk = style(
            border=1, border_color=LINE, font_color=MUTED, italic=True, text_wrap=True, indent=1
        )
        self.away = style(border=1, border_color=LINE, bg_color=PAPER, font_color=MUTED, align="center")
        self.title = style(bold=True, font_size=16, font_color=PETROL)
        self.lead = style(font_size=12, text_wrap=True)
        self.muted = style(font_color=MUTED, text_wrap=True)
        self.explanation = style(font_color=MUTED, italic=True, bg_color=PAPER, text_wrap=True, **line)
        self.example = style(font_color=MUTED, bg_color=AMBER_TINT, num_format="@", **line)
        self.example_clock = style(
            font_color=MUTED, bg_color=AMBER_TINT, align="left", num_format="hh:mm", **line
        )
        self.proved = style(**line, font_color=GREEN, bg_color=GREEN_TINT, text_wrap=True)
        self.open = style(**line, font_color=AMBER, bg_color=AMBER_TINT, text_wrap=True)
        self.example_number = style(font_color=MUTED, bg_color=AMBER_TINT, align="right", **line)
        self.entry = style(num_format="General")
        self.entry_text = style(num_format="@")  # so that no spreadsheet turns an id such as 1-2 into a date
        self.field = style(border=1, border_color=PETROL, indent=1, num_format="@")
        self.field_free = style(border=1, border_color=PETROL, indent=1, align="left")
        self.step = style(**head, font_size=14, align="center")


def write_cell(page: Worksheet, row: int, column: int, cell: str | int | datetime, *, styles: Styles) -> None:
    """Write one cell as what it is: a text as text, whatever it begins with."""
    if isinstance(cell, datetime):
        page.write_datetime(row, column, cell, styles.moment)
    elif isinstance(cell, int):
        page.write_number(row, column, cell, styles.number)
    elif cell:
        page.write_string(row, column, cell[:LONGEST_TEXT], styles.text)
    else:
        page.write_blank(row, column, None, styles.text)


def finish(
    page: Worksheet,
    *,
    rows: int,
    widths: Sequence[int],
    language: Language,
    frozen: int = 0,
    is_filtered: bool = True,
) -> None:
    """Freeze the header (and `frozen` columns), add filters, set widths and the printed page."""
    page.freeze_panes(1, frozen)
    if widths and is_filtered:
        page.autofilter(0, 0, max(1, rows), len(widths) - 1)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(WIDEST, max(8, width)))
    page.set_row(0, 24)
    page.repeat_rows(0)
    across = sum(min(WIDEST, max(8, width)) for width in widths)
    print_setup(page, language=language, pages=max(1, round(across / PAGE_WIDTH)))


def print_setup(page: Worksheet, *, language: Language, pages: int = 1) -> None:
    """A4 across, so many pages wide, with page numbers and the name of the sheet."""
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(pages, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.hide_gridlines(2)
    of = "Seite &P von &N" if language == "de" else "Page &P of &N"
    page.set_footer(f"&L&A&R{of}")
