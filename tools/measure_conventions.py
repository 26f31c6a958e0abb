"""Measure how each framework's batch norm layer keeps and uses its running statistics.

    python tools/measure_conventions.py        (writes data/conventions.csv)

Nothing is looked up: every column but the names and versions is found by running the layer on
known numbers and looking at what it answers. Run it where Keras, with TensorFlow, and PyTorch are
installed. Afterwards bring the file's line in ``data/SHA256SUMS`` up to date.
"""

import csv
import os
from importlib.metadata import version

import numpy as np

from helpers.averages import RunningStatistics
from helpers.batch_norm import batch_norm_forward, batch_norm_inference
from helpers.datasets import DATA

# Who, and the version measured; the name of the average's weight, what it multiplies, its default;
# where the average starts, and whether that is corrected; ddof of the variance that normalizes in
# training, and of the one kept for test time; epsilon; the shape of the data, n being the units;
# what one example gives in training mode.
COLUMNS = ("who", "version", "name", "multiplies", "default", "start", "bias_correction",
           "normalizing_ddof", "running_ddof", "epsilon", "layout", "batch_of_one")
# One row an example: two units with means 2 and 30 and variances (ddof 0) 5 and 20.
BATCH = np.array([[-1.0, 24], [1, 28], [3, 32], [5, 36]])


def measure_keras():
    """Measure keras.layers.BatchNormalization."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import keras

    def layer(units, **options):
        made = keras.layers.BatchNormalization(dtype="float64", **options)
        return lambda X, training: np.array(made(X, training=training))

    return {
        "who": "Keras", "version": version("keras"), "name": "momentum",
        **_weights(layer), **_variances(layer),
        "layout": _layout(layer(5)(_images(), training=True)),
        "batch_of_one": _batch_of_one(layer(2, beta_initializer="ones")),
    }


def measure_pytorch():
    """Measure torch.nn.BatchNorm1d, and BatchNorm2d for the layout of images."""
    import torch

    def layer(units, kind=torch.nn.BatchNorm1d, beta=0.0, **options):
        made = kind(units, dtype=torch.float64, **options)
        torch.nn.init.constant_(made.bias, beta)
        return lambda X, training: made.train(training)(torch.tensor(X)).detach().numpy()

    return {
        "who": "PyTorch", "version": version("torch").split("+")[0], "name": "momentum",
        **_weights(layer), **_variances(layer),
        "layout": _layout(layer(3, torch.nn.BatchNorm2d)(_images(), training=True)),
        "batch_of_one": _batch_of_one(layer(2, beta=1.0)),
    }


def measure_course():
    """Measure helpers.batch_norm with helpers.averages, in the same way."""

    def layer(units, beta=0.0, corrected=False, **options):
        gamma, beta = np.ones((units, 1)), np.full((units, 1), beta)
        running = RunningStatistics(**({"decay": options["momentum"]} if options else {}))

        def call(X, training):
            if not training:
                kept = running.estimate(corrected)
                mean, variance = kept.get("mean", 0 * beta), kept.get("variance", 0 * beta)
                return batch_norm_inference(X.T, gamma, beta, mean, variance).T
            Z_tilde, cache = batch_norm_forward(X.T, gamma, beta)
            running.update({"mean": cache.mean, "variance": cache.variance})
            return Z_tilde.T

        return call

    corrected = layer(2, corrected=True)
    corrected(BATCH, training=True)
    return {
        "who": "this course", "version": "", "name": "decay",
        **_weights(layer), **_variances(layer),
        "bias_correction": _yes(np.allclose(_used(corrected)[0], BATCH.mean(axis=0))),
        "layout": "(n, m)",  # or the calls above, with X.T, would have failed
        "batch_of_one": _batch_of_one(layer(2, beta=1.0)),
    }


def _weights(layer):
    """What the weight multiplies, its default, where the average starts, if that is corrected."""
    fresh, quarter = layer(2), layer(2, momentum=0.25)
    start, spread_squared = _used(fresh)
    shares = []  # of the new value in the mean that is used after one step
    for one in (fresh, quarter):
        one(BATCH, training=True)
        shares.append(((_used(one)[0] - start) / (BATCH.mean(axis=0) - start)).mean())
    multiplies = _one_of({"the old average": 0.75, "the new value": 0.25}, shares[1])
    default = shares[0] if multiplies == "the new value" else 1 - shares[0]
    return {
        "multiplies": multiplies, "default": f"{default:.6g}",
        "start": f"mean {round(start[0], 6) + 0:g}, variance {round(spread_squared[0], 2):g}",
        # Corrected, an average of one value is that value, whatever the weight.
        "bias_correction": _yes(np.allclose(shares, 1)),
    }


def _variances(layer):
    """Which variance normalizes in training, which one is kept, and epsilon."""
    trained = layer(2)
    _, start = _used(trained)
    output = trained(BATCH, training=True)
    # sqrt(variance + epsilon) is what the values were divided by.
    spread_squared = (np.ptp(BATCH, axis=0) / np.ptp(output, axis=0)) ** 2
    ddof = _one_of({ddof: _batch_variance(ddof) for ddof in (0, 1)}, spread_squared, 5e-3)
    epsilon = (spread_squared - _batch_variance(ddof)).mean()
    mean, after = _used(trained)
    share = (mean / BATCH.mean(axis=0)).mean()  # the mean starts at 0
    kept = _one_of(
        {ddof: (1 - share) * (start - epsilon) + share * _batch_variance(ddof) for ddof in (0, 1)},
        after - epsilon,
    )
    return {"normalizing_ddof": ddof, "running_ddof": kept, "epsilon": f"{epsilon:.0e}"}


def _used(layer):
    """The mean, and variance + epsilon, that a layer uses at test time."""
    low, high = (layer(np.full((2, 2), value), training=False)[0] for value in (0.0, 1.0))
    return -low / (high - low), 1 / (high - low) ** 2


def _batch_variance(ddof):
    return BATCH.var(axis=0, ddof=ddof)


def _images():
    """Random images of shape (2, 3, 4, 5), with another mean along every axis."""
    return np.random.default_rng(0).normal(size=(2, 3, 4, 5)).cumsum(1).cumsum(2).cumsum(3)


def _layout(output):
    """Where the units are: along their axis each has mean 0."""
    axis = _one_of({
        axis: np.abs(output.mean(axis=tuple({0, 1, 2, 3} - {axis}))).max() for axis in (1, 2, 3)
    }, 0.0)
    return {1: "(m, n), images (m, n, height, width)", 3: "(m, n), images (m, height, width, n)"}[
        axis]


def _batch_of_one(layer):
    """What a layer with beta = 1 makes of a single example in training mode."""
    try:
        output = layer(BATCH[:1], training=True)
    except ValueError:
        return "refused"
    return _one_of({"beta": np.ones((1, 2))}, output)


def _one_of(expected, measured, tolerance=1e-9):
    """The key of the one expectation that was measured."""
    met = [key for key, value in expected.items()
           if np.allclose(value, measured, rtol=tolerance, atol=1e-9)]
    if len(met) != 1:
        raise AssertionError(f"measured {measured}; expected one of {expected}")
    return met[0]


def _yes(condition):
    return "yes" if condition else "no"


def main():
    """Measure all three and write the table."""
    with (DATA / "conventions.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows([measure_course(), measure_keras(), measure_pytorch()])


if __name__ == "__main__":
    main()
