"""What an exponentially weighted average follows, and how late."""

import numpy as np
from ipywidgets import ToggleButtons
from matplotlib.dates import DateFormatter, MonthLocator

from helpers.averages import running_averages, window
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import BLUE, GREEN, GREY, INK, ORANGE, SKY, VERMILION, new_figure, shown

# About even in the logarithm of 1 - decay: a step is a factor of the window.
DECAYS = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99,
          0.993, 0.995, 0.996, 0.997, 0.998, 0.999)


@drawing()
def temperatures(days, temperature):
    """A year of temperatures, their running average, and the weights behind one day's average.

    days (m,) as datetime64, temperature (m,) in degrees Celsius.
    """
    figure, (top, below) = new_figure(8.6, 3.7, 2, height_ratios=[2.2, 1], sharex=True)
    top.plot(days, temperature, ".", color=GREY, markersize=4, alpha=0.6,
             label="temperature of the day")
    line, = top.plot(days, temperature, color=BLUE, linewidth=2.2, label="running average")
    today, = top.plot([], [], "o", color=BLUE, markersize=9, markeredgecolor=INK,
                      label="the day chosen")
    top.set(ylabel="degrees Celsius",
            ylim=(min(-6, temperature.min() - 1), max(28, temperature.max() + 1)))
    top.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    edges = np.arange(len(days) + 1) - 0.5 + days[0].astype(int)
    weights = below.stairs(np.zeros(len(days)), edges, color=SKY, fill=True, edgecolor=BLUE)
    below.axhline(np.exp(-1), color=GREY, linestyle=":", linewidth=1.2)
    back = below.axvline(edges[0], color=VERMILION, linestyle="--", linewidth=1.5,
                         label="1 / (1 - decay) days back")
    below.set(ylim=(0, 1.1), ylabel="weight, as share\nof the newest",
              xlim=(edges[0] - 3, edges[-1] + 3))
    below.set_yticks([0, np.exp(-1), 1], ["0", "1/e", "1"])
    below.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)
    below.xaxis.set_major_locator(MonthLocator())
    below.xaxis.set_major_formatter(DateFormatter("%b"))

    def move(decay, day, corrected):
        averages, far = running_averages(temperature, decay, corrected), window(decay)
        line.set_ydata(averages)
        centre = edges[day - 1] + 0.5
        today.set_data([centre], [averages[day - 1]])
        ages = day - 1 - np.arange(len(temperature))
        shares = np.where(ages >= 0, decay ** np.maximum(ages, 0), 0.0)
        weights.set_data(shares, edges)
        back.set_xdata([centre - far] * 2)
        total = 1.0 if corrected else 1 - decay**day
        return "\n".join([
            *(f"day {number:<3}  temperature {temperature[number - 1]:5.2f}   "
              f"average {averages[number - 1]:5.2f}" for number in (1, day)),
            f"weights  of the newest day {total / shares.sum():.3f}   all together {total:.3f}",
            f"window   1 / (1 - decay) = {far:.1f} days; that far back the weight is "
            f"{decay**far:.2f} of the newest"])

    return Panel(
        figure, "Daily temperatures as dots with their exponentially weighted average as a line; "
        "below, the weights of the days that make up the average of the day chosen, and a "
        "dashed line 1 / (1 - decay) days back.",
        {"average": line, "today": today, "weights": weights, "back": back}, move,
        decay=Slider("decay", 0.9, DECAYS),
        day=Slider("day", min(120, len(days)), steps(1, len(days), 1)), corrected=_correction())


