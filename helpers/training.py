"""Mini-batch training, and a history to look at afterwards."""

from dataclasses import dataclass, field

import numpy as np
from tqdm.auto import tqdm

from helpers.arguments import matrix, whole_number
from helpers.averages import RunningStatistics
from helpers.network import backward, batch_statistics, depth, forward, predict
from helpers.softmax import accuracy, cross_entropy, cross_entropy_gradient
from helpers.threads import one_blas_thread

PERCENTILES = (15, 50, 85)


class TrainingDiverged(ArithmeticError):
    """The loss left the numbers; `step` says when, `history` what was recorded until then."""

    def __init__(self, step, history):
        super().__init__(
            f"the loss is no longer a number at step {step}: "
            "try a smaller learning rate or another initialization"
        )
        self.step, self.history = step, history


@dataclass
class History:
    """What training looked like.

    Attributes
    ----------
    loss : list of float
        The mini-batch's loss at every step.
    steps : list of int
        When the rest was recorded: after this many updates.
    accuracy : dict of str to list
        By the name of the evaluation set, such as "dev".
    percentiles : dict of int to list of ndarray
        By layer: the 15th, 50th and 85th percentile of Z_tilde, each unit's, on the mini-batch;
        arrays of shape (3, n).
    running : RunningStatistics
        The averages to predict with.
    """

    running: RunningStatistics
    loss: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    accuracy: dict = field(default_factory=dict)
    percentiles: dict = field(default_factory=dict)


def mini_batches(X, Y, batch_size, rng, drop_short=False):
    """Go through the examples once, shuffled, in mini-batches.

    Parameters
    ----------
    X : ndarray, shape (n, m)
    Y : ndarray, last axis m
    batch_size : int
    rng : numpy.random.Generator
    drop_short : bool
        Where batch_size does not divide m, the last mini-batch is short. It is kept, so that every
        example counts once; batch norm's statistics are noisier on it. True leaves it out.

    Yields
    ------
    X_batch, Y_batch : ndarray

    Raises
    ------
    TypeError, ValueError
        If X and Y differ in their number of examples, or batch_size is not a whole number from 1
        to m.

    Examples
    --------
    >>> X = Y = np.arange(5.0)[np.newaxis]
    >>> [x.shape[1] for x, y in mini_batches(X, Y, 2, np.random.default_rng(0))]
    [2, 2, 1]
    """
    m = X.shape[-1]
    if Y.shape[-1] != m:
        raise ValueError(f"Y: expected {m} examples, as in X; got {Y.shape[-1]}")
    if whole_number("batch_size", batch_size, low=1) > m:
        raise ValueError(f"batch_size: expected 1 to {m}, the number of examples; got {batch_size}")
    order = rng.permutation(m)
    for start in range(0, m, batch_size):
        chosen = order[start : start + batch_size]
        if len(chosen) == batch_size or not drop_short:
            yield X[..., chosen], Y[..., chosen]


def training_step(X, Y, parameters, optimizer, activation="relu", epsilon=1e-5):
    """Forward, backward, update: the parameters change in place.

    Parameters
    ----------
    X : ndarray, shape (n0, m)
    Y : ndarray, shape (C, m)
        One-hot labels.
    parameters : dict
        From `helpers.network.initialize`; changed in place.
    optimizer
        From `helpers.optimizers`.
    activation, epsilon
        As in `helpers.network.forward`.

    Returns
    -------
    J : ndarray, shape () or (K,)
        The loss before the update.
    cache : dict
        What `helpers.network.forward` kept.

    Examples
    --------
    >>> from helpers.network import initialize, one_hot
    >>> from helpers.optimizers import GradientDescent
    >>> rng = np.random.default_rng(0)
    >>> parameters = initialize((4, 3, 2), rng)
    >>> X, Y = rng.normal(size=(4, 6)), one_hot([0, 1, 0, 1, 0, 1], classes=2)
    >>> before, _ = training_step(X, Y, parameters, GradientDescent(0.1))
    >>> after, _ = training_step(X, Y, parameters, GradientDescent(0.1))
    >>> bool(after < before)
    True
    """
    Z, cache = forward(X, parameters, activation, epsilon)
    gradients = backward(cross_entropy_gradient(Z, Y), parameters, cache)
    with np.errstate(all="ignore"):
        optimizer.update(parameters, gradients)
    return cross_entropy(Z, Y), cache


