"""Softmax: from logits to probabilities, and the regions in which each class wins."""

import numpy as np
from contourpy import contour_generator
from ipywidgets import ToggleButtons
from matplotlib.colors import to_rgb
from matplotlib.legend_handler import HandlerTuple
from matplotlib.patches import Patch

from helpers.network import predict
from helpers.pictures.controls import Slider, decades, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import BLUE, GREEN, GREY, INK, ORANGE, new_figure, shown
from helpers.softmax import accuracy, cross_entropy, one_hot, softmax

CLASS_COLOURS = (ORANGE, GREEN, BLUE)
MARKERS = ("o", "s", "^")
LARGEST_LOGIT = 20.0  # where the sliders end
HIGHEST_LOSS = 6.0  # the loss curve's axis ends here
STRENGTHS = (0.125, 0.25, 0.375, 0.5)  # of a region's colour: of those a picture keeps exactly
SURE = (0.6, 0.8, 0.95)  # where the winner's probability passes these, its colour gets stronger
TEMPERATURE = ("temperature T", 1.0, decades(-1, 1))  # of a slider
GRID = 321  # points on a side of the map


@drawing()
def logits(softmax=softmax, gradient=None):
    """Three logits: their exponentials and probabilities; with `gradient` the loss and it, too.

    softmax(Z) and gradient(Z, Y) are functions such as a learner's own. Logits that tie for the
    largest share the hard max, as they do in the limit of a small temperature.
    """
    figure, (raw, shares, *others) = new_figure(8.6, 2.5, 1, 4 if gradient else 2)
    places = np.arange(3)
    exponentials = raw.bar(places, [1, 1, 1], color=CLASS_COLOURS, width=0.6)
    sizes = [raw.text(c, 1, "", ha="center", va="bottom", fontsize=9) for c in places]
    raw.set(title="$e^{z/T}$", ylim=(0, 1.3), yticks=[], ylabel="the largest drawn as 1")
    probabilities = shares.bar(places, [1, 1, 1], color=CLASS_COLOURS, width=0.6)
    hard, = shares.plot([], [], color=INK, linestyle="--", linewidth=1.3, label="hard max")
    shares.set(title="probabilities $a$", ylim=(0, 1.35), yticks=[0, 0.5, 1])
    shares.legend(loc="upper center")
    artists = {"exponentials": exponentials, "sizes": sizes, "probabilities": probabilities,
               "hard": hard}
    with_classes = [raw, shares]
    if gradient:
        curve, slopes = others
        right = np.linspace(np.exp(-HIGHEST_LOSS), 1, 300)
        curve.plot(right, -np.log(right), color=GREY)
        curve.set(title="loss $J = -\\log\\,a$", xlim=(0, 1.02), ylim=(0, HIGHEST_LOSS),
                  xlabel="$a$ of the right class")
        loss_dot, = curve.plot([], [], "o", color=INK, markersize=8, clip_on=False)
        slopes.axhline(0, color=INK, linewidth=1)
        slopes.set(title="gradient $dz$", ylim=(-1.05, 1.05), yticks=[-1, 0, 1])
        changes = slopes.bar(places, [1, 1, 1], color=CLASS_COLOURS, width=0.6)
        with_classes.append(slopes)
        names = [on.text(0, -0.18, "right class", ha="center", va="top", fontsize=9,
                         transform=on.get_xaxis_transform()) for on in with_classes]
        artists |= {"loss": loss_dot, "gradient": changes, "right": names}
    for on in with_classes:
        on.set(xticks=places, xticklabels=["1", "2", "3"], xlim=(-0.6, 2.6))

    def move(z1, z2, z3, temperature, truth=None):
        z = np.array([z1, z2, z3])
        Z = z[:, np.newaxis] / temperature
        a, heights = softmax(Z)[:, 0], np.exp(Z[:, 0] - Z.max())
        for c in places:
            exponentials[c].set_height(heights[c])
            sizes[c].set(text=_short(np.exp(Z[c, 0])), y=heights[c] + 0.02)
            probabilities[c].set_height(a[c])
        hard.set_data(_dashed_bars(np.isclose(z, z.max(), rtol=0, atol=1e-9)))
        lines = [f"z / T            {_row(Z[:, 0], '9.2f')}",
                 f"probabilities a  {_row(a, '9.4f')}   together {a.sum():.4f}"]
        if gradient:
            Y = one_hot([truth], classes=3).astype(float)
            loss, dz = cross_entropy(Z, Y).item(), gradient(Z, Y)[:, 0]
            for c in places:
                changes[c].set_height(dz[c])
                for bars in (exponentials, probabilities, changes):  # the right class has a frame
                    bars[c].set(edgecolor=INK, linewidth=2.2 if c == truth else 0)
            for name in names:
                name.set_x(truth)
            loss_dot.set_data([a[truth]], [min(loss, HIGHEST_LOSS)])
            above = " (above the picture)" if loss > HIGHEST_LOSS else ""
            lines += [f"label y          {_row(Y[:, 0], '9.0f')}",
                      f"gradient dz      {_row(dz, '9.4f')}   together {abs(dz.sum()):.4f}",
                      f"loss -log a of class {truth + 1} = {abs(loss):.3f}{above}"]
        return "\n".join(lines)

    controls = {f"z{c}": Slider(f"logit z{'₁₂₃'[c - 1]}", value, steps(-10, LARGEST_LOGIT, 0.1))
                for c, value in ((1, 2.0), (2, 1.0), (3, 0.0))}

    def add_five(z1, z2, z3, **other):
        largest = max(z1, z2, z3)
        if largest + 5 > LARGEST_LOGIT:
            controls["z1"].say(f"no room to add 5: the largest is {largest:.6g}, the end "
                               f"{LARGEST_LOGIT:.6g}")
            return {}
        return {"z1": z1 + 5, "z2": z2 + 5, "z3": z3 + 5}

    controls["temperature"] = Slider(*TEMPERATURE)
    if gradient:
        controls["truth"] = ToggleButtons(options=[("1", 0), ("2", 1), ("3", 2)], value=1,
                                          description="right class")
    return Panel(
        figure, "Three logits as bars: their exponentials, and their probabilities with the hard "
        "max dashed" + (
            "; the loss of the right class on the curve of minus the logarithm, and the gradient. "
            "The right class is framed and named." if gradient else "."),
        artists, move, {"add 5 to all logits": add_five}, **controls)


