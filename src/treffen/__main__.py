"""`python -m treffen`, and the command `treffen`."""

import sys

from treffen.cli import main

if __name__ == "__main__":
    sys.exit(main())
