"""A search to look at: learning curves, and a slice for every hyperparameter that was varied."""

import numpy as np
from ipywidgets import Dropdown
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.school import stretched_accuracy
from helpers.pictures.style import (
    BLUE, GREEN, INK, ORANGE, PERCENT, PURPLE, SKY, VERMILION, new_figure,
)
from helpers.pictures.surfaces import LABELS, tick_texts

SMALL_TO_LARGE = np.array([ORANGE, GREEN, SKY, BLUE, PURPLE])
MOST = 7  # hyperparameters that find room
DECAYING = ("decay", "beta1", "beta2")
DECAYS = (0, 0.5, 0.9, 0.99, 0.999, 0.9999), (0.6, 0.8, 0.9, 0.95, 0.98)


@drawing()
def look_at(result):
    """A `helpers.search.SearchResult`: learning curves, and accuracy over each hyperparameter.

    The first seven hyperparameters that differ between trials have a slice each, and curves are
    drawn where accuracy was recorded more than once. All parts share the axis of the accuracy, so
    that a curve's end and its dots have one height; they also have one colour, for which a
    hyperparameter is chosen. Which trials diverged, only the last step tells.
    """
    names = (result.varied or ["learning_rate"])[:MOST]
    scales = {name: _scale(name, result.configurations[name]) for name in names}
    looks, failed = len(result.steps), result.diverged
    parts = len(names) + (looks > 1)
    rows = -(-parts // 4)
    figure, grid = new_figure(8.6, 1.1 + 2 * rows if rows == 1 else 4.3, rows, min(parts, 4),
                              sharey=True, squeeze=False)
    every = grid.ravel()
    for axes in every[parts:]:
        axes.set_axis_off()
    stretched_accuracy(every[0])
    every[0].yaxis.set_major_formatter(PERCENT)
    for axes in grid[:, 0]:
        axes.set_ylabel("accuracy (dev set)\n(the scale widens)")
    curves = every[0].add_collection(LineCollection([], linewidths=1), autolim=False)
    marked, = every[0].plot([], [], color=INK, linewidth=3, marker="o", markersize=4)
    if looks > 1:
        every[0].set(xlabel="step", xlim=(0, 1.03 * result.steps[-1]))
        every[0].xaxis.set_major_locator(MaxNLocator(4))
    dots, crosses, rings = [], [], []
    for axes, name in zip(every[looks > 1 :], names, strict=False):
        places, (at, texts) = scales[name]
        room = (0.3 if len(texts) == len({*places}) else 0.06) * (np.ptp(places) or 1)
        axes.set(xlim=(places.min() - room, places.max() + room),
                 xlabel=LABELS.get(name, name.replace("_", " ")))
        axes.set_xticks(at, texts, fontsize=9)
        dots.append(axes.scatter([], [], 22, "white", edgecolors=INK, linewidths=0.4,
                                 label="a trial"))
        crosses.append(axes.scatter([], [], 30, marker="x", color=VERMILION, label="diverged"))
        rings += axes.plot([], [], "o", markersize=12, fillstyle="none", color=INK, label="marked")
    handles = [dots[0], rings[0], *[crosses[0]] * bool(failed.any())]
    figure.legend(handles=handles, ncols=3, loc="outside upper center")

    def move(rank, colour, step=None):
        look = looks - 1 if step is None else result.steps.searchsorted(step, "right") - 1
        today, over = result.accuracy[:, look], look == looks - 1
        order = np.argsort(-today, kind="stable")
        trial, lost = order[rank - 1], failed & over
        colours = _bands(scales[colour][0])
        curves.set_segments([np.column_stack([result.steps[: look + 1], row[: look + 1]])
                             for row in result.accuracy] * (looks > 1))
        curves.set(colors=np.where(lost, VERMILION, colours), linestyles=np.where(lost, "--", "-"))
        if looks > 1:
            marked.set_data(result.steps[: look + 1], result.accuracy[trial, : look + 1])
        for name, dot, cross, ring in zip(names, dots, crosses, rings, strict=True):
            at = np.column_stack([scales[name][0], today])
            dot.set(offsets=at[~lost], facecolors=colours[~lost])
            cross.set_offsets(at[lost])
            ring.set_data(at[[trial]].T)
        close = (today >= today.max() - 0.01).sum()
        values = "   ".join(f"{name} {text}" for name, text in result.words(trial).items())
        return (f"step {result.steps[look]}, place {rank} of {len(today)}: trial {trial}, "
                f"accuracy {today[trial]:.1%}\n{values}\n"
                f"within one point of the best: {close}   below 50%: {(today < 0.5).sum()}   "
                f"diverged: {failed.sum() if over else 'see the last step'}")

    if looks > 1:
        controls = {"step": Slider("step", result.steps[min(2, looks - 1)].item(), result.steps,
                                   play=True)}
    return Panel(
        figure, "The trials of a search: their accuracy on the dev set over the steps of training, "
        "if it was recorded more than once, and over each hyperparameter that was varied. One "
        "trial is marked in every part; after the last step the diverged ones are crossed out.",
        {"curves": curves, "marked": marked, "dots": dots, "crosses": crosses, "rings": rings},
        move, rank=Slider("place in the ranking", 1, steps(1, len(failed), 1)),
        colour=Dropdown(options=[(name.replace("_", " "), name) for name in names],
                        description="colour"), **(controls if looks > 1 else {}))


def _bands(places):
    """Five colours, from the smallest place to the largest."""
    share = (places - places.min()) / (np.ptp(places) or 1)
    return SMALL_TO_LARGE[np.minimum(5 * share, 4).astype(int)]


def _scale(name, values):
    """Where values stand on an axis that suits them, and its ticks: places and texts."""
    if values.dtype.kind not in "iuf":
        words = [getattr(value, "__name__", str(value)) for value in values.tolist()]
        kinds = sorted({*words})
        return np.array([kinds.index(word) for word in words]), (range(len(kinds)), kinds)
    spread = (lambda v: -np.log10(1 - v)) if name in DECAYING else (
        np.log10 if values.min() > 0 and values.max() >= 10 * values.min() else np.asarray)
    low, high, few = values.min(), values.max(), np.unique(values)
    marks = DECAYS if name in DECAYING else []
    if spread is np.log10:
        powers = 10.0 ** np.arange(np.floor(np.log10(low)), 9)
        marks = powers, np.outer(powers, [1, 3]).ravel()
    for ticks in (few if len(few) < 6 else (), *marks, MaxNLocator(4).tick_values(low, high)):
        ticks = np.array([tick for tick in ticks if low <= tick <= high])
        if len(ticks) >= min(3 if name in DECAYING else 2, len(few)):
            break
    ticks = ticks[:: -(-len(ticks) // 5)]
    return spread(values), (spread(ticks), tick_texts(ticks))
