"""Tables as files to take away: written so that spreadsheets open them and calculate nothing."""

from handschlag.common.table_files.writing import (
    BLOCK,
    MEDIA_TYPES,
    Lines,
    Value,
    csv_blocks,
    csv_file,
    new_book,
    table_file,
    write_cells,
)

__all__ = [
    "BLOCK",
    "MEDIA_TYPES",
    "Lines",
    "Value",
    "csv_blocks",
    "csv_file",
    "new_book",
    "table_file",
    "write_cells",
]
