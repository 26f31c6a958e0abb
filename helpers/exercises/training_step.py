"""Your turn: one update of Adam."""

import numpy as np

from helpers.exercises.exercise import Exercise


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