@one_blas_thread
def train(
    parameters, X, Y, optimizer, steps, rng, *, batch_size=60, activation="relu", epsilon=1e-5,
    decay=0.9, evaluate=None, every=100, progress=True,
):
    """Train on shuffled mini-batches, epoch after epoch, for a number of steps.

    Parameters
    ----------
    parameters : dict
        Changed in place.
    X : ndarray, shape (n0, m)
    Y : ndarray, shape (C, m)
        One-hot labels.
    optimizer
        From `helpers.optimizers`.
    steps : int
        Updates.
    rng : numpy.random.Generator
        Shuffles; the same generator state gives the same training, bit for bit.
    batch_size : int
    activation, epsilon
        As in `helpers.network.forward`.
    decay : float
        Of the running statistics.
    evaluate : dict of str to (X, y), optional
        Sets whose accuracy is recorded, such as ``{"dev": (X_dev, y_dev)}``; labels as integers.
    every : int
        Record after every so many steps, and after the last.
    progress : bool
        Show a progress bar.

    Returns
    -------
    History

    Raises
    ------
    TrainingDiverged
        If the loss is not a finite number. In a stack the others go on: only when all have
        diverged does it stop.
    TypeError, ValueError
        If X, Y and the network do not fit together, or a count is not a whole number.

    Examples
    --------
    >>> from helpers.network import initialize, one_hot
    >>> from helpers.optimizers import Adam
    >>> rng = np.random.default_rng(0)
    >>> X, y = rng.normal(size=(4, 30)), rng.integers(0, 2, 30)
    >>> parameters = initialize((4, 3, 2), rng)
    >>> history = train(parameters, X, one_hot(y, 2), Adam(0.01), 10, rng, batch_size=10,
    ...                 progress=False)
    >>> len(history.loss)
    10
    """
    # In Fortran order an example lies in one piece: a mini-batch is picked twenty times sooner.
    X = np.asfortranarray(matrix("X", X, parameters["W1"].dtype))
    Y = matrix("Y", Y, parameters["W1"].dtype)
    steps, every = whole_number("steps", steps, low=0), whole_number("every", every, low=1)
    history = History(RunningStatistics(decay))
    step = 0
    with tqdm(total=steps, disable=not progress, leave=False) as bar:
        while step < steps:
            for X_batch, Y_batch in mini_batches(X, Y, batch_size, rng):
                loss, cache = training_step(X_batch, Y_batch, parameters, optimizer,
                                            activation, epsilon)
                step += 1
                if not np.isfinite(loss).any():
                    raise TrainingDiverged(step, history)
                history.loss.append(loss)
                history.running.update(batch_statistics(cache))
                if step % every == 0 or step == steps:
                    _record(history, step, parameters, cache, evaluate or {}, epsilon)
                bar.update()
                if step == steps:
                    break
    return history


def _record(history, step, parameters, cache, evaluate, epsilon):
    """Add accuracies and percentiles to the history; nothing of the network changes."""
    history.steps.append(step)
    for layer in range(1, depth(parameters)):
        with np.errstate(invalid="ignore"):  # a diverged network of a stack
            percentiles = np.percentile(cache[f"Z_tilde{layer}"], PERCENTILES, axis=-1)
        history.percentiles.setdefault(layer, []).append(percentiles)
    for name, (X, y) in evaluate.items():
        Z = predict(X, parameters, history.running.estimate(), cache["activation"], epsilon)
        history.accuracy.setdefault(name, []).append(accuracy(Z, y))
