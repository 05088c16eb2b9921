"""`python -m treffen`, and the command `treffen`."""

import gc
import sys

SELDOM = 200_000  # new objects from one look for cycles to the next: most commands make fewer


def main() -> int:
    """The exit status; also where the interruption comes before anything was loaded.

    At the end no cycles are looked for: the system takes all memory back.
    """
    gc.set_threshold(SELDOM)
    try:
        from treffen.cli import main_of_process as run  # inside, so that Ctrl-C while loading is no traceback

        return run()
    except KeyboardInterrupt:
        return 130
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
