"""What a budget buys a panda and a caviar, and how far the best learning rate moves."""

import numpy as np

from helpers.pictures.controls import Slider
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.school import stretched_accuracy
from helpers.pictures.style import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, WRONG, new_figure

LOOKS = ((BLUE, "D"), (ORANGE, "o"), (PURPLE, "^"), (GREEN, "P"), (INK, "v"), (SKY, "s"))


@drawing()
def budgets_compared(budgets, accuracy, xlabel="budget: days of training, all models together"):
    """Every seed's accuracy under several strategies over what they may spend, median and mean.

    `budgets` in days, or texts; `accuracy` by strategy, at most six, of shape (budgets, seeds).
    """
    if not 1 <= len(accuracy) <= len(LOOKS):
        raise ValueError(f"accuracy: expected 1 to {len(LOOKS)} strategies; got {len(accuracy)}")
    figure, axes = new_figure(8.6, 4)
    stretched_accuracy(axes)
    axes.set(xlabel=xlabel, ylabel="accuracy, test\n(the scale widens towards 1)")
    places, width = np.arange(len(budgets)), 0.8 / len(accuracy)
    shifts = width * (np.arange(len(accuracy)) - (len(accuracy) - 1) / 2)
    wide, lines = max(map(len, accuracy)), []
    for (name, values), (colour, marker), shift in zip(accuracy.items(), LOOKS, shifts,
                                                       strict=False):
        centre, found = places + shift, (np.median(values, axis=1), np.mean(values, axis=1))
        aside = 0.3 * width * np.linspace(-1, 1, values.shape[1])
        axes.plot((centre[:, np.newaxis] + aside).ravel(), np.ravel(values), linestyle="none",
                  color=colour, marker=marker, markersize=4, label=name)
        for at, look in zip(found, "-:", strict=True):
            axes.hlines(at, centre - 0.42 * width, centre + 0.42 * width, INK, look, lw=2, zorder=3)
        rows = zip(budgets, *found, values.min(axis=1), strict=True)
        lines += [f"{name:<{wide}}{budget:>9}   median {half:.3f}   mean {mean:.3f}   "
                  f"worst {worst:.3f}" for budget, half, mean, worst in rows]
    for name, look in ("median of the seeds", "-"), ("mean of the seeds", ":"):
        axes.hlines([], [], [], INK, look, lw=2, label=name)
    axes.set_xticks(places, [str(budget) for budget in budgets])
    axes.tick_params(axis="x", length=0)
    axes.vlines(places[1:] - 0.5, 0, 1, color=GREY, alpha=0.3, linewidth=0.8)
    figure.legend(loc="outside upper center", ncols=3, handlelength=1.5)
    return Picture(
        figure, f"Test accuracy over {xlabel}. For every strategy one point a seed, side by side, "
        "with a bar at their median and a dotted one at their mean.", "\n".join(lines))


@drawing()
def too_big(sweep, day=50):
    """The contest of ``load_sweep("sizes")``: one budget, the size of the models to choose.

    Lines are the means over the seeds; at the chosen size every seed is a point. `day` in steps.
    """
    units, names, test = sweep["units"], sweep["contestants"].tolist(), sweep["test"]
    figure, axes = new_figure(8.6, 3.5)
    stretched_accuracy(axes)
    axes.set(xscale="log", xlabel="units of each hidden layer, on the same budget",
             ylabel="accuracy, test\n(the scale widens towards 1)")
    axes.set_xticks(units, units)
    axes.minorticks_off()
    chosen = axes.axvline(units[0], color=GREY, linestyle=":", linewidth=1.2)
    seeds = []
    for name, found, (colour, marker) in zip(names, test, LOOKS, strict=False):
        axes.plot(units, found.mean(axis=1), color=colour, linewidth=1.2)
        seeds += axes.plot([], [], marker, color=colour, linestyle="none", label=name)
    figure.legend(handles=seeds, loc="outside upper center", ncols=3)

    def move(size):
        at = np.abs(np.log(units / size)).argmin()
        chosen.set_xdata([units[at]] * 2)
        days = sweep["steps"][at] / day
        lines = [f"{units[at]} units: {days:.3g} days of one model, or {days / 4:.2g} of each of 4"]
        for place, (name, dots, found) in enumerate(zip(names, seeds, test, strict=True)):
            dots.set_data(np.full(len(found[at]), units[at] * 1.07 ** (place - 1)), found[at])
            lines.append(f"{name:<20} mean {found[at].mean():.3f} ± {found[at].std():.3f}   "
                         f"worst {found[at].min():.3f}")
        return "\n".join(lines)

    return Panel(
        figure, "Test accuracy of three strategies over the size of their models, on one budget: "
        "lines through the means over the seeds, and every seed at the chosen size.",
        {"chosen": chosen, "seeds": seeds}, move, size=Slider("hidden units", 32, units, play=True))


@drawing()
def stale(learning_rates, accuracy):
    """Accuracy over the learning rate before and after a change, and what the old best one costs.

    learning_rates (R,); `accuracy` by what was changed, of shape (R, seeds), the first "before".
    """
    before, *changes = accuracy
    mean = {name: values.mean(axis=1) for name, values in accuracy.items()}
    old = mean[before].argmax()
    rows = -(-len(changes) // 5)
    figure, grid = new_figure(8.6, 0.6 + 1.9 * rows, rows, 5, sharex=True, sharey=True)
    for axes, name in zip(grid.flat, changes, strict=False):
        new = mean[name]
        stretched_accuracy(axes)
        axes.set(xscale="log", yticks=[0, 0.5, 0.8, 0.9, 0.95])
        axes.set_xticks([0.001, 0.1, 10], ["0.001", "0.1", "10"])
        axes.set_title(name, fontsize=9)
        axes.tick_params(labelsize=9)
        axes.plot(learning_rates, mean[before], color=GREY, linestyle="--", linewidth=1.2,
                  label=before)
        axes.plot(learning_rates, new, color=BLUE, label="changed")
        axes.plot([learning_rates[old]], [new[old]], "x", color=WRONG, markersize=9,
                  markeredgewidth=2.5, label=r"changed, old best $\alpha$")
        axes.plot([learning_rates[new.argmax()]], [new.max()], "o", color=BLUE,
                  markeredgecolor=INK, markersize=8, label=r"changed, best $\alpha$")
    for axes in grid.flat[len(changes):]:
        axes.set_axis_off()
    figure.supxlabel(r"learning rate $\alpha$", fontsize=10)
    figure.supylabel("accuracy, dev", fontsize=10)
    figure.legend(*grid.flat[0].get_legend_handles_labels(), loc="outside upper center", ncols=4)
    lines = [f"{'':<26}{'best α':>10}{'accuracy':>11}{'with the old α':>21}{'cost':>8}"]
    lines += [f"{name:<26}{learning_rates[new.argmax()]:>10.2g}{new.max():>11.3f}"
              f"{new[old]:>21.3f}{new.max() - new[old]:>8.3f}" for name, new in mean.items()]
    return Picture(
        figure, "One small chart for each change: accuracy over the learning rate before the "
        "change (dashed) and after it (solid), a dot at the best learning rate now, a cross at "
        "the one that was best before.", "\n".join(lines))
