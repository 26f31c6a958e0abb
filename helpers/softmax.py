"""Softmax classification: from logits to probabilities, the loss, and its gradient.

Logits are a matrix Z of shape (C, m): a row a class, a column an example. A leading axis makes a
stack, as everywhere. Labels are integers y of shape (m,), or one-hot columns Y of shape (C, m).
"""

import numpy as np

from helpers.arguments import matrix


def softmax(Z):
    """Probabilities of the classes, from logits.

    ::

        A = exp(Z) / sum of exp(Z) over the classes

    Parameters
    ----------
    Z : array_like, shape (C, m) or (K, C, m)
        Logits, one column an example.

    Returns
    -------
    A : ndarray, the shape and the type of Z
        Each column adds up to 1.

    Raises
    ------
    TypeError, ValueError
        If Z is not a matrix of real numbers.

    Notes
    -----
    The largest logit of each column is taken off first: nothing overflows, nothing changes.

    Examples
    --------
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
    """Loss of softmax classification, from logits, averaged over the examples.

    ::

        J = mean over the examples of  -sum of Y log softmax(Z) over the classes

    Parameters
    ----------
    Z : array_like, shape (C, m) or (K, C, m)
        Logits.
    Y : array_like, shape (C, m)
        One-hot labels.

    Returns
    -------
    J : ndarray, shape () or (K,)

    Raises
    ------
    TypeError, ValueError
        If the two are not matrices of real numbers with as many classes and examples.

    Examples
    --------
    >>> cross_entropy([[0.0], [0.0]], [[1], [0]]).round(4).item()
    0.6931
    """
    Z, Y = _logits_and_labels(Z, Y)
    with np.errstate(over="ignore", invalid="ignore"):
        log_A = Z - Z.max(axis=-2, keepdims=True)
        log_A -= np.log(np.exp(log_A).sum(axis=-2, keepdims=True))
        return -(Y * log_A).sum(axis=(-2, -1)) / Z.shape[-1]


def cross_entropy_gradient(Z, Y):
    """Gradient of `cross_entropy` with respect to the logits: (A - Y) / m.

    Parameters and errors as for `cross_entropy`.

    Returns
    -------
    dZ : ndarray, the shape of Z

    Examples
    --------
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
    """Labels as columns with a single 1.

    Parameters
    ----------
    y : array_like of int, shape (m,)
        From 0 to classes - 1.
    classes : int

    Returns
    -------
    Y : ndarray, float32, shape (classes, m)

    Raises
    ------
    ValueError
        If a label is not an integer from 0 to classes - 1.

    Examples
    --------
    >>> one_hot([2, 0], classes=3)
    array([[0., 1.],
           [0., 0.],
           [1., 0.]], dtype=float32)
    """
    y = np.asarray(y)
    is_labels = y.ndim == 1 and y.dtype.kind in "iu" and y.size > 0
    if not is_labels or y.min() < 0 or y.max() >= classes:
        raise ValueError(f"y: expected labels from 0 to {classes - 1}, shape (m,); got {y!r}")
    return (np.arange(classes)[:, np.newaxis] == y).astype(np.float32)


def accuracy(Z, y):
    """Share of examples whose largest logit is the right one.

    Parameters
    ----------
    Z : array_like, shape (C, m) or (K, C, m)
        Logits or probabilities.
    y : array_like of int, shape (m,)
        Labels.

    Returns
    -------
    ndarray, shape () or (K,)
        From 0 to 1; a network whose logits are NaN counts as wrong everywhere.

    Raises
    ------
    TypeError, ValueError
        If Z is not a matrix, or y has not one label an example.

    Examples
    --------
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
