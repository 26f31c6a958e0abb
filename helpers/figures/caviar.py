"""The caviar approach: many models side by side."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.school import stretched_accuracy
from helpers.figures.style import BLUE, GREY, INK, VERMILION, new_figure


class CaviarScene(Scene):
    """Learning curves of many models, growing together, and where they stand in their space.

    Parameters
    ----------
    result : helpers.search.SearchResult
        With ``learning_rate`` and ``decay`` for each trial, recorded once a day.

    Notes
    -----
    `move` takes ``day`` (int, from 1). Which of them diverge, and who wins, only the last day
    tells: until then all look alike.
    """

    def __init__(self, result):
        self.result = result
        self.days = np.arange(1, len(result.steps) + 1)
        self.rates, self.decays = (result.configurations[n] for n in ("learning_rate", "decay"))
        figure, (left, right) = new_figure(9.6, 4.2, 1, 2, width_ratios=[1.3, 1])
        stretched_accuracy(left)
        left.set(xlabel="day", ylabel="accuracy, dev\n(the scale widens towards 1)",
                 xlim=(0.8, self.days[-1] + 0.2))
        left.set_xticks(self.days if len(self.days) < 12 else self.days[1::2])
        self.curves = [left.plot([], [], color=GREY, linewidth=0.9)[0] for _ in self.rates]
        self.leader, = left.plot([], [], color=BLUE, linewidth=3, marker="o", markersize=4)
        self.name = left.text(0.02, 0.915, "", transform=left.transAxes, color=BLUE,
                              weight="bold", va="top")
        left.plot([], [], color=BLUE, linewidth=3, marker="o", markersize=4, label="leader today")
        left.plot([], [], color=GREY, linewidth=0.9, label="the others")
        left.plot([], [], color=VERMILION, linestyle="--", linewidth=1.4,
                  label="diverged (last day)")
        left.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, fontsize=8,
                    handlelength=1.6, columnspacing=1.0)
        self._draw_map(right)
        super().__init__(
            figure, [*self.curves, self.leader, self.name, self.crosses, self.dots, self.ring],
            "Left, the accuracy on the dev set of many models, day by day: the leader thick. "
            "Right, each model at its learning rate and decay; the bigger its dot, the better it "
            "is that day, and a ring marks the leader. On the last day those that diverged are "
            "dashed on the left and crossed out on the right.",
        )

    def _draw_map(self, right):
        """Each trial at its learning rate and decay."""
        right.set(xscale="log", yscale="log", xlabel=r"learning rate $\alpha$", ylabel="decay")
        window = 1 - self.decays
        right.set_ylim(window.max() * 1.3, window.min() / 1.3)
        marks = [d for d in (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
                 if window.min() / 1.3 < 1 - d < window.max() * 1.3]
        right.set_yticks([1 - d for d in marks], [f"{d:g}" for d in marks])
        right.minorticks_off()
        right.set_xlim(self.rates.min() / 2, self.rates.max() * 2)
        failed = self.result.diverged
        self.crosses = right.scatter(self.rates[failed], window[failed], marker="x", s=45,
                                     color=VERMILION)
        self.dots = right.scatter(self.rates, window, marker="o", edgecolors=INK, linewidths=0.5,
                                  color=BLUE)
        self.ring, = right.plot([], [], "o", markersize=19, fillstyle="none", color=INK)
        right.set_title("bigger dot: more accurate;  ring: leader", fontsize=9)

    def move(self, day):
        """Show the curves up to this day."""
        accuracy, over = self.result.accuracy[:, :day], day == self.days[-1]
        self.crosses.set_visible(over)
        for curve, failed in zip(self.curves, self.result.diverged, strict=True):
            colour, style, width = (VERMILION, "--", 1.4) if failed and over else (GREY, "-", 0.9)
            curve.set(color=colour, linestyle=style, linewidth=width)
        for curve, values in zip(self.curves, accuracy, strict=True):
            curve.set_data(self.days[:day], values)
        first = int(np.argmax(accuracy[:, -1]))
        self.leader.set_data(self.days[:day], accuracy[first])
        today = accuracy[:, -1]
        self.name.set_text(f"trial {first}:  α {self.rates[first]:.2g},  decay "
                           f"{self.decays[first]:.2g},  accuracy {today[first]:.3f}")
        self.dots.set_sizes(6 + 150 * np.clip((today - 0.5) / 0.5, 0, 1) ** 3)
        self.ring.set_data([self.rates[first]], [1 - self.decays[first]])
        good = int((today >= 0.9).sum())
        failed = int(self.result.diverged.sum()) if over else "see the last day"
        return "\n".join([
            f"day {day}   leader: trial {first}, alpha = {self.rates[first]:.2g}, "
            f"decay = {self.decays[first]:.2g}, accuracy {today[first]:.3f}",
            f"0.9 or more: {good} of {len(today)}   below 0.5: {int((today < 0.5).sum())}   "
            f"diverged: {failed}",
        ])
