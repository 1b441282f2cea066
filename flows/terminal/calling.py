"""How this command is called from where the user stands."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path


def name_command() -> str:
    """`fazhi` where the shell finds it, else its path: `.venv/bin/fazhi`, where no virtual environment is activated."""
    called = Path(sys.argv[0])
    if called.name != "fazhi" or not called.exists():
        return "fazhi"
    found = shutil.which("fazhi")
    if found is not None and Path(found).samefile(called):
        return "fazhi"
    near = os.path.relpath(called)
    return str(called) if near.startswith("..") else near
