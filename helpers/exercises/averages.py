"""Your turn: a bias-corrected running average. And what frameworks do with theirs."""

import numpy as np

from helpers.datasets import load_conventions
from helpers.exercises.exercise import Exercise, Text


def my_running_average(values, decay):
    """The bias-corrected average after each value."""
    average = 0.0
    averages = []
    for steps, value in enumerate(values, start=1):
        average = decay * average + (1 - decay) * value
        averages.append(average / (1 - decay**steps))
    return np.array(averages)


def _uncorrected(values, decay, average=0.0):
    averages = []
    for value in values:
        average = decay * average + (1 - decay) * value
        averages.append(average)
    return np.array(averages)


def _steps(values):
    return np.arange(1, len(values) + 1)


def _swapped(values, decay):
    return my_running_average(values, 1 - decay)


def _swapped_before_correction(values, decay):
    return _uncorrected(values, 1 - decay) / (1 - decay ** _steps(values))


def _swapped_uncorrected(values, decay):
    return _uncorrected(values, 1 - decay)


def _counts_from_0(values, decay):
    return _uncorrected(values, decay) / (1 - decay ** (_steps(values) - 1))


def _counts_from_2(values, decay):
    return _uncorrected(values, decay) / (1 - decay ** (_steps(values) + 1))


def _same_correction_always(values, decay):
    return _uncorrected(values, decay) / (1 - decay)


def _last_correction_always(values, decay):
    return _uncorrected(values, decay) / (1 - decay ** len(values))


def _times_steps(values, decay):
    return _uncorrected(values, decay) / (1 - decay * _steps(values))


def _other_power(values, decay):
    return _uncorrected(values, decay) / (1 - (1 - decay) ** _steps(values))


def _power_alone(values, decay):
    return _uncorrected(values, decay) / decay ** _steps(values)


def _multiplied(values, decay):
    return _uncorrected(values, decay) * (1 - decay ** _steps(values))


def _stored_back(values, decay):
    average, averages = 0.0, []
    for steps, value in enumerate(values, start=1):
        average = (decay * average + (1 - decay) * value) / (1 - decay**steps)
        averages.append(average)
    return np.array(averages)


def _starts_at_the_first(values, decay):
    return _uncorrected(values, decay, average=values[0])


def _starts_at_the_first_corrected(values, decay):
    return _starts_at_the_first(values, decay) / (1 - decay ** _steps(values))


def _full_weight(values, decay):
    return my_running_average(values, decay) / (1 - decay)


def _plain_mean(values, decay):
    return np.cumsum(values) / _steps(values)


def _series(rng):
    """Series of several lengths, none of them near 0 or constant."""
    return [
        (rng.uniform(2, 5, length) * rng.choice([1, 3], length), decay)
        for length, decay in ((4, 0.9), (7, 0.75), (12, 0.98), (5, 0.3))
    ]


check_running_average = Exercise(
    solution_function=my_running_average,
    cases=_series,
    outputs=("averages",),
    mistakes={
        "decay and 1 - decay are swapped: decay is the weight of the *old* average.": _swapped,
        "decay and 1 - decay are swapped in the update (the correction is right): decay is the "
        "weight of the *old* average.": _swapped_before_correction,
        "decay and 1 - decay are swapped in the update, and the bias correction is missing.":
            _swapped_uncorrected,
        "The bias correction is missing: divide by 1 - decay ** steps.": _uncorrected,
        "Your count of the values is one behind: after the first value `steps` is 1, not 0.":
            _counts_from_0,
        "Your count of the values is one ahead: after the first value `steps` is 1, not 2.":
            _counts_from_2,
        "Your answers are the uncorrected averages divided by 1 - decay, always. Either the "
        "exponent `steps` is missing in the correction, or 1 - decay before the new value and the "
        "correction both are.": _same_correction_always,
        "You correct every average as if it were the last: the exponent is the number of values "
        "seen *so far*.": _last_correction_always,
        "You multiply decay by the number of values; it is raised to that power: decay ** steps.":
            _times_steps,
        "Your correction raises 1 - decay to the power; divide by 1 - decay ** steps.":
            _other_power,
        "You divide by decay ** steps; divide by 1 - decay ** steps.": _power_alone,
        "You multiply by 1 - decay ** steps. The weights add up to that: divide by it.":
            _multiplied,
        "You store the corrected value back as the average, so it is corrected again and again. "
        "Keep the uncorrected average and correct a copy.": _stored_back,
        "Your average starts at the first value. Start it at 0 and let the correction do its "
        "work.": _starts_at_the_first,
        "Your average starts at the first value and is then corrected as if it had started at 0. "
        "Start it at 0.": _starts_at_the_first_corrected,
        "The new value needs the weight 1 - decay.": _full_weight,
        "That is the plain mean of the values so far: every value has the same weight, and decay "
        "is not used.": _plain_mean,
    },
    hints=(
        "Start with `average = 0`. For each value do one update, then correct what you *return*, "
        "not what you keep.",
        "The update is `average = decay * average + (1 - decay) * value`. The weights of the first "
        "`steps` values add up to `1 - decay ** steps`.",
        "`for steps, value in enumerate(values, start=1):` update, then append "
        "`average / (1 - decay ** steps)` to a list; return it as an array.",
    ),
)


def conventions_table():
    """What the batch norm layers of this course, Keras and PyTorch do, as a table to show.

    Returns
    -------
    Text
    """
    who = load_conventions()
    divided = {"0": "m", "1": "m - 1"}
    rows = {
        "": [f"**{row['who']}** {row['version']}".strip() for row in who],
        "the average's weight is called": [f"`{row['name']}`" for row in who],
        "it multiplies": [f"**{row['multiplies']}**" for row in who],
        "its default": [row["default"] for row in who],
        "the average starts at": [row["start"] for row in who],
        "bias correction": [row["bias_correction"] for row in who],
        "variance that normalizes in training: divided by":
            [divided[row["normalizing_ddof"]] for row in who],
        "variance kept for test time: divided by": [divided[row["running_ddof"]] for row in who],
        "epsilon": [row["epsilon"] for row in who],
        "shape of the data, n units": [row["layout"] for row in who],
        "one example in training mode gives": [row["batch_of_one"] for row in who],
    }
    lines = [f"| {' | '.join([name, *cells])} |" for name, cells in rows.items()]
    return Text("\n".join([lines[0], "|---" * (len(who) + 1) + "|", *lines[1:]]))
