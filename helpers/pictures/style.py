"""The one place where colours, sizes and fonts are decided, and how a number is written."""

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

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

# One meaning a colour, in every picture of the course.
BEFORE = GREY  # values as they came; a network without batch norm
AFTER = BLUE  # values as batch norm leaves them; a network with it
WRONG = VERMILION  # what the classic mistake gives

# Of words in the page: the colours of its theme, light or dark, JupyterLab's or the web site's.
RIGHT_WORDS = "var(--jp-content-link-color, var(--blue))"
WRONG_WORDS = "var(--jp-error-color1, var(--red))"

PERCENT = FuncFormatter(lambda share, _: f"{100 * share:.4g}%")  # of an axis of shares
CSS_PIXELS = 110  # to an inch of a figure
SHARPNESS = 2  # pixels drawn to a CSS pixel: letters stay sharp on a screen of twice the density

STYLE = {
    "figure.dpi": SHARPNESS * CSS_PIXELS,
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
}


def new_figure(width=8.0, height=3.6, rows=1, columns=1, part="subplots", **kwargs):
    """A figure and its axes, known to no window and no pyplot; or its ``part="subfigures"``.

    Width and height are in inches of 110 CSS pixels; ``**kwargs`` go to `Figure.subplots`, such
    as ``sharex=True`` or ``width_ratios=[2, 1]``.
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, getattr(figure, part)(rows, columns, **kwargs)


def shown(number, form=".2f"):
    """A number as it is read: in this format, with no minus sign before a zero.

    >>> shown(-0.001), shown(-1.5, ".1f"), shown(2, "6.2f")
    ('0.00', '-1.5', '  2.00')
    """
    text = format(float(number), form)
    return text if float(text.rstrip("%").replace(",", "")) else format(0.0, form)
