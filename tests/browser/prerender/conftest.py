"""Pages that came as HTML: the shell's own fixtures, and sites that are built."""

from ..shell.conftest import shell_browser, shell_folder, shell_page, shell_site

__all__ = ["shell_browser", "shell_folder", "shell_page", "shell_site"]
