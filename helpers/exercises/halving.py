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


def _schools(rng):
    """Schools of changing leaders; each look has another order."""
    return [(rng.uniform(0.1, 0.95, (models, 1 + looks[-1])), looks) for models, looks in (
        (8, (1, 3, 7, 15)), (11, (2, 3, 6)), (16, (1, 2, 5, 6, 9)), (21, (1, 4, 6, 7)),
        (13, (2, 5, 7)), (30, (1, 2, 4, 8, 11)), (27, (3, 4, 8, 9)))]


PAID = "len(alive) * (day - before)"
ACCURACIES, BETTER = "-curves[alive, day - 1]", "[: max(1, len(alive) // 2)]"
PLACES = f"alive[order{BETTER}] -> order{BETTER}"

check_halving = Exercise(my_halving, _schools, ("trial", "days"), {
    "You keep the *weaker* half: `np.argsort` begins with the smallest. Sort `-curves`, or take "
    "the end of the order.": "-curves -> curves",
    "You return a place among those that were left, not the trial's row in `curves`. Carry the "
    "rows along: `alive = alive[order[...]]`.": PLACES,
    "You return a place among those that were left. With the end of the order, too, carry the rows "
    "along: `alive = alive[order[...]]`.": f"{PLACES}[::-1]",
    "Models that were stopped come back: at each look you choose among all of them. Look at "
    "`curves[alive, ...]` alone.": (f"{ACCURACIES} -> -curves[:, day - 1]", PLACES),
    "Nobody is stopped: only the better half may go on.": f"{BETTER} -> ",
    "You keep half of *all*. Keep half of those alive.": "len(alive) // 2 -> len(curves) // 2",
    "Evening 1 is column 0: you look one evening too late. It is column `day - 1`.":
        "day - 1] -> day]",
    "You keep the larger half of an odd number; round down: `len(alive) // 2`.":
        "len(alive) // 2 -> (len(alive) + 1) // 2",
    "You judge by the best evening so far. Judge by the evening of the look.":
        f"{ACCURACIES} -> -curves[alive, :day].max(axis=1)",
    "You judge by the mean of all evenings so far. Judge by the evening of the look.":
        f"{ACCURACIES} -> -curves[alive, :day].mean(axis=1)",
    "You judge by the last evening. Judge by that of the look.": "alive, day - 1 -> alive, -1",
    "You look on the first evenings, one after the other. Look on those given in `looks`.":
        ("for day in -> for i, day in enumerate(", "looks: -> looks):", "day - 1] -> i]"),
    "You count days again that are paid already. Count those since the last look.":
        f"{PAID} -> len(alive) * day",
    "Your `days` are those of the calendar. Every model that is still trained costs a day each "
    "day: `len(alive)` times as much.": f"{PAID} -> day - before",
    "Your `days` hold the last stage alone: add up, with `+=`.": "days += -> days =",
    "You add up the looks. Count model-days.": f"{PAID} -> day",
    "You count one day a stage. There are `day - before`.": f"{PAID} -> len(alive)",
    "The days to the first look are missing.": "len(curves)), 0, 0 -> len(curves)), 0, looks[0]",
    "You go on paying for models that were stopped. Multiply by `len(alive)`, not by "
    "`len(curves)`.": f"{PAID} -> len(curves) * (day - before)",
    "You stop the weaker half first and count the days after that. The days up to a look are paid "
    "for all that were trained until then.":
        (f"        days += {PAID}\n -> ", f"before = day -> days += {PAID}; before = day"),
    "You return an accuracy. Return the row, `alive[0]`.":
        "alive[0], days -> curves[alive[0], day - 1], days",
    "You return an array of rows. Only one is left: `alive[0]`.": "alive[0], days -> alive, days",
    "Return the trial first, then the days.": "alive[0], days -> days, alive[0]",
    "You keep every second quarter only: half means `len(alive) // 2`.": "// 2 -> // 4",
}, (
    "Keep the *rows* of the models that are still trained, `alive`. Nothing else has to be "
    "remembered but the days spent and the day of the last look.",
    "At each look: first pay `len(alive) * (day - before)`; then sort the accuracies "
    "`curves[alive, day - 1]`, and keep the rows of the better half.",
    "`order = np.argsort(-curves[alive, day - 1])`, then "
    "`alive = alive[order[:max(1, len(alive) // 2)]]`; in the end `return alive[0], days`.",
))
