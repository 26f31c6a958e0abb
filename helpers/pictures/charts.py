"""Two plain charts for a result of more than three numbers: curves, and bars with their numbers."""

from itertools import cycle

import numpy as np

from helpers.pictures.picture import Picture, drawing
from helpers.pictures.style import (
    AFTER, BEFORE, GREEN, GREY, INK, ORANGE, PERCENT, PURPLE, SKY, WRONG, new_figure, shown,
)

OTHERS = ((GREEN, "-", "^"), (PURPLE, ":", "D"), (SKY, "-", "v"), (INK, "--", "x"))


def look(name, others):
    """Colour, line and marker of what has this name: "without" is grey, "with batch norm" blue.

    What its name calls wrong or a mistake is vermilion; anything else takes the next of `others`.
    """
    if "without" in name:
        return BEFORE, "--", "s"
    if "with" in name.split() or "batch norm" in name:
        return AFTER, "-", "o"
    if "wrong" in name or "mistake" in name:
        return WRONG, ":", "X"
    return next(others)


@drawing()
def lines(curves, xlabel, ylabel, *, log="", percent=False, dots=True, marks=None, guess=None):
    """Curves in one chart.

    curves : by name, (x, y) or (x, y, spread), each (k,); the spread is a band around y.
    log : "x", "y" or "xy", for logarithmic axes. percent : y is a share. dots : mark every point.
    marks : texts by the x where a dotted line stands. guess : a learner's y, drawn if not None.
    """
    figure, axes = new_figure(8, 3.4)
    others, rows, form = cycle(OTHERS), {}, ".0%" if percent else ".3g"
    for name, (x, y, *spread) in curves.items():
        colour, style, marker = look(name, others)
        axes.plot(x, y, color=colour, linestyle=style, marker=marker if dots else "",
                  markersize=5, label=name)
        if spread:
            axes.fill_between(x, np.subtract(y, spread[0]), np.add(y, spread[0]), color=colour,
                              alpha=0.25, linewidth=0)
        few = np.unique(np.linspace(0, len(x) - 1, 6).astype(int))
        rows[name] = [f"{x[i]:{'.0f' if abs(x[i]) >= 100 else '.3g'}}: "
                      + ("no number" if np.isnan(y[i]) else shown(y[i], form)) for i in few]
    for x, text in (marks or {}).items():
        axes.axvline(x, color=GREY, linestyle=":", linewidth=1.2)
        axes.text(x, 1, f" {text}", transform=axes.get_xaxis_transform(), fontsize=9, va="top")
    if guess is not None:
        axes.axhline(guess, color=ORANGE, linestyle=(0, (5, 2)), label="your guess")
    axes.set(xlabel=xlabel, ylabel=ylabel, **{f"{letter}scale": "log" for letter in log})
    for letter in log:
        low, high = getattr(axes, f"get_{letter}lim")()
        if 1e-5 < low and high < 1e5:  # plain numbers, where they are short
            getattr(axes, f"{letter}axis").set_major_formatter("{x:g}")
    if percent:
        axes.yaxis.set_major_formatter(PERCENT)
    if len(curves) > 1 or guess is not None:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    wide, read = max(len(text) for texts in rows.values() for text in texts), []
    step = 6 if wide <= 10 else 3  # columns, in lines of at most 76 characters
    for name, texts in rows.items():
        cells = [f"  {text:<{wide}}" for text in texts]
        read += [name, *("".join(cells[i : i + step]) for i in range(0, len(cells), step))]
    return Picture(figure, f"Curves of {ylabel} over {xlabel}: {', '.join(curves)}.",
                   "\n".join(line.rstrip() for line in read))


@drawing()
def bars(groups, xlabel, *, percent=False, digits=2, log=False, guess=None):
    """Horizontal bars with their numbers.

    groups : by name of the group, its bars by their labels, each a number or (mean, spread); one
    nameless group is ``{"": {...}}``. digits : behind the point. guess : drawn if not None.
    """
    labels = list(dict.fromkeys(label for group in groups.values() for label in group))
    figure, axes = new_figure(8, 0.6 + (0.24 * len(groups) + 0.1) * len(labels)
                              + 0.3 * (len(groups) > 1))
    others, high = cycle(OTHERS), 0.8 / len(groups)
    readout, form = [], f".{max(digits - 2, 0)}%" if percent else f",.{digits}f"
    for number, (name, group) in enumerate(groups.items()):
        colour = look(name, others)[0] if name else AFTER
        for label, value in group.items():
            mean, spread = value if isinstance(value, tuple) else (value, 0)
            y = labels.index(label) + high * (number - (len(groups) - 1) / 2)
            axes.barh(y, mean, 0.9 * high, color=colour, alpha=0.75,
                      label=name if label == next(iter(group)) else None,
                      xerr=spread or None, error_kw={"ecolor": INK, "capsize": 3})
            text = shown(mean, form) + (f" ± {shown(spread, form)}" if spread else "")
            end, side = (mean + spread, 1) if mean >= 0 else (mean - spread, -1)
            axes.annotate(text, (end, y), (4 * side, 0), va="center", fontsize=9,
                          ha="left" if side > 0 else "right", textcoords="offset points")
            readout.append(f"{label}{', ' * bool(name)}{name}: {text}")
    if guess is not None:
        axes.axvline(guess, color=ORANGE, linestyle=(0, (5, 2)), label="your guess")
    axes.set(yticks=range(len(labels)), yticklabels=labels, xlabel=xlabel,
             xscale="log" if log else "linear")
    axes.invert_yaxis()
    axes.margins(x=0.16)
    axes.tick_params(axis="y", length=0)
    if percent:
        axes.xaxis.set_major_formatter(PERCENT)
    if len(groups) > 1 or guess is not None:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    return Picture(figure, f"Bars of {xlabel}, with their numbers: {', '.join(labels)}.",
                   "\n".join(readout))
