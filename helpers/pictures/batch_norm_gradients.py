"""Gradients through batch norm: of one unit, in training, and with scaled weights."""

import numpy as np
from ipywidgets import Dropdown, ToggleButtons

from helpers.batch_norm import MISTAKES, batch_norm_backward, batch_norm_forward, mistaken_gradient
from helpers.pictures.controls import Slider, decades, steps
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import (
    AFTER, BEFORE, GREEN, GREY, INK, LIGHT, PURPLE, WRONG, new_figure, shown,
)


@drawing()
def one_example_moves(z, dz_tilde, moved):
    """Every example's gradient in one unit while one example moves, and the classic mistake.

    z and the upstream gradient dz_tilde have shape (1, m); the controls move example `moved`,
    counted from 0.
    """
    m, highest = z.shape[1], max(1.2, np.abs(dz_tilde).max())
    examples = np.arange(1, m + 1)
    figure, grid = new_figure(8.6, 3.2, columns=3, width_ratios=[1, 1, 1.7])
    for axes in grid:
        axes.axhline(0, color=LIGHT, linewidth=1)
        axes.axvspan(moved + 0.5, moved + 1.5, color=LIGHT, alpha=0.5, linewidth=0)
        axes.set(xlim=(0.4, m + 0.6), xticks=examples, xlabel="example")
    left, middle, right = grid
    dots, = left.plot(examples, z[0], "o", color=BEFORE, markersize=7)
    mean_line, = left.plot([0, m + 1], [0, 0], "--", color=INK, linewidth=1.2, label=r"$\mu$")
    left.set(ylim=(-6.5, 6.5), title="$z$ (shaded: you move it)")
    left.legend(loc="lower right")
    upstream_bars = middle.bar(examples, dz_tilde[0], width=0.5, color=GREY)
    middle.set(ylim=(-1.1 * highest, 1.1 * highest), title=r"$d\tilde z$, upstream")

    def gradients(value, upstream, gamma):
        z_now, dz_tilde_now = z.copy(), dz_tilde.copy()
        z_now[0, moved], dz_tilde_now[0, moved] = value, upstream
        _, cache = batch_norm_forward(z_now, [[gamma]], [[0.0]])
        return z_now, dz_tilde_now, cache, batch_norm_backward(dz_tilde_now, cache)

    start = gradients(z[0, moved], dz_tilde[0, moved], 1.0)[3][0][0]
    at_start, = right.plot(examples - 0.2, start, "_", color=INK, markersize=14,
                           markeredgewidth=1.5, label="right, at the start")
    bars = right.bar(examples - 0.2, start, width=0.38, color=AFTER, label="right")
    wrong_bars = right.bar(examples + 0.2, start, width=0.38, facecolor="white", edgecolor=WRONG,
                           hatch="////", label="with the mistake")
    limit = 1.4 * highest / np.delete(z, moved).std()  # one axis for all that the sliders reach
    right.set_ylim(-limit, limit)
    right.set_title("$dz$, the loss's gradient for each example", pad=24)
    right.legend(loc="lower center", bbox_to_anchor=(0.5, 0.985), ncols=3, columnspacing=1.2)

    def move(value, upstream, gamma, constant):
        z_now, dz_tilde_now, cache, (dz, dgamma, dbeta) = gradients(value, upstream, gamma)
        dz, mistaken = dz[0], mistaken_gradient(dz_tilde_now, cache, constant)[0]
        dots.set_ydata(z_now[0])
        mean_line.set_ydata([cache.mean.item()] * 2)
        for bar, height in zip((*bars, *wrong_bars, *upstream_bars),
                               (*dz, *mistaken, *dz_tilde_now[0]), strict=True):
            bar.set_height(height)
        lines = [f"{'over the examples':<18}{'right':>8}{'mistake':>10}"]
        for name, weights in (("sum of dz", 1.0), ("sum of dz · z_norm", cache.Z_norm[0])):
            sums = [shown(np.sum(g * weights)) for g in (dz, mistaken)]
            lines.append(f"{name:<18}{sums[0]:>8}{sums[1]:>10}")
        length = np.linalg.norm(dz)
        size = (f"{np.linalg.norm(mistaken - dz) / length:.0%} of dz's length" if length > 1e-9
                else "dz is 0")
        return "\n".join([*lines, f"dγ {shown(dgamma.item())}   dβ {shown(dbeta.item())}   "
                         f"the mistake is off by: {size}"])

    return Panel(
        figure, "Left: one unit's value in every example. Middle: the upstream gradient. Right: "
        "the gradient for each example; filled is right, hatched is with the mean or the variance "
        "taken for constants; short black lines mark the right ones at the start.",
        {"dots": dots, "mean": mean_line, "upstream": upstream_bars, "bars": bars,
         "wrong_bars": wrong_bars, "at_start": at_start}, move,
        value=Slider(f"z of example {moved + 1}", z[0, moved].item(), steps(-6, 6, 0.1)),
        upstream=Slider("its upstream dz̃", dz_tilde[0, moved].item(), steps(-1.2, 1.2, 0.1)),
        gamma=Slider("scale γ", 1.0, steps(-1, 1, 0.1)),
        constant=Dropdown(options=[(name.replace("mu", "μ").replace("sigma^2", "σ²"), name)
                                   for name in MISTAKES], description="held constant"))


