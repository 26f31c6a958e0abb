"""Is a gradient right? Compare it with central differences.

Gradients are real arrays of any shape, the same for both that are compared; anything else raises a
TypeError or ValueError that names the argument. Source: the lecture "Gradient checking".
"""

import numpy as np

from helpers.arguments import number, real_array, shaped


def numerical_gradient(loss, X, step=1e-5):
    """Gradient of a scalar function by central differences, one entry at a time, in float64::

        dX[i] = (loss(X + step * e_i) - loss(X - step * e_i)) / (2 * step)

    loss takes an array of X's shape and returns a number; step, above 0, is in the units of X. The
    error is of the order step^2 (a curve between the points) plus 1e-16 * |loss| / step (rounding).

    >>> numerical_gradient(lambda x: float(np.sum(x**2)), [1.0, 3.0]).round(6)
    array([2., 6.])
    """
    X = real_array("X", X, np.float64)
    step = number("step", step, low=np.finfo(float).tiny)
    gradient = np.empty_like(X)
    for index in np.ndindex(X.shape):
        moved = np.zeros_like(X)
        moved[index] = step
        gradient[index] = (float(loss(X + moved)) - float(loss(X - moved))) / (2 * step)
    return gradient


def relative_error(gradient, reference):
    """Distance of two gradients, relative to their lengths: 0 is equal, 1 is nothing alike::

        |gradient - reference| / (|gradient| + |reference|)      (Euclidean norms)

    0 where both are zero; NaN where either holds NaN. With central differences in float64, below
    1e-7 is right, above 1e-3 is a mistake.

    >>> relative_error([1.0, 2.0], [1.0, 2.0])
    0.0
    """
    reference = real_array("reference", reference)
    gradient = shaped("gradient", gradient, reference.shape, "the reference's")
    with np.errstate(all="ignore"):
        scale = np.linalg.norm(gradient) + np.linalg.norm(reference)
        return float(np.linalg.norm(gradient - reference) / scale) if scale else 0.0
