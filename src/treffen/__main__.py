"""`python -m treffen`, and the command `treffen`."""

import os
import sys


def main() -> int:
    """The exit status; also where the interruption comes before anything was loaded."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads cost more than our small products
    try:
        from treffen.cli import main as run  # inside, so that Ctrl-C while loading is no traceback

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
