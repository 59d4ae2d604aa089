"""Make the snapshots of the sources as they are, and remove those of other sources."""

from __future__ import annotations

from .store import make_snapshots, remove_others

make_snapshots(smallest=True)
remove_others()
