"""How the parameters follow their gradients. Batch norm's gamma and beta are trained like W.

Parameters and gradients are dicts of the same names; p is a parameter, dp its gradient. ``update``
changes the parameters in place by one step. Each optimizer keeps what it remembers in itself, by
the parameters' names. A hyperparameter is a number, at least 0 and a weight on an old average below
1, or an array (K, 1, 1), one for each network of a stack; else a TypeError or ValueError names it.
"""

import sys

import numpy as np

from helpers.arguments import real_array, whole_number
from helpers.averages import BELOW_ONE


class GradientDescent:
    """Step against the gradient::

        p = p - learning_rate * dp

    >>> parameters = {"W1": np.array([[1.0]])}
    >>> GradientDescent(0.5).update(parameters, {"W1": np.array([[1.0]])})
    >>> parameters["W1"]
    array([[0.5]])
    """

    def __init__(self, learning_rate):
        self.learning_rate = _hyperparameter("learning_rate", learning_rate)

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step."""
        for name, parameter in parameters.items():
            parameter -= _as(parameter, self.learning_rate) * gradients[name]


class Momentum:
    """Step along an exponentially weighted average of the gradients::

        v = decay * v + (1 - decay) * dp
        p = p - learning_rate * v

    decay is the lecture's momentum beta. The course's form, with 1 - decay: frameworks leave that
    factor out, and their learning rate is smaller by it for the same steps.

    >>> parameters = {"W1": np.array([[1.0]])}
    >>> Momentum(1.0, decay=0.75).update(parameters, {"W1": np.array([[1.0]])})
    >>> parameters["W1"]
    array([[0.75]])
    """

    def __init__(self, learning_rate, decay=0.9):
        self.learning_rate = _hyperparameter("learning_rate", learning_rate)
        self.decay = _hyperparameter("decay", decay, high=BELOW_ONE)
        self.velocity = {}

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step."""
        for name, parameter in parameters.items():
            velocity = _averaged(self.velocity, name, gradients[name], self.decay, parameter)
            parameter -= _as(parameter, self.learning_rate) * velocity


class RMSprop:
    """Divide each gradient by the root of a weighted average of its squares::

        s = decay * s + (1 - decay) * dp^2
        p = p - learning_rate * dp / (sqrt(s) + epsilon)

    decay is the lecture's beta_2. s starts at 0, uncorrected: the first steps are long,
    learning_rate / sqrt(1 - decay). epsilon is added to the root, as in PyTorch; Keras's under it.

    >>> parameters = {"W1": np.array([[1.0]])}
    >>> RMSprop(0.25, decay=0.75).update(parameters, {"W1": np.array([[3.0]])})
    >>> parameters["W1"].round(6)
    array([[0.5]])
    """

    def __init__(self, learning_rate, decay=0.9, epsilon=1e-8):
        self.learning_rate = _hyperparameter("learning_rate", learning_rate)
        self.decay = _hyperparameter("decay", decay, high=BELOW_ONE)
        self.epsilon = _hyperparameter("epsilon", epsilon)
        self.square = {}

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step."""
        for name, parameter in parameters.items():
            gradient = gradients[name]
            square = _averaged(self.square, name, gradient**2, self.decay, parameter)
            spread = np.sqrt(square) + _as(parameter, self.epsilon)
            parameter -= _as(parameter, self.learning_rate) * gradient / spread


class Adam:
    """Momentum and RMSprop together, both with bias correction::

        v = beta1 * v + (1 - beta1) * dp           s = beta2 * s + (1 - beta2) * dp^2
        p = p - learning_rate * v / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon)

    beta1 and beta2 are weights on the old averages; nothing to do with batch norm's beta.
    Source: Kingma & Ba (2015), algorithm 1. `update` takes both corrections out of the fraction,
    as the end of their section 2 suggests: one number each for the rate and for epsilon, instead
    of two more divisions for every parameter. epsilon is that of algorithm 1, as in PyTorch;
    Keras's is the paper's "epsilon hat", epsilon * sqrt(1 - beta2^t).

    >>> parameters = {"W1": np.array([[1.0]])}
    >>> Adam(0.25).update(parameters, {"W1": np.array([[3.0]])})
    >>> parameters["W1"].round(6)  # the first step is the learning rate, whatever the gradient
    array([[0.75]])
    """

    def __init__(self, learning_rate, beta1=0.9, beta2=0.999, epsilon=1e-8):
        self.learning_rate = _hyperparameter("learning_rate", learning_rate)
        self.beta1 = _hyperparameter("beta1", beta1, high=BELOW_ONE)
        self.beta2 = _hyperparameter("beta2", beta2, high=BELOW_ONE)
        self.epsilon = _hyperparameter("epsilon", epsilon)
        self.steps = 0
        self.velocity, self.square = {}, {}

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step."""
        self.steps += 1
        correction1 = 1 - self.beta1**self.steps
        correction2 = (1 - self.beta2**self.steps) ** 0.5
        rate = self.learning_rate * (correction2 / correction1)
        epsilon = self.epsilon * correction2
        for name, parameter in parameters.items():
            gradient = gradients[name]
            velocity = _averaged(self.velocity, name, gradient, self.beta1, parameter)
            square = _averaged(self.square, name, gradient**2, self.beta2, parameter)
            step = velocity / (np.sqrt(square) + _as(parameter, epsilon))
            step *= _as(parameter, rate)
            parameter -= step


