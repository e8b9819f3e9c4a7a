"""`python -m nervecenter.cli`, where the command itself is not on PATH."""

import sys

from nervecenter.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
