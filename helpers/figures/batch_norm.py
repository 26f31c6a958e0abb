"""What batch norm does to the values of one unit, forward."""

import numpy as np

from helpers.batch_norm import batch_norm_forward
from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, new_figure


class ScaleAndShiftScene(Scene):
    """One unit's values over a mini-batch before batch norm and after, for a gamma and a beta.

    Parameters
    ----------
    z : ndarray, shape (1, m)
        The unit's values.
    epsilon : float

    Notes
    -----
    `move` takes ``gamma`` and ``beta`` (floats).
    """

    def __init__(self, z, epsilon=1e-5):
        self.z, self.epsilon = z, epsilon
        _, self.cache = batch_norm_forward(z, [[1.0]], [[0.0]], epsilon)
        self.edges = np.linspace(-12, 12, 97)
        figure, axes = new_figure(8, 3.6)
        before = np.histogram(z, self.edges, density=True)[0]
        axes.stairs(before, self.edges, color=BEFORE, linewidth=1.5, linestyle="--",
                    label=r"$z$, as the layer computed it")
        self.after = axes.stairs(before, self.edges, color=AFTER, fill=True, alpha=0.65,
                                 label=r"$\tilde z = \gamma\, z_{norm} + \beta$")
        self.mean_line = axes.axvline(0, color=AFTER, linewidth=1.2)
        axes.set(xlim=(-12, 12), ylim=(0, 1.25 * before.max()), xlabel="value",
                 ylabel="share of examples per unit", yticks=[])
        axes.legend(loc="upper left")
        super().__init__(
            figure, [self.after, self.mean_line],
            "Histogram of one unit over a mini-batch, before batch norm (dashed outline) and "
            "after (filled), following gamma and beta.",
        )

    def move(self, gamma, beta):
        """Show the histogram of Z_tilde for this gamma and beta."""
        z_tilde, _ = batch_norm_forward(self.z, [[gamma]], [[beta]], self.epsilon)
        self.after.set_data(np.histogram(z_tilde, self.edges, density=True)[0])
        self.mean_line.set_xdata([z_tilde.mean()] * 2)
        return (f"z        mean {self.z.mean():6.2f}   spread {self.z.std():5.2f}\n"
                f"z_tilde  mean {z_tilde.mean():6.2f}   spread {z_tilde.std():5.2f}   "
                f"largest |z_tilde - z| {np.abs(z_tilde - self.z).max():.1e}")
