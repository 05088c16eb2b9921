"""Functions over arrays that are compiled when there is enough to do, and are plain Python until then.

To import the compiler and to load what it made before takes half a second, to compile anew takes several; a
small event is done by then. So a kernel runs as the Python that it is while it has done little, and compiled
from the moment on at which that would have been the better choice (as one rents before one buys). Both ways
give the same timetables: they draw the same random numbers, and what adds up fractions is always compiled.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, Final

import numpy as np

MOST: Final = 1_000_000  # units of work of one kernel in plain Python, of some tenths of a microsecond
MOST_AT_ONCE: Final = 200_000  # in one call: what is longer is not even begun
STEP: Final = 150  # units of one step of a search, if it is not said otherwise
_INSIDE: Final = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


class Dice(threading.local):
    """The random numbers of compiled code for plain code: numpy's of old, of a seed, each thread's own.

    They are loaded when a thread sows its seed, as every kernel does: that takes as long as many a kernel.
    """

    randint: Callable[..., int]
    random: Callable[[], float]

    def seed(self, seed: int) -> None:
        """Begin anew."""
        own = np.random.RandomState(seed & 0xFFFFFFFF)  # all that compiled code looks at
        self.randint, self.random = own.randint, own.random_sample


class _Numpy:
    """All of numpy, but random numbers, powers of e and logarithms are those of compiled code."""

    def __init__(self) -> None:
        self.exp, self.log, self.random = math.exp, math.log, Dice()

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)


class _Kernel:
    """A function that other kernels and Python may call; its arguments come by position."""

    most = MOST  # of each kernel of this process
    loader: int | None = None  # the thread that compiles kernels for all, while it does
    _numpy = _Numpy()

    def __init__(
        self,
        function: FunctionType,
        *,
        is_inner: bool,
        is_part: bool,
        is_plain: bool,
        units: int | None,
        steps: str | None,
        step: int | Callable[..., int],
        tells_left: bool,
        in_python: FunctionType | None,
    ) -> None:
        self._function, self._is_plain = function, is_plain
        self._is_inner, self._is_part = is_inner or is_part, is_part
        self._units, self._step, self.done = units, step, 0
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        self._steps = None if steps is None else names.index(steps)
        self._tells_left = tells_left
        self._compiled: Callable[..., Any] | None = None
        self._as_python = in_python
        self.__doc__, self.__name__ = function.__doc__, function.__name__

    def __call__(self, *arguments: Any) -> Any:
        if self._is_plain and self._is_not_ready():
            work = _size(arguments) if self._units is None else self._units
            if self._tells_left:
                if self.done + work <= _Kernel.most and (found := self._begun(work, arguments)) is not None:
                    return found
                return self.compiled()(*arguments)
            if self._steps is not None:
                work += self._price(arguments) * _number(arguments[self._steps])
            if work <= MOST_AT_ONCE and self.done + work <= _Kernel.most:
                self.done += work
                return self.plain()(*arguments)
        return self.compiled()(*arguments)

    def _is_not_ready(self) -> bool:
        """Whether to call it compiled would mean to wait for the compiler."""
        loader = _Kernel.loader
        return self._compiled is None if loader is None else loader != threading.get_ident()

    def _begun(self, work: int, arguments: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """What a few steps in plain Python find, charged as they were used; None where more are needed."""
        at = self._steps or 0
        steps = int(arguments[at])
        price = self._price(arguments)
        few = min(steps, MOST_AT_ONCE // price)
        *found, left = self.plain()(*arguments[:at], few, *arguments[at + 1 :])
        self.done += work + price * (few - left)
        if found[0] < 0 and left == 0 and few < steps:
            return None
        return (*found, left + steps - few)

    def _price(self, arguments: tuple[Any, ...]) -> int:
        """Units of a step."""
        return self._step if isinstance(self._step, int) else self._step(*arguments)

    def plain(self) -> FunctionType:
        """The function in Python, as are all kernels that it calls."""
        if self._as_python is None:
            self._as_python = self._bound(lambda kernel: kernel.plain(), np=self._numpy)
        return self._as_python

    def compiled(self) -> Callable[..., Any]:
        """The function compiled; what was compiled before comes from the cache."""
        if self._compiled is None:
            from numba import njit  # takes long to import

            bound = self._bound(lambda kernel: kernel.compiled(), np=np)
            bound.__qualname__ += "-" + _stamp(Path(bound.__code__.co_filename).parent)
            kinds: dict[str, Any] = {"nogil": True, **(_INSIDE if self._is_inner else {})}
            if self._is_part:
                kinds["inline"] = "always"
            try:
                self._compiled = njit(cache=True, **kinds)(bound)
            except RuntimeError:  # nowhere to write: compiled anew in each process
                self._compiled = njit(**kinds)(bound)
        return self._compiled

    def folder(self) -> str | None:
        """Where compiled code is kept for the next process; None where nothing can be kept."""
        kept_in: str | None = self.compiled().stats.cache_path  # type: ignore[attr-defined]
        return kept_in

    def _bound(self, of: Callable[[_Kernel], Any], **others: Any) -> FunctionType:
        """The same code, that calls kernels in the same way as it is called."""
        known = self._function.__globals__
        names = (*self._function.__code__.co_names, "__name__", "__file__", "__builtins__")
        found = {name: known[name] for name in names if name in known}
        bound = {name: of(one) if isinstance(one, _Kernel) else one for name, one in found.items()}
        made = FunctionType(self._function.__code__, {**bound, **others}, self._function.__name__)
        made.__qualname__, made.__doc__ = self._function.__qualname__, self._function.__doc__
        return made


@cache
def _stamp(room: Path) -> str:
    """A name for all code of a folder.

    The cache would know a kernel again whose own file is the same, though others that it calls are not.
    """
    files = sorted(room.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def late_jit(
    *,
    is_inner: bool = False,
    is_part: bool = False,
    is_plain: bool = True,
    units: int | None = None,
    steps: str | None = None,
    step: int | Callable[..., int] = STEP,
    tells_left: bool = False,
    in_python: Any = None,
) -> Callable[[Any], _Kernel]:
    """Makes a kernel of a function.

    `is_inner`: only kernels call it, which compiles faster; `is_part`: moreover, few of them do, and it is
    compiled as a part of each, not before it and again within it; `is_plain`: plain code gives the very same;
    `units`: of work in one call, if not as many as its arrays have numbers; `steps`: the argument that says
    how long it goes on, or with what, and `step` the units of each, or how to count them from the arguments;
    `tells_left`: its last result is how many of these steps are left, and its first is negative where nothing
    was found. It begins with few, and undoes all that fails. `in_python`: what does the very same without
    arrays, and thus faster than the function.
    """
    kinds: dict[str, Any] = {"is_inner": is_inner, "is_part": is_part, "is_plain": is_plain}
    kinds |= {"tells_left": tells_left, "in_python": in_python}
    return lambda function: _Kernel(function, units=units, steps=steps, step=step, **kinds)


def let_work(units: int = MOST) -> None:
    """So much may each kernel do in plain Python before it is compiled; nothing with 0."""
    _Kernel.most = units


@contextmanager
def all_compiled() -> Iterator[None]:
    """Within, no kernel runs in plain Python; afterwards each may again, until it is worth compiling."""
    let_work(0)
    try:
        yield
    finally:
        let_work()


@contextmanager
def compiled_for_all() -> Iterator[None]:
    """Within, this thread compiles whatever it calls, and no other one waits for it; afterwards all have it.

    What the others call meanwhile runs in plain Python, as far as that may do so much.
    """
    _Kernel.loader = threading.get_ident()
    try:
        yield
    finally:
        _Kernel.loader = None
    let_work(0)


def _number(steps: Any) -> int:
    """Of steps, or of what each is a step for."""
    return len(steps) if isinstance(steps, np.ndarray) else int(steps)


def _size(arguments: Iterable[Any]) -> int:
    """Numbers in all arrays, those in tuples included."""
    size = 0
    for one in arguments:
        if isinstance(one, np.ndarray):
            size += one.size
        elif isinstance(one, tuple):
            size += _size(one)
    return size
