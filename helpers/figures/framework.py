"""The running average of a framework's layer while it is young."""

import numpy as np

from helpers.averages import running_averages, window
from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREY, VERMILION, new_figure

STARTS = {"mean": 0.0, "variance": 1.0}  # of Keras's moving averages


class WarmUpScene(Scene):
    """One unit's statistics during training, a Keras layer's average, and the corrected one.

    Parameters
    ----------
    means, variances : ndarray, shape (steps,)
        The unit's statistics on each mini-batch.

    Notes
    -----
    `move` takes ``momentum`` (float, the weight of the old average) and ``steps`` (int, how
    much of training is shown).
    """

    def __init__(self, means, variances):
        self.series = {"mean": means, "variance": variances}
        self.dots, self.keras, self.corrected = {}, {}, {}
        figure, grid = new_figure(8, 5, 2, sharex=True)
        for axes, (name, values) in zip(grid, self.series.items(), strict=True):
            self.dots[name], = axes.plot([], [], ".", color=GREY, markersize=4, alpha=0.7,
                                         label="one mini-batch")
            self.keras[name], = axes.plot([], [], color=VERMILION, linewidth=2.2, linestyle="--",
                                          marker="s", markersize=5, markevery=[-1],
                                          label=f"Keras, from mean {STARTS['mean']:g}, "
                                                f"variance {STARTS['variance']:g}")
            self.corrected[name], = axes.plot([], [], color=BLUE, linewidth=2.2,
                                              marker="o", markersize=5, markevery=[-1],
                                              label="bias-corrected")
            everything = np.append(values, STARTS[name])
            room = 0.06 * np.ptp(everything)
            axes.set(ylabel=f"{name} of the unit",
                     ylim=(everything.min() - room, everything.max() + room),
                     xlim=(-0.01 * len(values), 1.01 * len(values)))
            axes.axhline(STARTS[name], color=GREY, linewidth=1, linestyle=":")
        grid[0].legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
        grid[1].set_xlabel("step (mini-batches seen)")
        super().__init__(
            figure, [*self.dots.values(), *self.keras.values(), *self.corrected.values()],
            "The mean and the variance of one unit on each mini-batch as dots, the average that a "
            "Keras layer keeps (dashed) on its way from its start, and the bias-corrected average "
            "(solid).",
        )

    def move(self, momentum, steps):
        """Show training up to this step, with the averages for this momentum."""
        seen = np.arange(steps + 1)
        lines = [f"step {steps}: weight still on the start {momentum**steps:.2f}   "
                 f"window 1 / (1 - momentum) = {window(momentum):.0f} mini-batches"]
        for name, values in self.series.items():
            values = values[:steps]
            kept = np.append(0.0, running_averages(values, momentum, corrected=False))
            kept += STARTS[name] * momentum**seen
            corrected = running_averages(values, momentum)
            self.dots[name].set_data(seen[1:], values)
            self.keras[name].set_data(seen, kept)
            self.corrected[name].set_data(seen[1:], corrected)
            lines.append(f"{name:<8}  this mini-batch {values[-1]:6.2f}   "
                         f"Keras {kept[-1]:6.2f}   bias-corrected {corrected[-1]:6.2f}")
        return "\n".join(lines)
