"""Which hyperparameters matter: each varied by itself, around a good setting."""

import numpy as np
from matplotlib.ticker import PercentFormatter

from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREY, SKY, VERMILION, new_figure
from helpers.sampling import SCALES, integers, log_uniform, log_uniform_decay

TITLES = {
    "learning_rate": r"learning rate $\alpha$", "decay": "momentum's decay",
    "batch_size": "mini-batch size", "hidden_units": "hidden units",
    "hidden_layers": "hidden layers", "beta1": r"Adam's $\beta_1$", "beta2": r"Adam's $\beta_2$",
    "epsilon": r"Adam's $\epsilon$",
}
SHOWN = {  # the scale of each axis, and its ticks
    "learning_rate": (log_uniform, (1e-4, 0.01, 1, 30)),
    "decay": (log_uniform_decay, (0, 0.9, 0.99, 0.999)),
    "batch_size": (log_uniform, (4, 16, 64, 256)),
    "hidden_units": (log_uniform, (2, 8, 32, 128)),
    "hidden_layers": (integers, (1, 2, 3, 4, 6, 8)),
    "beta1": (log_uniform_decay, (0, 0.9, 0.99, 0.999)),
    "beta2": (log_uniform_decay, (0.5, 0.9, 0.99, 0.999, 0.9999)),
    "epsilon": (log_uniform, (1e-10, 1e-7, 1e-4, 0.01)),
}


class SensitivityScene(Scene):
    """Dev accuracy over each hyperparameter, the others left at a good setting.

    Parameters
    ----------
    sweep : dict of str to ndarray
        From ``load_sweep("sensitivity")``.
    """

    def __init__(self, sweep):
        self.sweep, self.lines = sweep, {}
        names = sweep["names"].tolist()
        figure, grid = new_figure(9.6, 4.8, 2, -(-len(names) // 2), sharey=True)
        for axes, name in zip(grid.flat, names, strict=True):
            accuracy = sweep[f"{name}_accuracy"]
            values = sweep[f"{name}_values"]
            sampler, ticks = SHOWN[name]
            spread = SCALES[sampler].spread
            places = spread(values)
            axes.axvline(spread(sweep[f"{name}_centre"]), color=VERMILION,
                         linestyle="--", linewidth=1.2,
                         label="where it stays while the others vary")
            axes.fill_between(places, accuracy.min(axis=1), accuracy.max(axis=1), color=SKY,
                              alpha=0.4, linewidth=0, label="worst to best seed")
            self.lines[name], = axes.plot(places, accuracy.mean(axis=1), color=BLUE, marker="o",
                                          markersize=4, label="mean over the seeds")
            axes.set(title=TITLES[name], ylim=(0, 1))
            axes.set_xticks(spread(np.array(ticks)), [f"{tick:g}" for tick in ticks], fontsize=8)
            axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
            axes.grid(axis="y", color=GREY, alpha=0.25, linewidth=0.7)
        for axes in grid[:, 0]:
            axes.set_ylabel("accuracy (dev set)")
        handles, labels = grid.flat[0].get_legend_handles_labels()
        figure.legend(handles, labels, ncols=3, loc="outside upper center")
        super().__init__(figure, description=(
            "Eight small charts with one scale: dev accuracy over the learning rate, momentum's "
            "decay, mini-batch size, hidden units, hidden layers, and Adam's beta1, beta2 and "
            "epsilon, each varied alone, on a log scale except for the layers (of 1 - value for "
            "decay, beta1 and beta2). A dashed line marks the usual value."))
        self.update()

    def move(self):
        """Return how much each one changes the accuracy over the range that was tried."""
        lines = ["what was varied       from       to    worst    best    best at"]
        for name in self.sweep["names"].tolist():
            values, mean = self.sweep[f"{name}_values"], self.sweep[f"{name}_accuracy"].mean(axis=1)
            lines.append(f"{name:<18}{values[0]:>8g} {values[-1]:>8g}  {mean.min():>6.1%}  "
                         f"{mean.max():>6.1%} {values[mean.argmax()]:>10g}")
        return "\n".join(lines)
