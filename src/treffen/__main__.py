"""`python -m treffen`, and the command `treffen`."""

import sys


def main() -> int:
    """The exit status; also where the interruption comes before anything was loaded."""
    try:
        from treffen.cli import main_of_process as run  # inside, so that Ctrl-C while loading is no traceback

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
