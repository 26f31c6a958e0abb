"""The whole story in one picture: four kinds of networks in training, each at any learning rate."""

import numpy as np
from ipywidgets import ToggleButtons

from helpers.pictures.charts import OTHERS, look
from helpers.pictures.controls import Slider
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import INK, LIGHT, PERCENT, new_figure

NOISY = "noise behind it"


def best(stored, activation, kind):
    """The learning rate with the best mean dev accuracy after the last step.

    `stored` is ``load_sweep("why")``. Returns the rate, the dev accuracies on the way (looks,
    seeds), and the test accuracies (seeds,).
    """
    a, k = stored["activations"].tolist().index(activation), stored["kinds"].tolist().index(kind)
    at = stored["dev"][a, k, :, -1].mean(axis=-1).argmax()
    return stored["learning_rates"][at], stored["dev"][a, k, at], stored["test"][a, k, at]


@drawing()
def story(stored, kinds, noise=False):
    """Dev accuracy over the steps at one learning rate, and after the last step over all rates.

    `stored` is ``load_sweep("why")``, `kinds` those of its kinds to show; with `noise` one more,
    with a slider for its size. Bands are the spread over the seeds.
    """
    stored = {name: stored[name] for name in stored}
    names, rates = [*kinds, *[NOISY] * noise], stored["learning_rates"]
    all_kinds, activations = stored["kinds"].tolist(), stored["activations"].tolist()
    sizes = [float(kind.split()[1]) for kind in all_kinds if kind.startswith("noise ")]
    figure, (left, right) = new_figure(8.4, 3.1, 1, 2, sharey=True)
    figure.get_layout_engine().set(wspace=0.08)  # the last step's number beside the first rate
    curves, ends, bands, others = {}, {}, [], iter(OTHERS)
    for name in names:
        colour, style, marker = next(others) if name == NOISY else look(name, others)
        for axes, drawn in ((left, curves), (right, ends)):
            drawn[name], = axes.plot([], [], color=colour, linestyle=style, label=name,
                                     marker=marker, markersize=4, clip_on=False)
            bands.append(axes.fill_between([0, 1], 0, 0, color=colour, alpha=0.2, linewidth=0))
    chosen = right.axvline(rates[0], color=INK, linestyle=":", linewidth=1.5)
    left.set(xlabel="step", ylabel="accuracy on the dev set", xlim=(0, stored["looks"][-1]),
             ylim=(0, 1))
    right.set(xlabel="learning rate α", xscale="log", xlim=rates[[0, -1]],
              title=f"after {stored['looks'][-1]} steps", xticks=rates)
    right.set_xticks(rates[1::2], [f"{rate:g}" for rate in rates[1::2]])
    right.minorticks_off()
    for axes in (left, right):
        axes.yaxis.set_major_formatter(PERCENT)
        axes.grid(axis="y", color=LIGHT, linewidth=0.6)
    figure.legend(*left.get_legend_handles_labels(), loc="outside upper center", ncols=4)

    def move(learning_rate, activation, size=None):
        at, lines = int(abs(rates - learning_rate).argmin()), []
        left.set_title(f"α = {rates[at]:g}", fontsize=10)
        for i, name in enumerate(names):
            kind = f"noise {min(sizes, key=lambda s: abs(s - size)):g}" if name == NOISY else name
            found = stored["dev"][activations.index(activation), all_kinds.index(kind)]
            for j, (line, x, values) in enumerate((
                    (curves[name], stored["looks"], found[at]), (ends[name], rates, found[:, -1]))):
                mean, sd = values.mean(axis=-1), values.std(axis=-1)
                line.set_data(x, mean)
                band = np.concatenate([mean - sd, (mean + sd)[::-1]])
                bands[2 * i + j].set_verts([np.column_stack([np.append(x, x[::-1]), band])])
            rate, _, test = best(stored, activation, kind)
            lines.append(f"{name:<19} α = {rates[at]:<5g} {found[at, -1].mean():5.1%}   best "
                         f"α = {rate:<4g} {found[:, -1].mean(axis=-1).max():5.1%}  "
                         f"test {test.mean():.1%}")
        chosen.set_xdata([rates[at]] * 2)
        return "\n".join(lines)

    controls = {"learning_rate": Slider("learning rate α", 0.5, rates),
                "activation": ToggleButtons(options=activations, description="activation g")}
    if noise:
        controls["size"] = Slider("noise", 0.5, sizes)
    return Panel(
        figure, f"Left: dev accuracy of networks {', '.join(names)} over the training steps, at "
        "one learning rate. Right: the same after the last step, over the learning rates.",
        {"curves": curves.values(), "ends": ends.values(), "bands": bands, "chosen": chosen}, move,
        **controls)
