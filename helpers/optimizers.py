"""How the parameters follow their gradients. Batch norm's gamma and beta are trained like W.

Each optimizer keeps what it remembers in itself, by the parameters' names. ``learning_rate`` is a
number, or an array of shape (K, 1, 1) with one rate for each network of a stack. ``update``
changes the parameters in place.
"""

import numpy as np


class GradientDescent:
    """Step against the gradient: p = p - learning_rate * dp.

    Parameters
    ----------
    learning_rate : float or ndarray of shape (K, 1, 1)

    Examples
    --------
    >>> parameters = {"W1": np.array([[1.0]])}
    >>> GradientDescent(0.5).update(parameters, {"W1": np.array([[1.0]])})
    >>> parameters["W1"]
    array([[0.5]])
    """

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step along `gradients` (a dict of the same names)."""
        for name, parameter in parameters.items():
            parameter -= _as(parameter, self.learning_rate) * gradients[name]


class Momentum:
    """Step along an exponentially weighted average of the gradients.

    ::

        v = decay * v + (1 - decay) * dp
        p = p - learning_rate * v

    Parameters
    ----------
    learning_rate : float or ndarray of shape (K, 1, 1)
    decay : float
        The lecture's momentum beta, such as 0.9.

    Notes
    -----
    The course's form, with 1 - decay. Frameworks leave that factor out: their learning rate is
    smaller by it for the same steps.

    Examples
    --------
    >>> parameters = {"W1": np.array([[1.0]])}
    >>> Momentum(1.0, decay=0.75).update(parameters, {"W1": np.array([[1.0]])})
    >>> parameters["W1"]
    array([[0.75]])
    """

    def __init__(self, learning_rate, decay=0.9):
        self.learning_rate, self.decay = learning_rate, decay
        self.velocity = {}

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step."""
        for name, parameter in parameters.items():
            velocity = _remembered(self.velocity, name, parameter)
            velocity *= _as(parameter, self.decay)
            velocity += _as(parameter, 1 - self.decay) * gradients[name]
            parameter -= _as(parameter, self.learning_rate) * velocity


class RMSprop:
    """Divide each gradient by the root of a weighted average of its squares.

    ::

        s = decay * s + (1 - decay) * dp^2
        p = p - learning_rate * dp / (sqrt(s) + epsilon)

    Parameters
    ----------
    learning_rate : float or ndarray of shape (K, 1, 1)
    decay : float
        The lecture's beta_2 of RMSprop.
    epsilon : float

    Notes
    -----
    s starts at 0 without bias correction, so the first steps are long: 1 / sqrt(1 - decay) times
    the learning rate.

    Examples
    --------
    >>> parameters = {"W1": np.array([[1.0]])}
    >>> RMSprop(0.25, decay=0.75).update(parameters, {"W1": np.array([[3.0]])})
    >>> parameters["W1"].round(6)
    array([[0.5]])
    """

    def __init__(self, learning_rate, decay=0.9, epsilon=1e-8):
        self.learning_rate, self.decay, self.epsilon = learning_rate, decay, epsilon
        self.square = {}

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step."""
        for name, parameter in parameters.items():
            gradient = gradients[name]
            square = _remembered(self.square, name, parameter)
            square *= _as(parameter, self.decay)
            square += _as(parameter, 1 - self.decay) * gradient * gradient
            step = gradient / (np.sqrt(square) + _as(parameter, self.epsilon))
            parameter -= _as(parameter, self.learning_rate) * step


class Adam:
    """Momentum and RMSprop together, both with bias correction.

    ::

        v = beta1 * v + (1 - beta1) * dp           s = beta2 * s + (1 - beta2) * dp^2
        p = p - learning_rate * v / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon)

    Parameters
    ----------
    learning_rate : float or ndarray of shape (K, 1, 1)
    beta1, beta2 : float
        Weights on the old averages; nothing to do with batch norm's beta.
    epsilon : float

    Notes
    -----
    Source: Kingma & Ba (2015), algorithm 1.

    Examples
    --------
    >>> parameters = {"W1": np.array([[1.0]])}
    >>> Adam(0.25).update(parameters, {"W1": np.array([[3.0]])})
    >>> parameters["W1"].round(6)  # the first step is the learning rate, whatever the gradient
    array([[0.75]])
    """

    def __init__(self, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learning_rate = learning_rate
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self.steps = 0
        self.velocity, self.square = {}, {}

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step."""
        self.steps += 1
        correction1, correction2 = 1 - self.beta1**self.steps, 1 - self.beta2**self.steps
        for name, parameter in parameters.items():
            gradient = gradients[name]
            velocity = _remembered(self.velocity, name, parameter)
            velocity *= self.beta1
            velocity += (1 - self.beta1) * gradient
            square = _remembered(self.square, name, parameter)
            square *= self.beta2
            square += (1 - self.beta2) * gradient**2
            spread = np.sqrt(square / correction2) + self.epsilon
            parameter -= _as(parameter, self.learning_rate / correction1) * velocity / spread


def _remembered(memory, name, parameter):
    """What an optimizer remembers of a parameter: zeros of its shape at first."""
    if name not in memory:
        memory[name] = np.zeros_like(parameter)
    return memory[name]


def _as(parameter, value):
    """A rate in the parameter's own precision, so that float32 stays float32."""
    return np.asarray(value, dtype=parameter.dtype)
