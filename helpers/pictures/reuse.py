"""Trained networks used again on shifted images."""

import numpy as np

from helpers.pictures.controls import Slider
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import AFTER, BEFORE, GREY, INK, LIGHT, new_figure


def ways(stored):
    """The ways to use a network again, in the order of the picture: two of them train nothing."""
    return ["as it is", "re-estimated", *stored["ways"].tolist()]


def reuse_accuracy(stored, shift, batch_norm, way, labelled):
    """Test accuracies (seeds,), with the learning rate that is best on the dev set.

    `stored` is ``load_sweep("reuse")``; NaN where there is nothing to re-estimate.
    """
    i = stored["shifts"].tolist().index(shift)
    if way == "as it is":
        return stored["as_it_is"][i, int(batch_norm)]
    if way == "re-estimated":
        found = stored["re_estimated"][i]
        return found if batch_norm else np.full(found.shape, np.nan)
    place = stored["ways"].tolist().index(way)
    few = stored["labelled"].tolist().index(labelled)
    dev, test = np.moveaxis(stored["further"][i, int(batch_norm), place, few], 1, 0)
    return test[dev.mean(axis=1).argmax()]


@drawing()
def reuse(stored):
    """Test accuracy after each way to use networks again, with and without batch norm.

    `stored` is ``load_sweep("reuse")``; a slider for the number of labelled images.
    """
    shifts, columns = stored["shifts"].tolist(), ways(stored)
    figure, grid = new_figure(8.6, 3.4, 1, len(shifts), sharey=True)
    dots, means = {}, {}
    for axes, shift in zip(grid, shifts, strict=True):
        axes.axhline(0.1, color=GREY, linestyle="--", linewidth=1.2, zorder=0, label="guessing")
        for batch_norm, colour, marker, label in ((False, BEFORE, "s", "without batch norm"),
                                                  (True, AFTER, "o", "with batch norm")):
            dots[shift, batch_norm], = axes.plot([], [], marker, color=colour, alpha=0.5,
                                                 markersize=4, label=f"{label}, one network")
            means[shift, batch_norm], = axes.plot([], [], marker, color=colour, markersize=9,
                                                  label=f"{label}, mean")
        axes.set(title=shift, ylim=(-0.02, 1.02), xlim=(-0.5, len(columns) - 0.5))
        axes.axvline(1.5, color=INK, linestyle=":", linewidth=1.2,
                     label="left of it nothing is trained")
        axes.set_xticks(range(len(columns)), columns, rotation=35, ha="right", fontsize=9)
        axes.grid(axis="y", color=LIGHT, linewidth=0.6)
    grid[0].set_ylabel("accuracy (test images)")
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=3)

    def move(labelled):
        above, *rows = " " * 20, "", *columns
        for (shift, batch_norm), line in dots.items():
            found = np.array([reuse_accuracy(stored, shift, batch_norm, way, labelled)
                              for way in columns])
            places = np.arange(len(columns)) + (0.15 if batch_norm else -0.15)
            line.set_data(np.repeat(places, found.shape[1]), found.ravel())
            means[shift, batch_norm].set_data(places, found.mean(axis=1))
            cells = ["-" if np.isnan(row).any() else f"{row.mean():.3f}" for row in found]
            above += "" if batch_norm else f"{shift:<18}"
            cells.insert(0, "with" if batch_norm else "without")
            rows = [f"{row:<20}{cell:<9}" for row, cell in zip(rows, cells, strict=True)]
        return "\n".join([f"{labelled} labelled images, means", above, *rows])

    return Panel(
        figure, "One chart for each shift: test accuracy of networks with and without batch norm, "
        "as they are, re-estimated, with the output layer or everything trained further, and "
        "trained from scratch. Small marks are single networks, large ones their mean.",
        {"dots": dots.values(), "means": means.values()}, move,
        labelled=Slider("labelled images", 200, stored["labelled"].tolist()))
