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


def _step(parameter, velocity, square, learning_rate, epsilon):
    """Move by velocity / (sqrt(square) + epsilon)."""
    return parameter - learning_rate * velocity / (np.sqrt(square) + epsilon)


def _averages(gradient, velocity, square, beta1, beta2):
    """The two averages, with the new gradient in them."""
    return (beta1 * velocity + (1 - beta1) * gradient,
            beta2 * square + (1 - beta2) * gradient**2)


def _no_correction(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    return _step(parameter, v, s, learning_rate, epsilon), v, s


def _velocity_uncorrected(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                          epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    return _step(parameter, v, s / (1 - beta2**t), learning_rate, epsilon), v, s


def _square_uncorrected(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                        epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    return _step(parameter, v / (1 - beta1**t), s, learning_rate, epsilon), v, s


def _stores_corrected(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                      epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    v, s = v / (1 - beta1**t), s / (1 - beta2**t)
    return _step(parameter, v, s, learning_rate, epsilon), v, s


def _corrected_twice(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                     epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    new = _step(parameter, v / (1 - beta1**t) ** 2, s / (1 - beta2**t) ** 2, learning_rate, epsilon)
    return new, v, s


def _t_minus_1(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    return my_adam_update(parameter, gradient, velocity, square, t - 1, learning_rate, beta1,
                          beta2, epsilon)


def _t_plus_1(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    return my_adam_update(parameter, gradient, velocity, square, t + 1, learning_rate, beta1,
                          beta2, epsilon)


def _times_t(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    return _step(parameter, v / (1 - beta1 * t), s / (1 - beta2 * t), learning_rate, epsilon), v, s


def _multiplied(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    new = _step(parameter, v * (1 - beta1**t), s * (1 - beta2**t), learning_rate, epsilon)
    return new, v, s


def _epsilon_inside(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                    epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    root = np.sqrt(s / (1 - beta2**t) + epsilon)
    return parameter - learning_rate * v / (1 - beta1**t) / root, v, s


def _no_epsilon(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    return my_adam_update(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, 0)


def _no_root(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    step = v / (1 - beta1**t) / (s / (1 - beta2**t) + epsilon)
    return parameter - learning_rate * step, v, s


def _swapped(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    return my_adam_update(parameter, gradient, velocity, square, t, learning_rate, beta2, beta1,
                          epsilon)


def _weights_swapped(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                     epsilon):
    v, s = _averages(gradient, velocity, square, 1 - beta1, 1 - beta2)
    new = _step(parameter, v / (1 - beta1**t), s / (1 - beta2**t), learning_rate, epsilon)
    return new, v, s


def _weight_forgotten(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                      epsilon):
    v, s = beta1 * velocity + gradient, beta2 * square + gradient**2
    new = _step(parameter, v / (1 - beta1**t), s / (1 - beta2**t), learning_rate, epsilon)
    return new, v, s


def _square_of_average(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                       epsilon):
    v, _ = _averages(gradient, velocity, square, beta1, beta2)
    s = beta2 * square + (1 - beta2) * v**2
    new = _step(parameter, v / (1 - beta1**t), s / (1 - beta2**t), learning_rate, epsilon)
    return new, v, s


def _not_squared(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v, _ = _averages(gradient, velocity, square, beta1, beta2)
    s = beta2 * square + (1 - beta2) * gradient
    new = _step(parameter, v / (1 - beta1**t), s / (1 - beta2**t), learning_rate, epsilon)
    return new, v, s


def _uphill(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    return my_adam_update(parameter, gradient, velocity, square, t, -learning_rate, beta1, beta2,
                          epsilon)


def _plain_gradient(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                    epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    return _step(parameter, gradient, s / (1 - beta2**t), learning_rate, epsilon), v, s


def _old_averages(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    new = _step(parameter, velocity / (1 - beta1**t), square / (1 - beta2**t), learning_rate,
                epsilon)
    return new, v, s


def _no_learning_rate(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                      epsilon):
    return my_adam_update(parameter, gradient, velocity, square, t, 1, beta1, beta2, epsilon)


def _returns_the_step(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                      epsilon):
    return my_adam_update(0 * parameter, gradient, velocity, square, t, learning_rate, beta1,
                          beta2, epsilon)


def _returns_old_averages(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                          epsilon):
    new, _, _ = my_adam_update(parameter, gradient, velocity, square, t, learning_rate, beta1,
                               beta2, epsilon)
    return new, velocity, square


def _other_order(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    new, v, s = my_adam_update(parameter, gradient, velocity, square, t, learning_rate, beta1,
                               beta2, epsilon)
    return v, s, new


def _epsilon_outside(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2,
                     epsilon):
    v, s = _averages(gradient, velocity, square, beta1, beta2)
    step = v / (1 - beta1**t) / np.sqrt(s / (1 - beta2**t)) + epsilon
    return parameter - learning_rate * step, v, s


def _cases(rng):
    """Matrices, a column and a square one, somewhere in the middle of a training."""
    cases = []
    for shape, t, beta1, beta2, epsilon in (
        ((3, 5), 2, 0.8, 0.95, 0.05), ((4, 1), 3, 0.9, 0.97, 0.1), ((3, 3), 7, 0.7, 0.9, 0.02),
        ((2, 6), 5, 0.85, 0.99, 0.2),
    ):
        parameter = rng.normal(0, 1, shape)
        gradient = rng.normal(0.5, 1, shape)
        velocity = rng.normal(0, 0.5, shape)
        square = rng.uniform(0.5, 1.5, shape)
        cases.append((parameter, gradient, velocity, square, t, rng.uniform(0.1, 0.5), beta1,
                      beta2, epsilon))
    return cases


check_adam_update = Exercise(
    solution_function=my_adam_update,
    cases=_cases,
    outputs=("parameter", "velocity", "square"),
    mistakes={
        "You return the three in another order: `parameter, velocity, square`.": _other_order,
        "Brackets: epsilon is added to the root before you divide by it.": _epsilon_outside,
        "The bias correction is missing. Divide `velocity` by 1 - beta1**t and `square` by "
        "1 - beta2**t, for this step only.": _no_correction,
        "You correct `square` but not `velocity`: divide it by 1 - beta1**t.":
            _velocity_uncorrected,
        "You correct `velocity` but not `square`: divide it by 1 - beta2**t, under the root.":
            _square_uncorrected,
        "You return the corrected averages. The next step would then correct them again: store "
        "the plain ones, correct copies.": _stores_corrected,
        "You correct twice: divide by 1 - beta1**t and by 1 - beta2**t once.": _corrected_twice,
        "Your t is one too small. `t` already counts this step: the first step has t = 1.":
            _t_minus_1,
        "Your t is one too large. `t` already counts this step: the first step has t = 1.":
            _t_plus_1,
        "You multiply beta by t. It is a power: beta1**t, beta2**t.": _times_t,
        "You multiply by 1 - beta**t. The averages start at 0 and are too small: divide.":
            _multiplied,
        "You add epsilon inside the root. In Adam it stands outside: sqrt(...) + epsilon. (Batch "
        "norm's stands inside.)": _epsilon_inside,
        "Epsilon is missing: it is added to the root.": _no_epsilon,
        "The root is missing: divide by sqrt(corrected square) + epsilon.": _no_root,
        "beta1 and beta2 are swapped: beta1 belongs to `velocity`, beta2 to `square`.": _swapped,
        "Your averages give the *new* value the weight beta. The old average gets beta, the new "
        "value 1 - beta.": _weights_swapped,
        "The factor 1 - beta in front of the new value is missing in your averages.":
            _weight_forgotten,
        "`square` averages your velocity squared. It is the average of the squared *gradients*.":
            _square_of_average,
        "`square` averages the gradient itself: square it first.": _not_squared,
        "You walk uphill: the step is subtracted.": _uphill,
        "You step along the gradient of this mini-batch. Adam steps along its average, "
        "`velocity`.": _plain_gradient,
        "You step with the old averages. Update `velocity` and `square` first.": _old_averages,
        "The learning rate is missing.": _no_learning_rate,
        "You return the step alone. Return parameter - learning_rate * step.": _returns_the_step,
        "You return the old averages. Return the updated `velocity` and `square`.":
            _returns_old_averages,
    },
    hints=(
        "Five lines: the new average of the gradients, the new average of their squares, a "
        "corrected copy of each, the new parameter.",
        "`velocity = beta1 * velocity + (1 - beta1) * gradient`, and the same for `square` with "
        "beta2 and `gradient**2`. The corrected copies are divided by `1 - beta1**t` and "
        "`1 - beta2**t`.",
        "`parameter - learning_rate * velocity_corrected / (np.sqrt(square_corrected) + "
        "epsilon)`; return it with the *uncorrected* `velocity` and `square`.",
    ),
)
