"""Runs handlers: which kind they are, in which order they start, what their trigger mode says, and how they end."""

from .lanes import Lanes
from .policy import MODES, Verdict, decide
from .run import Run
from .scheduler import MOST_WAITING, PATIENCE, Effects, Scheduler, current_run

__all__ = ["MODES", "MOST_WAITING", "PATIENCE", "Effects", "Lanes", "Run", "Scheduler", "Verdict", "current_run", "decide"]
