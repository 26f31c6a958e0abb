"""Input normalization, and logistic regression to see what it buys.

Inputs are a matrix X (n features, m examples), labels Y (1, m) with 0 or 1. The model is the
course's logistic regression: ``A = sigmoid(w.T X + b)`` with w (n, 1) and b (1, 1). Leading axes
are carried along: w (K, n, 1) and b (K, 1, 1) are K models on the same data, with K losses,
gradients and Hessians. Variances are divided by m (ddof = 0). What does not fit is refused with a
TypeError or ValueError that names the argument.

Source: the lectures "Normalizing inputs" and "Normalizing activations in a network".
"""

from functools import cached_property

import numpy as np

from helpers.arguments import matrix, number, shaped, whole_number
from helpers.network import sigmoid

NEWTON_STEPS = 30  # each doubles the right digits, once it is near the minimum

def input_statistics(X):
    """Mean and variance of each feature, columns (n, 1) in the units of X and those squared::

        mu      = mean of X over the examples
        sigma^2 = mean of (X - mu)^2      (of X^2, as the lecture says, only once mu is taken out)

    >>> input_statistics([[2, 4, 6, 8, 10]])
    (array([[6.]]), array([[8.]]))
    """
    X = matrix("X", X)
    with np.errstate(all="ignore"):
        first = X[..., :1]  # measured from here, a feature that never changes has variance 0
        mu = first + np.mean(X - first, axis=-1, keepdims=True)
        variance = np.mean((X - mu) ** 2, axis=-1, keepdims=True)
    return mu, variance


def normalize_inputs(X, mu, variance):
    """Subtract the mean of each feature and divide by its standard deviation::

        X_norm = (X - mu) / sigma

    mu and variance are `input_statistics` of the *training* set, also when X is a test set. A
    feature that never changes carries no information and has no place here: a variance that is not
    above 0 raises ValueError. X_norm has the type of X; integers become float64.

    >>> normalize_inputs([[2, 4, 6, 8, 10]], mu=[[6]], variance=[[8]]).round(2)
    array([[-1.41, -0.71,  0.  ,  0.71,  1.41]])
    """
    X = matrix("X", X)
    per_feature = (*X.shape[:-1], 1)
    mu = shaped("mu", mu, per_feature, "one value per feature", X.dtype)
    variance = shaped("variance", variance, per_feature, "one value per feature", X.dtype)
    if (variance <= 0).any():
        raise ValueError(
            f"variance: expected values above 0; not so for feature "
            f"{np.argwhere(variance <= 0)[0, -2]}: leave out a feature that never changes")
    with np.errstate(all="ignore"):
        return (X - mu) / np.sqrt(variance)


def logistic_loss(w, b, X, Y):
    """Mean cross-entropy loss J of logistic regression; shape () or (K,)::

        J = mean of  -Y log A - (1 - Y) log(1 - A),   A = sigmoid(w.T X + b)

    Written as log(1 + exp(z)) - y z, which neither overflows nor takes the log of 0.

    >>> logistic_loss([[0.0]], [[0.0]], [[1.0, 2.0]], [[0, 1]]).round(4).item()
    0.6931
    """
    w, b, X, Y = _logistic_arguments(w, b, X, Y)
    with np.errstate(all="ignore"):
        z = w.mT @ X + b
        return np.mean(np.logaddexp(0, z) - Y * z, axis=(-2, -1))


def logistic_gradient(w, b, X, Y):
    """Gradient dw, db of `logistic_loss`, of the shapes of w and b::

        dw = X (A - Y).T / m,   db = mean of A - Y

    >>> logistic_gradient([[0.0]], [[0.0]], [[1.0, 2.0]], [[0, 1]])
    (array([[-0.25]]), array([[0.]]))
    """
    w, b, X, Y = _logistic_arguments(w, b, X, Y)
    with np.errstate(all="ignore"):
        dz = sigmoid(w.mT @ X + b) - Y
        return X @ dz.mT / X.shape[-1], dz.mean(axis=-1, keepdims=True)


