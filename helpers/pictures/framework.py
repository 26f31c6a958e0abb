"""What TensorFlow does behind one's back: what a tape writes down, what a shuffle holds."""

import textwrap
from functools import cache

import numpy as np
from ipywidgets import ToggleButtons

from helpers.pictures.controls import Slider, steps
from helpers.pictures.picture import Panel, drawing
from helpers.pictures.style import GREEN, GREY, INK, LIGHT, ORANGE, PURPLE, SKY, new_figure, shown

KINDS = ("Variable", "constant", "watched constant")
BATCH = 8


@drawing()
def gradient_tape(ask):
    """A gradient tape: what is on it, and its answers for y = x**2 and then for z = y**2.

    ask : a function of x, of what x is (one of `KINDS`), and of whether the tape is persistent,
    that gives the two slopes at x: each a number, None, or an error.
    """
    figure, axes = new_figure(8.6, 2.6)
    axes.set(xlim=(-0.5, 4.9), ylim=(-1.35, 1.1))
    axes.set_axis_off()
    look = {"ha": "center", "va": "center"}
    for place, name in enumerate(("$x$", "$y = x^2$", "$z = y^2$")):
        axes.text(2 * place, 0.8, name, **look)
        if place:
            axes.annotate("", (2 * place - 0.4, 0.5), (2 * place - 1.6, 0.5), arrowprops={
                "arrowstyle": "-|>", "color": GREY, "linewidth": 1.5})
    values = [axes.text(2 * place, 0.5, "", **look) for place in range(3)]
    strip = axes.barh(-0.1, 4.4, 0.5, left=0.35, linewidth=1.5, edgecolor=GREY)[0]
    axes.text(0.2, -0.1, "tape", ha="right", va="center")
    written = [axes.text(place, -0.1, "", **look) for place in (1, 3)]
    answers = [axes.text(-0.45, height, "", va="center") for height in (-0.7, -1.1)]

    def move(x, kind, persistent):
        found = ask(x, kind, persistent)
        recorded = found[0] is not None
        strip.set(facecolor=LIGHT if recorded else "none", linestyle="-" if recorded else ":")
        local = [f"dy/dx = 2x = {shown(2 * x)}", f"dz/dy = 2y = {shown(2 * x**2)}"]
        said = [f"{name} gives {_said(answer)}" for name, answer in zip(
            ("tape.gradient(y, x)", "then tape.gradient(z, x)"), found, strict=True)]
        lines = [*map(shown, (x, x**2, x**4)), *(local if recorded else ["nothing written"] * 2)]
        for text, line in zip([*values, *written, *answers], lines + said, strict=True):
            text.set_text(line)
        errors = [textwrap.fill(f"{error}", 76) for error in found if isinstance(error, Exception)]
        return "\n".join(said + errors)

    return Panel(
        figure, "x, y = x squared and z = y squared, a tape below them with the slopes that were "
        "written down or nothing, and what the tape answers when asked for two gradients.",
        {"values": values, "strip": strip, "written": written, "answers": answers}, move,
        x=Slider("x", 3.0, steps(-4.0, 4.0, 0.1)),
        kind=ToggleButtons(options=KINDS, description="x is a"),
        persistent=ToggleButtons(options=[("no", False), ("yes", True)], description="persistent"))


def _said(answer):
    if isinstance(answer, Exception):
        return type(answer).__name__
    return "None" if answer is None else shown(answer)


@drawing()
def shuffle_buffer(order, y):
    """A file of examples sorted by class, the buffer of a shuffle, and what is handed out.

    order : a function of the buffer's size that gives the places in the file (m,) in the order in
    which they are handed out. y (m,) : the class of each place, from 0 to 3.
    """
    m, order = len(y), cache(order)
    figure, (top, below) = new_figure(8.6, 2.5, 2, sharex=True)
    colours = np.array([SKY, ORANGE, GREEN, PURPLE])
    file = top.bar(range(m), 1, 0.9, color=colours[y])
    out = below.bar(range(m), 1, 0.9)
    classes = [below.text(place, 0.5, "", ha="center", va="center") for place in range(m)]
    for edge in np.arange(BATCH, m, BATCH) - 0.5:
        below.axvline(edge, color=INK, linewidth=1.2)
    for axes, title in ((top, "the file, sorted by class: full colour is in the buffer, pale is "
                         "not read yet, white is gone"),
                        (below, f"handed out, in mini-batches of {BATCH}")):
        axes.set_title(title, fontsize=10, loc="left")
        axes.set(yticks=[], ylim=(0, 1), xlim=(-0.6, m - 0.4))
        axes.spines[:].set_visible(False)
        axes.tick_params(axis="x", length=0, labelbottom=axes is top)
    top.set_xticks(range(m), y)

    def move(buffer, handed):
        gone, read = order(buffer)[:handed], min(buffer + handed, m)
        for place, bar in enumerate(file):
            bar.set_alpha(0 if place in gone else 1 if place < read else 0.25)
        for place, (bar, text) in enumerate(zip(out, classes, strict=True)):
            here = place < handed
            bar.set(facecolor=colours[y[gone[place]]] if here else "none")
            text.set_text(str(y[gone[place]]) if here else "")
        full = handed // BATCH
        last = y[gone[(full - 1) * BATCH : full * BATCH]]
        return (f"read {read} of {m}   in the buffer {read - handed}   handed out {handed}\n"
                + (f"mini-batch {full}: " + ", ".join(
                    f"{(last == name).sum()} of class {name}" for name in range(len(colours)))
                   if full else "no full mini-batch yet"))

    return Panel(
        figure, "A file of examples sorted by class, with those that stand in the shuffle's "
        "buffer in full colour, and below it what was handed out so far, in mini-batches.",
        {"file": file, "out": out, "classes": classes}, move,
        buffer=Slider("buffer_size", 8, [1, 2, 4, 8, 16, 24, 32, m]),
        handed=Slider("handed out", 2 * BATCH, steps(0, m, 1), play=True))
