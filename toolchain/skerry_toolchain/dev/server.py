"""Runs the site, the watching and the terminal together until it is stopped."""

from __future__ import annotations

import asyncio
import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from .watch import Watch, ticks

__all__ = ["serve"]


class _Server(uvicorn.Server):
    """Ends the pages' open connections when it is told to stop; it would wait for them otherwise."""

    def __init__(self, config: uvicorn.Config, watch: Watch) -> None:
        super().__init__(config)
        self._watch = watch
        self._loop = asyncio.get_running_loop()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self._watch.hub.close)
        super().handle_exit(sig, frame)


def serve(app: ASGIApp, watch: Watch, listening: socket.socket) -> None:
    """Serve until Ctrl+C."""
    try:
        asyncio.run(_serve(app, watch, listening))
    except KeyboardInterrupt:
        pass  # uvicorn raises it again once all is closed


async def _serve(app: ASGIApp, watch: Watch, listening: socket.socket) -> None:
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=2)
    server = _Server(config, watch)
    watching = asyncio.create_task(watch.run(ticks))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    done, _ = await asyncio.wait({watching, serving}, return_when=asyncio.FIRST_COMPLETED)
    if serving not in done:
        watch.hub.close()
        server.should_exit = True
        await serving
    watching.cancel()
    for task in done:
        task.result()
