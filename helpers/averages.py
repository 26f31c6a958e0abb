"""Exponentially weighted averages, and the running statistics batch norm uses at test time.

`decay`, from 0 to below 1, is the weight of the *old* average: the lecture's beta, Keras's
momentum, 1 - PyTorch's momentum. Another decay is refused with a TypeError or ValueError.
"""

import numpy as np

from helpers.arguments import number, real_array, shaped

BELOW_ONE = float(np.nextafter(1, 0))


def update_average(average, value, decay):
    """One step of an exponentially weighted average, of numbers or arrays of one shape::

        average = decay * average + (1 - decay) * value

    The average is 0 before the first value.

    >>> update_average(0.0, 10.0, decay=0.75).item()
    2.5
    """
    decay = _decay(decay)
    average = real_array("average", average)
    value = (shaped("value", value, average.shape, "the average's") if average.ndim
             else real_array("value", value))
    with np.errstate(all="ignore"):  # infinities and NaN stay what they are
        return decay * average + (1 - decay) * value


def bias_corrected(average, decay, steps):
    """What the average would be after so many updates (at least 1), had it not started from 0::

        average / (1 - decay ** steps)

    >>> bias_corrected(update_average(0.0, 10.0, decay=0.75), decay=0.75, steps=1).item()
    10.0
    """
    steps = number("steps", steps, low=1)
    with np.errstate(all="ignore"):
        return real_array("average", average) / (1 - _decay(decay) ** steps)


def running_averages(values, decay, corrected=True):
    """The average after each value of a series (steps, ...), corrected for its start at 0 or not.

    >>> running_averages([10.0, 12.0, 8.0], decay=0.9).round(2)
    array([10.  , 11.05,  9.93])
    """
    average, averages = 0.0, []
    for steps, value in enumerate(real_array("values", values), start=1):
        average = update_average(average, value, decay)
        averages.append(bias_corrected(average, decay, steps) if corrected else average)
    return np.array(averages)


def window(decay):
    """Over how many values an average with this decay roughly runs: 1 / (1 - decay).

    >>> round(window(0.9), 6)
    10.0
    """
    return 1 / (1 - _decay(decay))


class RunningStatistics:
    """Weighted averages of every layer's mean and variance over `steps` mini-batches.

    >>> running = RunningStatistics(decay=0.75)
    >>> running.update({"mean1": np.array([[4.0]])})
    >>> running.estimate()
    {'mean1': array([[4.]])}
    """

    def __init__(self, decay=0.9):
        self.decay = _decay(decay)
        self.steps = 0
        self._averages = {}

    def update(self, statistics):
        """Take in one mini-batch's statistics, as `helpers.network.batch_statistics` gives them."""
        self.steps += 1
        with np.errstate(invalid="ignore"):  # a diverged network of a stack keeps it to itself
            for name, value in statistics.items():
                average = self._averages.get(name, np.zeros_like(value))
                self._averages[name] = update_average(average, value, self.decay)

    def estimate(self, corrected=True):
        """The averages now, for `helpers.network.predict`; bias-corrected unless told otherwise."""
        return {name: bias_corrected(average, self.decay, self.steps) if corrected
                else average.copy() for name, average in self._averages.items()}


def _decay(value):
    """A checked decay."""
    return number("decay", value, low=0, high=BELOW_ONE)
