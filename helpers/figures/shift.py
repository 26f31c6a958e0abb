"""Digits under a shift, and what networks that never saw it make of them."""

import numpy as np

from helpers.experiments import coloured
from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, INK, LIGHT, ORANGE, VERMILION, new_figure

SHARED = "the same for all images"
COLOURS = "colours of its own for each"
NAMES = ("without batch norm", "batch norm, running statistics", "batch norm, re-estimated")


class ShiftScene(Scene):
    """Test digits as a x + b, and the accuracy of networks trained on white digits.

    Parameters
    ----------
    without, with_bn : helpers.experiments.Networks
        Trained on images whose red, green and blue are the same.
    X : ndarray, shape (side * side, m)
        Grey test images, 0 paper and 1 ink.
    y : ndarray of int, shape (m,)
    digits : int
        How many images are shown.
    seed : int
        Of the colours.

    Notes
    -----
    `move` takes ``a``, ``b`` (floats) and ``ink`` (`SHARED` or `COLOURS`): with colours every
    image is printed in an ink and on a paper of its own before a x + b.
    """

    def __init__(self, without, with_bn, X, y, digits=9, seed=0):
        self.networks, self.y, self.digits = (without, with_bn), y, digits
        self.images = {SHARED: np.tile(X, (3, 1)),
                       COLOURS: coloured(X, np.random.default_rng(seed))}
        self.side = round(np.sqrt(len(X)))
        figure, (top, below) = new_figure(8, 3.7, 2, height_ratios=[1, 1.7])
        self.strip = top.imshow(self._strip(self.images[SHARED]), aspect="equal")
        top.set_axis_off()
        top.set_title("what the networks are given (values below 0 and above 1 look like 0 and 1)",
                      fontsize=9)
        places = np.arange(3)
        self.bars = below.barh(places, [1, 1, 1], height=0.6, color=[BEFORE, ORANGE, AFTER],
                               alpha=0.75)
        self.dots, = below.plot([], [], "o", color=INK, markersize=3.5, alpha=0.8,
                                label="one network")
        unshifted = [accuracy.mean() for accuracy in self._accuracies(self.images[SHARED])]
        below.plot(unshifted, places, "|", color=VERMILION, markersize=26, markeredgewidth=2.5,
                   label="on white digits, as in training")
        below.axvline(0.1, color=LIGHT, linestyle="--", linewidth=1.5, zorder=0, label="guessing")
        below.set(yticks=places, yticklabels=NAMES, xlim=(0, 1), ylim=(2.6, -0.6),
                  xlabel="accuracy on the shifted test images")
        figure.legend(loc="outside lower center", ncols=3)
        super().__init__(
            figure, [*self.bars, self.dots],
            "A row of digits under the shift, and below it three bars: the accuracy of networks "
            "trained on white digits, without batch norm, with batch norm and its running "
            "statistics, and with batch norm and statistics estimated again on the shifted "
            "images. A mark at each bar shows the accuracy on digits as in training.",
        )

    def _strip(self, images):
        """The first images side by side, as red, green and blue from 0 to 1."""
        shown = images[:, : self.digits].reshape(3, self.side, self.side, self.digits)
        rows = shown.transpose(1, 3, 2, 0).reshape(self.side, -1, 3)
        return np.clip(rows, 0, 1)

    def _accuracies(self, X):
        """Accuracies (K,) of the three kinds, in the order of `NAMES`."""
        without, with_bn = self.networks
        return [each.accuracy(X, self.y) for each in (without, with_bn, with_bn.re_estimated(X))]

    def move(self, a, b, ink):
        """Show the digits as a x + b, and how many of them are recognized."""
        X = np.float32(a) * self.images[ink] + np.float32(b)
        self.strip.set_data(self._strip(X))
        self.redraw_background()  # the digits' colours belong to the picture's palette
        accuracies = self._accuracies(X)
        for bar, accuracy in zip(self.bars, accuracies, strict=True):
            bar.set_width(accuracy.mean())
        count = len(accuracies[0])
        places = np.arange(3)[:, np.newaxis] + np.linspace(-0.15, 0.15, count)
        self.dots.set_data(np.ravel(accuracies), places.ravel())
        image = "" if ink == SHARED else "   (x: each image in its own colours)"
        lines = [f"the networks are given {a:.1f} x {'-' if b < 0 else '+'} {abs(b):.1f}{image}"]
        lines += [f"{name:<31} {accuracy.mean():.2f} ± {accuracy.std():.2f}"
                  for name, accuracy in zip(NAMES, accuracies, strict=True)]
        return "\n".join(lines)
