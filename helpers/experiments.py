"""The lecture's reasons why batch norm works, each as an experiment that returns arrays.

Every experiment trains a stack of K networks with weights of their own, so that each result comes
with its spread: the first axis of what is returned is the network. Images X (n0, m) are columns,
values from 0 to 1; labels y (m,) are whole numbers. `training` explains the settings that the
experiments hand on to it. What does not fit raises a TypeError or ValueError that names it.
"""

from itertools import chain, count
from typing import NamedTuple

import numpy as np
from tqdm.auto import tqdm

from helpers.arguments import matrix, number, whole_number
from helpers.averages import RunningStatistics
from helpers.network import (
    ACTIVATIONS, backward, batch_statistics, depth, forward, initialize, predict,
)
from helpers.optimizers import GradientDescent
from helpers.softmax import accuracy, cross_entropy, cross_entropy_gradient, one_hot
from helpers.threads import one_blas_thread
from helpers.training import mini_batches


class Networks(NamedTuple):
    """K trained networks: arrays (K, ...) by name; statistics (K, n, 1), {} without batch norm."""

    parameters: dict
    statistics: dict
    activation: str

    def accuracy(self, X, y):
        """Share of right answers on images X with labels y, shape (K,)."""
        return accuracy(predict(X, self.parameters, self.statistics, self.activation), y)

    def re_estimated(self, X):
        """The same networks with the statistics of other images X: no labels needed."""
        statistics = batch_statistics(forward(X, self.parameters, self.activation)[1])
        return self._replace(statistics=statistics)


def coloured(X, rng):
    """Print each image of X (n, m), 0 paper and 1 ink, in an ink of its own on paper of its own.

    Returns (3 n, m): the red values of all pixels, then the green, then the blue.

    >>> coloured(np.zeros((4, 2)), np.random.default_rng(0)).shape
    (12, 2)
    """
    X = matrix("X", X)
    ink, paper = rng.random((2, 3, 1, X.shape[-1])).astype(X.dtype)
    return (paper + (ink - paper) * X).reshape(-1, X.shape[-1])


def new_networks(features, *, batch_norm, hidden=(100, 100), classes=10, scale="he", count=3,
                 seed=0):
    """Draw the initial weights of a stack of networks, as `helpers.network.initialize`.

    >>> new_networks(4, batch_norm=True, hidden=(5,), count=2)["W1"].shape
    (2, 5, 4)
    """
    layers = (features, *hidden, classes)
    return initialize(layers, np.random.default_rng(seed), scale, batch_norm, stack=(count,))


def normalized_once(parameters, X, normalize, activation="relu"):
    """A stack without batch norm whose hidden layers are normalized once, before training.

    normalize : a function of one network's W (n, inputs), b (n, 1) and the layer's inputs
    (inputs, m) that returns new W and b, as `helpers.exercises.normalize_once` asks for. X (n0, m)
    are the images to normalize on. Source: Mishkin & Matas (2016), algorithm 1, of whose steps
    this is the second; Salimans & Kingma (2016), section 3.

    >>> start = new_networks(4, batch_norm=False, hidden=(5,), classes=2)
    >>> normalized_once(start, np.eye(4), lambda W, b, X: (2 * W, b + 1))["b1"][0].T
    array([[1., 1., 1., 1., 1.]], dtype=float32)
    """
    normalized, A = dict(parameters), matrix("X", X)
    A = np.broadcast_to(A, (len(parameters["W1"]), *A.shape))
    for layer in range(1, depth(parameters)):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        found = zip(*[normalize(*each) for each in zip(W, b, A, strict=True)], strict=True)
        W, b = (np.stack(values).astype(W.dtype) for values in found)
        normalized |= {f"W{layer}": W, f"b{layer}": b}
        A = ACTIVATIONS[activation][0](W @ A + b)
    return normalized


