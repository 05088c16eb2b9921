"""What the machine says about itself: variables and one file of settings, read once, loud at nonsense."""

from __future__ import annotations

import difflib
import ipaddress
import os
import pwd
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
PREFIX = "HANDSCHLAG_"
FILE: Final = "handschlag.env"
PLACES: Final = (Path(FILE), Path("/etc/handschlag") / FILE)
MOST: Final = 1_000_000  # of days, the calendar goes no further than ten times that
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
LISTENING: Final = "127.0.0.1:8000"
# Of an address with a password in it, where it cannot be read.
SIGNS: Final = "Signs such as % @ : / # ? [ ] in a password are written as %25 %40 %3A %2F %23 %3F %5B %5D."
# Read by the server, by tests and by the file itself, and not by the settings.
OTHER_NAMES: Final = frozenset({f"{PREFIX}SETTINGS"})
OF_SERVICES = re.compile(r"_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_\w+)?$")
HOST = re.compile(r"\*|\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\]")


def settings_file(values: Mapping[str, str]) -> Path | None:
    """The file that `HANDSCHLAG_SETTINGS` names; without one that of this folder, or of /etc/handschlag.

    Whoever sets the mode in the environment runs something of their own, and no file is looked for.
    """
    if named := values.get(f"{PREFIX}SETTINGS", "").strip():
        return Path(named).expanduser()
    if values.get(f"{PREFIX}MODE", "").strip():
        return None
    return next((path for path in PLACES if _is_trusted(path)), None)


def _is_trusted(path: Path) -> bool:
    """Whether it is there; in the current folder, which may be anybody's, only root's or one's own counts."""
    try:
        owner = path.stat().st_uid
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as trouble:
        if path.is_absolute():
            raise ImproperlyConfigured(f"The settings in {path} cannot be read: {trouble}") from trouble
        return False  # the folder is closed to us
    return path.is_absolute() or owner in {0, os.geteuid()}


