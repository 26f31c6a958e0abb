"""Your turn: pick the winner of a school of models."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_best_trial(curves, diverged):
    """The trial with the best mean over the last three evenings, of those that did not diverge."""
    late = curves[:, -3:].mean(axis=1)
    late = np.where(diverged, -np.inf, late)
    return np.argmax(late)


def _late(curves, diverged):
    return np.where(diverged, -np.inf, curves[:, -3:].mean(axis=1))


def _spike(curves, diverged):
    return np.argmax(np.where(diverged, -np.inf, curves.max(axis=1)))


def _last_evening(curves, diverged):
    return np.argmax(np.where(diverged, -np.inf, curves[:, -1]))


def _last_two(curves, diverged):
    return np.argmax(np.where(diverged, -np.inf, curves[:, -2:].mean(axis=1)))


def _third_last_alone(curves, diverged):
    return np.argmax(np.where(diverged, -np.inf, curves[:, -3]))


def _best_of_the_last_three(curves, diverged):
    return np.argmax(np.where(diverged, -np.inf, curves[:, -3:].max(axis=1)))


def _times_zero(curves, diverged):
    return np.argmax(curves[:, -3:].mean(axis=1) * ~diverged)


def _all_evenings(curves, diverged):
    return np.argmax(np.where(diverged, -np.inf, curves.mean(axis=1)))


def _first_evenings(curves, diverged):
    return np.argmax(np.where(diverged, -np.inf, curves[:, :3].mean(axis=1)))


def _worst(curves, diverged):
    return np.argmin(np.where(diverged, np.inf, curves[:, -3:].mean(axis=1)))


def _worst_of_masked(curves, diverged):
    return np.argmin(_late(curves, diverged))


def _diverged_too(curves, diverged):
    return np.argmax(curves[:, -3:].mean(axis=1))


def _nan_skipped_diverged_too(curves, diverged):
    return np.argmax(np.nan_to_num(curves)[:, -3:].mean(axis=1))


def _only_diverged(curves, diverged):
    return np.argmax(np.where(diverged, np.nan_to_num(curves[:, -3:].mean(axis=1)), -np.inf))


def _row_of_the_rest(curves, diverged):
    return np.argmax(curves[~diverged, -3:].mean(axis=1))


def _trials_for_days(curves, diverged):
    return np.argmax(curves[~diverged][-3:].mean(axis=0))


def _the_accuracy(curves, diverged):
    return _late(curves, diverged).max()


def _schools(rng):
    """Schools that tell every way to choose from the right one, their rows shuffled.

    The rows before: the winner; one with a lucky spike in the middle; one with a lucky last
    evening; one that led for a long time and then got worse; one best of all in the beginning
    only; two that failed; one that never learned; one good on its last two evenings, one lucky on
    the last but one, one on the third from the end. Now and then a failed one looks best, or is
    NaN.
    """
    schools = []
    for trials, days, failed_look, nan, in_front in (
        (13, 8, 0.95, True, 5), (11, 11, 0.95, True, 6), (12, 7, 0.1, True, 5),
        (14, 15, 0.1, False, 6), (12, 9, 0.95, False, 5),
    ):
        curves = rng.uniform(0.3, 0.6, (trials, days))
        curves[0, -3:] = rng.uniform(0.90, 0.91, 3)
        curves[1, 3] = 0.99
        curves[2, -1] = 0.97
        curves[3, :-3], curves[3, -3:] = rng.uniform(0.93, 0.94), 0.85
        curves[4, :3] = 0.96
        curves[5, -3:] = failed_look
        curves[6, -3:] = 0.09
        curves[7, -3:] = 0.12
        curves[8, -2:] = 0.93
        curves[9, -2] = 0.98
        curves[10, -3] = 0.97
        if nan:
            curves[6, -4:] = np.nan
        order = _order_with(in_front, trials, rng)
        schools.append((curves[order], np.isin(order, (5, 6))))
    return schools


def _order_with(in_front, trials, rng):
    """A random order in which the failed row `in_front` comes before the other, and the winner."""
    while True:
        order = rng.permutation(trials)
        place = np.argsort(order)
        if place[in_front] < min(place[0], place[11 - in_front]):
            return order


check_best_trial = Exercise(
    solution_function=my_best_trial,
    cases=_schools,
    outputs=("trial",),
    mistakes={
        "You choose by the best evening a trial ever had: that may be a lucky spike. Average the "
        "last three evenings.": _spike,
        "You choose by the last evening alone, and one evening may be luck. Average the last "
        "three.": _last_evening,
        "You average the last *two* evenings; the last three are `curves[:, -3:]`.": _last_two,
        "You choose by the third evening from the end alone: `-3` is one column, `-3:` are the "
        "last three. Average them.": _third_last_alone,
        "You take the best of the last three evenings: that may be a lucky one. Take their "
        "mean.": _best_of_the_last_three,
        "You average all evenings: that favours the quick start. Only the last three say where a "
        "model has got to.": _all_evenings,
        "You average the *first* three evenings; the last three are `curves[:, -3:]`.":
            _first_evenings,
        "You choose the worst of the trials that did not diverge: these are accuracies, more is "
        "better. Take `argmax`.": _worst,
        "You take the smallest value after you have set the diverged trials to something very "
        "small, so you choose one of them. Take `argmax`.": _worst_of_masked,
        "You do not look at `diverged`. Where a curve holds NaN, `argmax` even returns that trial: "
        "NaN counts as the largest.": _diverged_too,
        "You multiply the scores of the diverged trials by 0, but NaN times 0 is NaN, and `argmax` "
        "takes that for the largest. Replace them: `np.where`.": _times_zero,
        "You replace NaN, but there is a diverged trial that is a number and looks good: look at "
        "`diverged`.": _nan_skipped_diverged_too,
        "You choose among the diverged trials: `diverged` is True for those to leave out.":
            _only_diverged,
        "You take the diverged trials out, and your answer counts the rows that remain. It must be "
        "the trial's row in `curves`: give the diverged a score of `-np.inf` instead.":
            _row_of_the_rest,
        "You mixed up the axes: a row is a trial, a column an evening. Average over axis 1.":
            _trials_for_days,
        "You return the best score. Return which trial has it: `argmax` instead of `max`.":
            _the_accuracy,
    },
    hints=(
        "One score for each trial first: the mean over its last three columns. Then make sure that "
        "no diverged trial can win. Then the place of the largest score.",
        "`np.where(diverged, -np.inf, score)` keeps every row in its place. Comparisons with NaN "
        "are always false, so do not wait for NaN to lose.",
        "`score = curves[:, -3:].mean(axis=1)`, then `np.where` as in hint 2, then `np.argmax`.",
    ),
)