class Step(NamedTuple):
    """A step before its update: parameters with the noise, if any; the mini-batch's statistics."""

    number: int
    X: np.ndarray
    Y: np.ndarray
    parameters: dict
    gradients: dict
    statistics: dict


def training(parameters, X, y, *, steps, learning_rate, activation="relu", batch_size=60, seed=0,
             noise=0.0, groups=1, only=None, progress=None):
    """Train a stack by gradient descent, in place; yield every `Step` before its update.

    seed : of the mini-batches and the noise. noise : standard deviation of log s and of t, drawn
    anew for every unit at every step: s Z_tilde + t takes the place of Z_tilde. groups : batch norm
    takes its statistics within each of so many equal parts of a mini-batch; the update is that of
    the whole mini-batch. only : names of the parameters that are trained; the others stay frozen.
    progress : the label of a bar, if there is to be one.

    Source of the noise: Santurkar et al. (2018), section 2.2, more simply: theirs differs from
    image to image, and what it is drawn from changes at every step. s Z_tilde + t is a batch norm
    with s gamma and s beta + t, so gamma and beta carry it.

    >>> start = new_networks(1, batch_norm=False, hidden=(), classes=2)
    >>> steps = training(start, np.ones((1, 60)), [0, 1] * 30, steps=2, learning_rate=0.1)
    >>> [step.number for step in steps]
    [0, 1]
    """
    noise = number("noise", noise, low=0)
    if batch_size % whole_number("groups", groups, low=1):
        raise ValueError(f"groups: expected a divisor of batch_size={batch_size}; got {groups}")
    rng, noise_rng = np.random.default_rng([seed, 0]), np.random.default_rng([seed, 1])
    X = np.asfortranarray(matrix("X", X, parameters["W1"].dtype))
    Y = one_hot(y, classes=parameters[f"b{depth(parameters)}"].shape[-2])
    optimizer = GradientDescent(learning_rate)
    free = {name: parameters[name] for name in only or parameters}
    epochs = (mini_batches(X, Y, batch_size, rng, drop_short=True) for _ in count())
    batches = chain.from_iterable(epochs)
    with tqdm(range(steps), progress, disable=not progress, leave=False) as numbers:
        for done, (X_batch, Y_batch) in zip(numbers, batches, strict=False):
            moved, stretch = _noisy(parameters, noise, noise_rng)
            _, gradients, statistics = _passed(X_batch, Y_batch, moved, activation, groups)
            for name, s in stretch.items():  # the chain rule through s gamma and s beta + t
                gradients[name] = s * gradients[name]
            yield Step(done, X_batch, Y_batch, moved, gradients, statistics)
            optimizer.update(free, gradients)


@one_blas_thread
def trained(parameters, X, y, *, activation="relu", **settings):
    """Train to the end, as `training`, and return `Networks` with running statistics.

    >>> X, y = np.array([[-1.0, 1.0] * 30]), [0, 1] * 30
    >>> start = new_networks(1, batch_norm=False, hidden=(), classes=2)
    >>> trained(start, X, y, steps=50, learning_rate=0.5).accuracy(X, y)
    array([1., 1., 1.])
    """
    running = RunningStatistics()
    for step in training(parameters, X, y, activation=activation, **settings):
        running.update(step.statistics)
    statistics = running.estimate() if step.statistics else {}
    return Networks(parameters, statistics, activation)


