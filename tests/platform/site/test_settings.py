"""The settings are loud at nonsense and closed by default."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from handschlag.site import environment as reading
from handschlag.site.environment import Environment

GOOD = {
    "HANDSCHLAG_MODE": "production",
    "HANDSCHLAG_SECRET_KEY": "k" * 64,
    "HANDSCHLAG_HOSTS": "handschlag.example.org",
    "HANDSCHLAG_SMTP_URL": "smtp://mail.example.org",
    "HANDSCHLAG_MAIL_FROM": "handschlag@example.org",
}


CLOSED = "s.DEBUG, s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS"
COOKIE = (
    "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, "
    "s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS"
)


def start(
    root: Path, folder: Path, *, told: str = CLOSED, **changes: str
) -> subprocess.CompletedProcess[str]:
    """The settings read in a process of their own."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("HANDSCHLAG_", "DATABASE_"))
    }
    wanted = {**kept, **GOOD, "HANDSCHLAG_DATA": str(folder), "PYTHONPATH": str(root / "src"), **changes}
    said = f"from handschlag.site import settings as s; print({told})"
    return subprocess.run(
        [sys.executable, "-c", said], env=wanted, capture_output=True, text=True, check=False
    )


def test_production_is_closed_by_default(root: Path, tmp_path: Path) -> None:
    assert start(root, tmp_path).stdout == "False True ['handschlag.example.org']\n"


def test_the_cookie_of_a_session_is_sealed(root: Path, tmp_path: Path) -> None:
    """Only this host gets it, over TLS alone; no script reads it; where there is no TLS it has no prefix."""
    sealed = start(root, tmp_path, told=COOKIE).stdout
    assert sealed == "__Host-sessionid __Host-csrftoken True True Lax 31536000\n"
    plain = start(root, tmp_path, told=COOKIE, HANDSCHLAG_HTTPS="no").stdout
    assert plain == "sessionid csrftoken False True Lax 0\n"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HANDSCHLAG_MODE", "debug", "HANDSCHLAG_MODE must be one of"),
        ("HANDSCHLAG_SECRET_KEY", "", "HANDSCHLAG_SECRET_KEY must be set"),
        ("HANDSCHLAG_SECRET_KEY", "short", "at least 50 characters"),
        ("HANDSCHLAG_HOSTS", "", "HANDSCHLAG_HOSTS must name"),
        ("HANDSCHLAG_PASSKEY_FOR", "organizer", "not 'organizer'"),
        ("HANDSCHLAG_HTTPS", "perhaps", "HANDSCHLAG_HTTPS must be yes or no"),
        ("HANDSCHLAG_SMTP_URL", "", "HANDSCHLAG_SMTP_URL must be set"),
        ("HANDSCHLAG_SMTP_URL", "mail.example.org", "must look like smtp://"),
        ("HANDSCHLAG_SMTP_URL", "smtp://mail.example.org:x", "a port that is no number"),
        (
            "HANDSCHLAG_SMTP_URL",
            "smtp://u:p/w@mail.example.org",
            "in brackets. Signs such as %",
        ),
        ("HANDSCHLAG_SMTP_URL", "smtp://u:p[w@mail.example.org:587", "in a password are written as %25 %40"),
        ("HANDSCHLAG_SMTP_URL", "smtp://u:123?abc@mail.example.org:587", "must look like smtp://"),
        ("HANDSCHLAG_SMTP_URL", "smtp://u:p@s/w@mail.example.org", "in a password are written as %25 %40"),
        ("HANDSCHLAG_BIND", "80", "must look like 127.0.0.1:8000, not '80'"),
        ("HANDSCHLAG_DATA", "/" + "x" * 300, "cannot be made: File name too long."),
        ("DATABASE_URL", "postgresql://u:p#w/@db/n", "in a password are written as %25 %40"),
        ("HANDSCHLAG_BIGBLUEBUTTON", "https://rooms.example/api", "belong together"),
        ("HANDSCHLAG_JITSI", "http://meet.example", "must be an https address"),
        ("HANDSCHLAG_JITSI_SECRET", "the-secret-of-nobody", "belong together"),
        ("HANDSCHLAG_MAIL_FROM", "", "HANDSCHLAG_MAIL_FROM must be set"),
        ("DATABASE_URL", "postgresql://u:p@db/n?prepare_threshold=soon", "must be a whole number or none"),
    ],
)
def test_nonsense_stops_the_start_with_words(
    root: Path, tmp_path: Path, name: str, value: str, words: str
) -> None:
    done = start(root, tmp_path, **{name: value})
    assert (done.returncode, words in done.stderr) == (1, True)


