"""Runs handlers: which kind they are, in which order they start, what their trigger mode says, and how they end."""

from .policy import MODES, Verdict, decide
from .run import Run
from .scheduler import Effects, Scheduler, current_run

__all__ = ["MODES", "Effects", "Run", "Scheduler", "Verdict", "current_run", "decide"]