@one_blas_thread
def hidden_distributions(parameters, X, y, probe, *, every=10, activation="relu", **settings):
    """Follow each hidden unit's mean and spread (ddof 0) on the same images through training.

    probe (n0, N) : the images that are always looked at; batch norm normalizes over them. every :
    look after so many steps, and again one update later. Returns a dict: ``steps`` (T,), and
    ``Z_mean``, ``Z_sd``, ``Z_tilde_mean``, ``Z_tilde_sd`` of shape (K, T, 2, L, n), before and
    after one update, by hidden layer and unit (every hidden layer has n units).

    >>> X, y = np.random.default_rng(0).normal(size=(4, 60)), [0, 1] * 30
    >>> start = new_networks(4, batch_norm=True, hidden=(5,), classes=2)
    >>> hidden_distributions(start, X, y, X, steps=20, learning_rate=0.1)["Z_mean"].shape
    (3, 2, 2, 1, 5)
    """
    steps, seen = [], {f"{name}_{what}": [] for name in ("Z", "Z_tilde") for what in ("mean", "sd")}
    for step in training(parameters, X, y, activation=activation, **settings):
        if step.number % every > 1:
            continue
        steps.append(step.number)
        _, cache = forward(probe, step.parameters, activation)
        for name in ("Z", "Z_tilde"):
            values = [cache[f"{name}{layer}"] for layer in range(1, depth(parameters))]
            seen[f"{name}_mean"].append(np.stack([v.mean(axis=-1) for v in values], axis=1))
            seen[f"{name}_sd"].append(np.stack([v.std(axis=-1) for v in values], axis=1))
    even = len(steps) // 2 * 2  # a last look without the one after it is left out
    return {"steps": np.array(steps[:even:2])} | {
        name: np.stack([looks[:even:2], looks[1:even:2]], axis=2).swapaxes(0, 1)
        for name, looks in seen.items()}


def drift(distributions, name="Z", own=False):
    """How far one update moves the units' means of Z or Z_tilde, averaged over a layer: (K, T, L).

    Takes what `hidden_distributions` returned. own : in each unit's own spread before the update;
    otherwise the result is in the units of Z.

    >>> seen = {"Z_mean": np.reshape([1.0, 1.25], (1, 1, 2, 1, 1)), "Z_sd": np.full((1,) * 5, 0.1)}
    >>> drift(seen), drift(seen, own=True)
    (array([[[0.25]]]), array([[[2.5]]]))
    """
    before, after = np.moveaxis(distributions[f"{name}_mean"], 2, 0)
    unit = distributions[f"{name}_sd"][:, :, 0] if own else 1
    return (abs(after - before) / unit).mean(axis=-1)


@one_blas_thread
def along_the_step(parameters, X, y, lengths, *, learning_rate, every=20, activation="relu",
                   **settings):
    """Look at the loss and the gradient on the way along each step, and beyond it.

    lengths (E,) : where to look, in steps; 1 is where the update arrives. every : look at one of so
    many steps. Returns (K, T, E) the loss on the step's mini-batch, divided by that before the
    step; (K, T, E) the length of the change of the gradient of all W, divided by the gradient's
    own; (K, T) the cosine between the gradients of the last hidden layer's W before and after the
    layers below it, alone, made their step; 1 is an unchanged direction. Source: Santurkar et al.
    (2018), section 3.1 and figure 4; the cosine: definition 2.1, of "internal covariate shift".

    >>> X, y = np.random.default_rng(0).normal(size=(4, 60)), [0, 1] * 30
    >>> start = new_networks(4, batch_norm=True, hidden=(5,), classes=2, count=1)
    >>> loss, change, cosine = along_the_step(start, X, y, [0], steps=2, learning_rate=0.1)
    >>> loss.item(), change.item()  # where the first step begins
    (1.0, 0.0)
    >>> cosine.round(3)  # a single hidden layer: nothing below it moves
    array([[1.]], dtype=float32)
    """
    last = depth(parameters) - 1
    earlier = [name for name in parameters if int(name.lstrip("Wbgamet")) < last]
    losses, changes, cosines = [], [], []
    for step in training(parameters, X, y, learning_rate=learning_rate, activation=activation,
                         **settings):
        if step.number % every:
            continue
        start = cross_entropy(forward(step.X, step.parameters, activation)[0], step.Y)
        here = _weight_vector(step.gradients)
        for length in lengths:
            there = _moved(step.parameters, step.gradients, length * learning_rate)
            Z, gradients, _ = _passed(step.X, step.Y, there, activation)
            change = np.linalg.norm(_weight_vector(gradients) - here, axis=-1)
            losses.append(cross_entropy(Z, step.Y) / start)
            changes.append(change / np.linalg.norm(here, axis=-1))
        there = _moved(step.parameters, {n: step.gradients[n] for n in earlier}, learning_rate)
        _, gradients, _ = _passed(step.X, step.Y, there, activation)
        before, after = (_weight_vector({f"W{last}": found[f"W{last}"]})
                         for found in (step.gradients, gradients))
        lengths_of_both = np.linalg.norm(before, axis=-1) * np.linalg.norm(after, axis=-1)
        cosines.append((before * after).sum(axis=-1) / lengths_of_both)
    shape = len(here), -1, len(lengths)
    loss, change = (np.stack(found, axis=1).reshape(shape) for found in (losses, changes))
    return loss, change, np.stack(cosines, axis=1)


