"""Small wheels and indexes of them, for tests about packages."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path


def make_wheel(name: str, version: str, files: Mapping[str, str], requires: Iterable[str] = (), extras: Iterable[str] = ()) -> bytes:
    """A pure wheel with these modules."""
    info = f"{name.replace('-', '_')}-{version}.dist-info"
    lines = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}"]
    lines += [f"Provides-Extra: {one}" for one in extras] + [f"Requires-Dist: {one}" for one in requires]
    parts = {**files, f"{info}/METADATA": "\n".join([*lines, "", f"About {name}, at length"]), f"{info}/WHEEL": "Wheel-Version: 1.0\n"}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in {**parts, f"{info}/RECORD": ""}.items():
            archive.writestr(zipfile.ZipInfo(part), text)
    return target.getvalue()


def make_index(folder: Path, wheels: Mapping[str, bytes]) -> str:
    """An index of files (the Simple API in HTML) in a folder; its URL. ``wheels``: content by file name."""
    pages: dict[str, list[str]] = {}
    for filename, content in wheels.items():
        name = filename.partition("-")[0].replace("_", "-").lower()
        digest = hashlib.sha256(content).hexdigest()
        place = folder / name / filename
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        pages.setdefault(name, []).append(f'<a href="{filename}#sha256={digest}">{filename}</a>')
    for name, links in pages.items():
        (folder / name / "index.html").write_text("<!doctype html>" + "\n".join(links))
    return folder.as_uri()
