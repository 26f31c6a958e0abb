"""Your turn: layer norm, forward and backward."""

import numpy as np

from helpers.exercises.batch_norm_forward import NORMALIZING, ROOT, random_layers
from helpers.exercises.exercise import Exercise
from helpers.layer_norm import layer_norm_forward


def my_layer_norm_forward(Z, gamma, beta, epsilon):
    """Normalize each example over the units, then scale and shift each unit."""
    mu = np.mean(Z, axis=0, keepdims=True)
    variance = np.mean((Z - mu) ** 2, axis=0, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    Z_tilde = gamma * Z_norm + beta
    return Z_tilde


def my_layer_norm_backward(dZ_tilde, Z_norm, gamma, variance, epsilon):
    """Gradients of the loss with respect to Z, gamma and beta."""
    dbeta = np.sum(dZ_tilde, axis=1, keepdims=True)
    dgamma = np.sum(dZ_tilde * Z_norm, axis=1, keepdims=True)
    dZ_norm = gamma * dZ_tilde
    mean = np.mean(dZ_norm, axis=0, keepdims=True)
    part = np.mean(dZ_norm * Z_norm, axis=0, keepdims=True)
    dZ = (dZ_norm - mean - Z_norm * part) / np.sqrt(variance + epsilon)
    return dZ, dgamma, dbeta


def _forward_cases(rng):
    """Random layers, turned: now one example is nearly constant."""
    return [(Z.T.copy(), *rng.uniform(((1.5,), (0.3,)), ((3,), (1.2,)),
                                      (2, Z.shape[1]))[..., np.newaxis], epsilon)
            for Z, _, _, epsilon in random_layers(rng)]


def _backward_cases(rng):
    """Upstream gradients in which no term is small by luck."""
    cases = []
    for Z, gamma, beta, epsilon in _forward_cases(rng):
        gamma *= np.where(np.arange(len(Z)) % 2, -1, 1)[:, np.newaxis]
        _, cache = layer_norm_forward(Z, gamma, beta, epsilon)
        mean, part = rng.uniform(0.5, 2, (2, 1, Z.shape[1]))
        dZ_tilde = (rng.uniform(0.5, 1.5, Z.shape) + mean + part * cache.Z_norm) / gamma
        cases.append((dZ_tilde, cache.Z_norm, gamma, Z.var(axis=0, keepdims=True), epsilon))
    return cases


SQUARES = "np.mean((Z - mu) ** 2, axis=0, keepdims=True)"

check_layer_norm_forward = Exercise(my_layer_norm_forward, _forward_cases, ("Z_tilde",), {
    "That is batch norm: your averages run over the examples, axis 1. Layer norm takes them over "
    "the units of one example: axis 0.": "axis=0 -> axis=1",
    "You take one mean and one variance of the whole matrix. Each example (column) needs its own: "
    "`axis=0, keepdims=True`.": ", axis=0, keepdims=True -> ",
    "You divided by `n - 1` in the variance. Layer norm divides by n (`ddof=0`).":
        f"{SQUARES} -> np.var(Z, axis=0, ddof=1, keepdims=True)",
    "You divide by the bare variance. Divide by `sqrt(variance + epsilon)`.": f"{ROOT} -> variance",
    "Your variance is a sum: divide it by n, the number of units.": "np.mean((Z -> np.sum((Z",
    "You scale and shift before you normalize, which undoes it. Scale and shift `Z_norm`.":
        ("mu = np.mean -> Z = gamma * Z + beta; mu = np.mean", "gamma * Z_norm + beta -> Z_norm"),
    "The mean is not subtracted from `Z`.": "Z_norm = (Z - mu) -> Z_norm = Z",
    "Your variance is the mean of z^2. Subtract the mean first.": "(Z - mu) ** 2 -> Z ** 2",
    **NORMALIZING,
}, (
    "The four equations are batch norm's. What changes is along which axis the means run: the "
    "units are the rows, so a mean over them runs along axis 0.",
    "`np.mean(Z, axis=0, keepdims=True)` has shape (1, m): one number an example. It lines up with "
    "Z's (n, m) as it is. gamma and beta stay columns, (n, 1).",
    "`Z_norm = (Z - mu) / np.sqrt(variance + epsilon)`, and then `return gamma * Z_norm + beta`.",
))

TAKEN, SUMS = "dZ_norm - mean - Z_norm * part", "dZ, dgamma, dbeta"
NO_GAMMA = "dZ_norm = gamma * dZ_tilde -> dZ_norm = dZ_tilde"

check_layer_norm_backward = Exercise(my_layer_norm_backward, _backward_cases, tuple(
    SUMS.split(", ")), {
    "In `dZ` gamma stands outside the means, as in batch norm. There it is one number for all that "
    "is averaged; here it differs from unit to unit: average `gamma * dZ_tilde`.":
        (NO_GAMMA, "dZ = (dZ_norm -> dZ = gamma * (dZ_norm"),
    "In `dZ` gamma is missing: what reaches `Z_norm` is `gamma * dZ_tilde`.": NO_GAMMA,
    "In `dZ` your means run over the examples, as in batch norm. They run over the units: axis 0.":
        "axis=0 -> axis=1",
    "`dgamma` and `dbeta` are summed over the units. A unit's gamma serves every example: sum over "
    "the examples, axis 1.": "axis=1 -> axis=0",
    "In `dZ` the mean's own gradient is missing: mu depends on every unit.": " - mean -> ",
    "In `dZ` the variance's own gradient is missing, or 0: sigma^2 depends on every unit. In it is "
    "the mean of the *products* `dZ_norm * Z_norm`.": " - Z_norm * part -> ",
    "Your `dZ` treats mu and sigma^2 as constants. Both depend on every unit of the example.":
        f"{TAKEN} -> dZ_norm",
    "In `dZ` the mean's part has the wrong sign: it is subtracted.": "- mean -> + mean",
    "In `dZ` the variance's part has the wrong sign: it is subtracted.": "- Z_norm * -> + Z_norm *",
    "In `dZ` two sums stand where means belong: divide them by n.": "np.mean -> np.sum",
    "In `dZ` you divided by the variance, not by its root.": f"{ROOT} -> (variance + epsilon)",
    "Epsilon is missing under the square root.": " + epsilon -> ",
    "Epsilon belongs under the square root.": f"{ROOT} -> (np.sqrt(variance) + epsilon)",
    "In `dZ` your means run over everything, not along axis 0.": ", axis=0, keepdims=True -> ",
    "`dgamma` and `dbeta` are averaged over the examples; they are sums.": "np.sum -> np.mean",
    "`dgamma` and `dbeta` are swapped.": f"{SUMS} -> dZ, dbeta, dgamma",
}, (
    "`dgamma` and `dbeta` are those of batch norm: sums along axis 1. `dZ` begins with what "
    "reaches `Z_norm`: gamma times `dZ_tilde`, of shape (n, m). Call it `dZ_norm`.",
    "From `dZ_norm` two things are taken out, in each column: its mean, and `Z_norm` times the "
    "mean of `dZ_norm * Z_norm`. Both means run along axis 0.",
    "What is left is divided by `np.sqrt(variance + epsilon)`. gamma does not come in again.",
))
