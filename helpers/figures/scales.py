"""Where random hyperparameters land: the learning rate, a weighted average's decay."""

import numpy as np

from helpers.averages import window
from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREEN, GREY, INK, LIGHT, ORANGE, VERMILION, new_figure
from helpers.sampling import log_uniform, log_uniform_decay, position_of, uniform

LOWEST, HIGHEST = -6, 2  # powers of ten of the learning rate's axis
GOOD = 0.5  # the good interval reaches half a factor of ten to each side
UNIFORM, STRETCHED = "uniform", "log of 1 - decay"
DECAYS = (0.9, 0.999)


class LearningRateScene(Scene):
    """The same number of learning rates, drawn uniformly and drawn on a log scale.

    Notes
    -----
    `move` takes ``low`` and ``high`` (int, the powers of ten of the two ends), ``good`` (float,
    the power of ten around which a learning rate would be good), ``draws`` (int) and ``seed``
    (int). `samples` and `shares` hold what the picture shows, the uniform draws first.
    """

    def __init__(self):
        figure, grid = new_figure(8, 4.6, 2, sharex=True)
        self.bars, self.expected, self.rugs, self.labels, self.spans = [], [], [], [], []
        edges = np.arange(LOWEST, HIGHEST + 1)
        for axes, name, colour in zip(grid, ("uniform draws", "log-uniform draws"),
                                      (ORANGE, BLUE), strict=True):
            self.spans.append(axes.axvspan(0, 1, color=GREEN, alpha=0.2, linewidth=0,
                                           label="good learning rates, if you are right"))
            self.bars.append(axes.stairs(np.zeros(len(edges) - 1), edges, color=colour, alpha=0.55,
                                         fill=True, label="share of the draws"))
            self.expected.append(axes.stairs(np.zeros(len(edges) - 1), edges, color=INK,
                                             linestyle=":", linewidth=1.3,
                                             label="share to expect"))
            rug, = axes.plot([], [], "|", color=colour, markersize=11, alpha=0.6)
            self.rugs.append(rug)
            self.labels.append([axes.text(left + 0.5, 0, "", ha="center", va="bottom", fontsize=9)
                                for left in edges[:-1]])
            axes.set(ylim=(-0.16, 1.14), xlim=(LOWEST - 0.1, HIGHEST + 0.1), ylabel=name)
            axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
            axes.axhline(0, color=GREY, linewidth=0.8)
        grid[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
        grid[1].set_xticks(edges, [f"{10.0**edge:g}" for edge in edges])
        grid[1].set_xlabel(r"learning rate $\alpha$; one factor of ten from tick to tick")
        texts = [label for labels in self.labels for label in labels]
        super().__init__(
            figure, [*self.spans, *self.bars, *self.expected, *self.rugs, *texts],
            "Learning rates drawn at random, uniformly above and on a log scale below: each draw "
            "a small stroke, each factor of ten a bar with its share of the draws, and a shaded "
            "interval of good learning rates.",
        )

    def move(self, low, high, good, draws, seed):
        """Draw again from 10^low to 10^high, and count."""
        edges = np.arange(LOWEST, HIGHEST + 1)
        ends = np.clip(10.0**edges, 10.0**low, 10.0**high)
        start, stop = 10 ** (good - GOOD), 10 ** (good + GOOD)
        cells = np.diff(np.clip(edges, low, high))
        expectations = (np.diff(ends) / (10.0**high - 10.0**low), cells / (high - low))
        self.samples, self.shares = [], []
        lines = [f"{'':12}per factor of ten, from {10.0**low:g} to {10.0**high:g}"]
        for row, (name, sampler) in enumerate((("uniform", uniform), ("log-uniform", log_uniform))):
            sample = sampler(np.random.default_rng(seed), 10.0**low, 10.0**high, draws)
            powers = np.log10(sample)
            shares = np.histogram(np.clip(powers, low, high), edges)[0] / draws
            self.samples.append(sample)
            self.shares.append(shares)
            self._show(row, powers, shares, expectations[row], cells, (good - GOOD, good + GOOD))
            inside = int(((sample >= start) & (sample <= stop)).sum())
            counted = "".join(f"{share:5.0%}" for share in shares[cells > 0])
            lines.append(f"{name:<12}{counted}   good ({_short(start)} to {_short(stop)}): "
                         f"{inside} of {draws}")
        return "\n".join(lines)

    def _show(self, row, powers, shares, expected, cells, interval):
        """Set one row's artists."""
        self.bars[row].set_data(shares)
        self.expected[row].set_data(expected)
        self.rugs[row].set_data(powers, np.full(len(powers), -0.08))
        self.spans[row].set_x(interval[0])
        self.spans[row].set_width(interval[1] - interval[0])
        heights = np.maximum(shares, expected) + 0.02
        for label, height, share, cell in zip(self.labels[row], heights, shares, cells,
                                              strict=True):
            label.set_y(height)
            label.set_text(f"{share:.0%}" if cell else "")


class RulerScene(Scene):
    """The same draws of a decay from 0.9 to 0.999 on an even ruler and on a stretched one.

    Notes
    -----
    `move` takes ``scale`` (`UNIFORM` or `STRETCHED`, how the draws are made), ``r`` (float, the
    power of ten of 1 - decay that is marked), ``draws`` (int) and ``seed`` (int).
    """

    def __init__(self):
        figure, axes = new_figure(8, 4.2)
        self.even, self.stretched = ((sampler, *DECAYS) for sampler in (uniform, log_uniform_decay))
        top, below = position_of(self.even, 0.99), position_of(self.stretched, 0.99)
        axes.fill([top, 1, 1, below], [1, 1, 0, 0], color=LIGHT, alpha=0.6, linewidth=0)
        self.links, = axes.plot([], [], color=BLUE, linewidth=0.7, alpha=0.45)
        self.dots, = axes.plot([], [], "o", color=BLUE, markersize=5, alpha=0.6)
        self.mark, = axes.plot([], [], "s-", color=VERMILION, linewidth=2.6, markersize=8)
        for height, axis, decays, way in (
            (1, self.even, (0.9, 0.92, 0.94, 0.96, 0.98, 0.99, 0.999), 1),
            (0, self.stretched, (0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999), -1),
        ):
            axes.axhline(height, color=INK, linewidth=1.2)
            for decay in decays:
                place = position_of(axis, decay)
                axes.plot([place] * 2, [height, height + 0.04 * way], color=INK, linewidth=1.2)
                axes.text(place, height + 0.06 * way, f"{decay:g}", ha="center",
                          va="bottom" if way == 1 else "top")
        for r in (-1, -2, -3):
            axes.text(position_of(self.stretched, 1 - 10.0**r), -0.16, ha="center", va="top",
                      s=f"r = {r}\n1 - decay = {10.0**r:g}", color=GREY, fontsize=9)
        for height, side, name, part in (
            (1.17, "bottom", "even ruler: decay", 1 - top),
            (-0.36, "top", "stretched ruler: even in r = log10(1 - decay)", 1 - below),
        ):
            axes.text(-0.05, height, name, ha="left", va=side, fontweight="bold")
            axes.text(1.05, height, f"grey: above 0.99, {part:.0%} of this ruler", ha="right",
                      va=side)
        axes.set(xlim=(-0.09, 1.09), ylim=(-0.44, 1.25))
        axes.axis("off")
        super().__init__(
            figure, [self.links, self.dots, self.mark],
            "Draws of a decay between 0.9 and 0.999 as dots on two rulers, an even one above and "
            "one that is even in the logarithm of 1 - decay below; a line joins the two places "
            "of each draw, one draw is marked.",
        )

    def move(self, scale, r, draws, seed):
        """Draw again on this scale, and mark the decay 1 - 10^r."""
        sampler = uniform if scale == UNIFORM else log_uniform_decay
        self.sample = sampler(np.random.default_rng(seed), *DECAYS, draws)
        above, below = self._places(self.sample)
        gap = np.full(draws, np.nan)
        self.dots.set_data(np.concatenate([above, below]), np.repeat([1, 0], draws))
        self.links.set_data(np.column_stack([above, below, gap]).ravel(),
                            np.tile([1.0, 0.0, np.nan], draws))
        decay = 1 - 10.0**r
        self.mark.set_data(self._places(decay), [1, 0])
        high = int((self.sample > 0.99).sum())
        return (f"drawn {scale}: {high} of {draws} above 0.99 ({high / draws:.0%})\n"
                f"marked  r = {r:.2f}   1 - decay = {10.0**r:.4f}   decay = {decay:.4f}   "
                f"window 1 / (1 - decay) = {window(decay):.0f}")

    def _places(self, decay):
        return position_of(self.even, decay), position_of(self.stretched, decay)


class WindowScene(Scene):
    """What a small change of the decay does to the window of a weighted average.

    Notes
    -----
    `move` takes ``decay`` (float from 0.9 to 0.999) and ``change`` (float, at most 0.0005).
    """

    def __init__(self):
        figure, (left, right) = new_figure(8, 3.5, 1, 2)
        decays = 1 - np.logspace(-1, np.log10(0.0005), 300)
        left.plot(decays, 1 / (1 - decays), color=GREY)
        left.set(xlabel="decay", ylabel="window: 1 / (1 - decay) values", xlim=(0.897, 1.002),
                 ylim=(-60, 2200))
        right.set(xscale="log", xlim=(1, 20_000), ylim=(0, 1.05),
                  xlabel="age of a value (log scale)", ylabel="weight, as share of the newest")
        right.axhline(np.exp(-1), color=GREY, linestyle=":", linewidth=1.2)
        self.ages = np.logspace(0, np.log10(20_000), 400)
        self.points, self.drops, self.curves, self.ends = [], [], [], []
        for colour, style, marker, label in ((BLUE, "-", "o", "before"),
                                             (VERMILION, "--", "s", "after")):
            self.points.append(left.plot([], [], marker, color=colour, markersize=8,
                                         label=f"{label} the change")[0])
            self.drops.append(left.plot([], [], style, color=colour, linewidth=1)[0])
            self.curves.append(right.plot([], [], style, color=colour, label=label)[0])
            self.ends.append(right.plot([], [], marker, color=colour, markersize=8)[0])
        left.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
        right.set_yticks([0, np.exp(-1), 1], ["0", "1/e", "1"])
        right.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
        super().__init__(
            figure, [*self.drops, *self.curves, *self.points, *self.ends],
            "Left, the window 1 / (1 - decay) against the decay, which rises steeply near 1, with "
            "the decay before and after a small change; right, the weights of the values of both "
            "averages by age.",
        )

    def move(self, decay, change):
        """Show the decay, the decay after the change, and both averages' weights."""
        lines = []
        for number, (name, value) in enumerate((("before", decay), ("after", decay + change))):
            values = window(value)
            self.points[number].set_data([value], [values])
            self.drops[number].set_data([0, value], [values, values])
            self.curves[number].set_data(self.ages, value**self.ages)
            self.ends[number].set_data([values], [value**values])
            lines.append(f"{name:<7} decay {value:.4f}   1 - decay {1 - value:.4f}   "
                         f"window {values:7.2f} values")
        lines.append(f"the window grows by the factor {window(decay + change) / window(decay):.3f}")
        return "\n".join(lines)


def _short(value):
    """Two digits, and no exponent where none is needed."""
    return f"{float(f'{value:.2g}'):g}"
