"""What a page holds in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, Page

__all__ = ["Heaps", "count_memories", "heaps"]


@dataclass(frozen=True, slots=True)
class Heaps:
    """Bytes. page: JavaScript's heap and the DOM, in use. buffers: what array buffers hold. wasm: the memory of WebAssembly, where
    a Python interpreter keeps everything that is Python's; it grows in steps and never shrinks."""

    page: float
    buffers: float
    wasm: float


def heaps(page: Page, cdp: CDPSession) -> Heaps:
    """After collection. The page was opened with ``count_memories``."""
    for _ in range(2):
        cdp.send("HeapProfiler.collectGarbage", timeout=60_000)
    usage = cdp.send("Runtime.getHeapUsage", timeout=60_000)
    wasm = page.evaluate("window.wasmBytes()")
    return Heaps(usage["usedSize"] + usage.get("embedderHeapUsedSize", 0), usage.get("backingStorageSize", 0), wasm)


def count_memories(context: BrowserContext) -> None:
    """Of pages that are opened in it from now on."""
    context.add_init_script(path=Path(__file__).with_name("memories.js"))
