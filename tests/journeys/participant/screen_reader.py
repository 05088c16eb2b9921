"""Orca without ears: a screen that nobody sees, a bus of its own, and a log of what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from tests.conftest import STARTED_WITH, WITH_WINDOWS, find_chromium

NEEDED: Final = ("orca", "Xvfb", "dbus-daemon")
LONGEST: Final = 300.0  # seconds: a hang, not a speed, is what this catches
# Orca writes each utterance with its voice behind it, or without one where no synthesizer is there.
_SPOKEN: Final = re.compile(r"SPEECH OUTPUT: '(.*?)'(?: \{.*)?\s*$")


class ScreenReader:
    """One Orca, and the browser that it reads."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "orca.log"
        self.environment = {**os.environ, "LANG": "C.UTF-8", "HOME": str(folder)}
        self._from = 0

    def spoken(self) -> list[str]:
        """Everything since it was started."""
        lines = self.log.read_text("utf-8", errors="replace").splitlines() if self.log.exists() else []
        return [found[1].strip() for found in map(_SPOKEN.search, lines) if found]

    def hears(self, *phrases: str) -> None:
        """All of these are spoken one after the other, behind what was heard before."""
        end = time.monotonic() + LONGEST
        while (at := _after(self.spoken(), phrases, self._from)) is None:
            assert time.monotonic() < end, (phrases, self.spoken()[self._from :])
            time.sleep(0.5)
        self._from = at

    @contextmanager
    def started(self) -> Iterator[ScreenReader]:
        with ExitStack() as ends:
            bus = self._start(ends, "dbus-daemon", "--session", "--print-address", "--nofork")
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus)
            screen = self._start(ends, "Xvfb", "-displayfd", "1", "-screen", "0", "1280x1000x24")
            self.environment["DISPLAY"] = f":{_first_line(screen)}"
            prefs = self.log.with_name("prefs")
            self._start(ends, "orca", f"--debug-file={self.log}", f"--user-prefs={prefs}")
            self.hears("Screen reader on.")
            yield self

    def _start(self, ends: ExitStack, *command: str) -> subprocess.Popen[str]:
        started = subprocess.Popen(
            command, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        ends.callback(started.wait)
        ends.callback(started.kill)
        return started

    @contextmanager
    def opened(self, browser: Any) -> Iterator[Any]:
        """A page of a browser on that screen, which says to Orca what it shows."""
        started = browser.browser_type.launch(
            executable_path=find_chromium(*WITH_WINDOWS),
            headless=False,
            env=self.environment,
            args=[*STARTED_WITH, "--no-sandbox", "--force-renderer-accessibility", "--disable-gpu"],
        )
        try:
            page = started.new_page()
            page.set_default_timeout(60_000)
            yield page
        finally:
            started.close()


def missing() -> list[str]:
    """The programs that are not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _after(lines: list[str], phrases: tuple[str, ...], start: int) -> int | None:
    """Behind the line with the last of the phrases; "not pressed" is not "pressed".

    >>> _after(["Yes, meet", "button"], ("meet", "button"), 0), _after(["not pressed"], ("pressed",), 0)
    (2, None)
    """
    at = start
    for phrase in phrases:
        while at < len(lines) and (phrase not in lines[at] or f"not {phrase}" in lines[at]):
            at += 1
        if at == len(lines):
            return None
    return at + 1
