#!/usr/bin/env python3
"""The one door for people: demo, test, lint, bench, docs.

Needs nothing but a Python (3.8 or newer) to start; it finds or makes what the project itself
needs (Python 3.12 to 3.14, packages pinned by hash) in `.venv`, and does so again only when a
lock file has changed.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST, NEWEST = (3, 12), (3, 14)
WINDOWS = os.name == "nt"
ELSEWHERE = ("/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3")  # behind a shim
NO_POSTGRESQL = 77
IS_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


class Trouble(Exception):
    """Something a person has to do first; the message says what."""


# Those of one file on one worker, the files in the order of tests/conftest.py.
BY_FILE = ["--dist", "loadfile", "--no-loadscope-reorder"]
AT_ONCE = ["-n", "2", *BY_FILE]
WAITING = ["-n", "3", *BY_FILE]  # tests with a browser, with processes or with a server wait for them


def say(text):
    print(text, flush=True)


# --- finding a Python ------------------------------------------------------------------------------


def answer(command):
    """What a command prints, or None where it cannot be run (shims exist for what is not there)."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def version_of(python):
    """(3, 13) of an interpreter that runs, or None."""
    text = answer([str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    try:
        return tuple(int(part) for part in text.split(".")) if text else None
    except ValueError:
        return None


def is_fitting(python):
    version = version_of(python)
    return version is not None and OLDEST <= version <= NEWEST


def find_python():
    """The first interpreter that runs and is neither too old nor too new."""
    names = ["python3.14", "python3.13", "python3.12", "python3", "python"]
    found = [sys.executable] + [shutil.which(name) for name in names]
    found += ELSEWHERE
    for python in dict.fromkeys(p for p in found if p and Path(p).exists()):
        if is_fitting(python):
            return python
    raise Trouble(
        "No Python 3.12, 3.13 or 3.14 was found (this one is %d.%d).\n"
        % sys.version_info[:2]
        + "Install one, for instance:  apt-get install python3 python3-venv   (Debian 13, Ubuntu 24.04)\n"
        "                            uv python install 3.13"
    )


def find_uv():
    uv = shutil.which("uv")
    return uv if uv and answer([uv, "--version"]) else None


# --- environments ----------------------------------------------------------------------------------


def python_in(folder):
    return ROOT / folder / ("Scripts/python.exe" if WINDOWS else "bin/python")


def make_environment(folder):
    """A virtual environment in `folder`, made anew where there is none, or none that can be added to."""
    python, uv = str(python_in(folder)), find_uv()
    if is_fitting(python) and (uv or answer([python, "-m", "pip", "--version"])):
        return
    shutil.rmtree(str(ROOT / folder), ignore_errors=True)
    python = find_python()
    say("Making %s with %s" % (folder, python))
    if uv:
        command = [uv, "venv", "--quiet", "--no-project", "--python", python, str(ROOT / folder)]
    elif answer([python, "-c", "import venv, ensurepip"]) is not None:
        command = [python, "-m", "venv", str(ROOT / folder)]
    else:
        raise Trouble(
            "%s cannot make a virtual environment: its module ensurepip is missing.\n" % python
            + "Either:  apt-get install python3-venv   (Debian, Ubuntu)\nor:      install uv"
        )
    if subprocess.call(command) != 0:
        raise Trouble("Making %s failed; the lines above say why." % folder)


def install(folder, lock):
    """What `lock` names, each file checked by its hash; nothing where that was done already."""
    stamp = ROOT / folder / "locks.json"
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if is_fitting(python_in(folder)) and read_stamp(stamp).get(lock) == digest:
        return python_in(folder)
    make_environment(folder)
    say("Installing %s into %s" % (lock, folder))
    uv, python = find_uv(), str(python_in(folder))
    checks = ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)]
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", python, *checks]
    else:
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *checks]
        command += ["--no-compile"] if IS_CI else []  # what is used, the first that uses it compiles
    if subprocess.call(command, cwd=str(ROOT)) != 0:
        raise Trouble("Installing %s failed; the lines above say why." % lock)
    open_door(folder)
    stamp.write_text(json.dumps(dict(read_stamp(stamp), **{lock: digest}), indent=1), encoding="utf-8")
    return python_in(folder)


