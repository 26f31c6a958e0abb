"""Your turn: pick the winner of a school of models."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_best_trial(curves, diverged):
    """The trial with the best mean over the last three evenings, of those that did not diverge."""
    late = curves[:, -3:].mean(axis=1)
    late = np.where(diverged, -np.inf, late)
    return np.argmax(late)


def _schools(rng):
    """Schools that tell every way to choose from the right one, their rows shuffled.

    Now and then a failed trial looks best, or is NaN.
    """
    schools = []
    for trials, days, failed_look, nan, in_front in (
            (15, 8, 0.95, True, 5), (13, 11, 0.95, True, 6), (14, 7, 0.1, True, 5),
            (16, 15, 0.1, False, 6), (14, 9, 0.95, False, 5)):
        curves = rng.uniform(0.3, 0.6, (trials, days))
        curves[0, -3:] = rng.permutation([0.88, 0.92, 0.95])  # the winner
        curves[1, 3] = 0.99  # a lucky spike in the middle
        curves[2, -1] = 0.97  # a lucky last evening
        curves[3, :-3], curves[3, -3:] = rng.uniform(0.93, 0.94), 0.85  # led for a long time
        curves[4, :3] = 0.96  # best of all in the beginning only
        curves[5, -3:] = failed_look  # failed, as did the next
        curves[6, -3:] = 0.09
        curves[7, -3:] = 0.12  # never learned
        curves[8, -2:] = 0.96  # good on its last two evenings
        curves[9, -2] = 0.98  # lucky on the last but one
        curves[10, -3] = 0.97  # lucky on the third from the end
        curves[11, -3:-1] = 0.96  # good until the last evening
        curves[12, -3:] = 0.9  # never below the winner's worst
        if nan:
            curves[6, -4:] = np.nan
        # The failed row `in_front` comes before the other, and before the winner.
        order = rng.permutation(trials)
        order[np.isin(order, (0, 5, 6))] = in_front, *rng.permutation([0, 11 - in_front])
        schools.append((curves[order], np.isin(order, (5, 6))))
    return schools


LATE = "curves[:, -3:].mean(axis=1)"
NO_MASK = "np.where(diverged, -np.inf, late) -> late"

check_best_trial = Exercise(my_best_trial, _schools, ("trial",), {
    "You choose by the best evening a trial ever had: that may be a lucky spike. Average the last "
    "three evenings.": f"{LATE} -> curves.max(axis=1)",
    "You choose by the last evening alone. Average the last three.": f"{LATE} -> curves[:, -1]",
    "You average the last *two* evenings; the last three are `curves[:, -3:]`.": "-3: -> -2:",
    "You choose by the third evening from the end alone: `-3` is one column, `-3:` are the last "
    "three. Average them.": f"{LATE} -> curves[:, -3]",
    "You take the best of the last three: that may be a lucky one. Take their mean.": "mean -> max",
    "You average all evenings, which favours a quick start. Take the last three.": "[:, -3:] -> ",
    "You average the *first* three evenings; the last three are `curves[:, -3:]`.": "-3: -> :3",
    "You choose the worst of the trials that did not diverge: these are accuracies, more is "
    "better. Take `argmax`.": ("-np.inf -> np.inf", "argmax -> argmin"),
    "You take the smallest value after you have set the diverged trials to something very small, "
    "so you choose one of them. Take `argmax`.": "argmax -> argmin",
    "You do not look at `diverged`. Where a curve holds NaN, `argmax` even returns that trial: NaN "
    "counts as the largest.": NO_MASK,
    "You multiply the scores of the diverged trials by 0, but NaN times 0 is NaN, and `argmax` "
    "takes that for the largest. Replace them: `np.where`.": f"{NO_MASK} * ~diverged",
    "To replace NaN is not enough: a diverged trial may hold numbers that look good. Look at "
    "`diverged`.": ("curves -> np.nan_to_num(curves)", NO_MASK),
    "You choose among the diverged trials: `diverged` is True for those to leave out.":
        ("-np.inf, late -> late, -np.inf", "curves -> np.nan_to_num(curves)"),
    "You take the diverged trials out, and your answer counts the rows that remain. Return the "
    "trial's row in `curves`.": ("curves -> curves[~diverged]", NO_MASK),
    "You mixed up the axes: a row is a trial, a column an evening. Average over axis 1.":
        (f"{LATE} -> curves[~diverged][-3:].mean(axis=0)", NO_MASK),
    "You leave out the last evening: `-3:-1` ends before it.": "-3: -> -3:-1",
    "You keep the trials that diverged, alone.":
        ("curves -> np.nan_to_num(curves[diverged])", NO_MASK),
    "You count the trials from 1. Their rows count from 0.": "(late) -> (late) + 1",
    "You return the first that did not diverge. Does `return` stand inside the loop?":
        "argmax(late) -> argmin(diverged)",
    "You return the last trial there is. Keep the best.": lambda curves, diverged: len(curves) - 1,
    "You return the winner's curve. Return its row.": "np.argmax(late) -> curves[np.argmax(late)]",
    "You return the best score. Return which trial has it: `argmax`, not `max`.": "argmax -> max",
}, (
    "One score for each trial first: the mean over its last three columns. Then make sure that no "
    "diverged trial can win. Then the place of the largest score.",
    "`np.where(diverged, -np.inf, score)` keeps every row in its place. Comparisons with NaN are "
    "always false, so do not wait for NaN to lose.",
    "`score = curves[:, -3:].mean(axis=1)`, then `np.where` as in hint 2, then `np.argmax`.",
))
