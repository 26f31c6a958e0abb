"""What normalizing does to the inputs, and to the path of gradient descent.

Raw features are X, shape (2, m), labels Y, shape (1, m), of 0 and 1.
"""

from math import ceil, floor, log10

import numpy as np
from ipywidgets import Dropdown

from helpers.normalization import PREPROCESSING, STEPS, Bowl, descend, input_statistics
from helpers.pictures.controls import Slider, decades
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import (
    AFTER, BEFORE, BLUE, GREEN, GREY, INK, ORANGE, WRONG, new_figure, shown,
)
from helpers.pictures.surfaces import PAPER_TO_BLUE

COUNTED = 1000  # steps after which counting them ends


@drawing()
def cloud(X, Y, names, unit, classes):
    """Two features of the examples: raw, centred, normalized, each with equal axes.

    `names` of the two features, their unit, and the names of the two classes.
    """
    figure, grid = new_figure(8.6, 3.3, 1, 3)
    for axes, name in zip(grid, ("raw", "centred", "normalized"), strict=True):
        points = PREPROCESSING[name](X)
        for label, colour, marker in ((0, ORANGE, "o"), (1, BLUE, "^")):
            axes.plot(*points[:, Y[0] == label], marker, color=colour, markersize=3.5, alpha=0.6,
                      label=classes[label])
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.axvline(0, color=GREY, linewidth=0.8)
        measure = "in σ" if name == "normalized" else f"in {unit}"
        axes.set(title=name, xlabel=f"{names[0]}, {measure}", aspect="equal", adjustable="datalim")
    grid[0].set_ylabel(f"{names[1]}, in {unit}")
    grid[0].legend(loc="upper left", markerscale=1.5, handletextpad=0.1)
    mu, variance = input_statistics(X)
    return Picture(
        figure, "Scatter plots of two features, raw, centred and normalized, both axes on the same "
        "scale: far from the origin, then around it but stretched, then as tall as wide.",
        "\n".join(f"{names[i]}: mean {mu[i, 0]:.3g} {unit}, "
                  f"standard deviation {variance[i, 0] ** 0.5:.3g} {unit}" for i in range(2)))


@drawing()
def loss_contours(X, Y):
    """Loss contours over (w1, w2) at b = 0 with gradient descent's path, and its loss by step."""
    bowls = {name: Bowl(change(X), Y) for name, change in PREPROCESSING.items()}
    now = dict.fromkeys(("inputs", "rate", "descent"))
    contours = []
    figure, (plane, right) = new_figure(8.6, 3.5, 1, 2)
    plane.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
    plane.locator_params(nbins=5)
    plane.plot(0, 0, "s", color=INK, markersize=7, label="start, $w = 0$")
    bottom, = plane.plot([], [], "X", color=INK, markersize=9, label="lowest on this map")
    path, = plane.plot([], [], ".-", color=INK, linewidth=1.2, markersize=5)
    here, = plane.plot([], [], "o", color=ORANGE, markeredgecolor=INK, markersize=8)
    plane.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, handletextpad=0.3)
    for name, style, colour in (("raw", ":", BEFORE), ("centred", "--", BEFORE),
                                ("normalized", "-.", AFTER)):
        bowl = bowls[name]
        _, J = descend(bowl.X, Y, bowl.stable / 2, STEPS)
        right.plot((J - bowl.lowest).clip(1e-7), style, color=colour, label=name)
    curve, = right.plot([], [], color=INK, linewidth=2.4)
    right.axhline(1e-3, color=GREEN, linewidth=1)
    right.text(STEPS, 8e-4, "0.001 above", color=GREEN, ha="right", va="top", fontsize=9)
    right.set(yscale="log", xlim=(0, STEPS), xlabel="steps", ylabel="$J$, above the lowest $J$")
    right.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, title_fontsize=9,
                 title="to compare, at α = 0.5 × stable")

    def move(preprocessing, learning_rate, step):
        bowl = bowls[preprocessing]
        if preprocessing != now["inputs"]:
            while contours:
                contours.pop().remove()
            contours.extend(_draw_contours(plane, bowl))
            bottom.set_data(bowl.bottom)
        if (preprocessing, learning_rate) != (now["inputs"], now["rate"]):
            now.update(inputs=preprocessing, rate=learning_rate,
                       descent=descend(bowl.X, Y, learning_rate, STEPS))
            for line in (path, curve):
                line.set_color(_colour(preprocessing))
        points, J = now["descent"]
        path.set_data(points[:step + 1, 0], points[:step + 1, 1])
        here.set_data(points[step:step + 1, 0], points[step:step + 1, 1])
        above = (J - bowl.lowest).clip(1e-7)
        curve.set_data(np.arange(step + 1), above[:step + 1])
        top = 10 ** max(1, ceil(log10(above.max())))  # a loss that explodes is drawn, too
        if right.get_ylim() != (1e-6, top):
            right.set_ylim(1e-6, top)
        off = "" if plane.viewLim.contains(*points[step, :2]) else " (off the map)"
        return (
            f"step {step}: w1 = {points[step, 0]:.3g}, w2 = {points[step, 1]:.3g}{off}, "
            f"b = {shown(points[step, 2])}, J = {_rounded(J[step], 4)}\n"
            f"lowest J = {bowl.lowest:.4g}, {_count(bowl.steps_needed(J), STEPS)}{_trouble(J)}\n"
            f"α = {learning_rate:.6g} = {_rounded(learning_rate / bowl.stable)} × stable "
            f"({bowl.stable:.3g})")

    def fraction(of_stable):
        return lambda preprocessing, **other: {
            "learning_rate": of_stable * bowls[preprocessing].stable, "step": 0}

    stable = [bowl.stable for bowl in bowls.values()]
    low, high = floor(log10(min(stable) / 10)), ceil(10 * log10(2 * max(stable))) / 10
    return Panel(
        figure, "Left: contours of the loss over w1 and w2 at b = 0, with the path of gradient "
        "descent. Right: how far the loss is above its minimum, step by step, for this path and "
        "for raw, centred and normalized inputs at half the largest stable learning rate.",
        {"path": path, "here": here, "curve": curve}, move,
        {f"α = {share} × stable": fraction(share) for share in (0.5, 0.95, 1.5)},
        preprocessing=Dropdown(options=list(PREPROCESSING), description="inputs"),
        learning_rate=Slider("learning rate α", 10 ** round(log10(bowls["raw"].stable / 2), 1),
                             decades(low, high)),
        step=Slider("step", 0, np.r_[:20, 20:60:2, 60:STEPS + 1:10], play=True))


