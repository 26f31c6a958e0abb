"""Train the many small networks behind ``data/learning_rate_map.npz`` and ``data/depth.npz``.

    OPENBLAS_NUM_THREADS=1 python tools/make_sweeps.py             (both, about 3 minutes)
    OPENBLAS_NUM_THREADS=1 python tools/make_sweeps.py depth       (one of them)

On one core of a 2-core machine the map takes about 1 minute and the depths about 2. Another
processor rounds differently, so training there ends at slightly other accuracies. Afterwards
bring ``data/SHA256SUMS`` up to date: ``cd data && sha256sum *.csv *.gz *.npz > SHA256SUMS``.
"""

import argparse
import os
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small products: more threads only wait

import numpy as np

from helpers.datasets import load_mnist
from helpers.network import initialize, one_hot
from helpers.optimizers import GradientDescent
from helpers.training import TrainingDiverged, train

DATA = Path(__file__).resolve().parents[1] / "data"
SIDE = 14  # pixels on a side of an image
UNITS = 50  # of every hidden layer
BATCH_SIZE = 60
SEEDS = np.arange(5)


def digits():
    """Return (X, Y, X_dev, y_dev): 8,000 images to train on and the 2,000 after them."""
    X, y = load_mnist("train", SIDE)
    return X[:, :8000], one_hot(y[:8000]), X[:, 8000:], y[8000:]


def dev_accuracy(data, seed, hidden, scale, batch_norm, learning_rates, steps):
    """Train one network for each learning rate, all from the same start, and judge them.

    They are a stack, which is quicker than one after the other. The generator of `seed` draws the
    weights and then shuffles the images, so a network without a stack gets the same training.

    Parameters
    ----------
    data : tuple
        From `digits`.
    seed : int
    hidden : int
        Hidden layers, ReLU.
    scale : float, "he" or "xavier"
        Standard deviation of the first weights.
    batch_norm : bool
    learning_rates : ndarray, shape (K,)
        For plain gradient descent.
    steps : int

    Returns
    -------
    ndarray, shape (K,)
        Accuracy on the dev set; a network that left the numbers is wrong everywhere, 0.
    """
    X, Y, X_dev, y_dev = data
    rng = np.random.default_rng(seed)
    one = initialize((len(X), *[UNITS] * hidden, 10), rng, scale, batch_norm)
    stack = {name: np.stack([value] * len(learning_rates)) for name, value in one.items()}
    try:
        history = train(
            stack, X, Y, GradientDescent(np.reshape(learning_rates, (-1, 1, 1))), steps, rng,
            batch_size=BATCH_SIZE, evaluate={"dev": (X_dev, y_dev)}, every=steps, progress=False,
        )
    except TrainingDiverged:  # every one of them
        return np.zeros(len(learning_rates))
    return history.accuracy["dev"][-1]


def learning_rate_map(data, seeds=SEEDS):
    """Accuracies over learning rate and initialization scale, with and without batch norm.

    Parameters
    ----------
    data : tuple
        From `digits`.
    seeds : sequence of int

    Returns
    -------
    dict of str to ndarray
        What ``data/learning_rate_map.npz`` holds; see data/README.md.
    """
    rates, scales = 10 ** np.linspace(-4, 1, 11), 10 ** np.linspace(-3, 0, 7)
    hidden, steps = 3, 500

    def accuracy(batch_norm):
        found = [[dev_accuracy(data, seed, hidden, scale, batch_norm, rates, steps)
                  for seed in seeds] for scale in scales]
        return np.moveaxis(found, 1, 2).astype(np.float32)

    return {
        "learning_rates": rates, "scales": scales, "seeds": np.array(seeds),
        "hidden_layers": np.array(hidden), "steps": np.array(steps),
        "accuracy_without": accuracy(False), "accuracy_with": accuracy(True),
    }


def depths(data, seeds=SEEDS):
    """Accuracies over depth, initialization and learning rate, with and without batch norm.

    Parameters and returns as for `learning_rate_map`, for ``data/depth.npz``.
    """
    hidden, rates = np.array([2, 5, 10, 20]), 10 ** np.linspace(-2, 0, 5)
    initializations, steps = {"sd 0.1": 0.1, "He": "he"}, 1000

    def accuracy(batch_norm):
        found = [[[dev_accuracy(data, seed, layers, scale, batch_norm, rates, steps)
                   for seed in seeds] for scale in initializations.values()] for layers in hidden]
        return np.moveaxis(found, 2, 3).astype(np.float32)

    return {
        "depths": hidden, "initializations": np.array(list(initializations)),
        "learning_rates": rates, "seeds": np.array(seeds), "steps": np.array(steps),
        "accuracy_without": accuracy(False), "accuracy_with": accuracy(True),
    }


SWEEPS = {"learning_rate_map": learning_rate_map, "depth": depths}


def main():
    """Make the sweeps named on the command line, or both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="*", help=" or ".join(SWEEPS))
    names = parser.parse_args().name or list(SWEEPS)
    if unknown := set(names) - set(SWEEPS):
        parser.error(f"unknown sweep: {', '.join(sorted(unknown))}")
    data = digits()
    for name in names:
        np.savez_compressed(DATA / f"{name}.npz", **SWEEPS[name](data))
        print(f"data/{name}.npz")


if __name__ == "__main__":
    main()
