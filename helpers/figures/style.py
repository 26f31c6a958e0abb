"""The one place where colours, sizes and fonts are decided."""

from matplotlib import rcParams
from matplotlib.figure import Figure

# Okabe & Ito's palette: told apart with any of the common colour-vision deficiencies.
BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#AA4499"
SKY = "#56B4E9"
GREY = "#6E6E6E"
LIGHT = "#D9D9D9"
INK = "#222222"
COLOURS = (BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, GREY, LIGHT, INK)

BEFORE = GREY  # the values as they came
AFTER = BLUE  # the values as batch norm leaves them
WRONG = VERMILION  # what the classic mistake gives

rcParams.update({
    "figure.dpi": 110,
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.labelsize": 10,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.color": INK,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "lines.linewidth": 1.8,
    "font.family": "DejaVu Sans",  # ships with matplotlib: the same picture everywhere
})


def new_figure(width=8.0, height=3.6, rows=1, columns=1, **kwargs):
    """Return a styled figure and its axes, known to no window and no pyplot.

    Parameters
    ----------
    width, height : float
        In inches, at 110 pixels an inch.
    rows, columns : int
        Grid of axes.
    **kwargs
        Passed on to `Figure.subplots`, such as ``sharex=True`` or ``width_ratios=[2, 1]``.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : Axes, or an array of them
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots(rows, columns, **kwargs)
