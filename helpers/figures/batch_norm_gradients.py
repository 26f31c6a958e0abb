"""What flows backward through batch norm: the graph, one unit's gradients, a weight's scale."""

import numpy as np

from helpers.batch_norm import batch_norm_backward, batch_norm_forward
from helpers.figures.scene import Scene
from helpers.figures.style import AFTER, BEFORE, GREY, INK, LIGHT, WRONG, new_figure

CONSTANT_MU, CONSTANT_VARIANCE, CONSTANT_BOTH = "mu", "sigma^2", "mu and sigma^2"
MISTAKES = (CONSTANT_BOTH, CONSTANT_MU, CONSTANT_VARIANCE)


class ComputationalGraphScene(Scene):
    """Batch norm as a graph: a box a quantity, with the local derivative on every arrow."""

    BOXES = {  # name: (x, y, formula)
        "Z": (0.0, 0.0, r"$Z$"),
        "mu": (2.2, 1.7, "$\\mu$\nmean of $Z$"),
        "centred": (4.6, 0.0, r"$Z_c = Z - \mu$"),
        "variance": (7.0, 1.7, "$\\sigma^2$\nmean of $Z_c^2$"),
        "Z_norm": (9.6, 0.0, "$Z_{norm}$\n" + r"$Z_c\,/\sqrt{\sigma^2+\varepsilon}$"),
        "Z_tilde": (13.0, 0.0, "$\\tilde Z$\n" + r"$\gamma\,Z_{norm}+\beta$"),
        "gamma": (11.6, 1.7, r"$\gamma$"),
        "beta": (14.4, 1.7, r"$\beta$"),
    }
    ARROWS = (  # from, to, local derivative, where it stands
        ("Z", "mu", r"$1/m$", (0.6, 1.12)),
        ("Z", "centred", r"$1$", (2.25, -0.28)),
        ("mu", "centred", r"$-1$", (3.95, 1.05)),
        ("centred", "variance", r"$2Z_c/m$", (5.1, 1.12)),
        ("centred", "Z_norm", r"$1/\sqrt{\sigma^2+\varepsilon}$", (6.95, -0.35)),
        ("variance", "Z_norm", r"$-\frac{1}{2}\,Z_c\,(\sigma^2+\varepsilon)^{-3/2}$", (9.55, 1.12)),
        ("Z_norm", "Z_tilde", r"$\gamma$", (11.4, -0.28)),
        ("gamma", "Z_tilde", r"$Z_{norm}$", (11.75, 0.87)),
        ("beta", "Z_tilde", r"$1$", (14.1, 0.87)),
    )

    def __init__(self):
        figure, axes = new_figure(9.6, 3.3)
        axes.set(xlim=(-0.8, 15.2), ylim=(-1.25, 2.35))
        axes.set_axis_off()
        boxes = {
            name: axes.text(x, y, text, ha="center", va="center", color=INK, zorder=3,
                            bbox={"boxstyle": "round,pad=0.45", "facecolor": "white",
                                  "edgecolor": AFTER, "linewidth": 1.4})
            for name, (x, y, text) in self.BOXES.items()
        }
        for start, end, derivative, at in self.ARROWS:
            axes.annotate("", self.BOXES[end][:2], self.BOXES[start][:2], arrowprops={
                "arrowstyle": "-|>", "color": GREY, "linewidth": 1.3, "shrinkA": 0, "shrinkB": 2,
                "patchA": boxes[start].get_bbox_patch(), "patchB": boxes[end].get_bbox_patch()})
            axes.text(*at, derivative, ha="center", va="center", color=WRONG, fontsize=10)
        axes.annotate("", (-0.5, -0.95), (14.4, -0.95), arrowprops={
            "arrowstyle": "-|>", "color": WRONG, "linewidth": 1.3, "linestyle": "--"})
        axes.text(7, -1.15, "backward: multiply along the arrows, add where several leave a box, "
                  "sum over the examples where one number serves a row",
                  ha="center", va="center", color=WRONG, fontsize=9)
        super().__init__(
            figure, [],
            "Computational graph of batch norm: Z feeds mu; Z and mu feed Z - mu; that feeds "
            "sigma squared; both feed Z_norm; Z_norm, gamma and beta feed Z_tilde. Every arrow "
            "carries its local derivative.",
        )

    def move(self):
        """Nothing moves."""
        return ""


