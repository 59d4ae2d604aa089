"""The page's modules as a site ships them: bundled, minified, and cut where a page may do without a part."""

from .shell import BundleError, Shell, bundle_shell, remove_others

__all__ = ["BundleError", "Shell", "bundle_shell", "remove_others"]
