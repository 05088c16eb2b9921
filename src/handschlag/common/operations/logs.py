"""How the platform logs: a line of JSON for each event in production, readable lines elsewhere.

Logs carry the ids of requests and people. Whatever looks like an address or a secret link is taken out at
the very end, also out of tracebacks: a library's message may quote what a person typed.
"""

from __future__ import annotations

import io
import logging
import re
import sys
import threading
from collections.abc import MutableMapping
from logging.config import dictConfig
from types import TracebackType
from typing import Any

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.types import EventDict

from handschlag.common.web import current_request_id

log = logging.getLogger(__name__)
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)*")
# A part of a path that is signed or random: with an upper case letter or a colon, or hexadecimal.
SECRET = re.compile(r"(?<=/)(?:(?=[^/\s]*[A-Z:])[A-Za-z0-9_:.=-]{20,}|[0-9a-f]{32,})(?=[/\s'\"]|$)")
NOT_FOR_LOGS = ("request", "_record", "_from_structlog")


def clean(value: Any) -> Any:
    """The value without addresses and secrets, in whatever it holds."""
    if isinstance(value, str):
        return SECRET.sub("[secret]", ADDRESS.sub("[address]", value))
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [clean(inner) for inner in value]
    return value if isinstance(value, int | float | None) else clean(str(value))


def _scrub(_logger: Any, _method: str, event: EventDict) -> EventDict:
    return {key: clean(value) for key, value in event.items() if key not in NOT_FOR_LOGS}


def _add_request_id(_logger: Any, _method: str, event: EventDict) -> EventDict:
    if request_id := current_request_id():
        event.setdefault("request_id", request_id)
    return event


def formatter(*, is_json: bool) -> ProcessorFormatter:
    """Makes one line of each record, whoever wrote it."""
    before: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        ExtraAdder(),
        _add_request_id,
    ]
    renderer: Any = structlog.dev.ConsoleRenderer(colors=False)
    if is_json:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True)
    after: list[Any] = [structlog.processors.format_exc_info, _scrub, renderer]
    return ProcessorFormatter(foreign_pre_chain=before, processors=after)


def logging_settings(*, is_json: bool, level: str) -> MutableMapping[str, Any]:
    """Django's LOGGING. The requests are logged by us, so Django says only what went wrong."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": formatter, "is_json": is_json}},
        "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["errors"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners; the answer is 400
            # Gunicorn brings handlers of its own, which know nothing of the shape of a line.
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},  # with addresses
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG: whatever a process says goes through the log, its last words, too."""
    dictConfig(config)
    catch_last_words()


def catch_last_words() -> None:
    """What Python would write to standard error itself: what nobody caught, and warnings."""
    logging.captureWarnings(capture=True)
    sys.excepthook = _tell_of_the_end
    sys.unraisablehook = _tell_of_the_unraisable
    threading.excepthook = _tell_of_a_thread


def _tell_of_the_end(kind: type[BaseException], value: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        log.warning("Interrupted")
    else:
        log.critical("Nobody caught this", exc_info=(kind, value, trace))


def _tell_of_the_unraisable(found: sys.UnraisableHookArgs) -> None:
    value = found.exc_value or found.exc_type()
    log.error("This could not be raised", exc_info=(found.exc_type, value, found.exc_traceback))


def _tell_of_a_thread(found: threading.ExceptHookArgs) -> None:
    value = found.exc_value or found.exc_type()
    log.critical("A thread has ended", exc_info=(found.exc_type, value, found.exc_traceback))


class Spoken(io.TextIOBase):
    """In place of standard output: each line that somebody prints is a line of the log."""

    def __init__(self) -> None:
        self._begun = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *whole, self._begun = (self._begun + text).split("\n")
        for line in filter(str.strip, whole):
            log.info(line)
        return len(text)
