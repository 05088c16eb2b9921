"""The files that operators start from say what is so: each is read as far as this machine can."""

from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY

from handschlag.common.operations import monitoring
from handschlag.common.web import MEGABYTE
from handschlag.directory.imports.archives import MOST_PACKED
from handschlag.site import command
from handschlag.site.environment import Environment

SUFFIXES = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "gauge": ("",)}
INSTALLED = "/opt/handschlag/venv/bin/handschlag"


@pytest.fixture
def deploy(root: Path) -> Path:
    return root / "deploy"


def verbs() -> set[str]:
    return set(re.findall(r"^  (\w+)  ", command.USAGE, re.MULTILINE))


def steps_of(containerfile: Path) -> list[list[str]]:
    lines = containerfile.read_text("utf-8").replace("\\\n", " ").splitlines()
    return [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]


@pytest.mark.django_db
def test_boards_and_alerts_name_figures_that_there_are(deploy: Path) -> None:
    families = [*REGISTRY.collect(), *monitoring._Waiting().collect(), *monitoring._Troubles({}).collect()]
    there = {one.name + suffix for one in families for suffix in SUFFIXES.get(one.type, ())}
    rules = yaml.safe_load((deploy / "monitoring/alerts.yaml").read_text("utf-8"))
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    board = json.loads((deploy / "monitoring/grafana.json").read_text("utf-8"))
    asked = [rule["expr"] for rule in alerts]
    asked += [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    named = set(re.findall(r"handschlag_\w+", " ".join(asked)))
    assert len(named) >= 7
    assert sorted(named - there) == []
    (general,) = (rule["expr"] for rule in alerts if rule["alert"] == "HandschlagTrouble")
    assert all(name in general for name in monitoring.WARNINGS)  # they have rules of their own
    for rule in alerts:
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["annotations"]["summary"].endswith((".", "?"))


@pytest.mark.once
def test_the_containers_run_as_nobody_and_write_where_they_may(deploy: Path, root: Path) -> None:
    steps = steps_of(deploy / "Containerfile")
    allowed = (deploy / "Containerfile.dockerignore").read_text("utf-8").splitlines()
    kept = [line.removeprefix("!") for line in allowed if line.startswith("!")]
    arguments = dict(words.split("=") for step, words in steps if step == "ARG" and "=" in words)
    assert set(arguments) == {"BASE", "LOCK"}
    copied = [words for step, words in steps if step == "COPY" and not words.startswith("--from")]
    named = [one for words in copied for one in words.split()[:-1]]
    for name in (one.replace("${LOCK}", arguments["LOCK"]) for one in named):
        assert (root / name).exists(), name
        assert any(fnmatch(name, pattern) for pattern in kept), name
    last = dict(step for step in steps if len(step) == 2)
    assert int(last["USER"]) > 0
    assert "/health/live" in last["HEALTHCHECK"]
    scripts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert json.loads(last["ENTRYPOINT"])[0] in scripts

    services = yaml.safe_load((deploy / "compose.yaml").read_text("utf-8"))["services"]
    ours = {name: one for name, one in services.items() if one.get("image") == "handschlag"}
    assert set(ours) == {"upgrade", "web", "worker"}
    for one in ours.values():
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert one["command"][0] in verbs()
        assert one["env_file"] == [".env"]
    # Figures of the server before are found again under the same name, and requests are brought to their end.
    assert (ours["web"]["hostname"], ours["web"]["stop_grace_period"]) == ("web", "30s")
    published = {name for name, one in services.items() if "ports" in one}
    assert published == {"proxy"}


@pytest.mark.once
def test_files_set_only_settings_that_there_are(deploy: Path, root: Path) -> None:
    known = (root / "docs/reference/settings.md").read_text("utf-8")
    texts = {path: path.read_text("utf-8") for path in deploy.rglob("*") if path.is_file()}
    own = {"HANDSCHLAG_HOST", "HANDSCHLAG_WEB"}  # what compose.yaml tells Caddy
    for path, text in texts.items():
        odd = {name for name in re.findall(r"HANDSCHLAG_[A-Z_]+", text) if f"`{name}`" not in known} - own
        assert odd == set(), path


@pytest.mark.once
def test_services_are_hardened_and_call_what_there_is(deploy: Path, tmp_path: Path) -> None:
    units = sorted((deploy / "systemd").iterdir())
    assert len(units) == 4
    for path in units:
        text = path.read_text("utf-8")
        for verb in re.findall(rf"{INSTALLED} (\w+)", text):
            assert verb in verbs()
        (tmp_path / path.name).write_text(text.replace(INSTALLED, "/bin/true"))
        if path.suffix == ".service":
            unit = configparser.ConfigParser(strict=False, interpolation=None)
            unit.read_string(text)
            service: Any = unit["Service"]
            assert service["User"] == "handschlag"
            assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    if shutil.which("systemd-analyze") is None:
        pytest.skip("NOT VERIFIED: there is no systemd-analyze on this machine")
    files = [str(tmp_path / path.name) for path in units]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.once
@pytest.mark.parametrize("place", ["proxy", "several-hosts"])
def test_proxies_let_pass_what_the_platform_takes(deploy: Path, place: str) -> None:
    nginx = (deploy / place / "nginx.conf").read_text("utf-8")
    caddy = (deploy / place / "Caddyfile").read_text("utf-8")
    nginx_size, caddy_size = (r"client_max_body_size (\d+)m;", MEGABYTE), (r"max_size (\d+)MB", 1_000_000)
    for text, (size, unit) in ((nginx, nginx_size), (caddy, caddy_size)):
        assert text.count("{") == text.count("}")
        (allowed,) = re.findall(size, text)
        assert int(allowed) * unit >= MOST_PACKED + MEGABYTE
        assert "/metrics" in text
    for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto"):
        assert f"proxy_set_header {name} " in nginx
    if place == "proxy":
        assert Environment({}).listening("BIND", default="127.0.0.1:8000") in nginx


@pytest.mark.once
def test_each_of_several_hosts_ends_in_time_and_in_sight_of_the_proxy(deploy: Path, root: Path) -> None:
    services = yaml.safe_load((deploy / "several-hosts/compose.yaml").read_text("utf-8"))["services"]
    assert set(services) == {"upgrade", "web", "worker"}
    for one in services.values():
        assert (one["read_only"], one["cap_drop"], one["env_file"]) == (True, ["ALL"], [".env"])
        assert one["command"][0] in verbs()
        assert one["build"]["args"] == {"LOCK": "requirements-hosts.lock"}
        goes_on = int(one["environment"]["HANDSCHLAG_STOPS_AFTER"])
    # It answers on, ends what runs, and only then is killed; the proxy asks more often than that.
    code = (root / "src/handschlag/site/server.py").read_text("utf-8")
    (graceful,) = re.findall(r"^graceful_timeout = (\d+)", code, re.MULTILINE)
    assert goes_on + int(graceful) < int(services["web"]["stop_grace_period"].removesuffix("s"))
    asks = re.search(r"health_interval (\d+)s", (deploy / "several-hosts/Caddyfile").read_text("utf-8"))
    assert asks is not None
    assert 2 * int(asks[1]) <= goes_on


ENDS = """
import os
from types import SimpleNamespace
from handschlag.site.server import worker_exit

def end(how):
    if (child := os.fork()) == 0:
        try:
            raise how
        finally:
            worker_exit(None, SimpleNamespace(booted=True, pid=os.getpid()))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

print([end(how) for how in (SystemExit(0), SystemExit(), SystemExit(1), SystemExit(-1), MemoryError())])
"""


@pytest.mark.once
def test_a_process_of_the_server_that_broke_off_says_so(tmp_path: Path) -> None:
    around = {**os.environ, "HANDSCHLAG_MODE": "test", "HANDSCHLAG_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", ENDS], env=around, check=True, capture_output=True, text=True
    )
    assert done.stdout == "[0, 0, 1, 1, 1]\n"
