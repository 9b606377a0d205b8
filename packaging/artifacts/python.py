"""For those who have Python: wheel and source distribution."""

import sys
from pathlib import Path

from artifacts.job import Job


def make_wheel_and_sdist(job: Job) -> list[Path]:
    """Make both from the exported commit; hatchling takes the time from SOURCE_DATE_EPOCH."""
    job.run(sys.executable, "-m", "hatchling", "build", "-d", job.dist)
    return [job.dist / f"bplab-{job.version}-py3-none-any.whl", job.dist / f"bplab-{job.version}.tar.gz"]
