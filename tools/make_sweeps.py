"""Train the many small networks whose accuracies are stored in ``data/``.

    python tools/make_sweeps.py             (all, about 9 minutes)
    python tools/make_sweeps.py depth       (one of them)

Each name makes a file of that name, ``.npz``. On one core of a 2-core machine learning_rate_map
takes about 1 minute, depth 2, figure_one 3, search_surface 2, sensitivity 1/3. Another
processor rounds differently, so training there ends at slightly other accuracies. Afterwards bring
``data/SHA256SUMS`` up to date: ``cd data && sha256sum *.csv *.gz *.npz > SHA256SUMS``.
"""

import argparse
import time

import numpy as np

from helpers.averages import RunningStatistics
from helpers.batch_norm import batch_norm_backward, batch_norm_forward, batch_norm_inference
from helpers.datasets import DATA, load_mnist, split
from helpers.network import backward, batch_statistics, forward, initialize, predict
from helpers.optimizers import Adam, GradientDescent, Momentum
from helpers.sampling import value_at
from helpers.search import search
from helpers.softmax import accuracy, cross_entropy_gradient, one_hot
from helpers.surfaces import SAMPLERS
from helpers.threads import one_blas_thread
from helpers.training import TrainingDiverged, mini_batches, train

SIDE = 14  # pixels on a side of an image
UNITS = 50  # of every hidden layer
HIDDEN = (100, 100, 100)  # units of figure one's sigmoid layers
BATCH_SIZE = 60
SEEDS = np.arange(5)


def digits(shuffled=False, side=SIDE):
    """Return (X, Y, X_dev, y_dev): 8,000 images to train on and 2,000 others.

    These are the last 2,000, or 2,000 at random: then as hard as those that are trained on.
    """
    X, y = load_mnist("train", side)
    if shuffled:
        X, y, X_dev, y_dev = split(X, y, 0.2, np.random.default_rng(0))
        return X, one_hot(y), X_dev, y_dev
    return X[:, :8000], one_hot(y[:8000]), X[:, 8000:], y[8000:]