@drawing()
def regions(training, test, names, paths, features):
    """Which class wins where, while models are trained: two features, three classes.

    `training` and `test` are (X, y), X normalized of shape (2, m); the classes' names; `paths`
    by model its parameters before the first step and after every step (tanh, no batch norm), all
    of one length, else a ValueError; the features' names.
    """
    lengths = {name: len(path) for name, path in paths.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"paths: expected one length for all models; got {lengths}")
    colours = np.array([to_rgb(colour) for colour in CLASS_COLOURS])
    everything = np.concatenate([training[0], test[0]], axis=1)
    middle = (everything.max(axis=1) + everything.min(axis=1)) / 2
    reach = 0.58 * np.ptp(everything, axis=1)
    x1, x2 = np.linspace(middle - reach, middle + reach, GRID).T
    grid = np.array(np.meshgrid(x1, x2)).reshape(2, -1)
    figure, axes = new_figure(8.4, 3.8)
    extent = [*x1[[0, -1]], *x2[[0, -1]]]
    image = axes.imshow(np.ones((GRID, GRID, 3)), extent=extent, origin="lower", aspect="auto",
                        interpolation="bilinear")
    equal = [axes.plot([], [], color=INK, linestyle=":", linewidth=1.2)[0] for _ in range(3)]
    borders = [axes.plot([], [], color=INK, linewidth=2)[0] for _ in range(3)]
    points = []  # each class with its own colour and marker; those of the test set ringed
    for c, name in enumerate(names):
        for (X, y), ring, size, label in ((training, "white", 5.5, name), (test, INK, 6.5, None)):
            points += axes.plot(*X[:, y == c], MARKERS[c], color=CLASS_COLOURS[c], markersize=size,
                                markeredgecolor=ring, markeredgewidth=0.7, label=label)
    axes.plot([], [], "o", color="white", markeredgecolor=INK, label="ringed: test set")
    equal[0].set_label("two probabilities equal")
    borders[0].set_label("border: the two largest equal")
    axes.set(xlim=extent[:2], ylim=extent[2:], xlabel=features[0], ylabel=features[1])
    _legend(axes)

    def zero_line(difference):
        """Points (2, k) along which a map is 0; NaN where the line is interrupted."""
        pieces = contour_generator(x1, x2, difference).lines(0.0)
        gap = np.full((1, 2), np.nan)
        return np.concatenate([part for piece in pieces for part in (piece, gap)] or [gap]).T

    def move(model, step, temperature):
        parameters = paths[model][step]
        Z = _logits(grid, parameters) / temperature
        winner, largest = Z.argmax(axis=0), softmax(Z).max(axis=0)
        strength = np.take(STRENGTHS, np.digitize(largest, SURE))[:, np.newaxis]
        image.set_data((1 - strength * (1 - colours[winner])).reshape(GRID, GRID, 3))
        for (i, j), dotted, solid in zip(((0, 1), (0, 2), (1, 2)), equal, borders, strict=True):
            line = zero_line((Z[i] - Z[j]).reshape(GRID, GRID))
            dotted.set_data(line)
            at = _logits(np.nan_to_num(line), parameters)
            solid.set_data(np.where(at[3 - i - j] < at[i], line, np.nan))
        lines = [f"step {step}, {model}, temperature {temperature:.6g}"]
        for name, (X, y) in (("training", training), ("test", test)):
            Z = _logits(X, parameters) / temperature
            lines.append(f"{name:<9} accuracy {accuracy(Z, y):.3f}   "
                         f"loss {cross_entropy(Z, one_hot(y, 3)):.3f}")
        return "\n".join(lines)

    last = min(lengths.values()) - 1
    return Panel(
        figure, "A map of two features, coloured by the class with the largest probability, "
        "stronger where it is surer, with the borders between the classes as lines and the "
        "examples as dots, squares and triangles.",
        {"map": image, "equal": equal, "borders": borders, "points": points}, move,
        model=ToggleButtons(options=list(paths), description="model"),
        step=Slider("step", 0, _denser_at_the_start(last), play=True),
        temperature=Slider(*TEMPERATURE))


