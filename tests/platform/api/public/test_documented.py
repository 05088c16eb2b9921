"""The commands of docs/howto/api.md are run as they stand there, against a server that runs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import IS_CI
from tests.platform.api.public.conftest import World

from handschlag.matching.models import Participant

NOWHERE = "https://example.org"


def commands(root: Path) -> list[str]:
    text = (root / "docs/howto/api.md").read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("curl ")]


def run(line: str, **words: str) -> str:
    """The status that a command was answered with."""
    told = [re.sub(r"\$(\w+)", lambda found: words[found[1]], one) for one in shlex.split(line)]
    told += ["--silent", "--output", os.devnull, "--write-out", "%{http_code}", "--noproxy", "*"]
    return subprocess.run(told, capture_output=True, text=True, check=True, timeout=60).stdout


def test_every_command_is_answered(
    root: Path,
    world: World,
    live_server: Any,
    key: str,
    ada: Participant,
    linked: Callable[[Participant], str],
) -> None:
    if not shutil.which("curl"):
        if IS_CI:
            pytest.fail("curl is missing, and CI must run the commands")
        pytest.skip("SKIPPED, NOT PASSED: nobody ran the commands, curl is missing")
    lines = commands(root)
    assert len(lines) >= 15
    words = {"KEY": key, "TOKEN": linked(ada)}
    found = {line: run(line.replace(NOWHERE, live_server.url), **words) for line in lines}
    assert found == dict.fromkeys(lines, "200")
    assert run(f"curl {live_server.url}/api/v1/networks/nobody") == "404"
