"""Mini-batch training, and a history to look at afterwards.

Inputs X (n0, m) and one-hot labels Y (C, m) have a column an example. A network is a dict of
parameters from `helpers.network.initialize`, or a stack of K networks, and is changed in place;
optimizers are those of `helpers.optimizers`; activation and epsilon are as in
`helpers.network.forward`. What does not fit raises a TypeError or ValueError that names it.
"""

from dataclasses import dataclass, field

import numpy as np
from tqdm.auto import tqdm

from helpers.arguments import matrix, whole_number
from helpers.averages import RunningStatistics
from helpers.batch_norm import EPSILON, batch_norm_backward, batch_norm_forward
from helpers.network import backward, batch_statistics, depth, forward, predict
from helpers.softmax import accuracy, cross_entropy, cross_entropy_gradient
from helpers.threads import one_blas_thread

PERCENTILES = (15, 50, 85)
BATCH_NORM = batch_norm_forward, batch_norm_backward


class TrainingDiverged(ArithmeticError):
    """The loss left the numbers; `step` says when, `history` what was recorded until then."""

    def __init__(self, step, history):
        super().__init__(f"the loss is no longer a number at step {step}: "
                         "try a smaller learning rate or another initialization")
        self.step, self.history = step, history


@dataclass
class History:
    """What training looked like.

    running : the `RunningStatistics` to predict with.
    loss : the mini-batch's loss at every step: a number, or (K,) for a stack.
    steps : when the rest was recorded: after this many updates.
    accuracy : by the name of the evaluation set, such as "dev".
    percentiles : by layer, (3, n): the 15th, 50th, 85th of each unit's Z_tilde in the mini-batch.
    """

    running: RunningStatistics
    loss: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    accuracy: dict = field(default_factory=dict)
    percentiles: dict = field(default_factory=dict)


def mini_batches(X, Y, batch_size, rng, drop_short=False):
    """Go through the examples once, shuffled by rng, in mini-batches X_batch, Y_batch.

    Where batch_size, from 1 to m, does not divide m, the last one is short. It is kept, so that
    every example counts once; batch norm's statistics are noisier on it. drop_short leaves it out.

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


def training_step(X, Y, parameters, optimizer, activation="relu", epsilon=EPSILON,
                  batch_norm=BATCH_NORM):
    """Forward, backward, update.

    batch_norm : two functions, forward and backward, as in `helpers.batch_norm`, such as your own.
    Returns the loss J before the update, of shape () or (K,), and what `forward` kept.

    >>> from helpers.optimizers import GradientDescent
    >>> parameters = {"W1": np.zeros((2, 1)), "b1": np.zeros((2, 1))}
    >>> J, _ = training_step([[3.0]], [[1.0], [0.0]], parameters, GradientDescent(1.0))
    >>> J.round(2).item(), parameters["W1"]  # log 2; Y - A is 1/2 and -1/2
    (0.69, array([[ 1.5],
           [-1.5]]))
    """
    Z, cache = forward(X, parameters, activation, epsilon, batch_norm[0])
    gradients = backward(cross_entropy_gradient(Z, Y), parameters, cache, batch_norm[1])
    with np.errstate(all="ignore"):
        optimizer.update(parameters, gradients)
    return cross_entropy(Z, Y), cache


def training_steps(parameters, X, Y, optimizer, rng, batch_size=60, **options):
    """Train for ever, epoch after epoch: yields what `training_step` returns, with its options.

    >>> from helpers.optimizers import GradientDescent
    >>> parameters = {"W1": np.zeros((2, 1)), "b1": np.zeros((2, 1))}
    >>> training = training_steps(parameters, np.ones((1, 2)), np.eye(2), GradientDescent(0.1),
    ...                           np.random.default_rng(0), batch_size=2)
    >>> loss, cache = next(training)
    >>> loss.round(2).item()
    0.69
    """
    # In Fortran order an example lies in one piece: a mini-batch is picked twenty times sooner.
    X = np.asfortranarray(matrix("X", X, parameters["W1"].dtype))
    Y = matrix("Y", Y, parameters["W1"].dtype)
    while True:
        for X_batch, Y_batch in mini_batches(X, Y, batch_size, rng):
            yield training_step(X_batch, Y_batch, parameters, optimizer, **options)


@one_blas_thread
def train(parameters, X, Y, optimizer, steps, rng, *, batch_size=60, activation="relu",
          epsilon=EPSILON, batch_norm=BATCH_NORM, decay=0.9, evaluate=None, every=100,
          progress=True):
    """Train on mini-batches shuffled by rng, epoch after epoch, for a number of steps.

    The same state of rng gives the same training, bit for bit. batch_norm : as for
    `training_step`. decay : of the running statistics. evaluate : sets whose accuracy is
    recorded, such as ``{"dev": (X_dev, y_dev)}``, labels as integers. every : record after so
    many steps, and after the last. progress : show a bar; a text is its label.

    Returns a `History`; where there is a bar, one that is interrupted keeps what it has and says
    so. A loss that is not a finite number raises `TrainingDiverged`; in a stack the others go on:
    only when all have diverged does it stop.

    >>> from helpers.optimizers import Adam
    >>> X, Y, rng = np.ones((1, 2)), np.eye(2), np.random.default_rng(0)
    >>> parameters = {"W1": np.zeros((2, 1)), "b1": np.zeros((2, 1))}
    >>> len(train(parameters, X, Y, Adam(0.01), 10, rng, batch_size=2, progress=False).loss)
    10
    """
    steps, every = whole_number("steps", steps, low=0), whole_number("every", every, low=1)
    history = History(RunningStatistics(decay))
    training = training_steps(parameters, X, Y, optimizer, rng, batch_size, activation=activation,
                              epsilon=epsilon, batch_norm=batch_norm)
    label = progress if isinstance(progress, str) else None
    try:
        with tqdm(range(1, steps + 1), label, disable=not progress, leave=False) as numbers:
            for step, (loss, cache) in zip(numbers, training, strict=False):
                if not np.isfinite(loss).any():
                    raise TrainingDiverged(step, history)
                history.loss.append(loss)
                history.running.update(batch_statistics(cache))
                if step % every == 0 or step == steps:
                    _record(history, step, parameters, cache, evaluate, epsilon, batch_norm[0])
    except KeyboardInterrupt:
        if not progress:  # a part of something larger, which is what should stop
            raise
        print(f"Stopped after {len(history.loss)} of {steps} steps; what was learned is kept.")
    return history


def _record(history, step, parameters, cache, evaluate, epsilon, batch_norm):
    """Add accuracies and percentiles to the history."""
    history.steps.append(step)
    for layer in range(1, depth(parameters)):
        with np.errstate(invalid="ignore"):  # a diverged network of a stack
            percentiles = np.percentile(cache[f"Z_tilde{layer}"], PERCENTILES, axis=-1)
        history.percentiles.setdefault(layer, []).append(percentiles)
    activation, kept = cache["activation"], history.running.estimate()
    for name, (X, y) in (evaluate or {}).items():
        if kept:
            Z = predict(X, parameters, kept, activation, epsilon)
        else:  # no normalization, or layer norm's, which is the same at test time
            Z, _ = forward(X, parameters, activation, epsilon, batch_norm)
        history.accuracy.setdefault(name, []).append(accuracy(Z, y))
