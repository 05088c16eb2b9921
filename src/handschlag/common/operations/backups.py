"""One archive with the database and all files, whose end says what has to be in it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from handschlag.common import files
from handschlag.common.files import names_below


def open_private(path: Path) -> int:
    """A new file for its owner alone, from the first byte; what lay there is gone, a link unfollowed."""
    path.unlink(missing_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)


class BackupTrouble(Exception):
    """The archive cannot be made, or is not one that can be brought back; says why."""


def run_postgresql(program: str, *options: str) -> None:
    """One of PostgreSQL's own programs; the password goes by the environment, where nobody else sees it."""
    database = connection.settings_dict
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    around = {variable: str(database[name]) for name, variable in names.items() if database[name]}
    around |= {
        f"PG{name.upper()}": str(value)
        for name, value in database["OPTIONS"].items()
        if name.startswith("ssl")
    }
    around["PGOPTIONS"] = "-c client_min_messages=warning"
    place = shutil.which(program)
    if place is None:
        raise BackupTrouble(f"{program} is missing: install the client of PostgreSQL (postgresql-client).")
    done = subprocess.run(  # noqa: S603 - programs of PostgreSQL, and paths of our own
        [place, *options], env={**os.environ, **around}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BackupTrouble(f"{program} failed: {done.stderr.strip()}")


MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
WITHOUT_FILES: Final = 2  # a format that older versions refuse: they would delete all files
MEDIA: Final = "media"
MADE_AGAIN: Final = {files.PRINTED_FOLDER, files.PROBES_FOLDER}  # in no backup
# Servers from this version on know the setting that newer clients write, and others refuse it.
TIMES_OUT_TRANSACTIONS: Final = (17,)
DATABASES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Backup:
    """What an archive says of itself; `checksums` has every member but the manifest."""

    made_at: datetime
    version: str
    vendor: str
    has_files: bool
    migrations: Mapping[str, str]  # the last one of each app
    checksums: Mapping[str, str]


def write_backup(path: Path, *, now: datetime, has_files: bool = True) -> _Backup:
    """The whole archive or none; while the platform runs, too. Files may be kept elsewhere as they are."""
    draft = path.with_name(f"{path.name}.part")
    checksums: dict[str, str] = {}
    handle = open_private(draft)
    try:
        with (
            os.fdopen(handle, "wb") as file,
            tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive,
        ):
            with _copied_database(path.parent) as (name, copy), copy.open("rb") as database:
                checksums[name] = _add(archive, name, database, copy.stat().st_size)
            for name in sorted(_names_of(files.OWN_FOLDERS - MADE_AGAIN)) if has_files else ():
                _add_stored(archive, name, checksums)
            backup = _Backup(
                made_at=now,
                version=_version(),
                vendor=connection.vendor,
                has_files=has_files,
                migrations=_migrations(),
                checksums=checksums,
            )
            _add_manifest(archive, backup)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return backup


def read_backup(path: Path, into: Path) -> _Backup:
    """Unpacks an archive into an empty folder, when all of it is there and as it was."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(into, filter="data")
        content = json.loads((into / MANIFEST).read_text("utf-8"))
        backup = _backup_of(content)
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError) as trouble:
        raise BackupTrouble(f"{path} is no whole backup: {trouble}") from trouble
    found = {one.relative_to(into).as_posix() for one in into.rglob("*") if one.is_file()} - {MANIFEST}
    if odd := sorted(found ^ set(backup.checksums)):
        raise BackupTrouble(f"{path} is no whole backup: {odd[0]} is missing, or too many.")
    for name, expected in backup.checksums.items():
        with (into / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != expected:
                raise BackupTrouble(f"{path} is damaged: {name} is not what it was.")
    if backup.vendor != connection.vendor:
        raise BackupTrouble(f"This is a backup of {backup.vendor}; DATABASE_URL is of {connection.vendor}.")
    _refuse_newer(backup)
    return backup


def told_of_files(backup: _Backup) -> str:
    """How many are in it, and where they come from or stay."""
    if not backup.has_files:
        return f"no files: those of {place_of_files()} are yours to keep"
    return f"{len(backup.checksums) - 1} files of {place_of_files()}"


def place_of_files() -> str:
    """In words: everything of the platform that lies there goes when a backup comes back."""
    return "the object storage" if settings.IS_STORAGE_SHARED else str(settings.MEDIA_ROOT)


def restore_files(unpacked: Path) -> int:
    """The files of the platform are those of the backup, wherever they lie; how many there are. What lies
    in folders that the platform does not write stays, and so does the list of erasures."""
    source = unpacked / MEDIA
    kept = set()
    for path in sorted(one for one in source.rglob("*") if one.is_file()):
        name = path.relative_to(source).as_posix()
        default_storage.delete(name)
        with path.open("rb") as file:
            kept.add(default_storage.save(name, File(file)))
    for name in sorted(set(_names_of(files.OWN_FOLDERS)) - kept):
        default_storage.delete(name)
    return len(kept)


def restore_database(unpacked: Path) -> None:
    """The database is that of the backup; whatever was in it before is gone."""
    if connection.vendor == "sqlite":
        source = unpacked / DATABASES["sqlite"]
        _check_sqlite(source)
        connection.close()
        target = Path(connection.settings_dict["NAME"])
        draft = target.with_name(f"{target.name}.restored")
        with source.open("rb") as file, os.fdopen(open_private(draft), "wb") as copy:
            shutil.copyfileobj(file, copy)
        for ending in ("-wal", "-shm"):
            Path(f"{target}{ending}").unlink(missing_ok=True)
        draft.replace(target)
        return
    script = unpacked / "database.sql"
    dump = str(unpacked / DATABASES["postgresql"])
    run_postgresql("pg_restore", "--no-owner", "--no-privileges", "--file", str(script), dump)
    if connection.get_database_version() < TIMES_OUT_TRANSACTIONS:
        _leave_out(b"SET transaction_timeout", script)
    connection.close()
    anew = ("--command", "DROP SCHEMA IF EXISTS public CASCADE", "--command", "CREATE SCHEMA public")
    how = ("--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1")
    run_postgresql("psql", *how, *anew, "--file", str(script))


def _leave_out(command: bytes, script: Path) -> None:
    """A line of the head becomes a comment as long as it was: the script may be large."""
    with script.open("r+b") as file:
        before, line, _after = file.read(4096).partition(b"\n" + command)
        if line:
            file.seek(len(before) + 1)
            file.write(b"-- ")


def check_database(unpacked: Path) -> None:
    """Whether the copy can be read: SQLite looks at each page of it, PostgreSQL writes all of it out."""
    if connection.vendor == "sqlite":
        _check_sqlite(unpacked / DATABASES["sqlite"])
    else:
        run_postgresql("pg_restore", "--file", os.devnull, str(unpacked / DATABASES["postgresql"]))


def _check_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        try:
            (answer,) = database.execute("PRAGMA integrity_check").fetchone()
        except sqlite3.DatabaseError as trouble:
            raise BackupTrouble(f"The database of this backup is damaged: {trouble}") from trouble
    if answer != "ok":
        raise BackupTrouble(f"The database of this backup is damaged: {answer}")


@contextmanager
def _copied_database(folder: Path) -> Iterator[tuple[str, Path]]:
    """A copy of one moment, beside the archive: there is room for it, or not for the archive either."""
    name = DATABASES[connection.vendor]
    with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as place:
        copy = Path(place) / name
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(copy)) as target:
                connection.connection.backup(target)
        else:
            run_postgresql("pg_dump", "--format", "custom", "--file", str(copy))
        yield name, copy


def _names_of(folders: Iterable[str]) -> Iterator[str]:
    for folder in folders:
        yield from names_below(folder)


class _Summed(io.RawIOBase):
    """A file that is read once: its checksum is of what went into the archive."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.sum.update(piece)
        return piece


def _add(archive: tarfile.TarFile, name: str, file: IO[bytes], size: int) -> str:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    summed = _Summed(file)
    archive.addfile(member, summed)
    return summed.sum.hexdigest()


def _add_stored(archive: tarfile.TarFile, name: str, checksums: dict[str, str]) -> None:
    """A file that has gone meanwhile was erased, and is not in the backup either."""
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        return
    with file:
        place = f"{MEDIA}/{name}"
        checksums[place] = _add(archive, place, file, file.size)


def _add_manifest(archive: tarfile.TarFile, backup: _Backup) -> None:
    """The last member: an archive that was cut off has none."""
    content: dict[str, Any] = {
        "format": FORMAT if backup.has_files else WITHOUT_FILES,
        "made_at": backup.made_at.isoformat(),
        "version": backup.version,
        "vendor": backup.vendor,
        "migrations": backup.migrations,
        "checksums": backup.checksums,
    }
    text = json.dumps(content, indent=1).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size, member.mode = len(text), 0o600
    archive.addfile(member, io.BytesIO(text))


def _backup_of(content: Mapping[str, Any]) -> _Backup:
    if content["format"] not in {FORMAT, WITHOUT_FILES}:
        raise ValueError(f"its format {content['format']} is not known")
    return _Backup(
        made_at=datetime.fromisoformat(content["made_at"]),
        version=str(content["version"]),
        vendor=str(content["vendor"]),
        has_files=content["format"] == FORMAT,
        migrations=dict(content["migrations"]),
        checksums=dict(content["checksums"]),
    )


def _version() -> str:
    try:
        return version("handschlag")
    except PackageNotFoundError:
        return "working copy"


def _migrations() -> dict[str, str]:
    return dict(sorted(MigrationRecorder(connection).applied_migrations()))


def _refuse_newer(backup: _Backup) -> None:
    known = MigrationLoader(None).disk_migrations
    for app, name in backup.migrations.items():
        if (app, name) not in known:
            raise BackupTrouble(
                f"This backup is of version {backup.version}, newer than this one: "
                f"{app}.{name} is unknown here."
            )
