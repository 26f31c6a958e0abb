"""What an exponentially weighted average follows, how late, and what batch norm uses it for."""

from functools import cache

import numpy as np
from matplotlib.dates import DateFormatter, MonthLocator

from helpers.averages import running_averages, window
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import AFTER, BEFORE, GREY, INK, ORANGE, SKY, WRONG, new_figure, shown

# About even in the logarithm of 1 - decay: a step is a factor of the window.
DECAYS = (0.0, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99,
          0.993, 0.995, 0.996, 0.997, 0.998, 0.999)
COMPANIONS = (0, 1, 3, 7, 15, 31)
COMPANIES = 100


@drawing()
def company(X, y, own, kept, image=0):
    """One image in company: its answers with the batch's own statistics, and with kept ones.

    X (side * side, m) images, y (m,) labels; own, kept : functions of a batch X (side * side, k)
    that give logits (C, k). image : which one to begin with.
    """
    side = round(len(X) ** 0.5)
    figure, (left, middle, right) = new_figure(8.6, 2.7, 1, 3, width_ratios=[1, 2, 2.6])
    blank = {"cmap": "gray_r", "vmin": 0, "vmax": 1}
    alone = left.imshow(np.zeros((side, side)), **blank)
    others = middle.imshow(np.zeros((4 * side, 8 * side)), **blank)
    for axes, title in ((left, "the image"), (middle, "its companions")):
        axes.set(xticks=[], yticks=[], title=title)
        axes.spines[:].set(visible=True, color=GREY)
    bars = [right.bar(np.arange(10) + shift, np.zeros(10), 0.38, color=colour, label=label)
            for shift, colour, label in ((-0.2, WRONG, "the batch's own statistics"),
                                         (0.2, AFTER, "running averages"))]
    here, = right.plot([], [], "v", color=INK, markersize=8, label="in this company")
    right.set(xticks=range(10), xlabel="answer", ylim=(0, 1.12 * COMPANIES),
              ylabel=f"times in {COMPANIES} companies")
    right.legend(handles=[*bars, here], loc="lower center", bbox_to_anchor=(0.45, 1), ncols=2)

    @cache
    def answers(image, companions):
        rng = np.random.default_rng(image)
        batches = [[image, *rng.integers(0, len(y), companions)] for _ in range(COMPANIES)]
        return batches, [[mode(X[:, batch])[:, 0].argmax() for batch in batches]
                         for mode in (own, kept)]

    def move(image, companions, which):
        batches, found = answers(image, companions)
        grid = np.zeros((32, side, side))
        grid[:companions] = X[:, batches[which - 1][1:]].T.reshape(-1, side, side)
        alone.set_data(X[:, image].reshape(side, side))
        others.set_data(grid.reshape(4, 8, side, side).swapaxes(1, 2).reshape(4 * side, -1))
        counts = [np.bincount(answer, minlength=10) for answer in found]
        for bar, times in zip([*bars[0], *bars[1]], np.concatenate(counts), strict=True):
            bar.set_height(times)
        here.set_data([found[0][which - 1] - 0.2], [1.06 * COMPANIES])
        most = [digit for digit in np.argsort(-counts[0], kind="stable")[:4] if counts[0][digit]]
        return (f"label {y[image]}   answer in this company {found[0][which - 1]}   "
                f"with running averages {found[1][which - 1]}\n"
                f"most often in {COMPANIES} companies"
                + "".join(f"   {digit}: {counts[0][digit]}" for digit in most))

    return Panel(
        figure, "An image, the others in its mini-batch, and how often it gets which answer in "
        f"{COMPANIES} such mini-batches: with the batch's own statistics and with running "
        "averages. A triangle: the answer in the mini-batch shown.",
        {"alone": alone, "others": others, "own": bars[0], "kept": bars[1], "here": here}, move,
        image=Slider("image", image, range(min(200, len(y)))),
        companions=Slider("companions", 7, COMPANIONS),
        which=Slider("company", 1, range(1, COMPANIES + 1), play=True))