def _read_settings(path: Path) -> tuple[dict[str, str], list[str]]:
    """Lines of `NAME=value`, as systemd and containers read them, too; `#` begins a comment.

    With them what is wrong with the others, which are not repeated: secrets stand there.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as trouble:
        raise ImproperlyConfigured(f"The settings in {path} cannot be read: {trouble}") from trouble
    found, faults = {}, []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, sign, value = line.partition("=")
        if not sign or not re.fullmatch(r"[A-Z][A-Z0-9_]*", name.strip()):
            faults.append(f"{path}, line {number}: a line looks like NAME=value.")
            continue
        value = value.strip()
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        found[name.strip()] = value[1:-1] if is_quoted else value
    return found, faults


def without_password(value: str) -> str:
    """As a fault repeats it: without the name and password that an address may hold."""
    return repr(re.sub(r"//.*@", "//***@", value))


@dataclass(frozen=True, slots=True)
class Environment:
    """Values from `HANDSCHLAG_...`; each read says what it expects when it is not given that.

    One that gathers goes on with what is usual, until `refuse_faults` tells all faults at once.
    """

    values: Mapping[str, str]
    gathers: bool = False
    faults: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    @classmethod
    def of_this_process(cls, *, gathers: bool = False) -> Environment:
        """What stands in the environment wins over the file."""
        path = settings_file(os.environ)
        values, faults = _read_settings(path) if path else ({}, [])
        made = cls({**values, **os.environ}, gathers=gathers)
        for words in faults:
            made.refuse(words)
        return made

    def refuse(self, words: str) -> None:
        """At once, or with all others."""
        if not self.gathers:
            raise ImproperlyConfigured(words)
        self.faults.append(words)

    def refuse_faults(self, *, knows_all: bool) -> None:
        """Every fault in a line of its own; a name that nobody reads is one, where all are known."""
        if knows_all:
            self.faults.extend(self._unknown())
        if self.faults:
            raise ImproperlyConfigured("\n".join(self.faults))

    def _unknown(self) -> Iterable[str]:
        known = self.asked | OTHER_NAMES
        for name in sorted(set(self.values) - known):
            has_own_words = name.startswith(f"{PREFIX}OIDC_")
            if name.startswith(PREFIX) and not has_own_words and not self._is_of_kubernetes(name):
                yield f"{name} is no setting.{meant(name, known)}"

    def _is_of_kubernetes(self, name: str) -> bool:
        """Where a service begins with our name, containers are told of it under the same prefix."""
        return bool(OF_SERVICES.search(name) or re.match(r"(tcp|udp|sctp)://", self.values[name]))

    def built[T](self, make: Callable[[], T], *, otherwise: T) -> T:
        """What is made of several values."""
        try:
            return make()
        except ImproperlyConfigured as wrong:
            self.refuse(str(wrong))
            return otherwise

    def text(self, name: str, *, default: str | None = None) -> str:
        self.asked.add(PREFIX + name)
        value = self.values.get(PREFIX + name, "").strip()
        if not value and default is None:
            self.refuse(f"{PREFIX}{name} must be set.")
        return value or default or ""

    def switch(self, name: str, *, default: bool) -> bool:
        value = self.text(name, default="yes" if default else "no").lower()
        if value not in YES | NO:
            self.refuse(f"{PREFIX}{name} must be yes or no, not {value!r}.")
        return value in YES

    def number(self, name: str, *, default: int, least: int = 0) -> int:
        value = self.text(name, default=str(default))
        is_number = value.isascii() and value.isdigit()
        if is_number and (len(value) > 9 or int(value) > MOST):
            self.refuse(f"{PREFIX}{name} must be at most {MOST}.")
        elif not is_number or int(value) < least:
            self.refuse(f"{PREFIX}{name} must be a whole number of at least {least}, not {value!r}.")
        else:
            return int(value)
        return default

    def choice(self, name: str, options: tuple[str, ...], *, default: str) -> str:
        value = self.text(name, default=default)
        if value not in options:
            self.refuse(f"{PREFIX}{name} must be one of {', '.join(options)}, not {value!r}.")
            return default
        return value

    def names(self, name: str, *, default: tuple[str, ...] = ()) -> list[str]:
        text = self.text(name, default=",".join(default))
        return [part.strip() for part in text.split(",") if part.strip()]

    def hosts(self, name: str, *, default: tuple[str, ...] = (), below: str = "") -> list[str]:
        """Names of hosts, without `https://` and without a port; `below` may stand before one."""
        found = self.names(name, default=default)
        for host in found:
            if not HOST.fullmatch(host.removeprefix(below)):
                odd = without_password(host)
                self.refuse(f"{PREFIX}{name} names hosts, for instance handschlag.example.org, not {odd}.")
        return found

    def origin(self, name: str, *, default: str) -> str:
        """An address of a site: a scheme, a host, and nothing behind but a slash, which is left out."""
        value = self.text(name, default=default).removesuffix("/")
        if value != default and not _is_origin(value):
            odd = without_password(value)
            self.refuse(f"{PREFIX}{name} must look like https://handschlag.example.org, not {odd}.")
        return value

    def origins(self, name: str) -> list[str]:
        """Several of them; `*.` stands for every host below."""
        found = [one.removesuffix("/") for one in self.names(name)]
        for one in found:
            if not _is_origin(one.replace("://*.", "://", 1)):
                self.refuse(
                    f"{PREFIX}{name} must look like https://www.example.org, not {without_password(one)}."
                )
        return found

    def secure_address(self, name: str, *, default: str | None = "") -> str:
        """An https address; plain http only to the same machine. Nothing where it is none."""
        value = self.text(name, default=default).rstrip("/")
        if value and not is_secure(value):
            self.refuse(f"{PREFIX}{name} must be an https address, not {without_password(value)}.")
            return ""
        return value

    def mail_address(self, name: str, *, default: str | None = "") -> str:
        """An email address, perhaps with a name before it."""
        value = self.text(name, default=default)
        try:
            validate_email(parseaddr(value)[1]) if value and value != default else None
        except ValidationError:
            self.refuse(f"{PREFIX}{name} must be an email address, not {value!r}.")
        return value

    def listening(self, name: str, *, default: str) -> str:
        """Where a server listens: `address:port`, `unix:` and a path, or `fd://` and a number."""
        value = self.text(name, default=default)
        for one in value.split(","):
            _host, colon, port = one.rpartition(":")
            is_port = bool(colon) and port.isascii() and port.isdigit() and 0 < int(port) <= 65_535
            if not is_port and not re.match(r"unix:|fd://[0-9]+$", one):
                self.refuse(f"{PREFIX}{name} must look like 127.0.0.1:8000, not {without_password(value)}.")
        return value

    def lines(self, name: str) -> list[str]:
        """Lines of an address, parted by semicolons."""
        return [line.strip() for line in self.text(name, default="").split(";") if line.strip()]

    def folder(self, name: str, *, default: Path) -> Path:
        return Path(self.text(name, default=str(default))).expanduser().resolve()

    def own_folder(self, name: str, *, default: Path) -> Path:
        """A folder that may be made later, below one that is there."""
        path = self.folder(name, default=default)
        if path != default.resolve() and not is_folder(path):
            if _is_there(path):
                self.refuse(f"{PREFIX}{name}: {path} is no folder.")
            elif not is_folder(path.parent):
                self.refuse(f"{PREFIX}{name}: there is no folder {path.parent}.")
        return path

    def made_folder(self, name: str, *, default: Path) -> Path:
        """A folder that is there, and into which this process may write."""
        path = self.folder(name, default=default)
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as trouble:
            self.refuse(f"{PREFIX}{name}: the folder {path} cannot be made: {trouble.strerror}.")
            return path
        if not os.access(path, os.W_OK | os.X_OK):
            self.refuse(f"{PREFIX}{name}: nothing can be written into the folder {path}.")
        return path


def meant(name: str, known: Iterable[str]) -> str:
    """A question, if one of the known names is near."""
    near = difflib.get_close_matches(name, sorted(known), n=1)
    return f" Is {near[0]} meant?" if near else ""


def is_folder(path: Path) -> bool:
    """Whether it is there for us: in a folder that is closed to us nothing is."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_there(path: Path) -> bool:
    """Whether there is anything for us."""
    try:
        return path.exists()
    except OSError:
        return False


