"""Linear algebra on one thread, for as long as a function runs."""

from functools import wraps

from threadpoolctl import threadpool_limits


def one_blas_thread(function):
    """Decorate a function that multiplies small matrices many times: it uses one thread for them.

    Split over several threads, a small product waits longer for the slowest thread than it
    computes: up to fifty times as long where another program is busy. Whatever limit there was
    holds again afterwards, also after an exception. A call costs 0.2 ms, so decorate the loop, not
    its step. (A generator function cannot be decorated: it would loop after the limit has ended.)

    >>> @one_blas_thread
    ... def total(matrices):
    ...     return sum(matrices)
    >>> total([1, 2])
    3
    """

    @wraps(function)
    def limited(*args, **kwargs):
        with threadpool_limits(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited
