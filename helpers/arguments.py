"""Refuse a bad argument with a sentence that names it, before it does harm.

Each function takes what the caller calls the argument, which the message repeats, and its value;
it returns the value, checked and converted, or raises TypeError or ValueError.
"""

from numbers import Integral, Real

import numpy as np


def real_array(name, value, dtype=None):
    """Return `value` as an array of real floating-point numbers, of `dtype` where that is given.

    Integers become float64; float32 and float64 stay what they are, without a copy; what is too
    large for `dtype` becomes infinite. None, strings, booleans and complex numbers raise TypeError,
    rows of unequal length ValueError.

    >>> real_array("Z", [[1, 2]])
    array([[1., 2.]])
    """
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name}: expected rows of equal length; {error}") from None
    if array.dtype.kind not in "iuf":
        came = type(value).__name__ if array.ndim == 0 else f"an array of {array.dtype}"
        raise TypeError(f"{name}: expected an array of real numbers; got {came}")
    wanted = np.dtype(dtype or (array.dtype if array.dtype.kind == "f" else float))
    if array.dtype == wanted:
        return array
    with np.errstate(over="ignore"):
        return array.astype(wanted)


def matrix(name, value, dtype=None):
    """Return `value` as a matrix (rows, examples), or a stack of them (K, rows, examples).

    A wrong rank and an empty matrix raise ValueError.

    >>> matrix("Z", [[1.0, 2.0, 3.0]]).shape
    (1, 3)
    """
    array = real_array(name, value, dtype)
    if array.ndim < 2:
        raise ValueError(f"{name}: expected a matrix (n, m), one column an example; "
                         f"got shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name}: expected at least one row and one example; got {array.shape}")
    return array


def shaped(name, value, shape, meaning, dtype=None):
    """Return `value` as a real array of exactly `shape`; `meaning` says why that shape.

    >>> shaped("gamma", [[1.0], [1.0]], (2, 1), "one value per unit").shape
    (2, 1)
    """
    array = real_array(name, value, dtype)
    if array.shape != shape:
        raise ValueError(f"{name}: expected shape {shape}, {meaning}; got shape {array.shape}")
    return array


def number(name, value, low=-np.inf, high=np.inf):
    """Return `value` as a float that lies in [low, high] and is not NaN.

    >>> number("epsilon", 0, low=0)
    0.0
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise TypeError(f"{name}: expected a real number; got {type(value).__name__}")
    try:
        converted = float(value)
    except OverflowError:  # an integer of more than 308 digits
        converted = np.inf if value > 0 else -np.inf
    if not low <= converted <= high:  # nor is NaN
        raise ValueError(f"{name}: expected a number from {low} to {high}; got {value}")
    return converted


def whole_number(name, value, low=-np.inf):
    """Return `value` as an int that is at least `low`.

    >>> whole_number("steps", 3, low=0)
    3
    """
    if isinstance(value, bool | np.bool_) or not isinstance(value, Integral):
        raise TypeError(f"{name}: expected a whole number; got {type(value).__name__}")
    if value < low:
        raise ValueError(f"{name}: expected at least {low}; got {value}")
    return int(value)
