"""Your turn: how much the mean of a mini-batch scatters."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_variance_of_batch_means(values, batches):
    """The variance of each unit's mini-batch means."""
    means = np.array([values[:, batch].mean(axis=1) for batch in batches])
    return means.var(axis=0)


def _means(values, batches):
    """Of every unit (rows) in every mini-batch (columns)."""
    return values[:, batches].mean(axis=2)


def _spread(values, batches):
    return _means(values, batches).std(axis=1)


def _variance_within(values, batches):
    return values[:, batches].var(axis=2).mean(axis=1)


def _all_together(values, batches):
    return values[:, batches.ravel()].var(axis=1)


def _divided_again(values, batches):
    return my_variance_of_batch_means(values, batches) / batches.shape[1]


def _from_theory(values, batches):
    return values.var(axis=1) / batches.shape[1]


def _sums(values, batches):
    return values[:, batches].sum(axis=2).var(axis=1)


def _times_m(values, batches):
    return my_variance_of_batch_means(values, batches) * batches.shape[1]


def _relative(values, batches):
    return my_variance_of_batch_means(values, batches) / values.var(axis=1)


def _second_moment(values, batches):
    return (_means(values, batches) ** 2).mean(axis=1)


def _ddof(values, batches):
    return _means(values, batches).var(axis=1, ddof=1)


def _around_all_values(values, batches):
    return ((_means(values, batches) - values.mean(axis=1, keepdims=True)) ** 2).mean(axis=1)


def _variance_of_variances(values, batches):
    return values[:, batches].var(axis=2).var(axis=1)


def _divided_by_their_number(values, batches):
    return my_variance_of_batch_means(values, batches) / len(batches)


def _means_by_wrong_number(values, batches):
    return (values[:, batches].sum(axis=2) / len(batches)).var(axis=1)


def _theory_with_their_number(values, batches):
    return values.var(axis=1) / len(batches)


def _first_examples(values, batches):
    count, m = batches.shape
    return values[:, : count * m].reshape(len(values), count, m).mean(axis=2).var(axis=1)


def _columns(values, batches):
    return values[:, batches].mean(axis=1).var(axis=1)


def _units_pooled(values, batches):
    return np.full(len(values), _means(values, batches).var())


def _cases(rng):
    """Several units and mini-batches; every count differs from the others, or two are equal."""
    found = []
    for n, count, m in ((3, 7, 4), (4, 4, 5), (5, 6, 6), (2, 9, 3)):
        spread = rng.uniform(1, 3, (n, 1))
        values = rng.uniform(2, 5, (n, 1)) + spread * rng.normal(size=(n, 80))
        values[0] *= 0.01  # a unit with a small variance
        found.append((values, rng.permutation(80)[: count * m].reshape(count, m)))
    return found


check_variance_of_batch_means = Exercise(
    solution_function=my_variance_of_batch_means,
    cases=_cases,
    outputs=("variances",),
    mistakes={
        "These are the standard deviations of the means; the variance is their square.": _spread,
        "You took the variance inside each mini-batch and averaged it. First the mean of each "
        "mini-batch, then the variance of those means.": _variance_within,
        "That is the variance of all the examples together. Average within each mini-batch "
        "first.": _all_together,
        "You divide by m once more. The means already scatter less: nothing is left to divide.":
            _divided_again,
        "That is the theory, sigma squared / m. Measure it: take the means of the mini-batches "
        "that are given.": _from_theory,
        "That is sigma squared over the *number* of mini-batches. The theory divides by m, their "
        "size; and here the means are to be measured.": _theory_with_their_number,
        "You divided the variance by the number of mini-batches once more: `.var` has done that.":
            _divided_by_their_number,
        "Your means are sums divided by the number of mini-batches. Divide by m, the number of "
        "examples in one: `batches.shape[1]`, or use `.mean`.": _means_by_wrong_number,
        "You took the deviations from the mean of all `values`. A variance measures from the mean "
        "of its own numbers, here the mean of the mini-batch means.": _around_all_values,
        "That is how the mini-batches' *variances* scatter. The question is how their means do.":
            _variance_of_variances,
        "You added the examples up instead of averaging them: your answer is m squared times too "
        "large.": _sums,
        "Your answer is m times too large.": _times_m,
        "You divided by the variance of the values. That comes later: return the variance of the "
        "means itself.": _relative,
        "You averaged the squares of the means. Subtract their mean first.": _second_moment,
        "You divided by the number of mini-batches minus 1 (ddof=1); here it is divided by their "
        "number.": _ddof,
        "You cut the examples in their order into mini-batches. Use the columns that `batches` "
        "names.": _first_examples,
        "You averaged across the mini-batches, place by place. Average the examples of one "
        "mini-batch.": _columns,
        "One number for all units: the means of different units are mixed. Each unit has its own "
        "variance.": _units_pooled,
    },
    hints=(
        "Two steps: one mean for each mini-batch and unit, then the variance of those means over "
        "the mini-batches.",
        "`values[:, batch]` are the examples of one mini-batch; their mean is `.mean(axis=1)`, one "
        "number a unit.",
        "`means = np.array([values[:, batch].mean(axis=1) for batch in batches])` has one row a "
        "mini-batch. Take `.var` along the right axis.",
    ),
)
