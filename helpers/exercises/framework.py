"""Your turn: batch norm with TensorFlow's functions, and a training step with its tape.

Of arrays `tf.nn` is a stand-in of numpy: batch norm and its slips run without TensorFlow. What the
learner's function returns may be a tensor or an array.
"""

import inspect
import sys
from importlib import import_module
from types import SimpleNamespace

import numpy as np

from helpers.exercises.batch_norm_forward import random_layers
from helpers.exercises.exercise import UNTOUCHED, Complaint, Exercise


def _moments(x, axes, keepdims=False):
    if not isinstance(x, np.ndarray):
        return sys.modules["tensorflow"].nn.moments(x, axes, keepdims=keepdims)
    axes = tuple(axes)
    return np.mean(x, axis=axes, keepdims=keepdims), np.var(x, axis=axes, keepdims=keepdims)


def _batch_normalization(x, mean, variance, offset, scale, variance_epsilon):
    if not isinstance(x, np.ndarray):
        return sys.modules["tensorflow"].nn.batch_normalization(
            x, mean, variance, offset, scale, variance_epsilon)
    x = (x - mean) / np.sqrt(variance + variance_epsilon)
    x = x if scale is None else scale * x
    return x if offset is None else x + offset


class _TensorFlow:
    """TensorFlow, loaded when it is needed."""

    nn = SimpleNamespace(moments=_moments, batch_normalization=_batch_normalization)

    def __getattr__(self, name):
        return getattr(import_module("tensorflow"), name)


tf = _TensorFlow()


def my_batch_norm_tf(Z, gamma, beta, epsilon):
    """Normalize each unit over the examples, then scale and shift it."""
    mu, variance = tf.nn.moments(Z, axes=[1], keepdims=True)
    return tf.nn.batch_normalization(Z, mu, variance, offset=beta, scale=gamma,
                                     variance_epsilon=epsilon)


class _Layer(Exercise):
    """An exercise that looks at the gradients, too, where a function has TensorFlow at hand."""

    def _judge(self, function, cases):
        super()._judge(function, cases)
        names = getattr(inspect.unwrap(function), "__globals__", {}).values()
        if not any(inspect.ismodule(one) and one.__name__ == "tensorflow" for one in names):
            return
        try:
            got, want = (self.expected(_gradients(layer), cases[0])
                         for layer in (function, self.solution_function))
        except Exception as error:
            raise Complaint(self._refusal(error, function)) from None
        wrong = [f"that of `{name}` is {'missing' if np.isnan(one).all() else 'wrong'}"
                 for name, one, other in zip(self.arguments, got, want, strict=False)
                 if not self.alike([one], [other])]
        if wrong:
            raise Complaint(
                f"The values are right, the gradients are not: {', '.join(wrong)}. For the tape, "
                "what NumPy computes is a constant, and so is what has gone through `.numpy()` or "
                "`tf.stop_gradient`. Compute with TensorFlow's functions alone.")


def _gradients(layer):
    """The gradients of a sum over a layer's outputs; NaN where there is none."""
    def gradients(*case):
        variables = [tf.Variable(array) for array in case[:-1]]
        with tf.GradientTape() as tape:
            J = tf.reduce_sum(tf.cast(layer(*variables, case[-1]), tf.float64) ** 3)
        return [np.nan if one is None else one for one in tape.gradient(J, variables)]
    return gradients


OVER_UNITS = "axes=[1] -> axes=[0]"
NO_SCALE, NO_OFFSET = "scale=gamma -> scale=None", "offset=beta -> offset=None"
KERAS_EPSILON = "=epsilon -> =1e-3"

