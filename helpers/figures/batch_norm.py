"""What batch norm does to the values of one unit, forward."""

import numpy as np
from matplotlib.ticker import PercentFormatter

from helpers.batch_norm import batch_norm_forward
from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, GREEN, GREY, INK, LIGHT, new_figure
from helpers.network import sigmoid

BAR_EDGES = np.linspace(-4.25, 4.25, 35)  # of z_norm; every other histogram stretches these bars


class ScaleAndShiftScene(Scene):
    """One unit's values over a mini-batch before batch norm and after, for a gamma and a beta.

    Both histograms have the same bars, stretched and moved with the values, so that the height
    of a bar is always the share of the examples in it: a small gamma does not run off the top.

    Parameters
    ----------
    z : ndarray, shape (1, m)
        The unit's values.
    epsilon : float
    limit : float
        The value axis runs from -limit to limit.

    Notes
    -----
    `move` takes ``gamma`` and ``beta`` (floats).
    """

    def __init__(self, z, epsilon=1e-5, limit=12):
        self.z, self.epsilon = z, epsilon
        _, self.cache = batch_norm_forward(z, [[1.0]], [[0.0]], epsilon)
        self.shares = bar_shares(self.cache.Z_norm)
        figure, axes = new_figure(8, 3.6)
        axes.stairs(
            *stretched(self.shares, self.cache.standard_deviation.item(), self.cache.mean.item()),
            color=BEFORE, linewidth=1.5, linestyle="--", label=r"$z$, as the layer computed it",
        )
        self.after = axes.stairs(self.shares, BAR_EDGES, color=AFTER, fill=True, alpha=0.6,
                                 edgecolor=AFTER, linewidth=1.2,
                                 label=r"$\tilde z = \gamma\, z_{norm} + \beta$")
        self.mean_line = axes.axvline(0, color=INK, linewidth=1.2, linestyle=":",
                                      label=r"mean of $\tilde z$")
        axes.set(xlim=(-limit, limit), ylim=(0, 1.15 * self.shares.max()), xlabel="value",
                 ylabel="share of the examples\nin each bar")
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
        super().__init__(
            figure, [self.after, self.mean_line],
            "Histogram of one unit over a mini-batch, before batch norm (dashed outline) and "
            "after (filled), following gamma and beta.",
        )

    def move(self, gamma, beta):
        """Show the histogram of Z_tilde for this gamma and beta."""
        z_tilde, _ = batch_norm_forward(self.z, [[gamma]], [[beta]], self.epsilon)
        self.after.set_data(*stretched(self.shares, gamma, beta))
        self.mean_line.set_xdata([z_tilde.mean()] * 2)
        difference = np.abs(z_tilde - self.z).max()
        shown = f"{difference:.2g}" if difference > 1e-12 else "below 1e-12: undone"
        return (f"z        mean {_plain(self.z.mean())}   standard deviation {self.z.std():5.2f}\n"
                f"z_tilde  mean {_plain(z_tilde.mean())}   standard deviation {z_tilde.std():5.2f}"
                f"   largest |z_tilde - z| {shown}")


class WhateverComesInScene(Scene):
    """Several units' values before batch norm and normalized, a row each.

    Parameters
    ----------
    units : dict of str to ndarray
        A unit's label to its values, shape (1, m).
    epsilon : float
    """

    def __init__(self, units, epsilon=1e-5):
        self.units, self.epsilon = units, epsilon
        figure, grid = new_figure(8, 1.75 * len(units) + 0.4, len(units), 2, squeeze=False)
        for (label, z), (left, right) in zip(units.items(), grid, strict=True):
            z_norm = self._normalized(z)
            for axes, values, colour in ((left, z, BEFORE), (right, z_norm, AFTER)):
                reach = 1.01 * np.array([min(-4, z_norm.min()), max(4, z_norm.max())])
                edges = np.linspace(*(values.mean() + values.std() * reach), 41)
                shares, _ = np.histogram(values, edges)
                axes.stairs(shares / values.size, edges, color=colour, fill=True, alpha=0.7)
                axes.axvline(values.mean(), color=INK, linestyle=":", linewidth=1.2)
                axes.set(yticks=[], title=_statistics(values))
            left.set_ylabel(label)
            right.set_xlim(-5, 5)
        grid[-1, 0].set_xlabel("z, before")
        grid[-1, 1].set_xlabel("z_norm, after")
        super().__init__(
            figure, [],
            "Histograms of units before batch norm, each at its own place and width, and after: "
            "all around 0 and equally wide, their shapes unchanged. Dotted lines: the means.",
        )
        self.update()

    def move(self):
        """Nothing moves; return each unit's mean, variance and share of positive values."""
        lines = []
        for label, z in self.units.items():
            z_norm, name = self._normalized(z), " ".join(label.split())
            lines.append(
                f"{name:<24} before: mean {_plain(z.mean())}, variance "
                f"{z.var():7.3g}   after: mean {_plain(z_norm.mean())}, variance "
                f"{z_norm.var():.3f}, positive {(z_norm > 0).mean():.0%}"
            )
        return "\n".join(lines)

    def _normalized(self, z):
        return batch_norm_forward(z, [[1.0]], [[0.0]], self.epsilon)[1].Z_norm


