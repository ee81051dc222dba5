"""The most memory that this process has held."""

from __future__ import annotations

import resource
from pathlib import Path


def peak() -> float:
    """In MB. Linux counts in `ru_maxrss` what held the parent before it started this one, so it is asked otherwise."""
    try:
        status = Path("/proc/self/status").read_text("utf-8")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