WRONG = {
    "DATABASE_URL": ("postgres:/broken", "DATABASE_URL must look like postgresql://"),
    "HANDSCHLAG_BIND": ("127.0.0.1:99999", "must look like 127.0.0.1:8000"),
    "HANDSCHLAG_DATA": ("/dev/null/below", "cannot be made: Not a directory."),
    "HANDSCHLAG_HOST": ("handschlag.example.org", "Is HANDSCHLAG_HOSTS meant?"),
    "HANDSCHLAG_HOSTS": ("https://handschlag.example.org", "names hosts, for instance"),
    "HANDSCHLAG_HTTPS": ("perhaps", "must be yes or no, not 'perhaps'"),
    "HANDSCHLAG_JITSI_SECRET": ("y", "belong together"),
    "HANDSCHLAG_MAIL_FROM": ("notanaddress", "must be an email address, not 'notanaddress'"),
    "HANDSCHLAG_SMTP_URL": ("", "HANDSCHLAG_SMTP_URL must be set"),
    "HANDSCHLAG_WEB_PROCESES": ("2", "Is HANDSCHLAG_WEB_PROCESSES meant?"),
}


def test_all_faults_are_told_at_once(root: Path, tmp_path: Path) -> None:
    said = start(root, tmp_path, **{name: value for name, (value, _words) in WRONG.items()}).stderr
    assert [name for name, (_value, words) in WRONG.items() if words not in said] == []
    # Nothing is blamed for the fault of another.
    assert "HANDSCHLAG_BASE_URL" not in said
    assert said.count("is no setting") == 2
    wrong = start(root, tmp_path, HANDSCHLAG_BASE_URL="handschlag.example.org").stderr
    assert "HANDSCHLAG_BASE_URL must look like https://" in wrong


def test_an_address_of_postgresql_may_say_how_it_is_asked(root: Path, tmp_path: Path) -> None:
    told = "*(s.DATABASES['default']['OPTIONS'][name] for name in ('prepare_threshold', 'connect_timeout'))"
    for end, said in (("", "0 10"), ("?prepare_threshold=none&connect_timeout=3", "None 3")):
        url = f"postgresql://u:p@db/name{end}"
        assert start(root, tmp_path, told=told, DATABASE_URL=url).stdout == f"{said}\n"


def test_a_file_of_settings_is_read_and_the_environment_wins(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "handschlag.env"
    file.write_text(
        "# where it runs\nHANDSCHLAG_OPERATOR_NAME = 'Ministry of Handshakes'\n\n"
        "HANDSCHLAG_HOSTS=other.example.org\nDATABASE_URL=postgresql://u:p@db/name\n"
    )
    told = "s.OPERATOR_NAME, s.ALLOWED_HOSTS, s.DATABASES['default']['NAME']"
    given = {"HANDSCHLAG_SETTINGS": str(file)}
    assert start(root, tmp_path, told=told, **given).stdout == (
        "Ministry of Handshakes ['handschlag.example.org'] name\n"
    )
    file.write_text("HANDSCHLAG_HOSTS other.example.org\n")
    assert "line 1: a line looks like NAME=value" in start(root, tmp_path, **given).stderr
    file.unlink()
    assert f"The settings in {file} cannot be read" in start(root, tmp_path, **given).stderr


def test_a_file_in_a_folder_of_others_is_no_file_of_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file, usual = Path(reading.FILE), tmp_path / "usual.env"
    monkeypatch.setattr(reading, "PLACES", (file, usual))
    for path in (file, usual):
        path.write_text("")
        if os.geteuid() == 0:
            os.chown(path, 1, 1)
    owner = file.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner)
    assert reading.settings_file({}) == file
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert reading.settings_file({}) == usual
    # What cannot even be looked for is told where the operator put it, and passed over elsewhere.
    unreadable = "x" * 300
    monkeypatch.setattr(reading, "PLACES", (Path(unreadable), tmp_path / unreadable))
    with pytest.raises(ImproperlyConfigured, match=f"The settings in {tmp_path / unreadable} cannot be read"):
        reading.settings_file({})


