"""Packages for the page: Skerry's own, and those that an app asks for.

own       Skerry's own Python in three archives
bare      without docstrings and comments
archives  each compressed as a whole, made once for the files as they are
wanted    what an app asks for, read and checked
settings  where this machine's pip looks for packages, and how
index     asks there
web       hands the index on to micropip, from an address of this machine
inside    runs in the interpreter: micropip resolves, the outcome is looked at, sources become byte code
lock      what was resolved, kept beside the app
resolve   from an app's requirements to wheels that a page can install
problems  why a package cannot be had in a page, and what to do
store     files that were fetched or made before, on this machine
"""

from .archives import ArchiveError, Packed, pack, pack_archives
from .own import ARCHIVES, PACKAGES, SKERRYS, own_files, own_metadata, own_versions, package_folder, zip_archive, zip_files

__all__ = [
    "ARCHIVES", "PACKAGES", "SKERRYS", "ArchiveError", "Packed", "own_files", "own_metadata", "own_versions", "pack",
    "pack_archives", "package_folder", "zip_archive", "zip_files",
]  # fmt: skip