def logistic_hessian(w, b, X, Y):
    """Second derivatives H (n + 1, n + 1) of `logistic_loss` with respect to (w, b), b last::

        H = X1 diag(A (1 - A)) X1.T / m,   X1 = X with a row of ones below it

    >>> logistic_hessian([[0.0]], [[0.0]], [[1.0, 3.0]], [[0, 1]])
    array([[1.25, 0.5 ],
           [0.5 , 0.25]])
    """
    w, b, X, Y = _logistic_arguments(w, b, X, Y)
    X1 = np.concatenate([X, np.ones_like(X[:1])])
    with np.errstate(all="ignore"):
        A = sigmoid(w.mT @ X + b)
        return (X1 * (A * (1 - A))) @ X1.T / X.shape[-1]


def condition_number(H):
    """How elongated the contours are: largest over smallest eigenvalue of a Hessian; () or (K,).

    1 is a round bowl; the square root of it is the ratio of the ellipse's axes.

    >>> condition_number([[4.0, 0.0], [0.0, 1.0]]).round(6).item()
    4.0
    """
    eigenvalues = _eigenvalues(H)
    with np.errstate(all="ignore"):  # infinite where one direction is flat
        return eigenvalues[..., -1] / eigenvalues[..., 0]


def largest_stable_learning_rate(H):
    """The learning rate above which gradient descent jumps ever further out; () or (K,)::

        alpha_max = 2 / L,   L = largest eigenvalue of the Hessian

    Exact for a quadratic bowl; near a minimum, any smooth loss is one.

    >>> largest_stable_learning_rate([[4.0, 0.0], [0.0, 1.0]]).round(6).item()
    0.5
    """
    with np.errstate(all="ignore"):
        return 2 / _eigenvalues(H)[..., -1]


def descend(X, Y, learning_rate, steps):
    """Gradient descent for logistic regression from w = 0, b = 0.

    Returns the path (steps + 1, n + 1), w and b (last) before the first step and after every step,
    and the loss J (steps + 1,) at each of these points. The learning rate is above 0.

    >>> descend([[-1.0, 1.0]], [[0, 1]], learning_rate=1.0, steps=1)[0]
    array([[0. , 0. ],
           [0.5, 0. ]])
    """
    X, finfo = matrix("X", X), np.finfo(float)
    learning_rate = number("learning_rate", learning_rate, low=finfo.tiny, high=finfo.max)
    steps = whole_number("steps", steps, low=0)
    n = X.shape[0]
    path = np.zeros((steps + 1, n + 1))
    for step in range(steps):
        w, b = path[step, :n, np.newaxis], path[step, n:, np.newaxis]
        dw, db = logistic_gradient(w, b, X, Y)
        with np.errstate(all="ignore"):
            path[step + 1] = path[step] - learning_rate * np.append(dw, db)
    J = logistic_loss(path[:, :n, np.newaxis], path[:, n:, np.newaxis], X, Y)
    return path, J


def minimize(X, Y):
    """The minimum w, b, J of `logistic_loss`, by Newton's method from w = 0, b = 0.

    Newton's step H^-1 (dw, db) does not care how the features are scaled, so this finds the floor
    that gradient descent is measured against. Where a line separates the classes perfectly there is
    no minimum, which raises ValueError.

    >>> w, b, J = minimize([[0, 0, 0, 1, 1, 1]], [[0, 0, 1, 0, 1, 1]])
    >>> sigmoid(b).round(4)  # at x = 0, one label in three is 1
    array([[0.3333]])
    """
    w, b, step = _newton(X, Y)
    # Without a minimum Newton's method walks on for ever in steps of about 1.
    if not np.linalg.norm(step) <= 1e-6 * (1 + np.linalg.norm(np.append(w, b))):
        raise ValueError("X, Y: no minimum found; can a line separate the two classes perfectly?")
    return w, b, logistic_loss(w, b, X, Y)


def _newton(X, Y, hold_b=False):
    """Newton's method over (w, b), or over w with b held at 0: w, b and the last step."""
    X = matrix("X", X)
    free = slice(len(X) if hold_b else len(X) + 1)
    parameters = np.zeros((len(X) + 1, 1))
    w, b = parameters[:-1], parameters[-1:]  # views: they follow
    step = np.inf
    with np.errstate(all="ignore"):
        for _ in range(NEWTON_STEPS):
            gradient = np.concatenate(logistic_gradient(w, b, X, Y))[free]
            try:
                step = np.linalg.solve(logistic_hessian(w, b, X, Y)[free, free], gradient)
            except np.linalg.LinAlgError:
                break
            parameters[free] -= step
    return w, b, step


