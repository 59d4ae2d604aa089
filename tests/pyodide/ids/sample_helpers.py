"""Decorators for the sample, in a module of their own."""

import functools


def with_wraps(times):
    def decorate(fn):
        @functools.wraps(fn)
        def run(*args, **kwargs):
            return [fn(*args, **kwargs) for _ in range(times)]

        return run

    return decorate


def without_wraps(fn):
    def run(*args):
        return fn(*args)

    return run
