"""What an exponentially weighted average follows, and how late."""

import numpy as np
from matplotlib.dates import DateFormatter, MonthLocator

from helpers.averages import running_averages, window
from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREY, INK, ORANGE, SKY, VERMILION, new_figure

CORRECTED = "1 / (1 - decay^steps)"
UNCORRECTED = "none"


class TemperatureScene(Scene):
    """A year of temperatures, their running average, and the weights behind one day's average.

    Parameters
    ----------
    days : ndarray, datetime64[D], shape (m,)
    temperature : ndarray, shape (m,)
        In degrees Celsius.

    Notes
    -----
    `move` takes ``decay`` (float), ``day`` (int, the first is 1) and ``correction``
    (`CORRECTED` or `UNCORRECTED`).
    """

    def __init__(self, days, temperature):
        self.temperature = temperature
        figure, (top, below) = new_figure(8, 4.6, 2, height_ratios=[2.2, 1], sharex=True)
        top.plot(days, temperature, ".", color=GREY, markersize=4, alpha=0.6,
                 label="temperature of the day")
        self.average, = top.plot(days, temperature, color=BLUE, linewidth=2.2,
                                 label="running average")
        self.today, = top.plot([], [], "o", color=BLUE, markersize=9, markeredgecolor=INK,
                               label="the day chosen")
        top.set(ylabel="degrees Celsius", ylim=(min(-6, temperature.min() - 1),
                                                max(28, temperature.max() + 1)))
        top.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
        self.edges = np.arange(len(days) + 1) - 0.5 + days[0].astype(int)
        self.weights = below.stairs(np.zeros(len(days)), self.edges, color=SKY, fill=True,
                                    edgecolor=BLUE)
        below.axhline(np.exp(-1), color=GREY, linestyle=":", linewidth=1.2)
        self.back = below.axvline(self.edges[0], color=VERMILION, linestyle="--", linewidth=1.5,
                                  label="1 / (1 - decay) days back")
        below.set(ylim=(0, 1.1), ylabel="weight, as share\nof the newest",
                  xlim=(self.edges[0] - 3, self.edges[-1] + 3))
        below.set_yticks([0, np.exp(-1), 1], ["0", "1/e", "1"])
        below.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)
        below.xaxis.set_major_locator(MonthLocator())
        below.xaxis.set_major_formatter(DateFormatter("%b"))
        super().__init__(
            figure, [self.average, self.today, self.weights, self.back],
            "Daily temperatures as dots with their exponentially weighted average as a line; "
            "below, the weights of the days that make up the average of the day chosen, and a "
            "dashed line 1 / (1 - decay) days back.",
        )

    def move(self, decay, day, correction):
        """Show the average for this decay, and the weights behind the average of this day."""
        averages = running_averages(self.temperature, decay, correction == CORRECTED)
        self.average.set_ydata(averages)
        centre = self.edges[day - 1] + 0.5
        self.today.set_data([centre], [averages[day - 1]])
        ages = day - 1 - np.arange(len(self.temperature))
        shares = np.where(ages >= 0, decay ** np.maximum(ages, 0), 0.0)
        self.weights.set_data(shares, self.edges)
        back = window(decay)
        self.back.set_xdata([centre - back] * 2)
        total = 1.0 if correction == CORRECTED else 1 - decay**day
        newest = total / shares.sum()
        lines = [f"day {number:<3}  temperature {self.temperature[number - 1]:5.2f}   "
                 f"average {averages[number - 1]:5.2f}" for number in (1, day)]
        lines.append(f"weights  of the newest day {newest:.3f}   all together {total:.3f}")
        lines.append(f"window   1 / (1 - decay) = {back:.1f} days; that far back the weight is "
                     f"{decay**back:.2f} of the newest")
        return "\n".join(lines)


class ChasingScene(Scene):
    """One unit's mean and variance, mini-batch by mini-batch, and the averages that chase them.

    Parameters
    ----------
    means, variances : ndarray, shape (steps,)
        The unit's statistics on each mini-batch.
    checked : sequence of int
        After which steps the whole training set was looked at; the last is the end.
    whole_means, whole_variances : ndarray, shape (len(checked),)
        The unit's statistics over the whole training set at those steps.

    Notes
    -----
    `move` takes ``decay`` (float), ``steps`` (int, how much of training is shown) and
    ``correction`` (`CORRECTED` or `UNCORRECTED`).
    """

    def __init__(self, means, variances, checked, whole_means, whole_variances):
        self.series = (means, variances)
        self.whole = (whole_means, whole_variances)
        self.checked = np.asarray(checked)
        self.dots, self.lines = [], []
        figure, grid = new_figure(8, 5, 2, sharex=True)
        for axes, values, whole, name in zip(
            grid, self.series, self.whole, ("mean", "variance"), strict=True
        ):
            axes.plot(checked, whole, color=ORANGE, linestyle="--", marker="s", markersize=4,
                      label="whole training set, at that step")
            dots, = axes.plot([], [], ".", color=GREY, markersize=4, alpha=0.7,
                              label="one mini-batch")
            line, = axes.plot([], [], color=BLUE, linewidth=2.2, label="running average")
            self.dots.append(dots)
            self.lines.append(line)
            everything = np.concatenate([values, whole, [0.0]])  # 0 is where an average starts
            room = 0.06 * np.ptp(everything)
            axes.set(ylabel=f"{name} of the unit",
                     ylim=(everything.min() - room, everything.max() + room),
                     xlim=(-0.01 * len(values), 1.01 * len(values)))
            axes.axhline(0, color=GREY, linewidth=1, linestyle=":")
        grid[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
        grid[1].set_xlabel("step (mini-batches seen)")
        super().__init__(
            figure, [*self.dots, *self.lines],
            "The mean and the variance of one unit on each mini-batch as dots, their running "
            "averages as lines, and the values over the whole training set as dashed lines.",
        )

    def move(self, decay, steps, correction):
        """Show training up to this step, with the averages for this decay."""
        lines = []
        latest = max(int(np.searchsorted(self.checked, steps, side="right")) - 1, 0)
        for name, values, whole, dots, line in zip(
            ("mean", "variance"), self.series, self.whole, self.dots, self.lines, strict=True
        ):
            averages = running_averages(values[:steps], decay, correction == CORRECTED)
            seen = np.arange(1, steps + 1)
            dots.set_data(seen, values[:steps])
            line.set_data(seen, averages)
            lines.append(f"{name:<8} step {steps}: this mini-batch {values[steps - 1]:6.2f}   "
                         f"running average {averages[-1]:6.2f}   "
                         f"whole training set, step {self.checked[latest]} {whole[latest]:6.2f}")
        lines.append(f"window 1 / (1 - decay) = {window(decay):.0f} mini-batches, "
                     f"weights together {1 - decay**steps:.3f} before correction")
        return "\n".join(lines)