class SigmoidInputScene(Scene):
    """Where on the sigmoid's curve a unit's values fall, and what comes out of it.

    Parameters
    ----------
    z : ndarray, shape (1, m)
        The unit's values over a mini-batch.
    epsilon : float

    Attributes
    ----------
    limit : float
        The linear part of the sigmoid is |z| < limit, see `linear_limit`.

    Notes
    -----
    `move` takes ``gamma`` and ``beta`` (floats).
    """

    def __init__(self, z, epsilon=1e-5):
        self.z, self.epsilon, self.limit = z, epsilon, linear_limit()
        self.shares = bar_shares(batch_norm_forward(z, [[1.0]], [[0.0]], epsilon)[1].Z_norm)
        self.tenths = np.linspace(0, 1, 11)
        figure, grid = new_figure(8, 5.4, 2, 2, width_ratios=[3, 1], height_ratios=[2, 1],
                                  sharex="col", sharey="row")
        (curve, side), (below, corner) = grid
        corner.set_visible(False)
        self._draw_curve(curve)
        for axes in (curve, below):
            axes.axvspan(-self.limit, self.limit, color=LIGHT, alpha=0.6, zorder=0)
        below.set(ylim=(0, 1.15 * self.shares.max()), xlabel=r"$\tilde z$, what goes in",
                  ylabel="share of the\nexamples in a bar")
        side.set(xlim=(0, 1), xlabel="share of the examples\nin each tenth")
        side.tick_params(labelleft=False, labelbottom=True)
        side.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        side.set_title(r"$a$, what comes out")
        below.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        self.inputs = below.stairs(self.shares, BAR_EDGES, color=AFTER, fill=True, alpha=0.6,
                                   edgecolor=AFTER, linewidth=1.2)
        self.outputs = side.stairs(np.zeros(10), self.tenths, orientation="horizontal",
                                   color=GREEN, fill=True, alpha=0.7, edgecolor=GREEN)
        self.used, = curve.plot([], [], color=AFTER, linewidth=6, alpha=0.45,
                                solid_capstyle="butt")
        super().__init__(
            figure, [self.used, self.inputs, self.outputs],
            "The sigmoid with its linear part shaded and the stretch that 95% of the examples use "
            "drawn thick; below it the histogram of what goes in, beside it of what comes out.",
        )

    def _draw_curve(self, axes):
        """The sigmoid, its tangent at 0, and words for the shaded part and the thick line."""
        z = np.linspace(-8, 8, 321)
        axes.plot(z, sigmoid(z), color=INK)
        axes.plot(z[np.abs(z) <= 2.2], 0.5 + z[np.abs(z) <= 2.2] / 4, color=GREY, linestyle="--",
                  linewidth=1.4)
        axes.text(2.3, 1.05, "tangent at 0", color=GREY, fontsize=9, va="center")
        axes.text(0.12 + self.limit, 0.06, f"shaded: the linear part,\n|z| < {self.limit:.2f}",
                  fontsize=9)
        axes.text(-7.8, 0.62, "thick: where the\nmiddle 95% of the\nexamples are", color=AFTER,
                  fontsize=9)
        axes.set(xlim=(-8, 8), ylim=(-0.06, 1.1), ylabel=r"$a = g(\tilde z)$",
                 yticks=[0, 0.5, 1])

    def move(self, gamma, beta):
        """Show where Z_tilde falls for this gamma and beta."""
        z_tilde, _ = batch_norm_forward(self.z, [[gamma]], [[beta]], self.epsilon)
        a = sigmoid(z_tilde)
        self.inputs.set_data(*stretched(self.shares, gamma, beta))
        self.outputs.set_data(np.histogram(a, self.tenths)[0] / a.size)
        middle = np.linspace(*np.percentile(z_tilde, [2.5, 97.5]), 100)
        self.used.set_data(middle, sigmoid(middle))
        linear = (np.abs(z_tilde) < self.limit).mean()
        saturated = ((a < 0.05) | (a > 0.95)).mean()
        return (f"in the linear part, |z_tilde| < {self.limit:.2f}: {linear:.0%} of the examples\n"
                f"on the flat ends, a < 0.05 or a > 0.95: {saturated:.0%}")


def linear_limit(tolerance=0.05):
    """How far from 0 the sigmoid's tangent there, 1/2 + z/4, is off by less than `tolerance`.

    Examples
    --------
    >>> round(linear_limit(), 2)
    1.42
    """
    z = np.linspace(0, 8, 80001)
    return float(z[0.5 + z / 4 - sigmoid(z) < tolerance].max())


def bar_shares(z_norm):
    """Share of the examples in each bar of `BAR_EDGES`; the outer bars take what lies beyond."""
    inside = np.clip(z_norm, BAR_EDGES[0], BAR_EDGES[-1])
    return np.histogram(inside, BAR_EDGES)[0] / z_norm.size


def stretched(shares, gamma, beta):
    """The same bars for gamma * z_norm + beta: heights, and edges in increasing order."""
    edges = gamma * BAR_EDGES + beta
    return (shares, edges) if gamma >= 0 else (shares[::-1], edges[::-1])


def _statistics(values):
    return (f"mean {_plain(values.mean()).strip()}   variance {values.var():.3g}   "
            f"positive {(values > 0).mean():.0%}")


def _plain(value):
    """A number with two decimals, and no minus sign before a zero."""
    return f"{round(float(value), 2) + 0:6.2f}"
