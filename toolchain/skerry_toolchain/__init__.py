"""The ``skerry`` command: demo, new, run, build, serve, check, doctor."""
