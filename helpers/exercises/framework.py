"""Your turn: batch norm with TensorFlow's functions, in the course's layout.

What the learner's function returns may be a tensor or an array; TensorFlow is not needed here.
"""

import re
from dataclasses import dataclass, replace

import numpy as np

from helpers.exercises.batch_norm_forward import random_layers
from helpers.exercises.exercise import Exercise, Text

SOLUTION = """
def my_batch_norm_tf(Z, gamma, beta, epsilon):
    mu, variance = tf.nn.moments(Z, axes=[1], keepdims=True)
    return tf.nn.batch_normalization(Z, mu, variance, offset=beta, scale=gamma,
                                     variance_epsilon=epsilon)
"""
REMEDIES = {  # for what TensorFlow says
    "Missing required positional argument":  # it does not say which
        " `moments` needs `axes`; `batch_normalization` needs all six: x, mean, variance, "
        "offset, scale, variance_epsilon.",
    "Incompatible shapes":
        " Did the moments lose their column? `keepdims=True` gives shape (n, 1).",
}


@dataclass
class FrameworkExercise(Exercise):
    """An exercise whose shown solution is written in another library than its judge."""

    shown: str = ""

    def __call__(self, function):
        """Check `function`, and put what TensorFlow says about it into the learner's words.

        Returns
        -------
        Check
            Never raises, whatever the function does.
        """
        check = super().__call__(function)
        message = re.sub(r"\{\{function_node .*?\}\} |,? ?\[Op:\w+\] name: ", "", check.message)
        remedy = "".join(text for words, text in REMEDIES.items() if words in message)
        return replace(check, message=message + remedy)

    def solution(self):
        """Show a right version of the function."""
        return Text(f"```python\n{self.shown.strip()}\n```")


def _moments(Z, axes=1):
    return np.mean(Z, axis=axes, keepdims=True), np.var(Z, axis=axes, keepdims=True)


def _batch_normalization(Z, mean, variance, offset, scale, variance_epsilon):
    return offset + scale * (Z - mean) / np.sqrt(variance + variance_epsilon)


def _right(Z, gamma, beta, epsilon):
    return _batch_normalization(Z, *_moments(Z), beta, gamma, epsilon)


def _moments_over_the_units(Z, gamma, beta, epsilon):
    return _batch_normalization(Z, *_moments(Z, axes=0), beta, gamma, epsilon)


def _moments_over_everything(Z, gamma, beta, epsilon):
    return _batch_normalization(Z, *_moments(Z, axes=(0, 1)), beta, gamma, epsilon)


def _offset_and_scale_swapped(Z, gamma, beta, epsilon):
    return _right(Z, beta, gamma, epsilon)


def _no_epsilon(Z, gamma, beta, epsilon):
    return _right(Z, gamma, beta, 0.0)


def _the_layers_epsilon(Z, gamma, beta, epsilon):
    return _right(Z, gamma, beta, 1e-3)


def _the_courses_epsilon(Z, gamma, beta, epsilon):
    return _right(Z, gamma, beta, 1e-5)


def _epsilon_twice(Z, gamma, beta, epsilon):
    return _right(Z, gamma, beta, 2 * epsilon)


def _standard_deviation_passed(Z, gamma, beta, epsilon):
    mu, variance = _moments(Z)
    return _batch_normalization(Z, mu, np.sqrt(variance), beta, gamma, epsilon)


def _root_of_variance_and_epsilon_passed(Z, gamma, beta, epsilon):
    mu, variance = _moments(Z)
    return _batch_normalization(Z, mu, np.sqrt(variance + epsilon), beta, gamma, epsilon)


def _mean_and_variance_swapped(Z, gamma, beta, epsilon):
    mu, variance = _moments(Z)
    return _batch_normalization(Z, variance, mu, beta, gamma, epsilon)


def _neither_offset_nor_scale(Z, gamma, beta, epsilon):
    return _right(Z, 1, 0, epsilon)


def _no_scale(Z, gamma, beta, epsilon):
    return _right(Z, 1, beta, epsilon)


