"""How much the mean of a mini-batch scatters, and how that shrinks with its size."""

import numpy as np

from helpers.pictures.controls import Slider
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import BLUE, GREY, INK, ORANGE, PERCENT, SKY, new_figure

SIZES = (8, 16, 32, 64, 128, 256, 512)
BATCHES = 2000  # of each size


@drawing()
def batch_means(values, rng):
    """The means of many mini-batches of one unit's values (N,), and their variance by size.

    The mini-batches are drawn with replacement.
    """
    mean, sigma = values.mean(), values.std()
    means = {m: values[rng.integers(0, len(values), (BATCHES, m))].mean(axis=1) for m in SIZES}
    parts = {m: found.var() / sigma**2 for m, found in means.items()}
    reach = 4.2 * sigma / np.sqrt(SIZES[0])
    edges = np.linspace(mean - reach, mean + reach, 81)
    figure, (left, right) = new_figure(8.4, 3.4, 1, 2, width_ratios=[1.3, 1])
    histogram = left.stairs(np.zeros(80), edges, color=SKY, fill=True,
                            label=f"means of {BATCHES:,} mini-batches")
    expected = [left.axvline(0, color=INK, linestyle="--", linewidth=1.8, label=label)
                for label in (r"$\mu \pm \sigma / \sqrt{m}$", None)]
    measured, = left.plot([], [], color=ORANGE, marker="|", markersize=12, linewidth=2,
                          label="mean ± sd, measured")
    left.set(xlabel=r"mini-batch mean of the unit's $z$", ylabel="share of the mini-batches",
             xlim=edges[[0, -1]])
    left.locator_params(axis="y", nbins=4)  # short labels, whatever the size
    left.yaxis.set_major_formatter(PERCENT)
    left.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    right.plot(SIZES, 1 / np.array(SIZES), color=GREY, linestyle="--", label="1 / m")
    right.plot(SIZES, [parts[m] for m in SIZES], "o", color=BLUE, label="measured")
    here, = right.plot([], [], "D", color=ORANGE, markersize=10, markeredgecolor=INK,
                       label="the size chosen")
    right.set(xscale="log", yscale="log", xlabel="mini-batch size m",
              ylabel=r"variance of the means / $\sigma^2$")
    right.set_xticks(SIZES, [str(m) for m in SIZES])
    right.minorticks_off()
    right.legend(loc="lower left")

    def move(m):
        found, spread = means[m], sigma / np.sqrt(m)
        shares = np.histogram(found, edges)[0] / len(found)
        histogram.set_data(shares, edges)
        left.set_ylim(0, 1.15 * shares.max())  # the axis follows: a bar is always tall
        for side, line in zip((-1, 1), expected, strict=True):
            line.set_xdata([mean + side * spread] * 2)
        measured.set_data([found.mean() - found.std(), found.mean() + found.std()],
                          [0.06 * shares.max()] * 2)
        share = parts[m]
        here.set_data([m], [share])
        return (f"m = {m}   spread of the means: measured {found.std():.3f}, "
                f"σ / √m {spread:.3f}\n"
                f"variance of the means / σ² = {share:.4f}, times m = {share * m:.2f}")

    return Panel(
        figure, "Left: histogram of the means of many mini-batches of one size, with dashed lines "
        "sigma over root m away from the overall mean. Right: the variance of the means "
        "over the mini-batch size, both on log scales, beside the line 1 / m.",
        {"histogram": histogram, "expected": expected, "measured": measured, "here": here}, move,
        m=Slider("mini-batch size m", 64, SIZES))