def best_learning_rates(sweep, which):
    """Of every depth and initialization, the learning rate with the best mean over the seeds.

    sweep : from ``load_sweep("depth")``; which : "without" or "with" batch norm. Returns the
    accuracy at these learning rates, shape (depths, initializations, seeds), and the learning rates
    themselves, shape (depths, initializations).

    >>> sweep = {"learning_rates": np.array([0.1, 1.0]),
    ...          "accuracy_with": np.array([[[[0.4, 0.6], [0.9, 0.7]]]])}
    >>> best_learning_rates(sweep, "with")
    (array([[[0.9, 0.7]]]), array([[1.]]))
    """
    accuracy = sweep[f"accuracy_{which}"]
    best = accuracy.mean(axis=-1).argmax(axis=-1)
    picked = np.take_along_axis(accuracy, best[..., np.newaxis, np.newaxis], axis=-2)
    return picked[..., 0, :], sweep["learning_rates"][best]


@one_blas_thread
def _passed(X, Y, parameters, activation, groups=1):
    """Logits, gradients, statistics of a mini-batch whose batch norms see `groups` parts of it."""
    if groups > 1:  # a leading axis of groups, as if each were a network with the same weights
        X, Y = (np.moveaxis(part.reshape(len(part), groups, -1), 1, 0) for part in (X, Y))
        parameters = {name: np.broadcast_to(p[:, np.newaxis], (len(p), groups, *p.shape[1:]))
                      for name, p in parameters.items()}
    Z, cache = forward(X, parameters, activation)
    gradients = backward(cross_entropy_gradient(Z, Y), parameters, cache)
    statistics = batch_statistics(cache)
    if groups > 1:
        gradients, statistics = ({name: value.mean(axis=1) for name, value in found.items()}
                                 for found in (gradients, statistics))
    return Z, gradients, statistics


def _noisy(parameters, noise, rng):
    """Parameters with every batch norm moved and stretched, and the factors by their names."""
    if noise == 0:
        return parameters, {}
    moved, stretch = dict(parameters), {}
    for name in parameters:
        if name.startswith("gamma"):
            layer = name.removeprefix("gamma")
            gamma, beta = parameters[name], parameters[f"beta{layer}"]
            s = np.exp(noise * rng.standard_normal(gamma.shape)).astype(gamma.dtype)
            t = (noise * rng.standard_normal(gamma.shape)).astype(gamma.dtype)
            moved |= {name: s * gamma, f"beta{layer}": s * beta + t}
            stretch |= {name: s, f"beta{layer}": s}
    return moved, stretch


def _moved(parameters, gradients, length):
    """New parameters, `length` against those gradients that are given."""
    return {name: p - p.dtype.type(length) * gradients[name] if name in gradients else p
            for name, p in parameters.items()}


def _weight_vector(gradients):
    """The gradients of all W of each network in one row, shape (K, number of weights)."""
    return np.concatenate([gradient.reshape(len(gradient), -1)
                           for name, gradient in gradients.items() if name.startswith("W")], axis=1)