def _is_origin(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        return False
    has_more = parts.path or parts.query or parts.fragment or parts.username
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and port_is_right and not has_more


def is_secure(value: str) -> bool:
    """An address where secrets may go: by https, or to this machine."""
    try:
        parts = urlsplit(value)
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        has_more = parts.query or parts.fragment or parts.username is not None or parts.port == 0
    except ValueError:
        return False
    return is_safe and bool(parts.hostname) and not has_more


WAY_ROUND: Final = f"{PREFIX}ROOT_MAY_WRITE"


def root_trouble(folder: Path) -> str | None:
    """Whose folder it is, or the one above that is there, and what to call; None where root may."""
    if os.geteuid() != 0 or os.environ.get(WAY_ROUND, "").strip().lower() in YES:
        return None
    folder = folder.expanduser().resolve()
    there = next(one for one in (folder, *folder.parents) if one.exists())
    owner = there.stat()
    if owner.st_uid == 0:
        return None
    try:
        name = pwd.getpwuid(owner.st_uid).pw_name
        call = f"runuser -u {name} --"
    except KeyError:  # known to another machine or container
        name = f"the account {owner.st_uid}"
        call = f"setpriv --reuid={owner.st_uid} --regid={owner.st_gid} --clear-groups --"
    return (
        f"{there} belongs to {name}. Call it as that user: {call} {sys.argv[0]} ...\n"
        f"Where root is meant to write there, set {WAY_ROUND}=yes."
    )


HERE = frozenset({"localhost", "testserver"})


def is_this_machine(host: str) -> bool:
    """Whether a name or an address is reached from this machine alone."""
    bare = host.strip("[]")
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare in HERE or bare.endswith(".localhost")


def refuse_strangers(hosts: Iterable[str], *, is_for_strangers: bool) -> None:
    """Nothing, or a refusal that says what has to be said to open a demo to others."""
    strange = [host for host in hosts if not is_this_machine(host)]
    if strange and not is_for_strangers:
        raise ImproperlyConfigured(
            f"A demo would answer to {', '.join(strange)}: in it everybody may sign in as anybody and read "
            "every letter, codes and personal links included. Is that wanted? Then set "
            "HANDSCHLAG_DEMO_OPEN_TO_STRANGERS=yes. For real use, set HANDSCHLAG_MODE=production."
        )