@drawing()
def bowls(inputs, Y):
    """The loss for several versions of the inputs side by side: contours and descent at α = 1/L.

    inputs : by name, each (2, m).
    """
    figure, grid = new_figure(8.6, 3.5, 1, len(inputs))
    lines = []
    for axes, (name, X) in zip(grid, inputs.items(), strict=True):
        bowl = Bowl(X, Y)
        path, J = descend(X, Y, bowl.stable / 2, COUNTED)
        _draw_contours(axes, bowl)
        axes.plot(*bowl.bottom, "X", color=INK, markersize=9)
        axes.plot(*path[:STEPS + 1, :2].T, ".-", color=_colour(name), linewidth=1.2, markersize=5)
        axes.plot(0, 0, "s", color=INK, markersize=6)
        axes.set(title=f"{name}\ncondition number {_rounded(bowl.condition_slice)}", xlabel="$w_1$",
                 aspect="equal")
        axes.locator_params(nbins=4)
        lines.append(f"{name}: lowest J = {bowl.lowest:.4g}, "
                     f"{_count(bowl.steps_needed(J), COUNTED)}\n    condition number "
                     f"{_rounded(bowl.condition_slice)}, with b {_rounded(bowl.condition)}")
    grid[0].set_ylabel("$w_2$")
    figure.suptitle(f"{STEPS} steps at α = 1/L", fontsize=10)
    return Picture(
        figure, f"Loss contours over w1 and w2 at b = 0 and {STEPS} steps of gradient descent at "
        f"alpha = 1/L, from the square towards the cross: {'; '.join(inputs)}.", "\n".join(lines))


def _colour(name):
    """Of the path: a mistake's is vermilion."""
    return WRONG if "divided by" in name else INK


def _draw_contours(axes, bowl):
    """Tints and lines of equal loss over the bowl's window; return both, to be removed later."""
    w1, w2, J = bowl.surface
    floor = J.min()
    drop = np.log(2) - floor  # at w = 0 and b = 0 the loss is log 2, whatever the inputs
    levels = floor + drop * np.array([0, 0.05, 0.2, 0.5, 1, 1.8, 3, 5, 8])
    axes.set(xlim=w1[[0, -1]], ylim=w2[[0, -1]])
    return [
        axes.contourf(w1, w2, J, levels, cmap=PAPER_TO_BLUE.reversed(), alpha=0.55, zorder=0),
        axes.contour(w1, w2, J, levels[1:], colors=GREY, linewidths=0.7, zorder=1),
    ]


def _rounded(number, digits=3):
    """A number with so many digits, and commas: 24611.2 is 24,600."""
    return f"{float(f'{number:.{digits}g}'):,.10g}"


def _count(steps, tried):
    return (f"not within 0.001 of it in {tried:,} steps" if steps is None
            else f"within 0.001 of it after {steps} steps")


def _trouble(J):
    """Say so where gradient descent jumps: this loss may bounce for ever, far from its lowest."""
    rises = int((np.diff(J) > 1e-9).sum())
    if J[-1] > J[0]:
        return f", ends above its start (the loss rose in {rises} steps)"
    return f" (overshoots: the loss rose in {rises} steps)" if rises else ""
