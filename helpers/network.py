"""The pieces of a neural network, in the course's notation."""

import numpy as np

from helpers.arguments import real_array


def sigmoid(Z):
    """The logistic function 1 / (1 + exp(-Z)), for any Z without overflow.

    Parameters
    ----------
    Z : array_like of any shape

    Returns
    -------
    ndarray, the shape and the type of Z (integers become float64)
        Between 0 and 1.

    Raises
    ------
    TypeError
        If Z is not made of real numbers.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    Z = real_array("Z", Z)
    return 0.5 * np.tanh(0.5 * Z) + 0.5  # the same curve; tanh cannot overflow
