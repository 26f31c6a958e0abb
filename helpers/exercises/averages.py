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


def _series(rng):
    """Series of several lengths, none of them near 0 or constant."""
    return [(rng.uniform(2, 5, length) * rng.choice([1, 3], length), decay)
            for length, decay in ((4, 0.9), (7, 0.75), (12, 0.98), (5, 0.3))]


SWAP = "decay * average + (1 - decay) * value -> (1 - decay) * average + decay * value"
PLAIN = " / (1 - decay**steps) -> "
FIRST = "average = 0.0 -> average = values[0]"

check_running_average = Exercise(my_running_average, _series, ("averages",), {
    "`decay` and `1 - decay` are swapped: the *old* average gets `decay`.": "decay -> (1 - decay)",
    "`decay` and `1 - decay` are swapped in the update, but not in the correction.": SWAP,
    "`decay` and `1 - decay` are swapped, and the bias correction is missing.": (SWAP, PLAIN),
    "The bias correction is missing: divide by `1 - decay ** steps`.": PLAIN,
    "Your count is one behind: after the first value `steps` is 1, not 0.": "start=1 -> start=0",
    "Your count is one ahead: after the first value `steps` is 1, not 2.": "start=1 -> start=2",
    "Your answers are the uncorrected averages divided by `1 - decay`. Either the exponent `steps` "
    "is missing in the correction, or the correction and the factor `1 - decay` before the new "
    "value are both missing.": "**steps -> ",
    "You correct each average as if it were the last. Use the count so far.":
        "**steps -> **len(values)",
    "You multiply `decay` by `steps`. It is a power: `decay ** steps`.": "**steps -> * steps",
    "Your correction raises `1 - decay` to the power; divide by `1 - decay ** steps`.":
        "decay**steps -> (1 - decay)**steps",
    "You divide by `decay ** steps`, the weight left on the start at 0. Divide by what is "
    "left for the values: 1 minus that.": "(1 - decay**steps) -> decay**steps",
    "You multiply by the weights' sum, `1 - decay ** steps`. Divide.": "average / -> average * ",
    "You store the corrected value back as the average, so it is corrected again. Keep the "
    "uncorrected average and correct a copy.": "append(average / -> append(average := average /",
    "Your average starts at the first value. Start it at 0, then correct.": (FIRST, PLAIN),
    "Your average starts at the first value but is corrected as from 0. Start it at 0.": FIRST,
    "You return the last average alone. Return all.": "np.array(averages) -> averages[-1]",
    "You return the start, 0, too. Leave it out.": "averages = [] -> averages = [0.0]",
    "The new value needs the weight `1 - decay`.": "(1 - decay) * value -> value",
    "That is the plain mean of the values so far: every value has the same weight, and `decay` is "
    "not used.": lambda values, decay: np.cumsum(values) / np.arange(1, len(values) + 1),
}, (
    "Start with `average = 0`. For each value do one update, then correct what you *return*, not "
    "what you keep.",
    "The update is `average = decay * average + (1 - decay) * value`. The weights of the first "
    "`steps` values add up to `1 - decay ** steps`.",
    "`for steps, value in enumerate(values, start=1):` update, then append `average / (1 - decay "
    "** steps)` to a list; return it as an array.",
))


CONVENTIONS = {
    "": "**{who}** {version}", "the average's weight is called": "`{name}`",
    "it multiplies": "**{multiplies}**", "its default": "{default}",
    "the average starts at": "{start}", "bias correction": "{bias_correction}",
    "variance that normalizes in training: divided by": "{normalizing_ddof}",
    "variance kept for test time: divided by": "{running_ddof}", "epsilon": "{epsilon}",
    "shape of the data, n units": "{layout}",
    "one example in training mode gives": "{batch_of_one}",
}


def conventions_table():
    """What the batch norm layers of this course, Keras and PyTorch do: a `Text` with a table."""
    who = load_conventions()
    for row in who:
        for ddof in ("normalizing_ddof", "running_ddof"):
            row[ddof] = {"0": "m", "1": "m - 1"}[row[ddof]]
    lines = [f"| {name} | " + " | ".join(cell.format(**row).strip() for row in who) + " |"
             for name, cell in CONVENTIONS.items()]
    return Text("\n".join([lines[0], "|---" * (len(who) + 1) + "|", *lines[1:]]))
