"""A picture that is built once and then follows its values quickly."""

import textwrap
from base64 import b64encode
from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from PIL import Image

from helpers.figures.style import COLOURS, GREY


class Scene:
    """A figure whose moving artists alone are redrawn when a value changes.

    A subclass builds its figure in ``__init__``, hands it to ``super().__init__`` together
    with the artists that move, and overrides `move`. What does not move (axes, ticks, titles,
    a filled contour) is drawn once and kept as a bitmap; an update costs only the artists that
    move, about a tenth of drawing everything anew.

    Shown as the last line of a cell, a scene displays its picture.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        From `helpers.figures.style.new_figure`.
    moving : iterable of matplotlib artists
        Whatever `move` changes, drawn in this order above everything else. Legends and titles
        stay out of it unless they change.
    description : str
        What the picture shows, in one sentence: for those who cannot see it.

    Attributes
    ----------
    values : dict
        The values the picture shows now.
    readout : str
        The numbers behind the picture, as `move` returned them.
    width : int
        Of the picture, in pixels.
    """

    def __init__(self, figure, moving=(), description=""):
        self.figure = figure
        self.moving = list(moving)
        self.description = description
        self.values = {}
        self.readout = ""
        self._canvas = FigureCanvasAgg(figure)
        self.width, _ = self._canvas.get_width_height()
        self._background = self._palette = None
        for artist in self.moving:
            artist.set_animated(True)

    def move(self, **values):
        """Set the moving artists to `values`; return the numbers to read beside the picture."""
        raise NotImplementedError

    def update(self, **values):
        """Show `values`; those not named stay as they are.

        Returns
        -------
        str
            The readout: the numbers the picture shows.
        """
        values = self.values | values
        self.readout = self.move(**values)
        self.values = values
        return self.readout

    def redraw_background(self):
        """Draw the fixed parts again before the next picture: call it when `move` changed one."""
        self._background = None

    def png(self, caption=""):
        """Draw the picture.

        Parameters
        ----------
        caption : str
            Small print below the picture, for where it stands alone; one line or several.

        Returns
        -------
        bytes
            The picture as PNG; the same values give the same bytes.
        """
        if self._background is None:
            self._canvas.draw()
            self.figure.set_layout_engine("none")  # laid out once: nothing jumps later
            self._background = self._canvas.copy_from_bbox(self.figure.bbox)
            self._palette = _palette(_pixels(self._canvas))
        self._canvas.restore_region(self._background)
        for artist in self.moving:
            self.figure.draw_artist(artist)
        pixels = _pixels(self._canvas)
        if caption:
            pixels = _with_caption(pixels, caption, self.figure.dpi)
        # 256 colours are enough for a chart, and their PNG is made three times sooner.
        stream = BytesIO()
        pixels.quantize(palette=self._palette, dither=Image.Dither.NONE).save(
            stream, "PNG", compress_level=9 if caption else 1
        )
        return stream.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        return bundle(self.png(caption=self.readout), self.description, self.readout)


def bundle(png, description, readout, **other):
    """Return a notebook's display bundle for a picture, and its metadata."""
    data = {
        "image/png": b64encode(png).decode(),
        "text/plain": f"{description}\n{readout}".strip(),
        **other,
    }
    return data, {"image/png": {"alt": description}}


def _pixels(canvas):
    """What is on a canvas, as an RGB picture."""
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _palette(background):
    """256 colours: the house's in several strengths, then the background's most frequent."""
    strengths = np.linspace(0, 1, 9)[:, np.newaxis, np.newaxis]
    house = 255 * (1 - strengths * (1 - np.array([to_rgb(colour) for colour in COLOURS])))
    colours = [tuple(colour) for colour in house.round().astype(int).reshape(-1, 3).tolist()]
    counted = sorted(background.getcolors(background.width * background.height), reverse=True)
    colours += [colour for _, colour in counted]
    # Of colours too alike to tell apart the first stays, or the paper might turn slightly grey.
    distinct = {}
    for colour in colours:
        distinct.setdefault(tuple(channel // 8 for channel in colour), colour)
    kept = list(distinct.values())[:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for colour in kept for channel in colour])
    return palette


def _with_caption(pixels, text, dpi):
    """The picture with lines of small print added below it."""
    width = pixels.width / dpi
    letters = int((width - 0.15) / 0.067)  # a letter of this font and size is 0.067 inches wide
    lines = [
        part for line in text.split("\n")
        for part in textwrap.wrap(line, letters, drop_whitespace=False) or [""]
    ]
    strip = Figure(figsize=(width, 0.155 * len(lines) + 0.12), dpi=dpi)
    strip.text(0.008, 0.5, "\n".join(lines), va="center", fontsize=8, color=GREY,
               family="DejaVu Sans Mono", linespacing=1.25, parse_math=False)
    canvas = FigureCanvasAgg(strip)
    canvas.draw()
    below = _pixels(canvas)
    whole = Image.new("RGB", (pixels.width, pixels.height + below.height), "white")
    whole.paste(pixels, (0, 0))
    whole.paste(below, (0, pixels.height))
    return whole
