"""Make the archives of Skerry's own modules as they are, which is how a wheel gets them, and remove others."""

from __future__ import annotations

from .archives import pack_archives, remove_others
from .own import SKERRYS

pack_archives(SKERRYS)
remove_others()
