"""A search in a process of its own, for test_search.py: to be killed, or to lose a worker.

    python tests/search_process.py FOLDER {alone,dask}

Reads FOLDER/given.npz; leaves finished stacks in FOLDER/memory and the result in FOLDER/result.npz.
"""

import logging
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import numpy as np
from joblib import parallel_config

from helpers.search import search

SETTINGS = {"steps": 400, "every": 150, "stack_size": 2, "progress": False}


def stored_stacks(folder):
    """The files of the stacks that are finished."""
    return list(Path(folder, "memory").rglob("output.pkl"))


@contextmanager
def dask(folder, data):
    """Two worker processes, of which one is killed; yields a list: how much was done by then."""
    from distributed import Client, LocalCluster

    done = []

    def kill(worker):
        while len(stored_stacks(folder)) < 3:
            time.sleep(0.01)
        os.kill(worker, signal.SIGKILL)
        done.append(len(stored_stacks(folder)))

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
        dashboard_address=None, local_directory=folder, silence_logs=logging.CRITICAL,
    ) as cluster, Client(cluster) as client:
        worker = min(client.run(os.getpid).values())
        threading.Thread(target=kill, args=[worker], daemon=True).start()
        with parallel_config("dask", scatter=data):  # every worker has the data
            yield done


def main(folder, how):
    """Run the search and store its result."""
    given = np.load(f"{folder}/given.npz")
    data = [given[name] for name in ("X", "y", "X_dev", "y_dev")]
    with dask(folder, data) if how == "dask" else nullcontext([]) as done:
        result = search({"learning_rate": given["rates"]}, *data, memory=f"{folder}/memory",
                        **SETTINGS)
    np.savez(f"{folder}/result.npz", accuracy=result.accuracy, diverged=result.diverged,
             done=done, stacks=len(stored_stacks(folder)))


if __name__ == "__main__":  # the workers import this file
    main(*sys.argv[1:])
