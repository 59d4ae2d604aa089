"""Bundle the page's modules as they are, and remove the bundles of others."""

from __future__ import annotations

from .shell import bundle_shell, remove_others

if not bundle_shell().bundled:
    raise SystemExit("esbuild is not there: it is fetched when Skerry is built")
remove_others()
