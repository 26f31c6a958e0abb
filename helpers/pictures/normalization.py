"""What normalizing does to the inputs, and to the path of gradient descent.

Raw features are X, shape (2, m), labels Y, shape (1, m), of 0 and 1.
"""

from math import ceil, floor, log10

import numpy as np
from ipywidgets import Dropdown

from helpers.normalization import PATIENCE, PREPROCESSING, STEPS, Bowl, descend, input_statistics
from helpers.pictures.controls import Slider, decades
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import BLUE, GREEN, GREY, INK, ORANGE, VERMILION, new_figure, shown
from helpers.pictures.surfaces import PAPER_TO_BLUE


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
        "\n".join(f"{name}: mean {mean:.1f} {unit}, standard deviation {sigma:.1f} {unit}"
                  for name, mean, sigma in zip(names, mu[:, 0], variance[:, 0] ** 0.5,
                                               strict=True)))


@drawing()
def loss_contours(X, Y):
    """Loss contours over (w1, w2) at b = 0 with gradient descent's path, and its learning curve.

    A choice of the preprocessing, a slider for the learning rate, and buttons that set it to
    0.5, 0.95 and 1.5 times the largest stable one.
    """
    bowls = {name: Bowl(change(X), Y) for name, change in PREPROCESSING.items()}
    drawn = {"name": None, "contours": []}
    figure, (plane, right) = new_figure(8.6, 3.5, 1, 2)
    plane.set(xlabel="$w_1$", ylabel="$w_2$", aspect="equal")
    plane.locator_params(nbins=5)
    plane.plot(0, 0, "s", color=INK, markersize=7, label="start, $w = 0$")
    bottom, = plane.plot([], [], "X", color=INK, markersize=9, label="lowest at $b = 0$")
    path, = plane.plot([], [], ".-", color=VERMILION, linewidth=1.2, markersize=5,
                       label=f"{STEPS} steps")
    plane.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, handletextpad=0.3,
                 columnspacing=1)
    for name, style in (("raw", ":"), ("centred", "--"), ("normalized", "-.")):
        bowl = bowls[name]
        right.plot((bowl.curve[:STEPS + 1] - bowl.lowest).clip(1e-7), style, color=GREY,
                   label=rf"{name}, $\alpha = 1/L$")
    curve, = right.plot([], [], color=VERMILION, linewidth=2.4, label="the path shown")
    right.axhline(1e-3, color=GREEN, linewidth=1)
    right.text(STEPS, 8e-4, "J* + 0.001", color=GREEN, ha="right", va="top", fontsize=9)
    right.set(yscale="log", xlim=(0, STEPS), xlabel="steps",
              ylabel="J - J* (loss above its minimum)")
    right.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2)

    def move(preprocessing, learning_rate):
        bowl = bowls[preprocessing]
        if preprocessing != drawn["name"]:
            for contours in drawn["contours"]:
                contours.remove()
            drawn.update(name=preprocessing, contours=_draw_contours(plane, bowl))
            bottom.set_data(bowl.bottom)
        points, J = descend(bowl.X, bowl.Y, learning_rate, STEPS)
        path.set_data(points[:, 0], points[:, 1])
        above = (J - bowl.lowest).clip(1e-7)
        curve.set_data(np.arange(STEPS + 1), above)
        top = 10 ** max(1, ceil(log10(above.max())))  # a loss that explodes is drawn, too
        if right.get_ylim() != (1e-6, top):
            right.set_ylim(1e-6, top)
        reached = _count(bowl.steps_needed(bowl.curve), PATIENCE)
        return (
            f"at w = 0: condition number {_large(bowl.condition_slice)} over (w1, w2), "
            f"{_large(bowl.condition)} over (w1, w2, b)\n"
            f"largest stable learning rate 2/L = {bowl.stable:.3g} "
            f"({bowl.stable_at_minimum:.3g} at the minimum); "
            f"α = {learning_rate:.6g} is {learning_rate / bowl.stable:.2f} of it\n"
            f"J* + 0.001: {_count(bowl.steps_needed(J), STEPS)}{_trouble(J)}; "
            f"with α = 1/L {reached}\n"
            f"the contours are the slice b = 0; the path ends at b = {shown(points[-1, -1])}, "
            f"J = {J[-1]:,.3f}")

    def fraction(of_stable):
        return lambda preprocessing, **other: {
            "learning_rate": of_stable * bowls[preprocessing].stable}

    stable = [bowl.stable for bowl in bowls.values()]
    low, high = floor(log10(min(stable) / 10)), ceil(10 * log10(2 * max(stable))) / 10
    return Panel(
        figure, "Left: contours of the loss over w1 and w2 at b = 0, with the path of gradient "
        "descent. Right: how far the loss is above its minimum, step by step, for this path and "
        "for raw, centred and normalized inputs at alpha = 1/L.",
        {"path": path, "curve": curve}, move,
        {"α = 1/L": fraction(0.5), "0.95 × 2/L": fraction(0.95), "1.5 × 2/L": fraction(1.5)},
        preprocessing=Dropdown(options=list(PREPROCESSING), description="inputs"),
        learning_rate=Slider("learning rate α", 10 ** round(log10(bowls["raw"].stable / 2), 1),
                             decades(low, high)))


