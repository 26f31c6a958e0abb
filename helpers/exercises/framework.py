"""Your turn: batch norm with TensorFlow's functions, in the course's layout.

Here `tf` is a stand-in of numpy: the solution and its slips run without TensorFlow. What the
learner's function returns may be a tensor or an array.
"""

from types import SimpleNamespace

import numpy as np

from helpers.exercises.batch_norm_forward import random_layers
from helpers.exercises.exercise import Exercise


def _moments(x, axes, keepdims=False):
    axes = tuple(axes)
    return np.mean(x, axis=axes, keepdims=keepdims), np.var(x, axis=axes, keepdims=keepdims)


def _batch_normalization(x, mean, variance, offset, scale, variance_epsilon):
    x = (x - mean) / np.sqrt(variance + variance_epsilon)
    x = x if scale is None else scale * x
    return x if offset is None else x + offset


tf = SimpleNamespace(nn=SimpleNamespace(moments=_moments, batch_normalization=_batch_normalization))


def my_batch_norm_tf(Z, gamma, beta, epsilon):
    """Normalize each unit over the examples, then scale and shift it."""
    mu, variance = tf.nn.moments(Z, axes=[1], keepdims=True)
    return tf.nn.batch_normalization(Z, mu, variance, offset=beta, scale=gamma,
                                     variance_epsilon=epsilon)


OVER_UNITS = "axes=[1] -> axes=[0]"
NO_SCALE, NO_OFFSET = "scale=gamma -> scale=None", "offset=beta -> offset=None"
KERAS_EPSILON = "=epsilon -> =1e-3"

check_batch_norm_tf = Exercise(my_batch_norm_tf, random_layers, ("Z_tilde",), {
    "Your moments run over the units: `axes=[0]`. That is right for Keras's (m, n); here the "
    "examples are columns: `axes=[1], keepdims=True`.": OVER_UNITS,
    "You take the moments over both axes: one mean for the whole matrix. Each unit (row) needs its "
    "own: `axes=[1], keepdims=True`.": "axes=[1] -> axes=[0, 1]",
    "offset and scale are swapped. The order there is offset (beta), then scale (gamma): name "
    "them, `offset=beta, scale=gamma`.": "beta, scale=gamma -> gamma, scale=beta",
    "Epsilon is missing: `variance_epsilon` is 0. Pass the argument `epsilon`.": "=epsilon -> =0",
    "Your epsilon is 1e-3, the default in Keras. Pass the argument `epsilon`.": KERAS_EPSILON,
    "Your epsilon is always 1e-5. Pass the argument `epsilon`.": "=epsilon -> =1e-5",
    "Epsilon is added twice: `variance_epsilon` already adds it, so pass the bare variance.":
        "Z, mu, variance -> Z, mu, variance + epsilon",
    "You pass the standard deviation where the variance is wanted: the function takes the root "
    "itself.": "Z, mu, variance -> Z, mu, variance**0.5",
    "You pass `sqrt(variance + epsilon)` where the bare variance is wanted: the function adds "
    "epsilon and takes the root itself.": "Z, mu, variance -> Z, mu, (variance + epsilon) ** 0.5",
    "Mean and variance are swapped: `tf.nn.moments` returns the mean first, and "
    "`tf.nn.batch_normalization` takes the mean first.": "Z, mu, variance -> Z, variance, mu",
    "gamma and beta are not applied: you return `Z_norm`. They are `scale` and `offset`; `None` "
    "leaves them out.": (NO_SCALE, NO_OFFSET),
    "Looks like Keras's layer on `Z` itself: it wants one example a row, so its moments run over "
    "the units (axis 0), and it has an epsilon, a gamma and a beta of its own. Use the two "
    "functions.": (OVER_UNITS, NO_SCALE, NO_OFFSET, KERAS_EPSILON),
    "Your moments run over the units (axis 0), as those of Keras's layer on `Z` itself, and gamma "
    "and beta are not applied. Use the two functions, with `axes=[1], keepdims=True`.":
        (OVER_UNITS, NO_SCALE, NO_OFFSET),
    "Looks like Keras's layer on the transpose of `Z`: it has an epsilon (1e-3), a gamma and a "
    "beta of its own. Use the two functions.": (NO_SCALE, NO_OFFSET, KERAS_EPSILON),
    "Looks like Keras's layer in test mode: without `training=True` a new layer divides by `sqrt(1 "
    "+ 1e-3)`, and that is all. Use the two functions.":
        ("Z, mu, variance -> Z, 0, 1", NO_SCALE, NO_OFFSET, KERAS_EPSILON),
    "gamma is forgotten: it is `scale`; `None` leaves it out.": NO_SCALE,
    "beta is forgotten: it is `offset`; `None` leaves it out.": NO_OFFSET,
}, (
    "Two lines are enough: `tf.nn.moments` gives the mean and the variance, "
    "`tf.nn.batch_normalization` does the rest. Along which axis lie the examples?",
    "`tf.nn.moments(Z, axes=[1], keepdims=True)` gives two columns of shape (n, 1), which line up "
    "with gamma, beta and the rows of Z.",
    "`return tf.nn.batch_normalization(Z, mu, variance, offset=beta, scale=gamma, "
    "variance_epsilon=epsilon)`.",
), {
    "Missing required positional argument":  # it does not say which
        "`moments` needs `axes`; `batch_normalization` needs all six: `x`, `mean`, `variance`, "
        "`offset`, `scale`, `variance_epsilon`.",
    "Incompatible shapes": "Did the moments lose their column? `keepdims=True` gives shape (n, 1).",
})