def _denser_at_the_start(last):
    """Whole numbers from 0 to `last`: all up to 20, then ever fewer; training begins fast."""
    later = 10 ** np.linspace(np.log10(20), np.log10(max(last, 21)), 60)
    every = np.concatenate([np.arange(21), later.round().astype(int), [last]])
    return np.unique(every[every <= last])


def _logits(X, parameters):
    return predict(X, parameters, {}, "tanh")


def _legend(axes):
    """What the lines and markers mean, and the strengths of the colours."""
    handles, labels = axes.get_legend_handles_labels()
    grey = np.array(to_rgb(GREY))
    tints = tuple(Patch(color=1 - strength * (1 - grey)) for strength in STRENGTHS)
    levels = ", ".join(f"{level:g}" for level in SURE)
    axes.legend([*handles, tints], [*labels, f"stronger: largest\nprobability above\n{levels}"],
                loc="center left", bbox_to_anchor=(1, 0.5),
                handler_map={tuple: HandlerTuple(ndivide=None, pad=0)}, handlelength=3.2)


def _dashed_bars(largest):
    """Outline (2, 5k) of the hard max: 1 for the largest, shared where several tie."""
    height = 1 / largest.sum()
    outline = [(c + side, top) for c in np.flatnonzero(largest) for side, top in (
        (-0.36, 0), (-0.36, height), (0.36, height), (0.36, 0), (np.nan, np.nan))]
    return np.transpose(outline)


def _row(numbers, form):
    return " ".join(shown(number, form) for number in numbers)


def _short(number):
    """A positive number in few letters."""
    if 0.01 <= number < 1e5:
        return f"{number:.2f}" if number < 1000 else f"{number:.0f}"
    return f"{number:.0e}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
