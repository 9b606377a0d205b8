"""Writes all hostile files into a folder, for programs that are to be tried with them."""

import re
import sys
from pathlib import Path

from hostile.all_files import hostile_files

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for number, (kind, name, data) in enumerate(hostile_files(), 1):
        words = re.sub(r"[^a-z0-9]+", "-", f"{kind} {name}".lower()).strip("-")
        (folder / f"{number:03}-{words}.bplab").write_bytes(data)
