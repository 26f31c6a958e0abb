"""Digits that are shifted after training, and what networks make of them."""

import numpy as np
from ipywidgets import ToggleButtons

from helpers.experiments import coloured
from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import AFTER, BEFORE, GREEN, GREY, INK, LIGHT, PERCENT, new_figure

SHARED, COLOURS = "the same for all images", "colours of its own for each"
NAMES = ("without batch norm", "batch norm, running statistics", "batch norm, re-estimated")
DIGITS = 9  # shown


@drawing()
def shift(without, with_bn, X, y):
    """Test digits as a x + b, and the accuracy of networks trained on white digits.

    `without` and `with_bn` are `helpers.experiments.Networks`, trained on images whose red, green
    and blue are the same. X (side * side, m) are grey test images, 0 paper and 1 ink, with labels
    y (m,). With colours every image has an ink and a paper of its own before a x + b.
    """
    images = {SHARED: np.tile(X, (3, 1)), COLOURS: coloured(X, np.random.default_rng(0))}
    side, places = round(np.sqrt(len(X))), np.arange(3)

    def strip_of(images):
        """The first images side by side, as red, green and blue from 0 to 1."""
        rows = images[:, :DIGITS].reshape(3, side, side, DIGITS).transpose(1, 3, 2, 0)
        return np.clip(rows.reshape(side, -1, 3), 0, 1)

    def accuracies(X):
        """Accuracies (K,) of the three kinds, in the order of `NAMES`."""
        return [each.accuracy(X, y) for each in (without, with_bn, with_bn.re_estimated(X))]

    figure, (top, below) = new_figure(8.2, 3.4, 2, height_ratios=[1, 1.7])
    strip = top.imshow(strip_of(images[SHARED]))
    top.set(xticks=[], yticks=[])
    top.spines[:].set(visible=True, color=GREY)  # paper as white as the page has an edge, too
    top.set_title("what the networks are given (values below 0 and above 1 look like 0 and 1)",
                  fontsize=9)
    bars = below.barh(places, [1, 1, 1], height=0.6, color=[BEFORE, AFTER, GREEN], alpha=0.75)
    dots, = below.plot([], [], "o", color=INK, markersize=3.5, alpha=0.8, label="one network")
    unshifted = [accuracy.mean() for accuracy in accuracies(images[SHARED])]
    below.plot(unshifted, places, "D", color=INK, markersize=8, markerfacecolor="none",
               label="on white digits, as in training")
    below.axvline(0.1, color=LIGHT, linestyle="--", linewidth=1.5, zorder=0, label="guessing")
    below.set(yticks=places, yticklabels=NAMES, xlim=(0, 1), ylim=(2.6, -0.6),
              xlabel="accuracy on the shifted test images")
    below.xaxis.set_major_formatter(PERCENT)
    figure.legend(loc="outside lower center", ncols=3)

    def move(a, b, ink):
        X = np.float32(a) * images[ink] + np.float32(b)
        strip.set_data(strip_of(X))
        found = accuracies(X)
        for bar, accuracy in zip(bars, found, strict=True):
            bar.set_width(accuracy.mean())
        at = places[:, np.newaxis] + np.linspace(-0.15, 0.15, len(found[0]))
        dots.set_data(np.ravel(found), at.ravel())
        image = "" if ink == SHARED else "   (x: each image in its own colours)"
        return "\n".join([
            f"the networks are given {a:.1f} x {'-' if b < 0 else '+'} {abs(b):.1f}{image}",
            *(f"{name:<31} {accuracy.mean():.0%}"
              for name, accuracy in zip(NAMES, found, strict=True))])

    return Panel(
        figure, "A row of digits under the shift, and below it three bars: the accuracy of "
        "networks trained on white digits, without batch norm, with batch norm and its running "
        "statistics, and with batch norm and statistics estimated again on the shifted images. A "
        "mark at each bar shows the accuracy on digits as in training.",
        {"bars": bars, "dots": dots}, move,
        a=Slider("factor a", 0.3, steps(-1.5, 3, 0.1)),
        b=Slider("shift b", 0.5, steps(-1, 1.5, 0.1)),
        ink=ToggleButtons(options=[SHARED, COLOURS], description="ink and paper"))