STEPS = 200  # of gradient descent in a picture
GRID = 101  # points along a side of the surface

# What is done to the inputs before training: the right ways first, then two that are not.
PREPROCESSING = {
    "raw": lambda X: X,
    "centred": lambda X: X - input_statistics(X)[0],
    "normalized": lambda X: normalize_inputs(X, *input_statistics(X)),
    "centred, divided by sigma^2": lambda X: (X - input_statistics(X)[0]) / input_statistics(X)[1],
    "divided by sqrt(mean of x^2)": lambda X: X / np.sqrt(np.mean(X**2, axis=-1, keepdims=True)),
}


class Bowl:
    """The loss of logistic regression as gradient descent meets it, for preprocessed X (2, m).

    lowest : J*, the lowest loss there is, with b free.
    condition_slice, condition : `condition_number` at w = 0 over (w1, w2), and over (w1, w2, b).
    stable, stable_at_minimum : `largest_stable_learning_rate` at w = 0, and at the minimum.
    bottom : (2, 1), the lowest point of the slice b = 0.

    >>> X = np.array([[2.0, 2.0, -2.0, -2.0], [1.0, -1.0, 1.0, -1.0]])  # of variance 4 and 1
    >>> round(Bowl(X, [[1, 0, 0, 1]]).condition_slice, 6)
    4.0
    """

    def __init__(self, X, Y):
        self.X, self.Y = X, Y
        w, b, lowest = minimize(X, Y)
        self.lowest = lowest.item()
        hessian = logistic_hessian(np.zeros((2, 1)), np.zeros((1, 1)), X, Y)
        self.condition_slice = condition_number(hessian[:2, :2]).item()
        self.condition = condition_number(hessian).item()
        self.stable = largest_stable_learning_rate(hessian).item()
        at_minimum = logistic_hessian(w, b, X, Y)
        self.stable_at_minimum = largest_stable_learning_rate(at_minimum).item()
        self.bottom, _, _ = _newton(X, Y, hold_b=True)

    def steps_needed(self, J):
        """How many steps until J stays within 0.001 of the lowest loss; None if it does not."""
        outside = np.flatnonzero(J > self.lowest + 1e-3)
        return None if outside[-1:] == len(J) - 1 else int(outside[-1]) + 1

    @cached_property
    def surface(self):
        """Axes w1, w2 (101,) of a square with start and bottom, and J (101, 101) at b = 0."""
        reach = np.abs(self.bottom).max()
        w1, w2 = (np.linspace(middle - reach, middle + reach, GRID)
                  for middle in self.bottom[:, 0] / 2)
        w = np.stack(np.meshgrid(w1, w2), axis=-1).reshape(-1, 2, 1)
        J = logistic_loss(w, np.zeros((len(w), 1, 1)), self.X, self.Y)
        return w1, w2, J.reshape(GRID, GRID)


def _logistic_arguments(w, b, X, Y):
    """Checked float arrays w, b, X, Y."""
    X = matrix("X", X)
    X = shaped("X", X, X.shape[-2:], "one data set for all models")
    Y = shaped("Y", Y, (1, X.shape[-1]), "one label per example")
    w = matrix("w", w)
    w = shaped("w", w, (*w.shape[:-2], X.shape[0], 1), "one weight per feature")
    b = shaped("b", b, (*w.shape[:-2], 1, 1), "one number for each model")
    return w, b, X, Y


def _eigenvalues(H):
    """Eigenvalues of a symmetric matrix, the smallest first; NaN where it is not finite."""
    H = matrix("H", H)
    if H.shape[-1] != H.shape[-2]:
        raise ValueError(f"H: expected a square matrix; got shape {H.shape}")
    finite = np.isfinite(H).all(axis=(-2, -1), keepdims=True)
    return np.where(finite[..., 0], np.linalg.eigvalsh(np.where(finite, H, 0.0)), np.nan)
