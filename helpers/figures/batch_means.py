"""How much the mean of a mini-batch scatters, and how that shrinks with its size."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREY, INK, ORANGE, SKY, VERMILION, new_figure

SIZES = (8, 16, 32, 64, 128, 256, 512)


class BatchMeanScene(Scene):
    """The means of many mini-batches of one size, and their variance over all sizes.

    Parameters
    ----------
    values : ndarray, shape (N,)
        One unit's z on all images.
    rng : numpy.random.Generator
        Draws the mini-batches, with replacement.
    batches : int
        Mini-batches of each size.

    Notes
    -----
    `move` takes ``m`` (one of `SIZES`).
    """

    def __init__(self, values, rng, batches=2000):
        self.mean, self.sigma = values.mean(), values.std()
        self.means = {m: values[rng.integers(0, len(values), (batches, m))].mean(axis=1)
                      for m in SIZES}
        reach = 4.2 * self.sigma / np.sqrt(SIZES[0])
        self.edges = np.linspace(self.mean - reach, self.mean + reach, 81)
        figure, (left, right) = new_figure(8.4, 3.5, 1, 2, width_ratios=[1.3, 1])
        self.histogram = left.stairs(np.zeros(80), self.edges, color=SKY, fill=True,
                                     label=f"means of {batches:,} mini-batches")
        self.expected = [left.axvline(0, color=VERMILION, linestyle="--", linewidth=1.8,
                                      label=r"$\mu \pm \sigma / \sqrt{m}$" if side < 0 else None)
                         for side in (-1, 1)]
        self.measured, = left.plot([], [], color=INK, marker="|", markersize=12, linewidth=2,
                                   label="mean ± sd, measured")
        left.set(xlabel=r"mini-batch mean of the unit's $z$", ylabel="share of the mini-batches",
                 xlim=(self.edges[0], self.edges[-1]), ylim=(0, 0.42))
        left.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, fontsize=8)
        variances = [self.means[m].var() / self.sigma**2 for m in SIZES]
        right.plot(SIZES, 1 / np.array(SIZES), color=GREY, linestyle="--", label="1 / m")
        right.plot(SIZES, variances, "o", color=BLUE, label="measured")
        self.here, = right.plot([], [], "D", color=ORANGE, markersize=10, markeredgecolor=INK,
                                label="the size chosen")
        right.set(xscale="log", yscale="log", xlabel="mini-batch size m",
                  ylabel=r"variance of the means / $\sigma^2$")
        right.set_xticks(SIZES, [str(m) for m in SIZES])
        right.minorticks_off()
        right.legend(loc="lower left")
        super().__init__(
            figure, [self.histogram, *self.expected, self.measured, self.here],
            "Left: histogram of the means of many mini-batches of one size, with dashed lines "
            "sigma over root m away from the overall mean. Right: the variance of the means "
            "over the mini-batch size, both on log scales, beside the line 1 / m.",
        )

    def move(self, m):
        """Show the means of mini-batches of size m."""
        means = self.means[m]
        counts, _ = np.histogram(means, self.edges)
        self.histogram.set_data(counts / len(means), self.edges)
        spread = self.sigma / np.sqrt(m)
        for side, line in zip((-1, 1), self.expected, strict=True):
            line.set_xdata([self.mean + side * spread] * 2)
        self.measured.set_data([means.mean() - means.std(), means.mean() + means.std()], [0.02] * 2)
        share = means.var() / self.sigma**2
        self.here.set_data([m], [share])
        return (f"m = {m}   spread of the means: measured {means.std():.3f}, "
                f"sigma / root m {spread:.3f}\n"
                f"variance of the means / sigma^2 = {share:.4f}, times m = {share * m:.2f}")
