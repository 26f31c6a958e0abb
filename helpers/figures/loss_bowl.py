"""The loss of logistic regression as gradient descent meets it: a bowl, and its numbers."""

import numpy as np

from helpers.normalization import (
    condition_number,
    descend,
    input_statistics,
    largest_stable_learning_rate,
    logistic_gradient,
    logistic_hessian,
    logistic_loss,
    minimize,
    normalize_inputs,
)

STEPS = 200  # of gradient descent in a picture
PATIENCE = 3000  # steps after which counting them ends
GRID = 101


def _divided_by_variance(X):
    mu, variance = input_statistics(X)
    return (X - mu) / variance


PREPROCESSING = {
    "raw": lambda X: X,
    "centred": lambda X: X - input_statistics(X)[0],
    "normalized": lambda X: normalize_inputs(X, *input_statistics(X)),
    "centred, divided by sigma^2": _divided_by_variance,
    "divided by sqrt(mean of x^2)": lambda X: X / np.sqrt(np.mean(X**2, axis=-1, keepdims=True)),
}


class Bowl:
    """The loss of logistic regression after one kind of preprocessing, and its numbers.

    Parameters
    ----------
    X : ndarray, shape (2, m)
        Preprocessed.
    Y : ndarray, shape (1, m)

    Attributes
    ----------
    lowest : float
        J*, the lowest loss there is, with b free.
    condition_slice, condition : float
        Condition number at w = 0 of the Hessian over (w1, w2), and over (w1, w2, b).
    stable, stable_at_minimum : float
        2/L of the Hessian over (w1, w2, b) at w = 0, and at the minimum.
    bottom : ndarray, shape (2, 1)
        The lowest point of the slice b = 0.
    curve : ndarray
        The loss of gradient descent at alpha = 1/L, step by step.
    """

    def __init__(self, X, Y):
        self.X, self.Y = X, Y
        w, b, lowest = minimize(X, Y)
        self.lowest = lowest.item()
        zero = np.zeros((2, 1)), np.zeros((1, 1))
        hessian = logistic_hessian(*zero, X, Y)
        self.condition_slice = condition_number(hessian[:2, :2]).item()
        self.condition = condition_number(hessian).item()
        self.stable = largest_stable_learning_rate(hessian).item()
        at_minimum = logistic_hessian(w, b, X, Y)
        self.stable_at_minimum = largest_stable_learning_rate(at_minimum).item()
        self.bottom, _ = zero
        for _ in range(30):  # Newton's method, as in `minimize`, with b held at 0
            curvature = logistic_hessian(self.bottom, zero[1], X, Y)[:2, :2]
            slope, _ = logistic_gradient(self.bottom, zero[1], X, Y)
            self.bottom = self.bottom - np.linalg.solve(curvature, slope)
        self.curve = descend(X, Y, self.stable / 2, PATIENCE)[1]
        self._surface = None

    def steps_needed(self, J, above=1e-3):
        """How many steps until J stays within `above` of the lowest loss; None if it does not."""
        outside = np.flatnonzero(J > self.lowest + above)
        return None if outside[-1:] == len(J) - 1 else int(outside[-1]) + 1

    def window(self):
        """Limits ((left, right), (bottom, top)) of a square that holds start and bottom."""
        reach = np.abs(self.bottom).max()
        return [(middle - reach, middle + reach) for middle in self.bottom[:, 0] / 2]

    def surface(self):
        """The loss on a grid over the window, at b = 0; computed once."""
        if self._surface is not None:
            return self._surface
        w1, w2 = (np.linspace(low, high, GRID) for low, high in self.window())
        w = np.stack(np.meshgrid(w1, w2), axis=-1).reshape(-1, 2, 1)
        J = logistic_loss(w, np.zeros((len(w), 1, 1)), self.X, self.Y)
        self._surface = w1, w2, J.reshape(GRID, GRID)
        return self._surface