@drawing()
def drifting(runs):
    """What a training does, with the right gradient and with a mistaken one: a curve a run.

    runs : by name, a dict of curves by their names, such as J and the length of W, each (steps,);
    names with "mistake" are vermilion, those with "shifted" dashed. Axes reach 1 at least.
    """
    names = list(next(iter(runs.values())))
    figure, grid = new_figure(8.6, 3.3, columns=len(names))
    rows = []
    for run, curves in runs.items():
        for axes, name in zip(grid, names, strict=True):
            colour, width = (WRONG, 1.6) if "mistake" in run else (AFTER, 4)
            axes.plot(curves[name], label=run, color=colour, linewidth=width, alpha=0.8,
                      linestyle="--" if "shifted" in run else "-")
        last = [f"{name} {shown(curves[name][-1])}" for name in names]
        rows.append(f"{run:<{max(map(len, runs))}}  at the end: " + "   ".join(last))
    for axes, name in zip(grid, names, strict=True):
        axes.set(title=name, xlabel="step", ylim=(0, max(1, axes.get_ylim()[1])))
    figure.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return Picture(figure, f"Curves over the steps of training: {', '.join(names)}. "
                   f"Each for {', '.join(runs)}.", "\n".join(rows))


@drawing()
def weight_scale(W, X, gamma, beta, dZ_tilde):
    """A layer's output and its weights' gradient when the weights are multiplied by c.

    W (n, n_inputs), X (n_inputs, m), gamma and beta (n, 1), n up to 3; the upstream gradient
    dZ_tilde (n, m) is the same for every c.
    """
    def output_and_length(c, epsilon):
        Z_tilde, cache = batch_norm_forward(c * W @ X, gamma, beta, epsilon)
        dZ, _, _ = batch_norm_backward(dZ_tilde, cache)
        return Z_tilde, np.linalg.norm(dZ @ X.mT)

    scales = 10 ** np.linspace(-3, 3, 61)
    at_one, length_at_one = output_and_length(1.0, 0.0)
    figure, (left, right) = new_figure(8.4, 3.5, columns=2)
    limit = 1.15 * np.abs(at_one).max()
    left.plot([-limit, limit], [-limit, limit], "--", color=GREY, linewidth=1.2, label="no change")
    dots = [left.plot([], [], marker, color=colour, markersize=4, alpha=0.7,
                      label=f"unit {unit + 1}")[0]
            for unit, (marker, colour) in zip(range(len(W)), (
                ("o", AFTER), ("^", GREEN), ("s", PURPLE)), strict=False)]
    left.set(xlim=(-limit, limit), ylim=(-limit, limit), title="Output of the layer",
             xlabel=r"$\tilde z$ with $W$ and $\varepsilon = 0$", ylabel=r"$\tilde z$ with $cW$")
    left.legend(loc="upper left")
    right.loglog(scales, length_at_one / scales, "--", color=GREY, linewidth=1.2,
                 label=r"exactly $1/c$")
    curve, = right.loglog([], [], color=AFTER, label="measured")
    point, = right.loglog([], [], "o", color=AFTER, markersize=9)
    right.set(title="Gradient of the weights", xlabel="$c$", ylabel="length of $dW$")
    right.legend(loc="upper right")

    def move(c, epsilon):
        here, length = output_and_length(c, epsilon)
        for unit, line in enumerate(dots):
            line.set_data(at_one[unit], here[unit])
        curve.set_data(scales, [output_and_length(scale, epsilon)[1] for scale in scales])
        point.set_data([c], [length])
        change = np.abs(here - at_one).max()
        bounded = f"{change:.1e}" if change > 1e-9 else "below 1e-9 (rounding)"
        return (f"largest change of z̃            {bounded}\n"
                f"length of dW                   {length:.3g}\n"
                f"c |dW(c)| / |dW(1), ε = 0|     {c * length / length_at_one:.4f}   "
                "(1 where the rule is exact)")

    return Panel(
        figure, "Left: the layer's output with weights c times W against that with W and epsilon "
        "0, around the diagonal. Right: the length of dW against c on logarithmic axes, beside "
        "the line 1/c.", {"dots": dots, "curve": curve, "point": point}, move,
        c=Slider("factor c", 10.0, decades(-3, 3)),
        epsilon=ToggleButtons(options=[("0", 0.0), ("1e-5", 1e-5), ("1e-2", 1e-2)],
                              description="epsilon ε"))
