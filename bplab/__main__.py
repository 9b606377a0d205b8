"""The command line: `bplab` opens the window, `bplab train spiral` trains without one."""

import sys

from bplab.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