def test_what_kubernetes_says_of_services_is_no_misspelt_setting() -> None:
    services = {
        "HANDSCHLAG_SERVICE_HOST": "10.0.0.1",
        "HANDSCHLAG_SERVICE_PORT_HTTP": "8000",
        "HANDSCHLAG_PORT": "tcp://10.0.0.1:8000",
        "HANDSCHLAG_WEB_PORT_8000_TCP_ADDR": "10.0.0.1",
    }
    Environment(services).refuse_faults(knows_all=True)
    with pytest.raises(ImproperlyConfigured, match="HANDSCHLAG_PORT is no setting"):
        Environment({"HANDSCHLAG_PORT": "8000"}).refuse_faults(knows_all=True)


def test_addresses_are_taken_as_people_and_systemd_write_them() -> None:
    given = Environment({"HANDSCHLAG_BASE_URL": "https://a.example/", "HANDSCHLAG_BIND": "fd://3"})
    assert given.origin("BASE_URL", default="") == "https://a.example"
    assert given.listening("BIND", default="") == "fd://3"
    with pytest.raises(ImproperlyConfigured, match="must look like"):
        Environment({"HANDSCHLAG_BIND": "fd://three"}).listening("BIND", default="")


def test_a_number_has_to_be_one() -> None:
    with pytest.raises(ImproperlyConfigured, match="a whole number of at least 1, not '0'"):
        Environment({"HANDSCHLAG_N": "0"}).number("N", default=3, least=1)


def test_the_page_of_settings_names_every_variable(root: Path) -> None:
    sources = [root / "src/handschlag/site" / name for name in ("settings.py", "server.py", "providers.py")]
    code = "\n".join(path.read_text("utf-8") for path in sources)
    read = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', code))
    page = (root / "docs/reference/settings.md").read_text("utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    named = {name.removeprefix("HANDSCHLAG_") for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    operator = {f"OPERATOR{name}" for name in named if name.startswith("_")}
    assert (
        read == {name for name in named if not name.startswith("_")} - {"DATABASE_URL", "SETTINGS"} | operator
    )


def test_a_demo_answers_this_machine_only_unless_told_so_in_so_many_words(root: Path, tmp_path: Path) -> None:
    demo = {"HANDSCHLAG_MODE": "demo", "HANDSCHLAG_HOSTS": "localhost,demo.example.org"}
    refused = start(root, tmp_path, **demo)
    assert (refused.returncode, "HANDSCHLAG_DEMO_OPEN_TO_STRANGERS=yes" in refused.stderr) == (1, True)
    assert start(root, tmp_path, **demo, HANDSCHLAG_DEMO_OPEN_TO_STRANGERS="yes").returncode == 0


@pytest.mark.parametrize(
    ("bind", "is_refused"),
    [("0.0.0.0:0", True), ("[::]:0", True), ("unix:demo.sock", True), ("127.0.0.1:0", False)],
)
def test_a_demo_does_not_listen_for_the_world(
    root: Path, tmp_path: Path, bind: str, is_refused: bool
) -> None:
    given = {key: value for key, value in os.environ.items() if not key.startswith("HANDSCHLAG_")}
    given |= {"HANDSCHLAG_MODE": "demo", "HANDSCHLAG_DATA": str(tmp_path), "PYTHONPATH": str(root / "src")}
    code = (
        "import sys; from gunicorn.config import Config; from handschlag.site import server;"
        "cfg = Config(); cfg.set('bind', sys.argv[1]);"
        "server.on_starting(type('Server', (), {'cfg': cfg})())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, bind], env=given, capture_output=True, text=True, check=False
    )
    assert ("everybody may sign in as anybody" in done.stderr) is is_refused
    assert (done.returncode == 0) is not is_refused
