"""Whatever a site holds, anyone can read: which files never come along, whatever an app asks for."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import Final

__all__ = ["may_be_public"]

_NEVER: Final = tuple(".* *.pem *.key *.p12 *.pfx *.keystore id_rsa* id_ed25519* secrets.* credentials* *.pyc".split())
_NOT_THE_APPS: Final = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "env"})
_BUILT: Final = ".skerry"  # marks a folder that a build has made


def may_be_public(path: Path, root: Path) -> bool:
    """No for hidden files, keys and secrets, and for what is not the app's own."""
    parts = path.relative_to(root).parts
    if any(part.startswith(".") or part in _NOT_THE_APPS for part in parts[:-1]):
        return False
    if any(fnmatch(parts[-1].lower(), pattern) for pattern in _NEVER):
        return False
    inner = [folder for folder in path.parents if root in folder.parents]
    return not any((folder / _BUILT).is_file() for folder in inner)