def mistaken_gradient(dZ_tilde, cache, constant):
    """DZ of batch norm when some statistics are, wrongly, taken for constants.

    Parameters
    ----------
    dZ_tilde : ndarray, shape (n, m)
    cache : helpers.batch_norm.BatchNormCache
    constant : str
        One of `MISTAKES`: which statistics are treated as constants.

    Returns
    -------
    dZ : ndarray, shape (n, m)
    """
    dZ = dZ_tilde
    if constant == CONSTANT_VARIANCE:
        dZ = dZ - dZ_tilde.mean(axis=-1, keepdims=True)
    if constant == CONSTANT_MU:
        dZ = dZ - cache.Z_norm * np.mean(dZ_tilde * cache.Z_norm, axis=-1, keepdims=True)
    return cache.gamma / cache.standard_deviation * dZ


class OneExampleScene(Scene):
    """Every example's gradient in one unit while one example moves, and the classic mistake.

    Parameters
    ----------
    z, dz_tilde : ndarray, shape (1, m)
        The unit's values and the upstream gradient.
    moved : int
        Which example the controls move; counted from 0.
    epsilon : float

    Notes
    -----
    `move` takes ``value`` and ``upstream`` (the moved example's z and upstream gradient),
    ``gamma`` (float) and ``constant`` (one of `MISTAKES`).
    """

    def __init__(self, z, dz_tilde, moved, epsilon=1e-5):
        self.z, self.dz_tilde, self.moved, self.epsilon = z, dz_tilde, moved, epsilon
        m = z.shape[1]
        self.examples = np.arange(1, m + 1)
        figure, (left, right) = new_figure(9, 3.7, columns=2, width_ratios=[1, 1.7])
        for axes in (left, right):
            axes.axhline(0, color=LIGHT, linewidth=1)
            axes.axvspan(moved + 0.5, moved + 1.5, color=LIGHT, alpha=0.5, linewidth=0)
            axes.set(xlim=(0.4, m + 0.6), xticks=self.examples, xlabel="example")
        self.dots, = left.plot(self.examples, z[0], "o", color=BEFORE, markersize=7)
        self.mean_line, = left.plot([0, m + 1], [0, 0], "--", color=INK, linewidth=1.2,
                                    label=r"$\mu$")
        left.set(ylim=(-6.5, 6.5), title="$z$ (shaded: the one you move)")
        left.legend(loc="lower right")
        start, _ = self._gradients(z[0, moved], dz_tilde[0, moved], 1.0, CONSTANT_BOTH)
        at_start, = right.plot(self.examples - 0.2, start, "_", color=INK, markersize=20,
                               markeredgewidth=1.5, label="right, at the start")
        self.bars = right.bar(self.examples - 0.2, start, width=0.38, color=AFTER,
                              label="right")
        self.wrong_bars = right.bar(self.examples + 0.2, start, width=0.38, facecolor="white",
                                    edgecolor=WRONG, hatch="////", label="with the mistake")
        right.set(ylim=(-2.4, 2.7), title="$dz$, the gradient of the loss for each example")
        right.legend(loc="upper center", ncols=3, fontsize=8.5, columnspacing=1.2)
        super().__init__(
            figure, [self.dots, self.mean_line, *self.bars, *self.wrong_bars, at_start],
            "Left: one unit's values for every example of a mini-batch. Right: the gradient of "
            "the loss for each example, as bars; filled is right, hatched is with the mean or "
            "the variance taken for constants; short black lines mark the right gradients at "
            "the start.",
        )

    def _gradients(self, value, upstream, gamma, constant):
        """The right dz and the mistaken one, each of shape (m,)."""
        self.z_now, self.dz_tilde_now = self.z.copy(), self.dz_tilde.copy()
        self.z_now[0, self.moved] = value
        self.dz_tilde_now[0, self.moved] = upstream
        _, self.cache = batch_norm_forward(self.z_now, [[gamma]], [[0.0]], self.epsilon)
        dz, self.dgamma, self.dbeta = batch_norm_backward(self.dz_tilde_now, self.cache)
        return dz[0], mistaken_gradient(self.dz_tilde_now, self.cache, constant)[0]

    def move(self, value, upstream, gamma, constant):
        """Show the gradients for these values; read the sums and the mistake's size."""
        dz, mistaken = self._gradients(value, upstream, gamma, constant)
        self.dots.set_ydata(self.z_now[0])
        self.mean_line.set_ydata([self.cache.mean.item()] * 2)
        for bars, heights in ((self.bars, dz), (self.wrong_bars, mistaken)):
            for bar, height in zip(bars, heights, strict=True):
                bar.set_height(height)
        z_norm = self.cache.Z_norm[0]
        lines = [f"{'over the examples':<18}{'right':>8}{'mistake':>10}"]
        for name, weights in (("sum of dz", 1.0), ("sum of dz * z_norm", z_norm)):
            right, wrong = (_rounded(np.sum(g * weights)) for g in (dz, mistaken))
            lines.append(f"{name:<18}{right:>8}{wrong:>10}")
        lengths = np.linalg.norm(dz), np.linalg.norm(mistaken - dz)
        size = f"{lengths[1] / lengths[0]:.0%} of dz's length" if lengths[0] > 1e-9 else "dz is 0"
        return "\n".join([*lines, f"dgamma {_rounded(self.dgamma.item())}   "
                         f"dbeta {_rounded(self.dbeta.item())}   the mistake is off by: {size}"])