def read_stamp(stamp):
    """The hash of each lock file as it was installed."""
    return json.loads(stamp.read_text(encoding="utf-8")) if stamp.exists() else {}


def open_door(folder):
    """`import treffen` and the command `treffen` in that environment, always of this working copy."""
    site = answer([str(python_in(folder)), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"])
    (Path(site) / "handschlag.pth").write_text(str(ROOT / "src") + "\n", encoding="utf-8")
    command = python_in(folder).parent / ("treffen.cmd" if WINDOWS else "treffen")
    if WINDOWS:
        command.write_text('@"%~dp0python.exe" -m treffen %*\n')
    else:
        command.write_text('#!/bin/sh\nexec "%s" -m treffen "$@"\n' % python_in(folder))
        command.chmod(0o755)


def run(command, quiet=False):
    """The exit status of a command that runs in the repository."""
    if not quiet:
        say("\n$ " + " ".join(Path(c).name if Path(c).is_absolute() else c for c in map(str, command)))
    return subprocess.call([str(part) for part in command], cwd=str(ROOT))


# --- the verbs -------------------------------------------------------------------------------------


def demo(options, more):
    python = install(".venv", "requirements.lock")
    environment = dict(os.environ, HANDSCHLAG_MODE="demo")
    environment.setdefault("HANDSCHLAG_DATA", str(ROOT / "out" / "demo"))
    flags = ["--port", str(options.port)] if options.port else []
    switches = {"--full": options.full, "--fresh": options.fresh, "--no-browser": options.no_browser}
    flags += [flag for flag, is_given in switches.items() if is_given]
    os.chdir(str(ROOT))
    # The demo takes the place of this process: a signal reaches it at once, and nothing is left behind.
    os.execve(str(python), [str(python), "manage.py", "demo", *flags, *more], environment)


def test(_options, more):
    dev = install(".venv", "requirements-dev.lock")
    base = install(".venv-base", "requirements-test.lock")
    passed, asked = base.parent.parent / "passed.txt", ROOT / "out" / "test" / "asked"
    subprocess.Popen([str(dev), "-m", "tests.databases"], cwd=str(ROOT))  # who needs them waits for it
    say("\nThe engine alone, with nothing but its own dependencies:")
    engine = [base, "-m", "pytest", "tests/engine", "-m", "not browser", "--passed-to=%s" % passed]
    alone = run([*engine, *AT_ONCE, *more])
    say("\nEverything else, the platform on SQLite:")
    platform = [dev, "-m", "pytest", "tests/platform", "--asked-in=%s" % asked, *WAITING, *more]
    # The tables are made beside those tests; when a line says go, the command runs.
    waiting = [dev, "tests/with_postgresql.py", dev, "-m", "tests.databases", *platform]
    second = subprocess.Popen([str(part) for part in waiting], cwd=str(ROOT), stdin=subprocess.PIPE)
    others = run([dev, "-m", "pytest", "--passed-in=%s" % passed, "--asked-to=%s" % asked, *WAITING, *more])
    say("\nThe platform once more, on PostgreSQL:")
    is_prepared = second.poll() is None
    second.communicate(b"go\n")
    if second.returncode == NO_POSTGRESQL and not IS_CI:
        say("SKIPPED, NOT PASSED: there is no PostgreSQL on this machine")
        return alone or others
    if not is_prepared:
        say("NOT PASSED: PostgreSQL could not be prepared; what it said stands above, among the first tests")
    return alone or others or (second.returncode if is_prepared else 1)


def lint(_options, _more):
    python = install(".venv", "requirements-dev.lock")
    try:
        papers = str(install(".venv-papers", "requirements-papers.lock"))
    except Trouble as trouble:  # one of its tools has wheels for few systems
        say("%s\nSKIPPED, NOT PASSED: the licences of files, the bills of materials" % trouble)
        papers = "missing"
    os.environ.setdefault("HANDSCHLAG_MODE", "test")  # the types of models are read from the settings
    return run([python, "-m", "tests.lint", papers], quiet=True)


def bench(_options, more):
    of_platform = ("web", "events", "answers", "console", "day", "push", "races", "secrecy", "search", "year")
    of_platform += ("peers", "load", "chaos", "growth")
    lock = "requirements.lock" if more and more[0] in of_platform else "requirements-bench.lock"
    return run([install(".venv", lock), "-m", "benchmarks", *more], quiet=True)


def trial(_options, _more):
    return run([install(".venv", "requirements-dev.lock"), "-m", "tests.trial"])


def docs(options, _more):
    python = install(".venv", "requirements.lock")
    return run([python, "docs/build.py"] + (["--check"] if options.check else []), quiet=True)


def vendor(_options, more):
    # To compare needs nothing; to cut fonts needs a tool.
    python = find_python() if "--check" in more else install(".venv", "requirements-dev.lock")
    return run([python, "-I", "src/handschlag/design/vendoring.py", *more], quiet=True)


def lock(_options, more):
    uv = find_uv()
    if not uv:
        raise Trouble("Lock files are written with uv: install it first.")
    return run([find_python(), "-I", "papers/locking.py", uv, *more], quiet=True)


def papers(options, more):
    python = install(".venv-papers", "requirements-papers.lock")
    return run([python, "-m", "papers", options.verb, *more], quiet=True)


VERBS = {
    demo: "the platform with real networks and an invented world: server, worker, browser, until Ctrl-C",
    test: "all tests, and the engine's once more with nothing but its own dependencies",
    lint: "style, types, the walls between the parts, and how large the house is",
    bench: "benchmarks, a table each:  bench b2b | base | matching | web | races | all  [--seeds N] ...",
    trial: "install the wheel in an empty environment, up to a signed-in administrator and a received email",
    docs: "write the generated pages of docs/reference again (--check: only compare)",
    vendor: "for maintainers: fetch the front-end files again (--check: only compare)",
    lock: "for maintainers: resolve and pin the dependencies again (--upgrade)",
}
PAPERS = {
    "sbom": "the bill of materials of an installation, in SPDX and CycloneDX",
    "licences": "for maintainers: read the licences of all dependencies again (--check: only compare)",
    "audit": "ask a database of advisories about everything that is pinned",
    "release": "for maintainers: try what a release needs; with --do, also commit and tag:  release 0.2.0",
}


def arguments():
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(metavar="VERB", dest="verb")
    for verb, text in VERBS.items():
        one = verbs.add_parser(verb.__name__, help=text, description=text, add_help=verb is not bench)
        one.set_defaults(do=verb)
        if verb is demo:
            one.add_argument("--port", type=int, help="listen there (else the first free one from 8000)")
            one.add_argument("--full", action="store_true", help="100 networks with 13,000 memberships")
            one.add_argument("--fresh", action="store_true", help="forget what was changed, begin anew")
            one.add_argument("--no-browser", action="store_true", help="open no browser")
        if verb is docs:
            one.add_argument("--check", action="store_true", help="write nothing; exit 1 where they differ")
    for name, text in PAPERS.items():
        verbs.add_parser(name, help=text, add_help=False).set_defaults(do=papers)
    return parser


def main():
    if sys.version_info < (3, 8):
        sys.exit("run.py needs Python 3.8 or newer to start.")
    parser = arguments()
    options, more = parser.parse_known_args()
    if not options.verb:
        parser.print_help()
        return 2
    try:
        return options.do(options, more)
    except Trouble as trouble:
        say("\n%s" % trouble)
        return 3
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
