"""Your turn: stop the weaker half again and again."""

import numpy as np

from helpers.exercises.exercise import Exercise


def my_halving(curves, looks):
    """The trial that is left after the last look, and the model-days that were spent."""
    alive, days, before = np.arange(len(curves)), 0, 0
    for day in looks:
        days += len(alive) * (day - before)
        order = np.argsort(-curves[alive, day - 1])
        alive = alive[order[: max(1, len(alive) // 2)]]
        before = day
    return alive[0], days


def _without_stopping(curves, looks):
    """Models that were stopped come back: each time the best of all are chosen."""
    days = before = 0
    alive = np.arange(len(curves))
    for day in looks:
        days += len(alive) * (day - before)
        alive = np.argsort(-curves[:, day - 1])[: max(1, len(alive) // 2)]
        before = day
    return alive[0], days


def _paid_later(curves, looks):
    """The days up to a look are paid for those that survive it."""
    alive, days, before = np.arange(len(curves)), 0, 0
    for day in looks:
        order = np.argsort(-curves[alive, day - 1])
        alive = alive[order[: max(1, len(alive) // 2)]]
        days += len(alive) * (day - before)
        before = day
    return alive[0], days


def _schools(rng):
    """Schools of changing leaders; each look has another order."""
    return [(rng.uniform(0.1, 0.95, (models, 1 + looks[-1])), looks) for models, looks in (
        (8, (1, 3, 7, 15)), (11, (2, 3, 6)), (16, (1, 2, 5, 6, 9)), (21, (1, 4, 6, 7)),
        (13, (2, 5, 7)), (30, (1, 2, 4, 8, 11)), (27, (3, 4, 8, 9)))]


PAID = "len(alive) * (day - before)"

check_halving = Exercise(my_halving, _schools, ("trial", "days"), {
    "You keep the *weaker* half: `np.argsort` begins with the smallest. Sort `-curves`, or take "
    "the end of the order.": "-curves -> curves",
    "You return a place among those that were left, not the trial's row in `curves`. Carry the "
    "rows along: `alive = alive[order[...]]`.":
        "alive[order[: max(1, len(alive) // 2)]] -> order[: max(1, len(alive) // 2)]",
    "You return a place among those that were left. With the end of the order, too, carry the rows "
    "along: `alive = alive[order[...]]`.":
        "alive[order[: max(1, len(alive) // 2)]] -> order[: max(1, len(alive) // 2)][::-1]",
    "Models that were stopped come back: at each look you choose among all of them. Look at "
    "`curves[alive, ...]` alone.": _without_stopping,
    "Evening 1 is column 0: you look one evening too late. It is column `day - 1`.":
        "day - 1] -> day]",
    "You keep the larger half of an odd number; round down: `len(alive) // 2`.":
        "len(alive) // 2 -> (len(alive) + 1) // 2",
    "You judge by the best evening so far. Judge by the evening of the look.":
        "-curves[alive, day - 1] -> -curves[alive, :day].max(axis=1)",
    "You judge by the mean of all evenings so far. Judge by the evening of the look.":
        "-curves[alive, day - 1] -> -curves[alive, :day].mean(axis=1)",
    "You count days again that are paid already. Count those since the last look.":
        f"{PAID} -> len(alive) * day",
    "Your `days` are those of the calendar. Every model that is still trained costs a day each "
    "day: `len(alive)` times as much.": f"{PAID} -> day - before",
    "You go on paying for models that were stopped. Multiply by `len(alive)`, not by "
    "`len(curves)`.": f"{PAID} -> len(curves) * (day - before)",
    "You stop the weaker half first and count the days after that. The days up to a look are paid "
    "for all that were trained until then.": _paid_later,
    "You keep every second quarter only: half means `len(alive) // 2`.": "// 2 -> // 4",
}, (
    "Keep the *rows* of the models that are still trained, `alive`. Nothing else has to be "
    "remembered but the days spent and the day of the last look.",
    "At each look: first pay `len(alive) * (day - before)`; then sort the accuracies "
    "`curves[alive, day - 1]`, and keep the rows of the better half.",
    "`order = np.argsort(-curves[alive, day - 1])`, then "
    "`alive = alive[order[:max(1, len(alive) // 2)]]`; in the end `return alive[0], days`.",
))