@drawing()
def chasing(means, variances, checked, whole_means, whole_variances):
    """One unit's mean and variance, mini-batch by mini-batch, and the averages that chase them.

    means, variances (steps,) of the mini-batches; whole_means, whole_variances of the whole
    training set, after the steps in `checked`, the last of which is the end.
    """
    checked, found = np.asarray(checked), {"mean": (means, whole_means),
                                           "variance": (variances, whole_variances)}
    figure, grid = new_figure(8.6, 3.7, 2, sharex=True)
    dots, lines = [], []
    for axes, (name, (values, whole)) in zip(grid, found.items(), strict=True):
        dots += axes.plot([], [], ".", color=GREY, markersize=4, alpha=0.6, label="one mini-batch")
        lines += axes.plot([], [], color=BLUE, linewidth=2, label="running average")
        lines += axes.plot(checked, whole, color=ORANGE, linestyle="--", marker="s", markersize=5,
                           markeredgecolor=INK, label="whole training set, at that step")
        everything = np.concatenate([values, whole, [0.0]])  # 0 is where an average starts
        room = 0.06 * np.ptp(everything)
        axes.set(ylabel=f"{name} of the unit", xlim=(-0.01 * len(values), 1.01 * len(values)),
                 ylim=(everything.min() - room, everything.max() + room))
        axes.axhline(0, color=GREY, linewidth=1, linestyle=":")
    grid[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    grid[1].set_xlabel("step (mini-batches seen)")

    def move(decay, seen, corrected):
        latest = max(int(np.searchsorted(checked, seen, side="right")) - 1, 0)
        numbers, read = np.arange(1, seen + 1), []
        for dot, line, (name, (values, whole)) in zip(dots, lines[::2], found.items(), strict=True):
            values = values[:seen]
            averages = running_averages(values, decay, corrected)
            dot.set_data(numbers, values)
            line.set_data(numbers, averages)
            read.append(f"{name:<8} step {seen}: this mini-batch {shown(values[-1], '6.2f')}   "
                        f"running average {shown(averages[-1], '6.2f')}   "
                        f"whole training set, step {checked[latest]} "
                        f"{shown(whole[latest], '6.2f')}")
        return "\n".join([*read, f"window 1 / (1 - decay) = {window(decay):.0f} mini-batches, "
                          f"weights together {1 - decay**seen:.3f} before correction"])

    return Panel(
        figure, "The mean and the variance of one unit on each mini-batch as dots, their running "
        "averages as lines, and the values over the whole training set as squares on a dashed "
        "line, always in front.", {"dots": dots, "lines": lines}, move,
        decay=Slider("decay", 0.9, DECAYS),
        seen=Slider("steps seen", len(means), steps(1, len(means), 1)), corrected=_correction())


@drawing()
def keras_warm_up(means, variances):
    """One unit's statistics during training, a Keras layer's average, and the corrected one.

    means, variances (steps,) of the unit on each mini-batch.
    """
    found = {"mean": (means, 0.0), "variance": (variances, 1.0)}  # where Keras starts
    figure, grid = new_figure(8.6, 3.7, 2, sharex=True)
    dots, keras, corrected = [], [], []
    for axes, (name, (values, start)) in zip(grid, found.items(), strict=True):
        dots += axes.plot([], [], ".", color=GREY, markersize=4, alpha=0.7, label="one mini-batch")
        keras += axes.plot([], [], color=VERMILION, linestyle=(0, (4, 2)), marker="s",
                           markersize=5, markevery=[-1],
                           label="Keras, from mean 0, variance 1")
        corrected += axes.plot([], [], color=GREEN, linewidth=2.2, marker="o", markersize=5,
                               markevery=[-1], label="bias-corrected")
        everything = np.append(values, start)
        room = 0.06 * np.ptp(everything)
        axes.set(ylabel=f"{name} of the unit",
                 ylim=(everything.min() - room, everything.max() + room))
        axes.axhline(start, color=GREY, linewidth=1, linestyle=":")
    grid[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, handlelength=3)
    grid[1].set_xlabel("step (mini-batches seen)")

    def move(momentum, seen):
        numbers = np.arange(seen + 1)
        lines = [f"step {seen}: weight still on the start {momentum**seen:.2f}   "
                 f"window 1 / (1 - momentum) = {window(momentum):.0f} mini-batches"]
        if grid[0].get_xlim()[1] != 1.01 * seen:  # what is shown fills the picture
            grid[0].set_xlim(-0.01 * seen, 1.01 * seen)
        for dot, line, other, (name, (values, start)) in zip(dots, keras, corrected,
                                                             found.items(), strict=True):
            values = values[:seen]
            kept = np.append(0.0, running_averages(values, momentum, corrected=False))
            kept += start * momentum**numbers
            right = running_averages(values, momentum)
            dot.set_data(numbers[1:], values)
            line.set_data(numbers, kept)
            other.set_data(numbers[1:], right)
            lines.append(f"{name:<8}  this mini-batch {shown(values[-1], '6.2f')}   "
                         f"Keras {shown(kept[-1], '6.2f')}   "
                         f"bias-corrected {shown(right[-1], '6.2f')}")
        return "\n".join(lines)

    return Panel(
        figure, "The mean and the variance of one unit on each mini-batch as dots, the average "
        "that a Keras layer keeps (dashed) on its way from its start, and the bias-corrected "
        "average (solid).", {"dots": dots, "keras": keras, "corrected": corrected}, move,
        momentum=Slider("momentum", 0.99, DECAYS),
        seen=Slider("steps seen", min(20, len(means)), steps(1, len(means), 1)))


def _correction():
    return ToggleButtons(options=[("with", True), ("without", False)],
                         description="bias correction")
