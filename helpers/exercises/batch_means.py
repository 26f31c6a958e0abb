"""Your turn: how much the mean of a mini-batch scatters."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_variance_of_batch_means(values, batches):
    """The variance of each unit's mini-batch means."""
    means = np.array([values[:, batch].mean(axis=1) for batch in batches])
    return means.var(axis=0)


def _cases(rng):
    """Several units and mini-batches; every count differs from the others, or two are equal."""
    cases = []
    for n, count, m in ((3, 7, 4), (4, 4, 5), (5, 6, 6), (2, 9, 3)):
        values = rng.normal(rng.uniform(2, 5, (n, 1)), rng.uniform(1, 3, (n, 1)), (n, 80))
        values[0] *= 0.01  # a unit with a small variance
        cases.append((values, rng.permutation(80)[: count * m].reshape(count, m)))
    return cases


MEAN = "values[:, batch].mean(axis=1)"
ANSWER = "means.var(axis=0)"

check_variance_of_batch_means = Exercise(my_variance_of_batch_means, _cases, ("variances",), {
    "These are standard deviations; the variance is the square.": f"{ANSWER} -> means.std(axis=0)",
    "You took the variance inside each mini-batch. First the mean of each, then their variance.":
        (f"{MEAN} -> values[:, batch].var(axis=1)", f"{ANSWER} -> means.mean(axis=0)"),
    "That is the variance of all the examples together. Average within each mini-batch first.":
        f"{ANSWER} -> values[:, batches.ravel()].var(axis=1)",
    "You divide by m once more. The means already scatter less: nothing is left to divide.":
        f"{ANSWER} -> {ANSWER} / batches.shape[1]",
    "That is the theory, sigma squared / m. Measure it: take the means of the mini-batches that "
    "are given.": f"{ANSWER} -> values.var(axis=1) / batches.shape[1]",
    "That is sigma squared over the *number* of mini-batches. The theory divides by m, their size; "
    "and here the means are to be measured.": f"{ANSWER} -> values.var(axis=1) / len(batches)",
    "You divided by the number of mini-batches once more: `.var` has already averaged.":
        f"{ANSWER} -> {ANSWER} / len(batches)",
    "Your means are sums divided by the number of mini-batches. Divide by m, `batches.shape[1]`, "
    "or use `.mean`.": f"{MEAN} -> values[:, batch].sum(axis=1) / len(batches)",
    "You took the deviations from the mean of all `values`. Take them from the mean of the means.":
        f"{ANSWER} -> ((means - values.mean(axis=1)) ** 2).mean(axis=0)",
    "That is how the mini-batches' *variances* scatter. The question is how their means do.":
        f"{MEAN} -> values[:, batch].var(axis=1)",
    "You added the examples up instead of averaging them: your answer is m squared times too "
    "large.": f"{MEAN} -> values[:, batch].sum(axis=1)",
    "Your answer is m times too large: return the variance of the means as it is.":
        f"{ANSWER} -> {ANSWER} * batches.shape[1]",
    "You divided by the variance of the values. That comes later: return the variance of the means "
    "itself.": f"{ANSWER} -> {ANSWER} / values.var(axis=1)",
    "You averaged the squares. Subtract the mean first.": f"{ANSWER} -> (means ** 2).mean(axis=0)",
    "You divided by the number of mini-batches minus 1 (`ddof=1`); here it is divided by their "
    "number.": f"{ANSWER} -> means.var(axis=0, ddof=1)",
    "You cut the examples in their order into mini-batches. Use the columns that `batches` names.":
        "in batches -> in np.arange(batches.size).reshape(batches.shape)",
    "You averaged over columns of `batches`. A mini-batch is a row.": "in batches -> in batches.T",
    "One number for all units: the means of different units are mixed. Each unit has its own "
    "variance.": f"{ANSWER} -> np.full(len(values), means.var())",
}, (
    "Two steps: one mean for each mini-batch and unit, then the variance of those means over the "
    "mini-batches.",
    "`values[:, batch]` are the examples of one mini-batch; their mean is `.mean(axis=1)`, one "
    "number a unit.",
    "`means = np.array([values[:, batch].mean(axis=1) for batch in batches])` has one row a "
    "mini-batch. Take `.var` along the right axis.",
))