@drawing()
def bowls(X, Y, names):
    """Several kinds of preprocessing side by side: contours and descent at α = 1/L.

    `names` are keys of `helpers.normalization.PREPROCESSING`.
    """
    figure, grid = new_figure(8.6, 3.5, 1, len(names))
    lines = []
    for axes, name in zip(grid, names, strict=True):
        bowl = Bowl(PREPROCESSING[name](X), Y)
        path, _ = descend(bowl.X, Y, bowl.stable / 2, STEPS)
        _draw_contours(axes, bowl)
        axes.plot(*bowl.bottom, "X", color=INK, markersize=9)
        axes.plot(path[:, 0], path[:, 1], ".-", color=VERMILION, linewidth=1.2, markersize=5)
        axes.plot(0, 0, "s", color=INK, markersize=6)
        axes.set(title=f"{name}\ncondition number {_large(bowl.condition_slice)}", xlabel="$w_1$",
                 aspect="equal")
        axes.locator_params(nbins=4)
        lines.append(f"{name:<30} condition number {_large(bowl.condition_slice):>5}, with b "
                     f"{_large(bowl.condition):>7}   J* + 0.001 "
                     f"{_count(bowl.steps_needed(bowl.curve), PATIENCE)}")
    grid[0].set_ylabel("$w_2$")
    return Picture(
        figure, f"Loss contours over w1 and w2 at b = 0 and {STEPS} steps of gradient descent at "
        f"alpha = 1/L, from the square towards the cross: {'; '.join(names)}.", "\n".join(lines))


def _draw_contours(axes, bowl):
    """Tints and lines of equal loss over the bowl's window; return both, to be removed later."""
    w1, w2, J = bowl.surface()
    floor = J.min()
    drop = np.log(2) - floor  # at w = 0 and b = 0 the loss is log 2, whatever the inputs
    levels = floor + drop * np.array([0, 0.05, 0.2, 0.5, 1, 1.8, 3, 5, 8])
    axes.set(xlim=w1[[0, -1]], ylim=w2[[0, -1]])
    return [
        axes.contourf(w1, w2, J, levels, cmap=PAPER_TO_BLUE.reversed(), alpha=0.55, zorder=0),
        axes.contour(w1, w2, J, levels[1:], colors=GREY, linewidths=0.7, zorder=1),
    ]


def _large(number):
    """A condition number, with as many digits as anyone wants to read."""
    if number >= 1e5:
        return f"{number:.1e}".replace("e+0", "e")
    return f"{number:,.0f}" if number >= 20 else f"{number:.1f}"


def _count(steps, tried):
    return f"not in {tried} steps" if steps is None else f"after {steps} steps"


def _trouble(J):
    """Say so where gradient descent jumps: this loss may bounce for ever, far from its lowest."""
    rises = int((np.diff(J) > 1e-9).sum())
    if J[-1] > J[0]:
        return f", ends above its start (the loss rose in {rises} steps)"
    return f" (overshoots: the loss rose in {rises} steps)" if rises else ""
