"""Trained networks, used again on shifted digits in several ways."""

import numpy as np

from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, LIGHT, VERMILION, new_figure

UNTRAINED = ("as it is", "re-estimated")


class ReuseScene(Scene):
    """Test accuracy after each way to use networks again, with and without batch norm.

    Parameters
    ----------
    stored : dict of str to ndarray
        From ``load_sweep("reuse")``.

    Attributes
    ----------
    accuracy : dict of (shift, batch_norm, way) to ndarray, shape (seeds,)
        On the test images, with the learning rate that is best on the dev set.

    Notes
    -----
    `move` takes ``labelled`` (int, one of the stored numbers of labelled images).
    """

    def __init__(self, stored):
        self.stored, self.accuracy = stored, {}
        self.shifts = stored["shifts"].tolist()
        self.ways = [*UNTRAINED, *stored["ways"].tolist()]
        figure, grid = new_figure(9, 3.6, 1, len(self.shifts), sharey=True)
        looks = ((False, BEFORE, "s", "without batch norm"), (True, AFTER, "o", "with batch norm"))
        self.dots, self.means = {}, {}
        for axes, shift in zip(grid, self.shifts, strict=True):
            axes.axhline(0.1, color=LIGHT, linestyle="--", linewidth=1.5, zorder=0)
            for batch_norm, colour, marker, label in looks:
                self.dots[shift, batch_norm], = axes.plot([], [], marker, color=colour, alpha=0.5,
                                                          markersize=4)
                self.means[shift, batch_norm], = axes.plot(
                    [], [], marker, color=colour, markersize=9, label=f"{label}, mean")
            axes.set(title=shift, ylim=(-0.02, 1.02), xlim=(-0.5, len(self.ways) - 0.5))
            axes.axvline(1.5, color=VERMILION, linestyle=":", linewidth=1.2)
            axes.set_xticks(range(len(self.ways)), self.ways, rotation=35, ha="right", fontsize=8)
            axes.grid(axis="y", color=LIGHT, linewidth=0.6)
        grid[0].set_ylabel("accuracy (test images)")
        figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
        super().__init__(
            figure, [*self.dots.values(), *self.means.values()],
            "One chart for each shift: test accuracy of networks with and without batch norm, as "
            "they are, re-estimated, with the output layer or everything trained further, and "
            "trained from scratch. Small marks are single networks, large ones their mean.",
        )

    def _found(self, shift, batch_norm, way, labelled):
        """Accuracies (seeds,); NaN where there is nothing to re-estimate."""
        i = self.shifts.index(shift)
        if way == "as it is":
            return self.stored["as_it_is"][i, int(batch_norm)]
        if way == "re-estimated":
            found = self.stored["re_estimated"][i]
            return found if batch_norm else np.full(found.shape, np.nan)
        place = self.stored["ways"].tolist().index(way)
        few = self.stored["labelled"].tolist().index(labelled)
        dev, test = np.moveaxis(self.stored["further"][i, int(batch_norm), place, few], 1, 0)
        return test[dev.mean(axis=1).argmax()]

    def move(self, labelled):
        """Show the accuracies with so many labelled images; return them as a table."""
        lines = [f"{labelled} labelled images".ljust(21)
                 + "".join(f"{way:<20}" for way in self.ways)]
        for (shift, batch_norm), dots in self.dots.items():
            found = np.array([self._found(shift, batch_norm, way, labelled) for way in self.ways])
            self.accuracy |= {(shift, batch_norm, way): values
                              for way, values in zip(self.ways, found, strict=True)}
            places = np.arange(len(self.ways)) + (0.15 if batch_norm else -0.15)
            dots.set_data(np.repeat(places, found.shape[1]), found.ravel())
            self.means[shift, batch_norm].set_data(places, found.mean(axis=1))
            cells = ["-" if np.isnan(row).any() else f"{row.mean():.3f} ± {row.std():.3f}"
                     for row in found]
            lines.append(f"{shift:<13}{'with' if batch_norm else 'without':<8}"
                         + "".join(f"{cell:<20}" for cell in cells))
        return "\n".join(lines)
