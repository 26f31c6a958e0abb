"""What a budget buys a panda and a caviar, and how far the best learning rate moves."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.school import stretched_accuracy
from helpers.figures.style import BLUE, GREEN, GREY, INK, LIGHT, ORANGE, SKY, VERMILION, new_figure

LOOKS = (
    {"color": ORANGE, "marker": "o"},
    {"color": GREEN, "marker": "P"},
    {"color": VERMILION, "marker": "^"},
    {"color": GREY, "marker": "v"},
    {"color": BLUE, "marker": "D"},
    {"color": SKY, "marker": "s"},
)


class BudgetScene(Scene):
    """Every seed's accuracy under several strategies over the days they may spend; medians.

    Parameters
    ----------
    budgets : sequence of int
        Days.
    accuracy : dict of str to ndarray, shape (len(budgets), seeds)
        By strategy, at most six of them.
    """

    def __init__(self, budgets, accuracy):
        if not 1 <= len(accuracy) <= len(LOOKS):
            raise ValueError(f"accuracy: expected 1 to {len(LOOKS)} strategies; "
                             f"got {len(accuracy)}")
        self.budgets, self.accuracy = budgets, accuracy
        figure, axes = new_figure(9.6, 4.4)
        stretched_accuracy(axes)
        axes.set(xlabel="budget: days of training, all models together",
                 ylabel="accuracy, test\n(the scale widens towards 1)")
        places = np.arange(len(budgets))
        self.points, self.medians = {}, {}
        width = 0.8 / len(accuracy)
        shifts = width * (np.arange(len(accuracy)) - (len(accuracy) - 1) / 2)
        for (name, values), look, shift in zip(accuracy.items(), LOOKS, shifts, strict=False):
            centre = places + shift
            aside = 0.3 * width * np.linspace(-1, 1, values.shape[1])
            self.points[name], = axes.plot(
                (centre[:, np.newaxis] + aside).ravel(), np.ravel(values), linestyle="none",
                color=look["color"], marker=look["marker"], markersize=4, label=name)
            middle = np.median(values, axis=1)
            self.medians[name] = axes.hlines(middle, centre - 0.42 * width, centre + 0.42 * width,
                                             color=INK, linewidth=2, zorder=3)
        axes.hlines([], [], [], color=INK, linewidth=2, label="median of the seeds")
        axes.set_xticks(places, [str(budget) for budget in budgets])
        axes.tick_params(axis="x", length=0)
        for edge in places[1:] - 0.5:
            axes.axvline(edge, color=LIGHT, linewidth=0.8)
        figure.legend(loc="outside upper center", ncols=3, handlelength=1.5)
        super().__init__(figure, description=(
            "Test accuracy for several budgets in days. For every strategy one point a seed, side "
            "by side, with a bar at their median. Medians and the worst seeds are in the table "
            "below."))
        self.update()

    def move(self):
        """Return the table: median and worst of the seeds."""
        width = max(map(len, self.accuracy)) + 2
        lines = [f"{'days   (median, worst seed)':<{width}}"
                 + "".join(f"{budget:>14}" for budget in self.budgets)]
        for name, values in self.accuracy.items():
            cells = (f"{np.median(row):.3f}, {row.min():.3f}" for row in values)
            lines.append(f"{name:<{width}}" + "".join(f"{cell:>14}" for cell in cells))
        return "\n".join(lines)


class StaleScene(Scene):
    """Accuracy over the learning rate before and after a change, and what the old best one costs.

    Parameters
    ----------
    learning_rates : ndarray, shape (R,)
    accuracy : dict of str to ndarray, shape (R, seeds)
        By what was changed; the first is "before".
    columns : int
        Charts in a row.
    """

    def __init__(self, learning_rates, accuracy, columns=4):
        self.rates, self.accuracy = learning_rates, accuracy
        before, *changes = accuracy
        self.old = int(accuracy[before].mean(axis=1).argmax())
        rows = -(-len(changes) // columns)
        figure, grid = new_figure(9.6, 0.6 + 1.9 * rows, rows, columns, sharex=True, sharey=True,
                                  squeeze=False)
        self.lines = {}
        for axes, name in zip(grid.flat, changes, strict=False):
            old, new = (accuracy[which].mean(axis=1) for which in (before, name))
            stretched_accuracy(axes)
            axes.set(xscale="log", title=name)
            axes.title.set_fontsize(9.5)
            axes.set_yticks([0, 0.5, 0.8, 0.9, 0.95])
            axes.tick_params(labelsize=8)
            axes.plot(learning_rates, old, color=GREY, linestyle="--", linewidth=1.2,
                      label=before)
            self.lines[name], = axes.plot(learning_rates, new, color=BLUE, label="changed")
            axes.plot([learning_rates[self.old]], [new[self.old]], "x", color=VERMILION,
                      markersize=9, markeredgewidth=2.5, label="changed, old best alpha")
            axes.plot([learning_rates[new.argmax()]], [new.max()], "o", color=BLUE,
                      markeredgecolor=INK, markersize=8, label="changed, best alpha")
        for axes in grid.flat[len(changes):]:
            axes.set_axis_off()
        figure.supxlabel(r"learning rate $\alpha$", fontsize=10)
        figure.supylabel("accuracy, dev", fontsize=10)
        handles, labels = grid.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=4)
        super().__init__(figure, description=(
            "One small chart for each change: accuracy over the learning rate before the change "
            "(dashed) and after it (solid), a dot at the best learning rate now, a cross at the "
            "one that was best before."))
        self.update()

    def move(self):
        """Return the best learning rates, and what the old one costs."""
        lines = [f"{'':<26}{'best alpha':>10}{'accuracy':>11}{'with the old alpha':>21}"
                 f"{'cost':>8}"]
        for name, values in self.accuracy.items():
            mean = values.mean(axis=1)
            best = mean.argmax()
            lines.append(f"{name:<26}{self.rates[best]:>10.2g}{mean[best]:>11.3f}"
                         f"{mean[self.old]:>21.3f}{mean[best] - mean[self.old]:>8.3f}")
        return "\n".join(lines)