class WeightScaleScene(Scene):
    """A layer's output and its weights' gradient when the weights are multiplied by c.

    Parameters
    ----------
    W : ndarray, shape (n, n_inputs)
    X : ndarray, shape (n_inputs, m)
    gamma, beta : ndarray, shape (n, 1)
    dZ_tilde : ndarray, shape (n, m)
        The upstream gradient, the same for every c.
    c_range : tuple of float
        The smallest and the largest c.

    Notes
    -----
    `move` takes ``c`` (above 0) and ``epsilon`` (at least 0).
    """

    def __init__(self, W, X, gamma, beta, dZ_tilde, c_range=(1e-3, 1e3)):
        self.W, self.X, self.gamma, self.beta, self.dZ_tilde = W, X, gamma, beta, dZ_tilde
        self.scales = np.geomspace(*c_range, 61)
        Z_tilde, length = self.output_and_length(1.0, 0.0)
        figure, (left, right) = new_figure(9, 3.8, columns=2)
        limit = 1.15 * np.abs(Z_tilde).max()
        left.plot([-limit, limit], [-limit, limit], "--", color=GREY, linewidth=1.2,
                  label="no change")
        self.dots, = left.plot([], [], "o", color=AFTER, markersize=4, alpha=0.7)
        left.set(xlim=(-limit, limit), ylim=(-limit, limit), title="Output of the layer",
                 xlabel=r"$\tilde z$ with $W$ and $\varepsilon = 0$",
                 ylabel=r"$\tilde z$ with $cW$")
        left.legend(loc="upper left")
        right.loglog(self.scales, length / self.scales, "--", color=GREY, linewidth=1.2,
                     label=r"exactly $1/c$")
        self.curve, = right.loglog([], [], color=AFTER, label="measured")
        self.point, = right.loglog([], [], "o", color=AFTER, markersize=9)
        right.set(title="Gradient of the weights", xlabel="$c$", ylabel="length of $dW$")
        right.legend(loc="upper right")
        super().__init__(
            figure, [self.dots, self.curve, self.point],
            "Left: the layer's output with weights c times W against that with W and epsilon 0, "
            "around the diagonal. Right: the length of dW against c on logarithmic axes, beside "
            "the line 1/c.",
        )

    def output_and_length(self, c, epsilon):
        """Z_tilde and the length of dW for weights c * W."""
        Z_tilde, cache = batch_norm_forward(c * self.W @ self.X, self.gamma, self.beta, epsilon)
        dZ, _, _ = batch_norm_backward(self.dZ_tilde, cache)
        return Z_tilde, np.linalg.norm(dZ @ self.X.mT)

    def move(self, c, epsilon):
        """Show output and gradient at this c; read how far both are from c = 1 and no epsilon."""
        at_one, length_at_one = self.output_and_length(1.0, 0.0)
        here, length = self.output_and_length(c, epsilon)
        self.dots.set_data(at_one.ravel(), here.ravel())
        self.curve.set_data(
            self.scales, [self.output_and_length(scale, epsilon)[1] for scale in self.scales])
        self.point.set_data([c], [length])
        return (f"largest change of z_tilde      {_bounded(np.abs(here - at_one).max())}\n"
                f"length of dW                   {length:.3g}\n"
                f"c |dW(c)| / |dW(1), eps 0|     {c * length / length_at_one:.4f}   "
                "(1 where the rule is exact)")


def _rounded(number):
    """Two decimals; no minus sign before a zero."""
    return f"{round(float(number), 2) + 0.0:.2f}"


def _bounded(number):
    """Two significant digits, and a bound where only rounding is left."""
    return f"{number:.1e}" if number > 1e-9 else "below 1e-9 (rounding)"