def _no_offset(Z, gamma, beta, epsilon):
    return _right(Z, gamma, 0, epsilon)


def _layer_on_columns(Z, gamma, beta, epsilon):
    return _moments_over_the_units(Z, 1, 0, 1e-3)


def _layer_on_columns_with_epsilon(Z, gamma, beta, epsilon):
    return _moments_over_the_units(Z, 1, 0, epsilon)


def _layer_on_rows(Z, gamma, beta, epsilon):
    return _right(Z, 1, 0, 1e-3)


def _layer_in_test_mode(Z, gamma, beta, epsilon):
    return _batch_normalization(Z, 0, 1, 0, 1, 1e-3)


check_batch_norm_tf = FrameworkExercise(
    solution_function=_right,
    shown=SOLUTION,
    cases=random_layers,
    outputs=("Z_tilde",),
    mistakes={
        "Your moments run over the units: axes=[0]. That is right for Keras's (m, n); here the "
        "examples are columns: `axes=[1], keepdims=True`.": _moments_over_the_units,
        "You take the moments over both axes: one mean for the whole matrix. Each unit (row) needs "
        "its own: `axes=[1], keepdims=True`.": _moments_over_everything,
        "offset and scale are swapped. The order there is offset (beta), then scale (gamma): "
        "name them, `offset=beta, scale=gamma`.": _offset_and_scale_swapped,
        "Epsilon is missing: your variance_epsilon is 0. Pass the argument `epsilon`.": _no_epsilon,
        "Your epsilon is 1e-3, the default of Keras's layer. Pass the argument `epsilon`.":
            _the_layers_epsilon,
        "Your epsilon is 1e-5, whatever is asked for. Pass the argument `epsilon`.":
            _the_courses_epsilon,
        "Epsilon is added twice: `variance_epsilon` already adds it, so pass the bare variance.":
            _epsilon_twice,
        "You pass the standard deviation where the variance is wanted: the function takes the "
        "root itself.": _standard_deviation_passed,
        "You pass sqrt(variance + epsilon) where the bare variance is wanted: the function adds "
        "epsilon and takes the root itself.": _root_of_variance_and_epsilon_passed,
        "Mean and variance are swapped: `tf.nn.moments` returns the mean first, and "
        "`tf.nn.batch_normalization` takes the mean first.": _mean_and_variance_swapped,
        "gamma and beta are not applied: you return Z_norm. They are `scale` and `offset`; None "
        "leaves them out.": _neither_offset_nor_scale,
        "Looks like Keras's layer on `Z` itself: it wants one example a row, so its moments run "
        "over the units (axis 0), and it has an epsilon, a gamma and a beta of its own. Use the "
        "two functions.": _layer_on_columns,
        "Your moments run over the units (axis 0), as those of Keras's layer on `Z` itself, and "
        "gamma and beta are not applied. Use the two functions, with `axes=[1], keepdims=True`.":
            _layer_on_columns_with_epsilon,
        "Looks like Keras's layer on the transpose of `Z`: it has an epsilon (1e-3), a gamma and a "
        "beta of its own. Use the two functions.": _layer_on_rows,
        "Looks like Keras's layer in test mode: without `training=True` a new layer divides by "
        "sqrt(1 + 1e-3), and that is all. Use the two functions.": _layer_in_test_mode,
        "gamma is forgotten: it is `scale`; None leaves it out.": _no_scale,
        "beta is forgotten: it is `offset`; None leaves it out.": _no_offset,
    },
    hints=(
        "Two lines are enough: `tf.nn.moments` gives the mean and the variance, "
        "`tf.nn.batch_normalization` does the rest. Along which axis lie the examples?",
        "`tf.nn.moments(Z, axes=[1], keepdims=True)` gives two columns of shape (n, 1), which "
        "line up with gamma, beta and the rows of Z.",
        "`return tf.nn.batch_normalization(Z, mu, variance, offset=beta, scale=gamma, "
        "variance_epsilon=epsilon)`.",
    ),
)
