"""Softmax classification: from logits to probabilities, the loss, and its gradient.

Logits are a matrix Z (C, m): a row a class, a column an example. A leading axis makes a stack:
Z (K, C, m). Labels are integers y (m,), or one-hot columns Y (C, m). Results have the type of Z.
What does not fit is refused with a TypeError or ValueError that names the argument.
"""

import numpy as np

from helpers.arguments import matrix, whole_number


def softmax(Z):
    """Probabilities A of the classes, each column adding up to 1::

        A = exp(Z) / sum of exp(Z) over the classes

    The largest logit of each column is taken off first: nothing overflows, nothing changes.

    >>> softmax([[1000.0], [1000.0]])
    array([[0.5],
           [0.5]])
    """
    Z = matrix("Z", Z)
    with np.errstate(over="ignore", invalid="ignore"):  # a column with an infinity becomes NaN
        A = np.exp(Z - Z.max(axis=-2, keepdims=True))
        A /= A.sum(axis=-2, keepdims=True)
        return A


def cross_entropy(Z, Y):
    """Loss J of softmax classification, from logits; shape () or (K,)::

        J = mean over the examples of  -sum of Y log softmax(Z) over the classes

    >>> cross_entropy([[0.0], [0.0]], [[1], [0]]).round(4).item()
    0.6931
    """
    Z, Y = _logits_and_labels(Z, Y)
    with np.errstate(over="ignore", invalid="ignore"):
        log_A = Z - Z.max(axis=-2, keepdims=True)
        log_A -= np.log(np.exp(log_A).sum(axis=-2, keepdims=True))
        return -(Y * log_A).sum(axis=(-2, -1)) / Z.shape[-1]


def cross_entropy_gradient(Z, Y):
    """Gradient dZ of `cross_entropy` with respect to the logits: (A - Y) / m.

    >>> cross_entropy_gradient([[0.0], [0.0]], [[1], [0]])
    array([[-0.5],
           [ 0.5]])
    """
    Z, Y = _logits_and_labels(Z, Y)
    dZ = softmax(Z)
    dZ -= Y
    dZ /= Z.shape[-1]
    return dZ


def one_hot(y, classes=10):
    """Labels y, from 0 to classes - 1, as float32 columns Y with a single 1.

    >>> one_hot([2, 0], classes=3)
    array([[0., 1.],
           [0., 0.],
           [1., 0.]], dtype=float32)
    """
    y, classes = np.asarray(y), whole_number("classes", classes, low=1)
    is_labels = y.ndim == 1 and y.dtype.kind in "iu" and y.size > 0
    if not is_labels or y.min() < 0 or y.max() >= classes:
        raise ValueError(f"y: expected labels from 0 to {classes - 1}, shape (m,); got {y!r}")
    return (np.arange(classes)[:, np.newaxis] == y).astype(np.float32)


def accuracy(Z, y):
    """Share of examples whose largest logit (or probability) is the right one; () or (K,).

    A network whose logits are NaN counts as wrong everywhere.

    >>> accuracy([[3.0, 0.0], [1.0, 2.0]], [0, 0]).item()
    0.5
    """
    Z, y = matrix("Z", Z), np.asarray(y)
    if y.shape != Z.shape[-1:]:
        raise ValueError(f"y: expected shape {Z.shape[-1:]}, one label per example; got {y.shape}")
    right = (Z.argmax(axis=-2) == y) & ~np.isnan(Z).any(axis=-2)
    return right.mean(axis=-1)


def _logits_and_labels(Z, Y):
    """Z and Y as matrices of one shape and type."""
    Z = matrix("Z", Z)
    Y = matrix("Y", Y, Z.dtype)
    if Y.shape[-2:] != Z.shape[-2:]:
        raise ValueError(f"Y: expected shape {Z.shape[-2:]}, one-hot labels; got {Y.shape}")
    return Z, Y
