"""The panda approach: one model, watched and nudged from day to day.

A day is a number of steps. In the evening one looks at the accuracy on the dev set, and may change
the learning rate or the momentum for tomorrow, or go back to yesterday's model. What does not fit
is refused with a TypeError or ValueError that names it, before anything has changed.
"""

from copy import deepcopy
from typing import NamedTuple

import numpy as np

from helpers.arguments import matrix, number, whole_number
from helpers.network import batch_statistics, forward, initialize, predict
from helpers.optimizers import Momentum
from helpers.softmax import accuracy, one_hot
from helpers.training import TrainingDiverged, train


class Day(NamedTuple):
    """One day of training: its number from 1, the settings of the day, and what came of them.

    loss (day,) : of every step's mini-batch; NaN once it is no longer a number. before, accuracy :
    on the dev set, in the morning and in the evening.
    """

    number: int
    learning_rate: float
    decay: float
    loss: np.ndarray
    before: float
    accuracy: float


class Panda:
    """One model in training: a network with batch norm, gradient descent with momentum.

    X (n0, m), X_dev (n0, m_dev), labels y (m,) and y_dev (m_dev,) from 0. decay : momentum, the
    lecture's beta. day : steps a day. hidden : units of each hidden layer. seed : of the first
    weights and of the order of the mini-batches.

    `learning_rate` and `decay` are tomorrow's settings: change them between days. `days` is the
    present line of life, a list of `Day`, and `undone` what was taken back from it; `days_spent`
    counts all of them: what this panda has cost. `parameters` and `statistics` are those of the
    model as it is now, for `helpers.network.predict`.

    >>> X, y = np.random.default_rng(0).normal(size=(4, 90)), np.repeat([0, 1], 45)
    >>> panda = Panda(X, y, X, y, learning_rate=0.1, day=5)
    >>> tuesday = [panda.train_a_day(), panda.train_a_day()][-1]
    >>> panda.back_a_day()
    >>> panda.train_a_day() == tuesday, panda.days_spent, len(panda.curve)
    (True, 3, 3)
    """

    def __init__(self, X, y, X_dev, y_dev, *, learning_rate, decay=0.9, day=50, hidden=(32, 32),
                 batch_size=64, seed=0):
        classes = int(max(y.max(), y_dev.max())) + 1
        self._X = np.asfortranarray(matrix("X", X, np.float32))
        self._Y, self._dev = one_hot(y, classes), (X_dev, y_dev)
        self._rng = np.random.default_rng(seed)
        self._velocity = Momentum(learning_rate, decay).velocity
        self.learning_rate, self.decay = learning_rate, decay
        self.day, self.batch_size = whole_number("day", day, low=1), batch_size
        self.parameters = initialize((len(X), *hidden, classes), self._rng)
        _, cache = forward(self._X[:, :256], self.parameters)
        self.statistics = batch_statistics(cache)
        self._first = accuracy(predict(X_dev, self.parameters, self.statistics), y_dev).item()
        self.days, self.undone, self.days_spent = [], [], 0
        self._yesterdays = []

    @property
    def accuracy(self):
        """The model's accuracy on the dev set as it is now."""
        return self.days[-1].accuracy if self.days else self._first

    @property
    def curve(self):
        """The present line of life: a list of (day, accuracy), day 0 the untrained model."""
        return [(0, self._first)] + [(day.number, day.accuracy) for day in self.days]

    def train_a_day(self):
        """Train for one day with the settings of now; the evening's accuracy on the dev set.

        It is 0 if the loss is no number any more. That is a result, not an error: go back a day.
        """
        # A Momentum of its own refuses impossible settings before anything has changed.
        optimizer = Momentum(number("learning_rate", self.learning_rate, low=0), self.decay)
        self._yesterdays.append(deepcopy((self.parameters, self.statistics, self._velocity,
                                          self._rng.bit_generator.state)))
        optimizer.velocity = self._velocity
        try:
            history = train(self.parameters, self._X, self._Y, optimizer, self.day, self._rng,
                            batch_size=self.batch_size, evaluate={"dev": self._dev},
                            every=self.day, progress=False)
            evening = float(history.accuracy["dev"][-1])
        except TrainingDiverged as error:
            history, evening = error.history, 0.0
        loss = np.full(self.day, np.nan)
        loss[: len(history.loss)] = history.loss
        self.statistics = history.running.estimate() if history.loss else self.statistics
        self.days.append(Day(len(self.days) + 1, self.learning_rate, self.decay, loss,
                             self.accuracy, evening))
        self.days_spent += 1
        return evening

    def back_a_day(self):
        """Take back the last day: the model, its momentum and its luck are yesterday's again.

        The settings stay as they are, and the day stays spent. On day 0: ValueError.
        """
        if not self.days:
            raise ValueError("back_a_day: this panda is on day 0, it has no yesterday")
        self.undone.append(self.days.pop())
        (self.parameters, self.statistics, self._velocity,
         self._rng.bit_generator.state) = self._yesterdays.pop()


def babysit(panda, days, up=1.5, down=2.0, margin=0.01):
    """Look after a panda for so many days by a written rule, as a person might::

        better than yesterday:      a learning rate `up` times as large for tomorrow
        a little worse:             go on with a learning rate `down` times smaller
        worse by more than margin:  go back a day, and that too

    margin : of accuracy; how much may be the noise of a day. Returns the accuracy on the dev set
    each evening, after going back where that was needed: (days,), those taken back included.

    >>> X, y = np.ones((4, 90)), np.repeat([0, 1], 45)
    >>> babysit(Panda(X, y, X, y, learning_rate=0.1, day=5), 4).shape
    (4,)
    """
    evenings = []
    for _ in range(whole_number("days", days, low=1)):
        change = -panda.accuracy + panda.train_a_day()
        if change < -margin:
            panda.back_a_day()
        panda.learning_rate *= up if change > 0 else 1 / down
        evenings.append(panda.accuracy)
    return np.array(evenings)
