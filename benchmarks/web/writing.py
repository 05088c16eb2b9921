"""Several who write at the same time: signing in and out writes a session row each time."""

from __future__ import annotations

import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PARTS = ("participant", "network_manager", "editor", "organiser")


@dataclass(frozen=True, slots=True)
class Written:
    """How many writes there were, how many failed, and how long they took in milliseconds."""

    waits: tuple[float, ...]
    failures: tuple[str, ...]


class Writer:
    """A browser that signs in and out."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/de/demo/"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar, NoRedirect())
        self.waits: list[float] = []
        self.failures: list[str] = []

    def once(self, part: str) -> None:
        """Sign in as a made-up person: the page's token, then the click."""
        try:
            page = self.browser.open(self.address, timeout=30).read().decode()
            token = TOKEN.search(page)
            sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1] if token else ""}).encode()
            began = time.perf_counter()
            self.browser.open(f"{self.address}{part}/", sent, timeout=30).read()
            self.waits.append((time.perf_counter() - began) * 1000)
        except OSError as error:
            self.failures.append(str(error))


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Where the click leads to is of no interest, that it leads somewhere is."""

    def http_error_302(self, _request: object, answer: object, *_words: object) -> object:  # type: ignore[override]
        return answer


def write_at_once(port: int, *, writers: int, seconds: float) -> Written:
    """So many writers, each as often as it can."""
    made = [Writer(port) for _ in range(writers)]
    end = time.perf_counter() + seconds

    def work(writer: Writer, number: int) -> None:
        while time.perf_counter() < end:
            writer.once(PARTS[number % len(PARTS)])

    threads = [threading.Thread(target=work, args=(one, number)) for number, one in enumerate(made)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Written(
        waits=tuple(wait for one in made for wait in one.waits),
        failures=tuple(failure for one in made for failure in one.failures),
    )
