"""Batch norm over many trainings: learning rates, initializations, depths; norms by layer."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from helpers.experiments import best_learning_rates
from helpers.network import initialize, norms_by_layer
from helpers.pictures.controls import Slider, decades
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import AFTER, BEFORE, INK, PERCENT, new_figure
from helpers.pictures.surfaces import PAPER_TO_BLUE

WHICH = {"without": "without batch norm", "with": "with batch norm"}
WORKS = 0.85  # mean accuracy over the seeds from which a cell of the map works
LINES = ({"color": BEFORE, "linestyle": "--", "marker": "s", "markersize": 4},
         {"color": AFTER, "linestyle": "-", "marker": "o", "markersize": 6})


def works(sweep, which):
    """Which cells of ``load_sweep("learning_rate_map")`` work, (scales, learning rates)."""
    return sweep[f"accuracy_{which}"].mean(axis=-1) >= WORKS


@drawing()
def learning_rate_map(sweep):
    """Dev accuracy over learning rate and initialization scale, without and with batch norm.

    `sweep` is ``load_sweep("learning_rate_map")``.
    """
    figure, grid = new_figure(8.6, 3.9, 1, 2, sharey=True)
    lines = [f"cells with {WORKS:.0%} or more (bold, outlined):"]
    for axes, (which, title) in zip(grid, WHICH.items(), strict=True):
        accuracy, working = sweep[f"accuracy_{which}"].mean(axis=-1), works(sweep, which)
        # One shade a printed number, and only shades that the picture's palette holds.
        image = axes.imshow(accuracy.round(2), PAPER_TO_BLUE.resampled(9), vmin=0, vmax=1,
                            origin="lower", aspect="auto")
        for (row, column), value in np.ndenumerate(accuracy):
            axes.text(column, row, f"{100 * value:.0f}", ha="center", va="center", fontsize=8,
                      color="white" if value > 0.775 else INK,
                      fontweight="bold" if working[row, column] else "normal")
        padded = np.pad(working, 1).astype(int)  # a line where cells that work end
        sides = [([column - 0.5] * 2, [row - 1.5, row - 0.5])
                 for row, column in np.argwhere(np.diff(padded, axis=1))]
        sides += [([column - 1.5, column - 0.5], [row - 0.5] * 2)
                  for row, column in np.argwhere(np.diff(padded, axis=0))]
        for x, y in sides:
            axes.plot(x, y, color=INK, linewidth=1.8, clip_on=False)
        axes.set(title=title, xlabel=r"learning rate $\alpha$")
        _powers_of_ten(axes.xaxis, sweep["learning_rates"])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        lines.append(f"{title:<20} {working.sum():>2} of {working.size} = {working.mean():>3.0%};  "
                     f"best cell {accuracy.max():.1%}")
    grid[0].set_ylabel("standard deviation\nof the initial weights")
    _powers_of_ten(grid[0].yaxis, sweep["scales"])
    bar = figure.colorbar(image, ax=grid, pad=0.015, aspect=25, format=PERCENT,
                          label=f"accuracy on the dev set\n(black outline: {WORKS:.0%} or more)")
    bar.outline.set_visible(False)
    return Picture(
        figure, "Two maps of the dev accuracy, in percent, over learning rate and initialization "
        "scale: without batch norm only a small patch of cells works, with batch norm a broad "
        f"region. Cells at {WORKS:.0%} or more are bold and outlined.", "\n".join(lines))


@drawing()
def depths(sweep):
    """Dev accuracy over depth for each initialization, without and with batch norm.

    `sweep` is ``load_sweep("depth")``. Each point takes the learning rate that is best on the
    dev set, averaged over the seeds.
    """
    best = {which: best_learning_rates(sweep, which) for which in WHICH}
    names, places = sweep["initializations"], np.arange(len(sweep["depths"]))
    figure, grid = new_figure(8.6, 3.6, 1, len(names), sharey=True)
    lines = [f"{'hidden layers':<28}" + "".join(f"{layers:>17}" for layers in sweep["depths"])]
    for position, (axes, name) in enumerate(zip(grid, names, strict=True)):
        for shift, style, (which, label) in zip((-0.04, 0.04), LINES, WHICH.items(), strict=True):
            accuracy, rates = (array[:, position] for array in best[which])
            mean = accuracy.mean(axis=-1)
            reach = [mean - accuracy.min(axis=-1), accuracy.max(axis=-1) - mean]
            axes.errorbar(places + shift, mean, reach, **style, label=label, capsize=4)
            lines.append(f"{name + ', ' + label:<28}" + "".join(
                f"{f'{a:.1%} (α {rate:.2g})':>17}" for a, rate in zip(mean, rates, strict=True)))
        axes.set(title=f"initial weights: {name}", xlabel="hidden layers", ylim=(0, 1.02),
                 xticks=places, xticklabels=sweep["depths"])
        axes.yaxis.set_major_formatter(PERCENT)
    grid[0].set_ylabel("accuracy on the dev set")
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return Picture(
        figure, "Dev accuracy over the number of hidden layers, one chart for each "
        "initialization, without and with batch norm: mean over the seeds, bars from the worst "
        "to the best.", "\n".join(lines))


@drawing()
def norms_of_layers(X, Y, layer_sizes):
    """Root mean square of activations and gradients, layer by layer, before any training.

    X (n0, m) is a mini-batch, Y (C, m) its one-hot labels; layer_sizes as in
    `helpers.network.initialize`. One network without batch norm, one with it, both with ReLU and
    the same initial weights, whose standard deviation follows the slider.
    """
    figure, grid = new_figure(8.6, 3.5, 1, 3, sharey=True)
    titles = "activations $A$", r"gradients $d\tilde Z$", "gradients $dW$"
    for axes, title in zip(grid, titles, strict=True):
        axes.set(title=title, xlabel="layer", xlim=(0, len(layer_sizes)), yscale="log",
                 ylim=(1e-20, 1e20), yticks=10.0 ** np.arange(-16, 17, 8))
        axes.axhline(1, color=INK, linewidth=0.8, linestyle=":")
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    grid[0].set_ylabel("root mean square")
    curves = {name: [axes.plot([], [], **style, label=name)[0] for axes in grid]
              for name, style in zip(WHICH.values(), LINES, strict=True)}
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)

    def move(scale):
        lines = [f"{'hidden layer':<20}" + "".join(
            f"{quantity + ', first':>14}{'last':>9}" for quantity in ("A", "dZ̃", "dW"))]
        for (name, three), batch_norm in zip(curves.items(), (False, True), strict=True):
            parameters = initialize(layer_sizes, np.random.default_rng(0), scale, batch_norm)
            A, dZ_tilde, dW = norms_by_layer(X, Y, parameters)
            for curve, values in zip(three, (A, dZ_tilde, dW), strict=True):
                curve.set_data(np.arange(1, len(values) + 1), values)
            lines.append(f"{name:<20}" + "".join(
                f"{each[0]:>14.1e}{each[-1]:>9.1e}" for each in (A, dZ_tilde, dW[:-1])))
        return "\n".join(lines)

    return Panel(
        figure, "Root mean square of the activations, of the gradients with respect to what "
        "enters the activation function, and of the gradients of the weights, over the layers, "
        "on logarithmic axes, without batch norm (dashed) and with it (solid).",
        {"curves": sum(curves.values(), [])}, move,
        scale=Slider("sd of initial weights", 0.1, decades(-1.5, 0)))


def _powers_of_ten(axis, values):
    """Tick labels for a row of cells: whole powers of ten alone."""
    exponents = np.log10(values)
    whole = np.flatnonzero(np.isclose(exponents, exponents.round()))
    axis.set_ticks(whole, [f"$10^{{{exponents[i]:.0f}}}$" for i in whole])
