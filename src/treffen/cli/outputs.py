"""Where results go: found unsound before any work begins, written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from treffen.cli import messages
from treffen.cli.console import Console
from treffen.cli.exits import Exit
from treffen.cli.refusal import Refused

Write = Callable[[Path], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file to be written: the flag that asked for it, its path as typed, the endings it may have."""

    flag: str
    path: str
    endings: tuple[str, ...] = ()

    @property
    def target(self) -> Path:
        """Where it really goes: a link is followed, not replaced. The links of open pipes lead nowhere."""
        path = Path(self.path)
        return path if _is_device(path) else Path(os.path.realpath(path))


def check_outputs(outputs: Sequence[Output], inputs: Sequence[str], console: Console) -> None:
    """Refuse, saying all that is wrong, unless every output can be written and none is an input."""
    wrongs = [wrong for output in outputs for wrong in _wrongs(output, inputs, console)]
    seen: dict[Path, str] = {}
    for output in outputs:
        other = seen.setdefault(output.target, output.flag)
        if other != output.flag and not _is_device(output.target):
            words = {"flag": output.flag, "path": output.path, "other": other}
            wrongs.append(console.said(messages.SAME_OUTPUT, **words))
    for wrong in wrongs:
        console.note(wrong)
    if wrongs:
        raise Refused(Exit.BAD_INPUT)


def check_folder(output: Output, console: Console) -> None:
    """Refuse unless a folder of that name can be made, or is there and empty."""
    target, words = output.target, {"flag": output.flag, "path": output.path}
    if target.is_dir():
        wrong = console.said(messages.NOT_EMPTY, **words) if any(target.iterdir()) else ""
    elif target.exists():
        wrong = console.said(messages.IS_FILE, **words)
    else:
        wrong = "".join(_wrongs(output, (), console))
    if wrong:
        console.note(wrong)
        raise Refused(Exit.BAD_INPUT)


def _wrongs(output: Output, inputs: Sequence[str], console: Console) -> list[str]:
    try:
        return _wrongs_of(output, [Path(os.path.realpath(i)) for i in inputs], console)
    except (OSError, ValueError) as error:  # a name too long, a loop of links: even asking fails
        words = {"flag": output.flag, "path": output.path, "why": _said_by_system(error)}
        return [console.said(messages.NOT_WRITABLE, **words)]


def _wrongs_of(output: Output, sources: Sequence[Path], console: Console) -> list[str]:
    target, words = output.target, {"flag": output.flag, "path": output.path}
    if any(_is_within(target, source) for source in sources):
        return [console.said(messages.IS_INPUT, **words)]
    if output.endings and target.suffix.lower() not in output.endings and not _is_device(target):
        return [console.said(messages.WRONG_ENDING, **words, expected=" / ".join(output.endings))]
    if target.is_dir():
        return [console.said(messages.IS_FOLDER, **words)]
    if not target.parent.is_dir():
        return [console.said(messages.NO_FOLDER, **words, folder=target.parent)]
    why = _why_not(target)
    return [console.said(messages.NOT_WRITABLE, **words, why=why)] if why else []


def _is_within(target: Path, source: Path) -> bool:
    """Whether the target is the source, or one of the files of a folder that is the source."""
    if target == source:
        return True
    if target.exists() and source.exists() and target.samefile(source):
        return True
    return target.parent == source and target.suffix.lower() == ".csv"


def _is_device(target: Path) -> bool:
    try:
        mode = target.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _why_not(target: Path) -> str:
    """Why nothing can be written there, as the system says it, or nothing.

    Only trying tells: access rights, full or read-only disks and odd names all answer here. A
    device such as /dev/null is written to, never replaced.
    """
    try:
        if _is_device(target):
            return "" if os.access(target, os.W_OK) else os.strerror(errno.EACCES)
        if target.exists() and not os.access(target, os.W_OK):
            return os.strerror(errno.EACCES)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
        os.close(handle)
        Path(name).unlink()
    except (OSError, ValueError) as error:
        return _said_by_system(error)
    return _name_too_long(target)


def _name_too_long(target: Path) -> str:
    try:
        longest = os.pathconf(target.parent, "PC_NAME_MAX")
    except (OSError, ValueError):
        return ""
    # The writer's temporary neighbour has a longer name than the file itself.
    return os.strerror(errno.ENAMETOOLONG) if len(os.fsencode(target.name)) + 15 > longest else ""


def _said_by_system(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)


def deliver(output: Output, write: Write) -> None:
    """Write one output; raises OSError as writing does. Devices get the bytes, files are replaced."""
    target = output.target
    if not _is_device(target):
        write(target)
        return
    with tempfile.TemporaryDirectory() as folder:
        spare = Path(folder) / f"out{(*output.endings, '.json')[0]}"
        write(spare)
        with spare.open("rb") as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink)


def deliver_or_refuse(output: Output, write: Write, console: Console) -> None:
    """The same; a disk that fills up at the last moment is told in words."""
    try:
        deliver(output, write)
    except OSError as error:
        words = {"flag": output.flag, "path": output.path, "why": _said_by_system(error)}
        console.say(messages.NOT_WRITABLE, **words)
        raise Refused(Exit.BAD_INPUT) from None
