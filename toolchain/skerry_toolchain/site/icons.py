"""A site's icon, a rock in the sea, in the app's colour: as SVG, and as PNG for what cannot draw that."""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

__all__ = ["png_icon", "svg_icon"]

Point: TypeAlias = tuple[float, float]
Span: TypeAlias = tuple[float, float]
Colour: TypeAlias = tuple[int, int, int]

GRID: Final = 512
"""The drawing's own units; what matters lies in the circle around the middle that a mask leaves, of which 205 are the radius."""

_CORNER: Final = 96.0
_LINES: Final = 4
"""Samples in each row of pixels; along a row the area is exact."""

_WHITE: Final = (255, 255, 255)


def svg_icon(accent: str) -> str:
    """accent: a colour in hex, of the sea."""
    shapes = "".join(f'<path fill="{_hex(colour)}" d="{_path(points)}"/>' for colour, points in _drawing(_colour(accent)))
    field = f'<rect width="{GRID}" height="{GRID}" rx="{_CORNER:g}" fill="{_hex(_colour(accent))}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">{field}{shapes}</svg>\n'


@lru_cache(maxsize=32)
def png_icon(accent: str, size: int, *, full: bool = False) -> bytes:
    """size: pixels of each side. full: up to the corners, for systems that cut out a shape of their own."""
    colour = _colour(accent)
    rows = [bytearray(size * 4) for _ in range(size)]
    field = [(0.0, 0.0), (GRID, 0.0), (GRID, GRID), (0.0, GRID)] if full else _rounded()
    for fill, points in [(colour, field), *_drawing(colour)]:
        _fill(rows, [(x * size / GRID, y * size / GRID) for x, y in points], fill)
    return _png(rows, size)


def _drawing(sea: Colour) -> Iterator[tuple[Colour, Sequence[Point]]]:
    rock = [(112.0, 320.0), (168.0, 236.0), (206.0, 262.0), (262.0, 132.0), (300.0, 160.0), (352.0, 250.0), (400.0, 320.0)]
    shade = [(262.0, 132.0), (300.0, 160.0), (352.0, 250.0), (400.0, 320.0), (300.0, 320.0), (282.0, 236.0)]
    yield _WHITE, rock
    yield _mixed(sea, 0.72), shade
    yield _mixed(sea, 0.86), _wave(340.0)
    yield _mixed(sea, 0.58), _wave(384.0, 0.5)


def _wave(top: float, phase: float = 0.0) -> list[Point]:
    """A band of two and a half waves across the middle."""
    width, height, left, right = 116.0, 10.0, 106.0, 406.0
    steps = [left + (right - left) * step / 48 for step in range(49)]
    curve = [(x, top + height * math.sin((x / width + phase) * 2 * math.pi)) for x in steps]
    return [*curve, *((x, y + 18.0) for x, y in reversed(curve))]


def _rounded() -> list[Point]:
    far = GRID - _CORNER
    centres = [(far, _CORNER), (far, far), (_CORNER, far), (_CORNER, _CORNER)]
    corners = []
    for quarter, (x, y) in enumerate(centres):
        for step in range(17):
            angle = math.pi / 2 * (quarter - 1 + step / 16)
            corners.append((x + _CORNER * math.cos(angle), y + _CORNER * math.sin(angle)))
    return corners


def _fill(rows: Sequence[bytearray], points: Sequence[Point], colour: Colour) -> None:
    edges = list(zip(points, [*points[1:], points[0]], strict=True))
    first, last = min(y for _, y in points), max(y for _, y in points)
    solid = bytes((*colour, 255))
    for number in range(int(first), min(len(rows), math.ceil(last))):
        lines = [_spans(edges, number + (line + 0.5) / _LINES) for line in range(_LINES)]
        covered: dict[int, float] = {}
        for together in _together(lines):
            start = max(math.ceil(left) for left, _ in together)
            end = min(int(right) for _, right in together)
            whole = len(together) == _LINES and start < end
            if whole:
                rows[number][start * 4 : end * 4] = solid * (end - start)
            for left, right in together:
                for piece in [(left, start), (end, right)] if whole else [(left, right)]:
                    _cover(covered, *piece)
        _paint(rows[number], covered, colour)


def _together(lines: Sequence[Sequence[Span]]) -> Iterator[Sequence[Span]]:
    """The spans of a row's lines that lie above each other; each by itself where lines differ in number."""
    if len({len(line) for line in lines}) == 1:
        yield from zip(*lines, strict=True)
    else:
        yield from ([span] for line in lines for span in line)


def _spans(edges: Sequence[tuple[Point, Point]], y: float) -> list[Span]:
    """Where a line is inside a polygon, from left to right."""
    crossed = [(one, other) for one, other in edges if (one[1] <= y) != (other[1] <= y)]
    crossings = sorted(x + (y - top) * (other - x) / (bottom - top) for (x, top), (other, bottom) in crossed)
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _cover(covered: dict[int, float], left: float, right: float) -> None:
    """Add what a span covers of each pixel."""
    for pixel in range(int(left), math.ceil(right)):
        part = min(right, pixel + 1) - max(left, pixel)
        covered[pixel] = covered.get(pixel, 0.0) + part / _LINES


def _paint(row: bytearray, covered: Mapping[int, float], colour: Colour) -> None:
    for pixel, part in covered.items():
        at = pixel * 4
        if part <= 0 or at >= len(row):
            continue
        below = row[at + 3] / 255 * (1 - part)
        alpha = part + below
        for channel, value in enumerate(colour):
            row[at + channel] = round((value * part + row[at + channel] * below) / alpha)
        row[at + 3] = round(alpha * 255)


def _png(rows: Sequence[bytearray], size: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)  # 8 bits each of red, green, blue and alpha
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _path(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.4g} {y:.4g}" for x, y in points) + "Z"


def _mixed(colour: Colour, white: float) -> Colour:
    red, green, blue = (round(channel + (255 - channel) * white) for channel in colour)
    return red, green, blue


def _colour(text: str) -> Colour:
    digits = text.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