def dev_accuracy(data, seed, hidden, scale, batch_norm, learning_rates, steps):
    """Train one network for each learning rate, all from the same start, and judge them.

    They are a stack, which is quicker than one after the other. The generator of `seed` draws the
    weights and then shuffles the images, so a network without a stack gets the same training.
    hidden : ReLU layers. scale : standard deviation of the first weights, or "he". Returns (K,);
    a network that left the numbers is wrong everywhere, 0.
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

    This and the next ones take what `digits` returned, and return the arrays of a file by name;
    data/README.md says what they are.
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
    """Accuracies over depth, initialization and learning rate, with and without batch norm."""
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


@one_blas_thread
def output_too(parameters, data, steps, rng, every):
    """Train a network of sigmoids with batch norm on the output layer too, in place.

    Its gamma and beta join the parameters; b, in front of them, stays, to see that it is not
    needed. Returns the dev accuracies, with running statistics, after every so many steps.
    """
    X, Y, X_dev, y_dev = data
    last = f"{len(HIDDEN) + 1}"
    gamma, beta = f"gamma{last}", f"beta{last}"
    parameters |= {gamma: np.ones((10, 1), np.float32), beta: np.zeros((10, 1), np.float32)}
    X, Y = np.asfortranarray(X), Y.astype(np.float32)
    optimizer, running, found = GradientDescent(0.5), RunningStatistics(), []
    while running.steps < steps:
        for X_batch, Y_batch in mini_batches(X, Y, BATCH_SIZE, rng):
            Z, cache = forward(X_batch, parameters, "sigmoid")
            Z_tilde, kept = batch_norm_forward(Z, parameters[gamma], parameters[beta])
            dZ, dgamma, dbeta = batch_norm_backward(cross_entropy_gradient(Z_tilde, Y_batch), kept)
            gradients = backward(dZ, parameters, cache) | {gamma: dgamma, beta: dbeta}
            optimizer.update(parameters, gradients)
            running.update(batch_statistics(cache | {f"batch_norm{last}": kept}))
            if running.steps % every == 0:
                known = running.estimate()
                Z = predict(X_dev, parameters, known, "sigmoid")
                found.append(accuracy(batch_norm_inference(
                    Z, parameters[gamma], parameters[beta], known[f"mean{last}"],
                    known[f"variance{last}"]), y_dev))
            if running.steps == steps:
                break
    return found


def figure_one(data, seeds=SEEDS, steps=8000, every=100):
    """Accuracies during a long training: without batch norm, with it, on the output layer too.

    The network of the first figure of Ioffe & Szegedy (2015), on 28 x 28 pixels.
    """
    X, Y, X_dev, y_dev = data
    made = {"steps": np.arange(every, steps + 1, every), "seeds": np.array(seeds)}
    for kind in ("without", "with", "output"):
        found, bias = [], []
        for seed in seeds:
            rng = np.random.default_rng(seed)
            network = initialize((len(X), *HIDDEN, 10), rng, 0.1, kind != "without")
            if kind == "output":
                found.append(output_too(network, data, steps, rng, every))
            else:
                found.append(train(
                    network, X, Y, GradientDescent(0.5), steps, rng, batch_size=BATCH_SIZE,
                    activation="sigmoid", evaluate={"dev": (X_dev, y_dev)}, every=every,
                    progress=False).accuracy["dev"])
            bias.append(np.abs(network[f"b{len(HIDDEN) + 1}"]).max())
        made[f"accuracy_{kind}"] = np.array(found, np.float32).T
        made[f"bias_{kind}"] = np.array(bias, np.float32)
    return made


# Optimizer, batch norm; then low end, high end and number of values of each hyperparameter.
SURFACES = {
    "one": (Adam, True, {"learning_rate": (1e-4, 1.0, 33), "epsilon": (1e-10, 1e-4, 7)}),
    "both": (Momentum, False, {"learning_rate": (1e-3, 10.0, 33), "decay": (0.5, 0.999, 13)}),
    "three": (Adam, True, {
        "learning_rate": (1e-4, 1.0, 25), "epsilon": (1e-10, 1e-4, 5), "beta2": (0.9, 0.9999, 7)}),
}
SURFACE_STEPS = 100
SURFACE_SEEDS = np.arange(10)  # more than elsewhere: the tops are flat
# A good network for each optimizer, and the values tried with everything else left as it is.
DECAYS = [0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999]
ARCHITECTURE = {"batch_size": 64, "hidden_units": 32, "hidden_layers": 2}
CENTRES = {
    Momentum: {"learning_rate": 0.3, "decay": 0.9, "decay_rate": 0.0} | ARCHITECTURE,
    Adam: {"learning_rate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8} | ARCHITECTURE,
}
VARIED = {
    "learning_rate": (Momentum, [1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0]),
    "decay": (Momentum, DECAYS),
    "batch_size": (Momentum, [4, 8, 16, 32, 64, 128, 256, 512]),
    "hidden_units": (Momentum, [2, 4, 8, 16, 32, 64, 128, 256]),
    "hidden_layers": (Momentum, [1, 2, 3, 4, 6, 8]),
    "decay_rate": (Momentum, [0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0]),
    "beta1": (Adam, DECAYS),
    "beta2": (Adam, [0.5, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9995, 0.9999]),
    "epsilon": (Adam, [1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2]),
}
SENSITIVITY_STEPS = 300
LARGE = 3.0  # a learning rate larger than best, for which its decay is made


def searched(data, configurations, seeds, steps, optimizer, batch_norm=True):
    """Dev accuracy of N configurations from `helpers.search.search`, float32 (N, len(seeds)).

    A seed gives the first weights and the order of the mini-batches.
    """
    X, Y, X_dev, y_dev = data
    found = []
    for seed in seeds:
        starts = {"seed": np.full(len(configurations["learning_rate"]), seed)}
        found.append(search(
            configurations | starts, X, Y.argmax(axis=0), X_dev, y_dev, steps=steps, seed=seed,
            optimizer=optimizer, batch_norm=batch_norm, progress=False).accuracy[:, -1])
    return np.stack(found, axis=-1).astype(np.float32)


def search_surface(data, seeds=SURFACE_SEEDS):
    """Accuracies over two or three hyperparameters: spaces for simulated searches."""
    made = {"seeds": np.array(seeds), "steps": np.array(SURFACE_STEPS)}
    for key, (optimizer, batch_norm, space) in SURFACES.items():
        axes = {name: value_at((SAMPLERS[name], low, high), np.linspace(0, 1, size))
                for name, (low, high, size) in space.items()}
        crossed = np.meshgrid(*axes.values(), indexing="ij")
        configurations = {name: grid.ravel() for name, grid in zip(axes, crossed, strict=True)}
        accuracy = searched(data, configurations, seeds, SURFACE_STEPS, optimizer, batch_norm)
        made[f"{key}_axes"] = np.array(list(axes))
        made |= {f"{key}_{name}": values for name, values in axes.items()}
        made[f"{key}_accuracy"] = accuracy.reshape(*crossed[0].shape, len(seeds))
    return made


def one_at_a_time(data, name, seeds=SEEDS, **others):
    """Dev accuracy while one hyperparameter varies, float32 (values, len(seeds)).

    others : values in place of the usual ones.
    """
    optimizer, values = VARIED[name]
    centre = {other: np.full(len(values), usual)
              for other, usual in (CENTRES[optimizer] | others).items()}
    return searched(data, centre | {name: np.array(values)}, seeds, SENSITIVITY_STEPS, optimizer)


def sensitivity(data, seeds=SEEDS):
    """Accuracies while one hyperparameter after another leaves a good setting."""
    made = {"names": np.array(list(VARIED)), "seeds": np.array(seeds),
            "steps": np.array(SENSITIVITY_STEPS)}
    for name, (optimizer, values) in VARIED.items():
        made[f"{name}_values"] = np.array(values)
        made[f"{name}_centre"] = np.array(CENTRES[optimizer][name])
        made[f"{name}_accuracy"] = one_at_a_time(data, name, seeds)
    made["large"] = np.array(LARGE)
    made["decay_rate_large_accuracy"] = one_at_a_time(
        data, "decay_rate", seeds, learning_rate=LARGE)
    return made


SWEEPS = {"learning_rate_map": learning_rate_map, "depth": depths, "figure_one": figure_one,
          "search_surface": search_surface, "sensitivity": sensitivity}
SHUFFLED = ("search_surface", "sensitivity")


def main():
    """Make the sweeps named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="*", help=" or ".join(SWEEPS))
    names = parser.parse_args().name or list(SWEEPS)
    if unknown := set(names) - set(SWEEPS):
        parser.error(f"unknown sweep: {', '.join(sorted(unknown))}")
    for name in names:
        data = digits(name in SHUFFLED, 28 if name == "figure_one" else SIDE)
        start = time.perf_counter()
        np.savez_compressed(DATA / f"{name}.npz", **SWEEPS[name](data))
        print(f"data/{name}.npz  {time.perf_counter() - start:.0f} seconds")


if __name__ == "__main__":
    main()