class Scheduled:
    """An optimizer whose learning rate follows a schedule::

        alpha of this step = learning_rate * schedule(step),   step = 0, 1, 2, ...

    schedule returns a number, or (K, 1, 1) for a stack: one of the two below, or your own, such as
    a warm-up over 50 steps, ``lambda step: min(1, (step + 1) / 50)``.

    >>> optimizer = Scheduled(GradientDescent(0.2), inverse_time_decay(1.0, epoch=1))
    >>> parameters = {"W1": np.array([[1.0]])}
    >>> for _ in range(2):
    ...     optimizer.update(parameters, {"W1": np.array([[1.0]])})
    >>> parameters["W1"].round(6)  # 1 - 0.2 - 0.1
    array([[0.7]])
    """

    def __init__(self, optimizer, schedule):
        self.optimizer, self.schedule = optimizer, schedule
        self.learning_rate, self.steps = optimizer.learning_rate, 0

    def update(self, parameters, gradients):
        """Change `parameters` in place by one step."""
        self.optimizer.learning_rate = self.learning_rate * self.schedule(self.steps)
        self.steps += 1
        self.optimizer.update(parameters, gradients)


def inverse_time_decay(decay_rate, epoch):
    """The schedule 1 / (1 + decay_rate * epochs), for `Scheduled`; epoch : its number of steps.

    Epochs pass evenly from 0, as in Keras, so the first step has the full learning rate. The
    lecture's epochs are whole numbers from 1. decay_rate 0 changes nothing.

    >>> halved = inverse_time_decay(1.0, epoch=125)
    >>> halved(0), halved(125)
    (1.0, 0.5)
    """
    decay_rate = _hyperparameter("decay_rate", decay_rate)
    epoch = whole_number("epoch", epoch, low=1)
    return lambda step: 1 / (1 + decay_rate * (step / epoch))


def exponential_decay(decay_rate, epoch):
    """The schedule decay_rate ** epochs, for `Scheduled`, such as the lecture's 0.95; at most 1.

    Epochs as for `inverse_time_decay`. decay_rate 1 changes nothing.

    >>> exponential_decay(0.95, epoch=125)(250)
    0.9025
    """
    decay_rate = _hyperparameter("decay_rate", decay_rate, high=1.0)
    epoch = whole_number("epoch", epoch, low=1)
    return lambda step: decay_rate ** (step / epoch)


def _averaged(memory, name, value, decay, parameter):
    """A parameter's remembered average, 0 at first, after one more value."""
    if name not in memory:
        memory[name] = np.zeros_like(parameter)
    memory[name] *= _as(parameter, decay)
    memory[name] += _as(parameter, 1 - decay) * value
    return memory[name]


def _as(parameter, value):
    """A hyperparameter in the parameter's own precision, so that float32 stays float32."""
    return np.asarray(value, dtype=parameter.dtype)


def _hyperparameter(name, value, high=sys.float_info.max):
    """A checked float from 0 to `high`, or an array with one for each network of a stack."""
    array = real_array(name, value, float)
    if not ((array >= 0) & (array <= high)).all():
        end = "below 1" if high < 1 else "1" if high == 1 else "a finite one"
        raise ValueError(f"{name}: expected a number from 0 to {end}; got {value}")
    if array.ndim and (array.ndim < 3 or array.shape[-2:] != (1, 1)):
        raise ValueError(f"{name}: expected a number, or shape (K, 1, 1); got shape {array.shape}")
    return array.copy() if array.ndim else float(array)
