"""What batch norm does to the values of one unit, forward.

A unit's values over a mini-batch are z, shape (1, m).
"""

from math import ceil

import numpy as np
from matplotlib.ticker import MaxNLocator

from helpers.batch_norm import EPSILON, batch_norm_forward
from helpers.network import linear_limit, sigmoid
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import (
    AFTER, BEFORE, GREEN, GREY, INK, LIGHT, PERCENT, new_figure, shown,
)

LOW, HIGH = 0.3, 1.05  # tops of the axis of shares: for usual bars, and for bars that hold it all
FILLED = {"color": AFTER, "fill": True, "alpha": 0.6, "edgecolor": AFTER, "linewidth": 1.2}


@drawing()
def scale_and_shift(z, forward=lambda *layer: batch_norm_forward(*layer)[0]):
    """Histogram of z before and after batch norm, with sliders for γ and β and an "undo".

    forward : computes Z_tilde from Z, gamma, beta and epsilon, such as a learner's own function.
    """
    _, cache = batch_norm_forward(z, [[1.0]], [[0.0]])
    undo = {"gamma": cache.standard_deviation.item(), "beta": cache.mean.item()}
    most_gamma, most_beta = max(3, ceil(z.std())), max(6, ceil(abs(z.mean())))
    edges = max(12, most_beta + 2 * most_gamma) * np.linspace(-1, 1, 49)
    figure, axes = new_figure(8, 3.4)
    axes.stairs(shares(z, edges), edges, color=BEFORE, linewidth=1.5, linestyle="--",
                label="$z$, as the layer computed it")
    after = axes.stairs(np.zeros(48), edges, **FILLED,
                        label=r"$\tilde z = \gamma\, z_{norm} + \beta$")
    mean_line = axes.axvline(0, color=INK, linewidth=1.2, linestyle=":",
                             label=r"mean of $\tilde z$")
    axes.set(xlim=edges[[0, -1]], ylim=(0, LOW), xlabel="value",
             ylabel="share of the examples\nin each bar")
    axes.yaxis.set_label_coords(-0.08, 0.5)  # clear of "100%", which comes at γ = 0
    axes.yaxis.set_major_formatter(PERCENT)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)

    def move(gamma, beta):
        z_tilde = forward(z, np.array([[gamma]]), np.array([[beta]]), EPSILON)
        set_bars(after, shares(z_tilde, edges))
        mean_line.set_xdata([z_tilde.mean()] * 2)
        difference = np.abs(z_tilde - z).max()
        change = f"{difference:.2g}" if difference > 1e-12 else "below 1e-12: undone"
        return "\n".join(
            f"{name}  mean {shown(values.mean(), '6.2f')}   standard deviation {values.std():5.2f}"
            for name, values in (("z", z), ("z̃", z_tilde))) + f"   largest |z̃ - z| {change}"

    return Panel(
        figure, "Histogram of one unit over a mini-batch, before batch norm (dashed outline) and "
        "after (filled), following γ and β.", {"after": after, "mean": mean_line}, move,
        {"undo: γ = √(σ² + ε), β = μ": lambda **values: undo},
        gamma=Slider("scale γ", 1.0, steps(-most_gamma, most_gamma, 0.1)),
        beta=Slider("shift β", 0.0, steps(-most_beta, most_beta, 0.1)))


@drawing()
def each_unit(Z, Z_tilde):
    """Mean (a dot) and spread (a bar) of every unit of a layer, before batch norm and after."""
    (figure, axes), lines = new_figure(8, 3.2), []
    for values, when, place, colour, marker in ((Z, "$z$, before", -0.15, BEFORE, "s"),
                                                (Z_tilde, r"$\tilde z$, after", 0.15, AFTER, "o")):
        mean, spread = values.mean(axis=1), values.std(axis=1)
        axes.errorbar(np.arange(len(Z)) + place, mean, spread, fmt=marker, color=colour,
                      markersize=4, elinewidth=1.6, label=when)
        lines.append(f"{when.split()[-1]:<6}  mean from {shown(mean.min())} to {shown(mean.max())}"
                     f"   spread from {shown(spread.min())} to {shown(spread.max())}")
    axes.set(xlabel="unit", ylabel="mean (dot) and\nspread (bar: mean ± spread)")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    return Picture(figure, "Every unit of a layer: its mean, a dot, and its spread, a bar, before "
                   "batch norm and after.", "\n".join(lines))