check_batch_norm_tf = _Layer(my_batch_norm_tf, random_layers, ("Z_tilde",), {
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
    "You add epsilon outside the root. It belongs under it: the function sees to that.":
        ("Z, mu, variance -> Z, mu, (variance**0.5 + epsilon) ** 2", "=epsilon -> =0"),
    "Your variance is the mean of z^2: subtract mu.": "mu, variance, -> mu, variance + mu**2,",
    "Your variance is a sum: divide it by m.": "Z, mu, variance -> Z, mu, variance * Z.shape[1]",
    "The mean is not subtracted from `Z`.": "Z, mu, variance -> Z, 0, variance",
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


def my_train_step(X, y, parameters, loss, learning_rate):
    """The loss on a tape, its gradients, and a step downhill for every Variable."""
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name, gradient in gradients.items():
        parameters[name].assign_sub(learning_rate * gradient)
    return J


def mean_square(X, y, parameters):
    """A small model's loss: the mean of (X W + b - y)^2, one example a row."""
    W, b = parameters["W"], parameters["b"]
    return tf.reduce_mean((tf.cast(X, W.dtype) @ W + b - tf.cast(y, W.dtype)) ** 2)


def _regressions(rng):
    return [(rng.normal(1, 1, (m, n)), rng.normal(2, 1, (m, 1)),
             {"b": rng.normal(0, 1, (1, 1)), "W": rng.normal(0, 1, (n, 1))}, mean_square,
             rng.uniform(0.05, 0.2)) for m, n in ((9, 2), (5, 3))]


class _OnVariables:
    """A training step to be given arrays: made Variables, they are outputs beside the loss."""

    def __init__(self, function):
        self.function, self.__code__ = function, getattr(function, "__code__", None)

    def __call__(self, X, y, parameters, *others):
        variables = {name: tf.Variable(value) for name, value in parameters.items()}
        J = self.function(X, y, dict(variables), *others)
        return J, *(variable.numpy() for variable in variables.values())


class _TrainingStep(Exercise):
    """An exercise in which Variables change."""

    def _answer(self, function, case):
        return super()._answer(_OnVariables(function) if callable(function) else function, case)

    def expected(self, function, case):
        return super().expected(_OnVariables(function), case)

    def _arrays(self, answer):
        J = answer[0]
        if J is None:
            raise Complaint(f"{UNTOUCHED}, or not returned: your function returns nothing "
                            "(`None`). End it with `return J`; printing is not returning.")
        if isinstance(J, float | np.ndarray | np.generic) and np.ndim(J) == 0:
            raise Complaint("Your `J` is a number of Python's or numpy's. Return the tensor: "
                            "`tf.function` cannot compile a step that calls `.numpy()`.")
        if isinstance(J, tuple | list):
            raise Complaint("Return `J` alone, for what else is new stands in the Variables: you "
                            f"returned {len(J)} value(s).")
        return super()._arrays(answer)


check_train_step = _TrainingStep(my_train_step, _regressions, ("J", "b", "W"), {
    "The Variables have not changed. A Variable changes through `assign_sub`; `parameters[name] = "
    "...` only puts a new tensor into the dict.": "learning_rate * -> 0 *",
    "You walk uphill: subtract the step, with `assign_sub`.": "assign_sub -> assign_add",
    "`assign` puts the step in place of the parameter. `assign_sub` subtracts it.":
        "assign_sub -> assign",
    "The learning rate is missing.": "learning_rate * -> ",
    "Your learning rate is always 0.5. Use the argument `learning_rate`.":
        "learning_rate * -> 0.5 *",
    "You divide by the number of examples. The loss is a mean already, and so are its gradients.":
        "learning_rate * -> learning_rate / len(X) *",
    "Only `b` is updated. Go through all of `parameters`.":
        "gradients.items() -> list(gradients.items())[:1]",
    "Only `W`, the last of the parameters, is updated. Does the update stand inside the loop?":
        "gradients.items() -> list(gradients.items())[-1:]",
    "You update twice.": "(learning_rate * -> (2 * learning_rate *",
    "You return the loss after the update. Return the one from the tape.":
        "return J -> return loss(X, y, parameters)",
}, (
    "Three parts. A `with` block with a gradient tape, in which J is computed; the gradients, from "
    "the tape; the update of every Variable.",
    "`tape.gradient` takes the loss and all of `parameters`, and answers with a dict, too. "
    "A Variable `v` moves with `v.assign_sub(step)`.",
    "`J = loss(X, y, parameters)` inside the block; behind it `gradients = tape.gradient(J, "
    "parameters)`; then a loop over `gradients.items()` with "
    "`parameters[name].assign_sub(learning_rate * gradient)`.",
), {
    "NoneType": "A gradient that is `None` says that no path from the parameter to J was "
                "recorded: compute J inside the `with` block.",
    "attribute 'assign": "It is a tensor by now: only a Variable has `assign_sub`. Leave the "
                         "Variables in the dict.",
})
