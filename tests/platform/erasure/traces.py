"""Looks for words in everything that a database and a data folder hold, however they are packed there."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import time
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from django.db import connection
from pypdf import PdfReader

STREAM = re.compile(rb"[A-Za-z0-9+/_-]{40,}={0,2}")
STAYED = re.compile(r"[1-9]\d* dead row versions cannot be removed yet")
DEEP = 4


def found(words: Mapping[str, str], sources: Iterable[tuple[str, bytes]]) -> dict[str, set[str]]:
    """Which words stand where: in clear, as UTF-16, escaped, encoded in base 64, or packed."""
    wanted = {name: set(spellings(word)) for name, word in words.items()}
    hits: dict[str, set[str]] = {}
    for where, data in sources:
        for layer in layers(data):
            low = layer.lower()
            for name, forms in wanted.items():
                if any(form in low for form in forms):
                    hits.setdefault(name, set()).add(where)
    return hits


def spellings(word: str) -> Iterator[bytes]:
    """In lower case, as the text that is searched."""
    for text in {word, html.escape(word), quote(word), quote_plus(word), json.dumps(word)[1:-1]}:
        for code in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
            yield text.lower().encode(code, "replace")
            yield text.encode(code, "replace").lower()


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes, and what they are when they are unpacked."""
    yield data
    if depth == DEEP:
        return
    for inner in unpacked(data):
        yield from layers(inner, depth + 1)


def unpacked(data: bytes) -> Iterator[bytes]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if data.startswith(b"%PDF"):
        yield "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).encode()
    for begin in beginnings(data):
        try:
            yield zlib.decompressobj().decompress(data[begin:])
        except zlib.error:
            continue
    for run in STREAM.findall(data):
        for alphabet in (b"+/", b"-_"):
            try:
                text = base64.b64decode(
                    run.rstrip(b"=") + b"=" * (-len(run.rstrip(b"=")) % 4), altchars=alphabet
                )
            except ValueError:
                continue
            if text:
                yield text


def beginnings(data: bytes) -> Iterator[int]:
    """Where something that zlib has packed may begin."""
    for head in (b"x\x01", b"x\x9c", b"x\xda", b"x^"):
        at = data.find(head)
        while at >= 0:
            yield at
            at = data.find(head, at + 1)


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def rows_of_all_tables() -> Iterator[tuple[str, bytes]]:
    """Every value of every row."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [one.name if hasattr(one, "name") else one[0] for one in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", as_bytes(value)


def as_bytes(value: object) -> bytes:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    return (
        json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, (dict, list)) else str(value)
    ).encode()


def wait_for_others(cursor: Any) -> None:
    """Until nobody else in this database could still see what was deleted, and nobody is sent who could."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'autovacuum%'"
        " OR datname = current_database() AND pid <> pg_backend_pid()"
        " AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)"
    )
    for _try in range(300):
        cursor.execute(others)
        if cursor.fetchone()[0] == 0:
            return
        time.sleep(0.1)
    raise AssertionError("somebody keeps a transaction open in this database")


def write_all_anew(cursor: Any) -> None:
    """Every table without what was deleted.

    Writing anew alone keeps what was deleted after the start of the oldest transaction in any database of
    the server (of a test beside this one); taking away deleted rows first asks only who is in this database.
    Rows of the catalogue change while tables are written, and hold no word of a person.
    """
    left: list[str] = []

    def hear(said: Any) -> None:
        if STAYED.search(said.message_detail or "") and "pg_catalog." not in said.message_primary:
            left.append(said.message_primary)

    wait_for_others(cursor)
    cursor.execute("VACUUM (DISABLE_PAGE_SKIPPING)")
    connection.connection.add_notice_handler(hear)
    try:
        cursor.execute("VACUUM (FULL, VERBOSE)")
    finally:
        connection.connection.remove_notice_handler(hear)
    assert left == [], "somebody can still see what was deleted"


def files_of_database() -> Iterator[tuple[str, bytes]]:
    """SQLite's file with its log; on PostgreSQL the files of the tables, written anew."""
    if connection.vendor == "sqlite":
        base = Path(connection.settings_dict["NAME"])
        for path in sorted(base.parent.glob(f"{base.name}*")):
            yield path.name.removeprefix(base.name) or "database", path.read_bytes()
        return
    with connection.cursor() as cursor:
        # Whoever gathers statistics meanwhile could still see the rows, and they would stay.
        cursor.execute("ALTER SYSTEM SET autovacuum = off")
        cursor.execute("SELECT pg_reload_conf()")
        write_all_anew(cursor)
        cursor.execute("CHECKPOINT")
        cursor.execute("ALTER SYSTEM RESET autovacuum")
        cursor.execute("SELECT pg_reload_conf()")
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        oid = cursor.fetchone()[0]
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0], "base", str(oid))
    yield from files_in(folder)