@drawing()
def whatever_comes_in(units):
    """Values of several units, {label: z}: all on one axis, each on its own, and normalized."""
    low, high = min(z.min() for z in units.values()), max(z.max() for z in units.values())
    room, spreads = 0.03 * (high - low), np.linspace(-5, 5, 51)
    figure, grid = new_figure(8.6, 1.4 * len(units) + 0.6, len(units), 3, squeeze=False)
    lines = []
    for (label, z), row in zip(units.items(), grid, strict=True):
        _, cache = batch_norm_forward(z, [[1.0]], [[0.0]])
        z_norm = cache.Z_norm
        for axes, values, edges, colour in (
                (row[0], z, np.linspace(low - room, high + room, 81), BEFORE),
                (row[1], z, z.mean() + cache.standard_deviation.item() * spreads, BEFORE),
                (row[2], z_norm, spreads, AFTER)):
            axes.stairs(shares(values, edges), edges, color=colour, fill=True, alpha=0.7)
            axes.axvline(values.mean(), color=INK, linestyle=":", linewidth=1.2)
            axes.set_xlim(edges[[0, -1]])
            axes.yaxis.set_major_formatter(PERCENT)
            axes.yaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))  # whole percent
        row[0].set_ylabel(label)
        row[0].set_title(f"mean {shown(z.mean())}   variance {z.var():.3g}", fontsize=9)
        row[2].set_title(f"variance {z_norm.var():.3g}   positive {(z_norm > 0).mean():.0%}",
                         fontsize=9)
        lines.append(f"{' '.join(label.split()):<23} before: mean {shown(z.mean(), '6.2f')}, "
                     f"variance {z.var():.3g}\n{'':<23} after:  mean "
                     f"{shown(z_norm.mean(), '6.2f')}, variance {z_norm.var():.3f}, "
                     f"positive {(z_norm > 0).mean():.0%}")
    grid[-1, 0].set_xlabel("$z$, before: one axis for all")
    grid[-1, 1].set_xlabel("$z$, before: each on its own")
    grid[-1, 2].set_xlabel("$z_{norm}$, after")
    return Picture(figure, "Histograms of units, a row each. Left, before batch norm, on one axis: "
                   "each at its own place and of its own width. Middle: each on an axis of its "
                   "own. Right, after: all around 0 and equally wide, of the shapes in the middle. "
                   "Dotted lines: the means.",
                   "\n".join(lines))


@drawing()
def sigmoid_input(z):
    """Where on the sigmoid's curve z falls after batch norm, and what comes out of it."""
    limit, tenths, edges = linear_limit(), np.linspace(0, 1, 11), np.linspace(-8, 8, 33)
    figure, ((curve, side), (below, corner)) = new_figure(
        8, 3.9, 2, 2, width_ratios=[3, 1], height_ratios=[2, 1], sharex="col", sharey="row")
    corner.set_visible(False)
    line = np.linspace(-8, 8, 321)
    near = line[np.abs(line) <= 2.2]
    curve.plot(line, sigmoid(line), color=INK)
    curve.plot(near, 0.5 + near / 4, color=GREY, linestyle="--", linewidth=1.4)
    curve.text(2.3, 1.05, "tangent at 0", color=GREY, fontsize=9, va="center")
    curve.text(0.12 + limit, 0.06, f"shaded: the linear part,\n|z̃| < {limit:.2f}", fontsize=9)
    curve.text(-7.8, 0.62, "thick: where the\nmiddle 95% of the\nexamples are", color=AFTER,
               fontsize=9)
    curve.set(xlim=(-8, 8), ylim=(-0.06, 1.1), ylabel=r"$a = g(\tilde z)$", yticks=[0, 0.5, 1])
    for axes in (curve, below):
        axes.axvspan(-limit, limit, color=LIGHT, alpha=0.6, zorder=0)
    below.set(ylim=(0, LOW), xlabel=r"$\tilde z$, what goes in", ylabel="share of the\nexamples")
    below.yaxis.set_label_coords(-0.12, 0.5)
    below.yaxis.set_major_formatter(PERCENT)
    side.set(xlim=(0, 1), xlabel="share of the examples\nin each tenth",
             title="$a$, what comes out")
    side.tick_params(labelleft=False, labelbottom=True)
    side.xaxis.set_major_formatter(PERCENT)
    inputs = below.stairs(np.zeros(32), edges, **FILLED)
    outputs = side.stairs(np.zeros(10), tenths, orientation="horizontal", color=GREEN, fill=True,
                          alpha=0.7, edgecolor=GREEN)
    used, = curve.plot([], [], color=AFTER, linewidth=6, alpha=0.45, solid_capstyle="butt")

    def move(gamma, beta):
        z_tilde, _ = batch_norm_forward(z, [[gamma]], [[beta]])
        a = sigmoid(z_tilde)
        set_bars(inputs, shares(z_tilde, edges))
        outputs.set_data(np.histogram(a, tenths)[0] / a.size)
        middle = np.linspace(*np.percentile(z_tilde, [2.5, 97.5]), 100)
        used.set_data(middle, sigmoid(middle))
        linear, flat = np.abs(z_tilde) < limit, (a < 0.05) | (a > 0.95)
        return (f"in the linear part, |z̃| < {limit:.2f}: {linear.mean():.0%} of the examples\n"
                f"on the flat ends, a < 0.05 or a > 0.95: {flat.mean():.0%}")

    return Panel(
        figure, "The sigmoid with its linear part shaded and the stretch that 95% of the examples "
        "use drawn thick; below it the histogram of what goes in, beside it of what comes out.",
        {"used": used, "inputs": inputs, "outputs": outputs}, move,
        gamma=Slider("scale γ", 1.0, steps(0, 4, 0.1)),
        beta=Slider("shift β", 0.0, steps(-4, 4, 0.1)))


def shares(values, edges):
    """Share of the values in each bar; the outer bars take what lies beyond them."""
    return np.histogram(np.clip(values, edges[0], edges[-1]), edges)[0] / values.size


def set_bars(bars, heights):
    """Show these heights; the axis changes where one of them holds more than usual bars do."""
    bars.set_data(heights)
    top = LOW if heights.max() < 0.93 * LOW else HIGH
    if bars.axes.get_ylim()[1] != top:
        bars.axes.set_ylim(0, top)
