"""Your turn: batch norm's forward pass."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_batch_norm_forward(Z, gamma, beta, epsilon):
    """Normalize each unit over the examples, then scale and shift it."""
    mu = np.mean(Z, axis=1, keepdims=True)
    variance = np.mean((Z - mu) ** 2, axis=1, keepdims=True)
    Z_norm = (Z - mu) / np.sqrt(variance + epsilon)
    Z_tilde = gamma * Z_norm + beta
    return Z_tilde


def random_layers(rng):
    """Z, gamma, beta, epsilon (no default) of layers of all shapes; one unit nearly constant."""
    cases = []
    for n, m, epsilon in ((3, 7, 1e-4), (6, 4, 3e-4), (5, 5, 3e-5), (2, 12, 1e-2)):
        spread, place = rng.uniform(0.5, 3, (n, 1)), rng.uniform(1, 4, (n, 1))
        spread[0], place[0] = 0.01, 0.5
        Z_norm = my_batch_norm_forward(rng.normal(size=(n, m)), 1, 0, epsilon=0)
        gamma, beta = rng.uniform(1.5, 3, (n, 1)), rng.uniform(0.3, 1.2, (n, 1))
        cases.append((spread * Z_norm + place, gamma, beta, epsilon))
    return cases


SQUARES = "np.mean((Z - mu) ** 2, axis=1, keepdims=True)"
ROOT = "np.sqrt(variance + epsilon)"
LAST = "gamma * Z_norm + beta"

# What can go wrong with what training and test time share.
NORMALIZING = {
    "You divided by the variance, not by its square root.": f"{ROOT} -> (variance + epsilon)",
    "Epsilon is missing, or nearly 0: add it to the variance, under the root.": " + epsilon -> ",
    "You only subtract the mean. Divide by `sqrt(variance + epsilon)`, too.": f" / {ROOT} -> ",
    "You use an epsilon of your own, 1e-5. Use the argument `epsilon`.": "epsilon -> 1e-5",
    "You add epsilon outside the root. It is added to the variance: `sqrt(variance + epsilon)`.":
        f"{ROOT} -> (np.sqrt(variance) + epsilon)",
    "gamma and beta are not applied: you return `Z_norm`.": f"{LAST} -> Z_norm",
    "gamma is forgotten: you return `Z_norm + beta`.": "gamma * -> ",
    "beta is forgotten: you return `gamma * Z_norm`.": " + beta -> ",
    "gamma multiplies entry by entry: `*`, not `@`.": "gamma * Z_norm -> gamma.T @ Z_norm",
    "gamma and beta are swapped: gamma scales, beta shifts.": f"{LAST} -> beta * Z_norm + gamma",
    "beta is multiplied by gamma too: move it outside the brackets.":
        f"{LAST} -> gamma * (Z_norm + beta)",
    "You scale and shift `Z`. Scale and shift `Z_norm`.": f"{LAST} -> gamma * Z + beta",
}

check_batch_norm_forward = Exercise(my_batch_norm_forward, random_layers, ("Z_tilde",), {
    "Your averages run over the units: axis 0. Each unit needs its own mean and variance, taken "
    "over the examples: axis 1.": "axis=1 -> axis=0",
    "You take one mean and one variance of the whole matrix. Each unit (row) needs its own: "
    "`axis=1, keepdims=True`.": ", axis=1, keepdims=True -> ",
    "You divided by `m - 1` in the variance. Batch norm divides by m (`ddof=0`).":
        f"{SQUARES} -> np.var(Z, axis=1, ddof=1, keepdims=True)",
    "You divide by the bare variance. Divide by `sqrt(variance + epsilon)`.": f"{ROOT} -> variance",
    "Your variance is a sum: divide it by m, the number of examples.": "np.mean((Z -> np.sum((Z",
    "You divided the squares by `Z.shape[0]`, the number of units. The examples are columns: m is "
    "`Z.shape[1]`.": f"{SQUARES} -> np.sum((Z - mu) ** 2, axis=1, keepdims=True) / Z.shape[0]",
    "The mean is not subtracted from `Z`.": "Z_norm = (Z - mu) -> Z_norm = Z",
    "Your variance is the mean of z^2. Subtract the mean first.": "(Z - mu) ** 2 -> Z ** 2",
    "You squared the mean of the distances, which is 0. Square each distance, then take the mean.":
        f"{SQUARES} -> np.mean(Z - mu, axis=1, keepdims=True) ** 2",
    **NORMALIZING,
}, (
    "Four lines are enough, one an equation: the mean, the variance, the normalized values, the "
    "scaled and shifted values. Examples are columns, so a mean over them runs along axis 1.",
    "`np.mean(Z, axis=1, keepdims=True)` has shape (n, 1): it lines up with Z's (n, m). The "
    "variance is the same mean, of `(Z - mu) ** 2`.",
    "`Z_norm = (Z - mu) / np.sqrt(variance + epsilon)`, and then `return gamma * Z_norm + beta`.",
))
