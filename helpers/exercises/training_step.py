"""Your turn: a whole training step of a network with batch norm, and one update of Adam."""

import numpy as np

from helpers.batch_norm import batch_norm_backward, batch_norm_forward
from helpers.exercises.exercise import Exercise
from helpers.network import initialize
from helpers.softmax import one_hot, softmax


def my_one_step(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    """Forward, backward, update: one hidden layer of ReLUs with batch norm, then softmax."""
    m = X.shape[1]
    # forward, with the statistics of this mini-batch
    Z1 = W1 @ X
    Z_tilde1, cache = batch_norm_forward(Z1, gamma1, beta1)
    A1 = np.maximum(Z_tilde1, 0)
    Z2 = W2 @ A1 + b2
    A2 = softmax(Z2)
    # backward
    dZ2 = (A2 - Y) / m
    dW2, db2 = dZ2 @ A1.T, dZ2.sum(axis=1, keepdims=True)
    dZ_tilde1 = (W2.T @ dZ2) * (Z_tilde1 > 0)
    dZ1, dgamma1, dbeta1 = batch_norm_backward(dZ_tilde1, cache)
    dW1 = dZ1 @ X.T
    # update
    W1, W2 = W1 - learning_rate * dW1, W2 - learning_rate * dW2
    gamma1, beta1 = gamma1 - learning_rate * dgamma1, beta1 - learning_rate * dbeta1
    b2 = b2 - learning_rate * db2
    return W1, gamma1, beta1, W2, b2


def _steps(rng):
    """Random networks and mini-batches, none with the notebook's 60 examples."""
    cases = []
    for n0, n1, classes, m in ((5, 4, 3, 9), (6, 5, 4, 8), (3, 6, 3, 12), (7, 4, 5, 11)):
        p = initialize((n0, n1, classes), rng, 1.0, dtype=float)
        p["gamma1"] *= rng.uniform(0.5, 2, (n1, 1)) * rng.choice([-1, 1], (n1, 1))
        p["beta1"] += rng.uniform(0.3, 1, (n1, 1))
        p["b2"] += rng.normal(0, 0.5, (classes, 1))
        X = rng.normal(1, 1, (n0, m))
        cases.append((X, one_hot(rng.integers(0, classes, m), classes).astype(float),
                      *p.values(), rng.uniform(0.5, 1)))
    return cases


check_one_step = Exercise(my_one_step, _steps, ("W1", "gamma1", "beta1", "W2", "b2"), {
    # Forward.
    "You leave out batch norm on the way forward: A1 is the ReLU of `Z_tilde1`, not of `Z1`.":
        ("np.maximum(Z_tilde1 -> np.maximum(Z1", "Z_tilde1 > 0 -> Z1 > 0"),
    "The statistics run over the wrong axis: a column is an example, and `batch_norm_forward` "
    "takes `Z1` as it is, (n1, m).":
        ("forward(Z1, gamma1, beta1) -> forward(Z1.T, np.ones((m, 1)), np.zeros((m, 1)))",
         "A1 = np -> Z_tilde1 = gamma1 * Z_tilde1.T + beta1; A1 = np",
         "dZ1, dgamma1, dbeta1 = -> dZ1 =", "(dZ_tilde1, cache) -> ((gamma1 * dZ_tilde1).T, cache)"
         "[0].T; dgamma1 = (dZ_tilde1 * cache.Z_norm.T).sum(1, keepdims=True); "
         "dbeta1 = dZ_tilde1.sum(1, keepdims=True)"),
    "`b2` is missing on the way forward: the output layer has no batch norm and keeps its bias.":
        "A1 + b2 -> A1",
    "There is no ReLU at all.": ("maximum(Z_tilde1, 0) -> copy(Z_tilde1)", "(Z_tilde1 > 0) -> 1"),
    "A sigmoid is no softmax.": "softmax(Z2) -> 1 / (1 + np.exp(-Z2))",
    "softmax runs over the wrong axis: the probabilities of each *column* add up to 1.":
        "softmax(Z2) -> softmax(Z2.T).T",
    # Backward.
    "`/ m` is missing: the loss is a mean over the examples, so `dZ2` is `(A2 - Y) / m`.":
        " / m -> ",
    "You divide by the notebook's 60. Count the columns of `X` instead.": "X.shape[1] -> 60",
    "You divide by the number of classes. m counts the columns.": "X.shape[1] -> Y.shape[0]",
    "You divide by m twice: it is in `dZ2` already, and every other gradient comes from there.":
        " / m -> / m**2",
    "`db2` lost its column: with `keepdims=True` it has b2's shape.": ", keepdims=True -> ",
    "`db2` is averaged over the examples. It is a sum: the m is in `dZ2`.": "2.sum -> 2.mean",
    "The mask of the ReLU is missing: where `A1` is 0, no gradient passes.": "(Z_tilde1 > 0) -> 1",
    "Your mask asks whether `Z1` is positive. The ReLU receives `Z_tilde1`.":
        "(Z_tilde1 > 0) -> (Z1 > 0)",
    "Your mask asks for the sign of `dA1`, not of `Z_tilde1`.": "Z_tilde1 > 0 -> W2.T @ dZ2 > 0",
    "You multiply by `A1` where the slope of the ReLU belongs, which is 1 or 0: `A1 > 0`.":
        "(Z_tilde1 > 0) -> A1",
    "The way back leaves out batch norm: `dW1` is made from `dZ1`, which `batch_norm_backward` "
    "gives, not from `dZ_tilde1`.": "dZ1 @ -> dZ_tilde1 @",
    "`dW2` is made from what *enters* layer 2, `A1`, not from `Z_tilde1`.":
        "dZ2 @ A1.T -> dZ2 @ Z_tilde1.T",
    "You go back through a W2 that is already updated. Gradients belong to the parameters of the "
    "forward pass: update at the end.":
        "W2.T @ -> (W2 - learning_rate * dW2).T @",
    # Update.
    "You walk uphill: the update subtracts `learning_rate` times the gradient.":
        "- learning_rate -> + learning_rate",
    "`W2` walks uphill: subtract `learning_rate * dW2`.": "W2 - -> W2 +",
    "The learning rate is missing in the updates.": "learning_rate * -> ",
    "The learning rate is missing for gamma1 and beta1.":
        ("learning_rate * dgamma1 -> dgamma1", "learning_rate * dbeta1 -> dbeta1"),
    "You return the gradients. Return the updated parameters.":
        "return W1, gamma1, beta1, W2, b2 -> return dW1, dgamma1, dbeta1, dW2, db2",
    "Only W1 and W2 move. `gamma1`, `beta1` and `b2` are parameters, too.":
        ("* dgamma1 -> * 0", "* dbeta1 -> * 0", "* db2 -> * 0"),
    "`gamma1` and `beta1` are not updated: they are trained like W.":
        ("* dgamma1 -> * 0", "* dbeta1 -> * 0"),
    "`gamma1` is not updated: it is trained like W.": "* dgamma1 -> * 0",
    "`beta1` is not updated: it is trained like W.": "* dbeta1 -> * 0",
    "`b2` is not updated: it is the old one, or `db2` sums over everything to 0.": "* db2 -> * 0",
    "`W1` is not updated.": "* dW1 -> * 0",
    "`W2` is not updated.": "* dW2 -> * 0",
    "`gamma1` and `beta1` get each other's gradient: `batch_norm_backward` returns `dZ1, dgamma1, "
    "dbeta1`.": "dZ1, dgamma1, dbeta1 -> dZ1, dbeta1, dgamma1",
    "`gamma1` and `beta1` are swapped in what you return: `W1, gamma1, beta1, W2, b2`.":
        "return W1, gamma1, beta1 -> return W1, beta1, gamma1",
}, (
    "Three parts. Forward: layer 1 is linear without a bias, batch norm, ReLU; layer 2 is linear "
    "with its bias, then softmax. Backward: the same way in the other direction. Update: five "
    "parameters.",
    "Begin the way back with `(A2 - Y) / m`. A layer's `dW` is its `dZ` times what came in, "
    "transposed; `db2` is the sum of `dZ2` over the examples. `W2.T @ dZ2` is the gradient of "
    "`A1`; the ReLU lets it pass where `A1 > 0`.",
    "What has passed the ReLU is `dZ_tilde1`. `batch_norm_backward(dZ_tilde1, cache)` gives "
    "`dZ1`, `dgamma1` and `dbeta1`, and `dW1` is `dZ1 @ X.T`. Then each parameter, minus "
    "`learning_rate` times its gradient.",
))


def my_adam_update(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    """Average the gradient and its square, correct both, step."""
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient**2
    velocity_corrected = velocity / (1 - beta1**t)
    square_corrected = square / (1 - beta2**t)
    step = velocity_corrected / (np.sqrt(square_corrected) + epsilon)
    return parameter - learning_rate * step, velocity, square


def _cases(rng):
    """Matrices, a column and a square one, somewhere in the middle of a training."""
    return [(rng.normal(0, 1, shape), rng.normal(0.5, 1, shape), rng.normal(0, 0.5, shape),
             rng.uniform(0.5, 1.5, shape), t, rng.uniform(0.1, 0.5), beta1, beta2, epsilon)
            for shape, t, beta1, beta2, epsilon in (
                ((3, 5), 2, 0.8, 0.95, 0.05), ((4, 1), 3, 0.9, 0.97, 0.1),
                ((3, 3), 7, 0.7, 0.9, 0.02), ((2, 6), 5, 0.85, 0.99, 0.2))]


NEW = ("velocity = beta1 -> v = beta1", "square = beta2 -> s = beta2")  # the old ones stay
PLAIN_VELOCITY, PLAIN_SQUARE = " / (1 - beta1**t) -> ", " / (1 - beta2**t) -> "

check_adam_update = Exercise(my_adam_update, _cases, ("parameter", "velocity", "square"), {
    "You return the three in another order: `parameter, velocity, square`.":
        ("return -> return velocity, square,", "step, velocity, square -> step"),
    "Brackets: epsilon is added to the root before you divide by it.":
        "(np.sqrt(square_corrected) + epsilon) -> np.sqrt(square_corrected) + epsilon",
    "The bias correction is missing. Divide `velocity` by `1 - beta1**t` and `square` by `1 - "
    "beta2**t`, for this step only.": (PLAIN_VELOCITY, PLAIN_SQUARE),
    "You correct `square` but not `velocity`: divide it by `1 - beta1**t`.": PLAIN_VELOCITY,
    "You correct `velocity` but not `square`: divide it by `1 - beta2**t`.": PLAIN_SQUARE,
    "You return the corrected averages. The next step would then correct them again: store the "
    "plain ones, correct copies.": "_corrected -> ",
    "You correct twice: divide by `1 - beta1**t` and by `1 - beta2**t` once.": "**t) -> **t)**2",
    "Your t is one too small: `t` counts this step, the first has `t = 1`.": "**t -> **(t - 1)",
    "Your t is one too large: `t` counts this step, the first has `t = 1`.": "**t -> **(t + 1)",
    "The power is missing: divide by `1 - beta1**t` and by `1 - beta2**t`.": "**t -> ",
    "You multiply beta by `t`. It is a power: `beta1**t`, `beta2**t`.": "**t -> * t",
    "You multiply by `1 - beta**t`. The averages are too small: divide.": "/ (1 - -> * (1 -",
    "You add epsilon inside the root. In Adam it stands outside: `sqrt(...) + epsilon`. (Batch "
    "norm's stands inside.)": "square_corrected) + epsilon -> square_corrected + epsilon)",
    "Epsilon is missing: it is added to the root.": " + epsilon -> ",
    "The root is missing: divide by `sqrt(square_corrected) + epsilon`.": "np.sqrt -> ",
    "beta1 and beta2 are swapped: beta1 belongs to `velocity`, beta2 to `square`.":
        ("beta1 -> other", "beta2 -> beta1", "other -> beta2"),
    "Your averages give the *new* value the weight beta. That is the weight of the old average.":
        ("beta1 * velocity + (1 - beta1) * -> (1 - beta1) * velocity + beta1 *",
         "beta2 * square + (1 - beta2) * -> (1 - beta2) * square + beta2 *"),
    "`1 - beta1` before the gradient is missing.": "(1 - beta1) * -> ",
    "`1 - beta` before the new value is missing.": ("(1 - beta1) * -> ", "(1 - beta2) * -> "),
    "`square` averages squared velocities, not squared *gradients*.": "gradient**2 -> velocity**2",
    "`square` averages the gradient itself: square it first.": "gradient**2 -> gradient",
    "You walk uphill: the step is subtracted.": "parameter - -> parameter +",
    "You step along the gradient of this mini-batch. Adam steps along its average, `velocity`.":
        "step = velocity_corrected -> step = gradient",
    "You step with the old averages. Update `velocity` and `square` first.":
        (*NEW, "step, velocity, square -> step, v, s"),
    "The learning rate is missing.": "learning_rate * -> ",
    "You return the step alone. Return `parameter - learning_rate * step`.": "parameter - -> -",
    "You return the step alone. Return `parameter` minus it.": "parameter - -> ",
    "You correct `square` with beta1. It has beta2.": "(1 - beta2**t) -> (1 - beta1**t)",
    "You return the corrected `velocity`.": "step, velocity, -> step, velocity_corrected,",
    "You return the old averages. Return the updated `velocity` and `square`.":
        (*NEW, "corrected = velocity -> corrected = v", "corrected = square -> corrected = s"),
}, (
    "Five lines: the new average of the gradients, the new average of their squares, a corrected "
    "copy of each, the new parameter.",
    "`velocity = beta1 * velocity + (1 - beta1) * gradient`, and the same for `square` with beta2 "
    "and `gradient**2`. The corrected copies are divided by `1 - beta1**t` and `1 - beta2**t`.",
    "`parameter - learning_rate * velocity_corrected / (np.sqrt(square_corrected) + epsilon)`; "
    "return it with the *uncorrected* `velocity` and `square`.",
))