@drawing()
def temperatures(days, temperature, average=running_averages):
    """A year of temperatures, their running average, and the weights behind one day's average.

    days (m,) as datetime64, temperature (m,) in degrees Celsius. average : a function that stands
    in for `helpers.averages.running_averages`, such as your own.
    """
    figure, (top, below) = new_figure(8.6, 3.7, 2, height_ratios=[2.2, 1], sharex=True)
    top.plot(days, temperature, ".", color=GREY, markersize=4, alpha=0.6,
             label="temperature of the day")
    lines = [top.plot(days, temperature, style, color=colour, linewidth=2, label=label)[0]
             for style, colour, label in (("--", BEFORE, "without bias correction"),
                                          ("-", AFTER, "with bias correction"))]
    today, = top.plot([], [], "o", color=AFTER, markersize=9, mec=INK, label="the day chosen")
    top.set(ylabel="degrees Celsius", ylim=(min(0, temperature.min()) - 1, temperature.max() + 1))
    top.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4, columnspacing=1)
    edges = np.arange(len(days) + 1) - 0.5 + days[0].astype(int)
    weights = below.stairs(np.zeros(len(days)), edges, color=SKY, fill=True, edgecolor=AFTER)
    below.axhline(np.exp(-1), color=GREY, linestyle=":", linewidth=1.2)
    back = below.axvline(edges[0], color=INK, linestyle="--", linewidth=1.5,
                         label="1 / (1 - decay) days back")
    below.set(ylim=(0, 1.1), ylabel="weight, as share\nof the newest",
              xlim=(edges[0] - 3, edges[-1] + 3))
    below.set_yticks([0, np.exp(-1), 1], ["0", "1/e", "1"])
    below.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)
    below.xaxis.set_major_locator(MonthLocator())
    below.xaxis.set_major_formatter(DateFormatter("%b"))

    def move(decay, day):
        far, numbers = window(decay), np.arange(1, len(temperature) + 1)
        corrected = np.asarray(average(temperature, decay))
        plain = corrected * (1 - decay**numbers)
        lines[0].set_ydata(plain)
        lines[1].set_ydata(corrected)
        centre = edges[day - 1] + 0.5
        today.set_data([centre], [corrected[day - 1]])
        weights.set_data((numbers <= day) * decay ** np.maximum(day - numbers, 0), edges)
        back.set_xdata([centre - far] * 2)
        return "\n".join([
            *(f"day {number:<3}  temperature {temperature[number - 1]:5.2f}   average without "
              f"correction {plain[number - 1]:5.2f}   with {corrected[number - 1]:5.2f}"
              for number in (1, day)),
            f"weights  of the newest day {1 - decay:.3f}   all together {1 - decay**day:.3f}",
            f"window   1 / (1 - decay) = {far:.1f} days; there the weight is "
            f"{decay**far:.2f} of the newest"])

    return Panel(
        figure, "Daily temperatures as dots with their exponentially weighted average, with bias "
        "correction a line, without it dashed; below, the weights of the days that make up the "
        "average of the day chosen, and a dashed line 1 / (1 - decay) days back.",
        {"average": lines, "today": today, "weights": weights, "back": back}, move,
        decay=Slider("decay", 0.9, DECAYS),
        day=Slider("day", min(120, len(days)), steps(1, len(days), 1), play=True))


@drawing()
def chasing(means, variances, checked, whole_means, whole_variances):
    """One unit's mean and variance, mini-batch by mini-batch, and the averages that chase them.

    means, variances (steps,) of the mini-batches; whole_means, whole_variances of the whole
    training set, after the steps in `checked`, the last of which is the end.
    """
    return _chase({"mean": (means, 0, whole_means), "variance": (variances, 0, whole_variances)},
                  checked, "decay", 0.9, BEFORE, "without bias correction")


@drawing()
def keras_warm_up(means, variances):
    """One unit's statistics during training, a Keras layer's average, and the corrected one.

    means, variances (steps,) of the unit on each mini-batch.
    """
    return _chase({"mean": (means, 0, []), "variance": (variances, 1, [])}, [], "momentum", 0.99,
                  WRONG, "Keras, from mean 0, variance 1")


def _chase(found, checked, name_of_weight, first, colour, label):
    """The panel of both: by name, the values, where the plain average starts, and its targets."""
    figure, grid = new_figure(8.6, 3.3, 2, sharex=True)
    dots, averages, corrected, targets = [], [], [], []
    for axes, (name, (values, start, whole)) in zip(grid, found.items(), strict=True):
        last = len(values)
        dots += axes.plot(range(1, last + 1), values, ".", color=GREY, markersize=4, alpha=0.6,
                          label="one mini-batch")
        averages += axes.plot([0, last], [start] * 2, color=colour, linestyle=(0, (4, 2)),
                              linewidth=2, marker="s", markersize=5, markevery=[-1], label=label)
        corrected += axes.plot([], [], color=AFTER, linewidth=2, marker="o", markersize=5,
                               markevery=[-1], label="with bias correction")
        if len(checked):
            targets += axes.plot(checked, whole, color=ORANGE, linestyle="--", marker="s",
                                 markersize=5, markeredgecolor=INK, label="whole training set")
        axes.set(ylabel=f"unit's {name}", xmargin=0.01, ymargin=0.06)
        axes.axhline(start, color=GREY, linewidth=1, linestyle=":")
    grid[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4, columnspacing=1,
                   handlelength=3)
    grid[1].set_xlabel("step (mini-batches seen)")

    def move(seen, **weight):
        decay, numbers = weight[name_of_weight], np.arange(seen + 1)
        latest = max(int(np.searchsorted(checked, seen, side="right")) - 1, 0)
        read = [f"step {seen}   weight still on the start {decay**seen:.3f}   "
                f"window about {window(decay):.0f} mini-batches"]
        for row, (name, (values, start, whole)) in enumerate(found.items()):
            right = running_averages(values[:seen], decay)
            kept = np.append(0, right) * (1 - decay**numbers) + start * decay**numbers
            dots[row].set_data(numbers[1:], values[:seen])
            averages[row].set_data(numbers, kept)
            corrected[row].set_data(numbers[1:], right)
            read.append(f"{name:<8} {label.split(',')[0]} {shown(kept[-1], '5.2f')}   corrected "
                        f"{shown(right[-1], '5.2f')}"
                        + "".join(f"   whole set {shown(x, '5.2f')}" for x in whole[latest:][:1]))
        return "\n".join(read)

    return Panel(
        figure, "The mean and the variance of one unit on each mini-batch as dots, their running "
        f"average ({label}) dashed, the bias-corrected one solid"
        + ", and the values over the whole training set as squares, in front" * bool(targets) + ".",
        {"dots": dots, "plain": averages, "corrected": corrected, "targets": targets}, move,
        **{name_of_weight: Slider(name_of_weight, first, DECAYS)},
        seen=Slider("steps seen", last, steps(1, last, 1), play=True))
