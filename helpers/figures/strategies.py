"""What a budget buys a panda and a caviar, and how far the best learning rate moves."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.school import stretched_accuracy
from helpers.figures.style import BLUE, GREEN, GREY, INK, ORANGE, SKY, VERMILION, new_figure

LOOKS = (
    {"color": ORANGE, "linestyle": "-", "marker": "o"},
    {"color": SKY, "linestyle": "--", "marker": "s"},
    {"color": VERMILION, "linestyle": "-.", "marker": "^"},
    {"color": GREY, "linestyle": ":", "marker": "v"},
    {"color": BLUE, "linestyle": "-", "marker": "D"},
    {"color": GREEN, "linestyle": "--", "marker": "P"},
)


class BudgetScene(Scene):
    """Mean accuracy of several strategies over the days they may spend, with their spread.

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
        figure, axes = new_figure(8.2, 4.2)
        stretched_accuracy(axes)
        axes.set(xscale="log", xlabel="budget: days of training, all models together",
                 ylabel="accuracy, test\n(the scale widens towards 1)")
        self.lines = {}
        shifts = np.linspace(-0.06, 0.06, len(accuracy))
        for (name, values), look, shift in zip(accuracy.items(), LOOKS, shifts, strict=False):
            mean = values.mean(axis=1)
            reach = [mean - values.min(axis=1), values.max(axis=1) - mean]
            self.lines[name] = axes.errorbar(
                np.multiply(budgets, 1 + shift), mean, reach, **look, label=name, capsize=3,
                markersize=5, elinewidth=1)
        axes.set_xticks(budgets, [str(budget) for budget in budgets])
        axes.minorticks_off()
        figure.legend(loc="outside right center", handlelength=3)
        super().__init__(figure, description=(
            "Accuracy over the budget in days, one line a strategy: mean over the seeds, bars from "
            "the worst seed to the best. Means and standard deviations are in the table below."))
        self.update()

    def move(self):
        """Return the table: mean and standard deviation over the seeds."""
        width = max(map(len, self.accuracy)) + 2
        lines = [f"{'days':<{width}}" + "".join(f"{budget:>14}" for budget in self.budgets)]
        for name, values in self.accuracy.items():
            cells = (f"{row.mean():.3f} ± {row.std():.3f}" for row in values)
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
