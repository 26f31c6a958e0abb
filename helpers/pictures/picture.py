"""A picture, and a picture that follows its controls: CONTRIBUTING.md says how one is made."""

import html
import threading
from contextlib import contextmanager
from io import BytesIO

import ipywidgets
import numpy as np
import traitlets
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from PIL import Image

from helpers.pictures import live
from helpers.pictures.controls import Slider
from helpers.pictures.style import COLOURS, SHARPNESS, STYLE

_LOCK = threading.RLock()


@contextmanager
def drawing():
    """Where matplotlib is touched: by one thread at a time, in the course's style.

    A kernel handles the messages of different controls in different threads, and matplotlib
    keeps its caches and settings in one place for all of them.
    """
    with _LOCK, rc_context(STYLE):
        yield


class Picture:
    """A figure with its numbers below it and a sentence for those who cannot see it.

    Of a figure with artists that move (drawn in their order, above everything else) the rest is
    kept as a bitmap: an update costs a small part of drawing everything anew. The bitmap is
    drawn again when one of the fixed artists has changed: matplotlib calls that stale.
    """

    def __init__(self, figure, description, readout="", moving=()):
        self.figure, self.description, self.readout = figure, description, readout
        self.moving = list(moving)
        self._canvas = FigureCanvasAgg(figure)
        self.width = self._canvas.get_width_height()[0] // SHARPNESS  # in CSS pixels
        self._background = None
        for artist in self.moving:
            artist.set_animated(True)

    def png(self, compress_level=1):
        """The picture as PNG; the same values give the same bytes."""
        with _LOCK:
            if self._background is None or self.figure.stale:
                self._draw_background()
            self._canvas.restore_region(self._background)
            for artist in self.moving:
                self.figure.draw_artist(artist)
            # 256 colours are enough for a chart; only what moved is translated to them anew.
            pixels = _pixels(self._canvas)
            moved = pixels != self._fixed
            indices = self._indices.copy()
            indices[moved] = self._nearest[_bins(pixels[moved])]
            picture = Image.fromarray(indices, "P")
            picture.putpalette(self._palette)
            stream = BytesIO()
            picture.save(stream, "PNG", compress_level=compress_level)
            return stream.getvalue()

    def _draw_background(self):
        first = self._background is None
        with drawing():
            self._canvas.draw()
        self.figure.set_layout_engine("none")  # laid out once: nothing jumps later
        self.figure.stale = False
        self._background = self._canvas.copy_from_bbox(self.figure.bbox)
        self._fixed = _pixels(self._canvas).copy()
        if first:
            self._palette, self._nearest = _palette(self._fixed)
        self._indices = self._nearest[_bins(self._fixed)]

    def _ipython_display_(self):
        live.show_picture(self.png(9), self.width, self.description)
        if self.readout:
            numbers = live.numbers(self.readout)
            if self.readout.count("\n") > 1:  # the picture is to be read first
                numbers = f"<details><summary>The numbers</summary>{numbers}</details>"
            live.display({"text/html": numbers, "text/plain": self.readout}, raw=True)


class _NamedImage(ipywidgets.Image):
    """An image whose tooltip is its name: the page asks for a description before it sets one."""

    description = traitlets.Unicode("").tag(sync=True)


class Panel(Picture):
    """A picture with controls.

    `artists` are those that `move` changes, by name (each an artist or several). `move` takes
    the controls' values by name and returns the numbers to read. A button's function takes them
    too and returns those to set; one called "reset" takes the place of the usual reset.
    """

    def __init__(self, figure, description, artists, move, buttons=None, **controls):
        super().__init__(figure, description, moving=[
            artist for group in artists.values()
            for artist in (group if hasattr(group, "__iter__") else [group])])
        self.artists, self.move, self.controls, self._setting = artists, move, controls, False
        first = self.values
        self.picture = _NamedImage(format="png", tooltip=description, layout={
            "width": f"{self.width}px", "max_width": "calc(100% - 4px)", "flex": "0 0 auto"})
        self.numbers = ipywidgets.HTML()
        self.buttons = {}
        for label, action in ({"reset": lambda **values: first} | (buttons or {})).items():
            self.buttons[label] = button = ipywidgets.Button(
                description=label, layout={"width": "auto"})
            button.on_click(lambda _, action=action: self._press(action))
        seen = [control for control in controls.values() if isinstance(control, ipywidgets.Widget)]
        for control in seen:
            _lay_out(control, 0.62 * max(len(c.description) for c in seen) + 1)
        for control in controls.values():
            control.observe(self._follow, "value")
        rows = [ipywidgets.Box(seen, layout={"flex_flow": "row wrap"}),
                ipywidgets.Box([*self.buttons.values()], layout={"flex_flow": "row wrap"})]
        self.widget = ipywidgets.VBox([*rows, self.picture, self.numbers], layout={
            "max_width": f"{self.width + 4}px"})
        self._follow()
        where = ", ".join(f"{control.description} = {_setting(control)}" for control in seen)
        self._still = self.png(9), f"{self.readout}\n{where}".strip("\n")

    @property
    def values(self):
        """The controls' values by name."""
        return {name: control.value for name, control in self.controls.items()}

    def set(self, **values):
        """Set several controls, then draw once."""
        with _LOCK:  # who moves a control meanwhile waits, and then draws all of it
            self._setting = True
            try:
                for name, value in values.items():
                    self.controls[name].value = value
            finally:
                self._setting = False
            self._follow()

    def _press(self, action):
        with _LOCK, self._failure_shown():
            for control in self.controls.values():
                if isinstance(control, Slider):
                    control.settle()
            self.set(**action(**self.values))

    def _follow(self, change=None):
        with drawing(), self._failure_shown():
            if self._setting:
                return
            self.readout = self.move(**self.values)
            self.picture.value = self.png()
            self.numbers.value = live.numbers(self.readout, ' role="status"')

    @contextmanager
    def _failure_shown(self):
        """Show an exception below the picture too: widgets swallow what a button raises."""
        try:
            yield
        except Exception as error:
            self.numbers.value = (
                "<b role='alert'>This picture failed and no longer follows its controls:</b> "
                + html.escape(f"{type(error).__name__}: {error}"))
            raise

    def _ipython_display_(self):
        png, still = self._still
        live.show_picture(png, self.width, self.description)
        live.show_live(self.widget, live.numbers(still), still, self.close, below_picture=True)

    def close(self):
        """Give back the memory of the figure, its data and its widgets."""
        with _LOCK:
            live.close(self.widget)
            vars(self).clear()


def _pixels(canvas):
    """What is on a canvas, a number a pixel."""
    return np.asarray(canvas.buffer_rgba()).view(np.uint32)[..., 0]


def _bins(pixels):
    """The five leading bits of red, green and blue, as one number."""
    channels = pixels.view(np.uint8).reshape(*pixels.shape, 4) >> 3
    red, green, blue = (channels[..., i].astype(np.uint16) for i in range(3))
    return (red << 10) | (green << 5) | blue


def _palette(pixels):
    """256 colours: the house's in several strengths, then the background's most frequent ones.

    Returns them, and which of them is nearest to each of the numbers that `_bins` gives.
    """
    strengths = np.linspace(0, 1, 9)[:, np.newaxis, np.newaxis]
    house = 255 * (1 - strengths * (1 - np.array([to_rgb(colour) for colour in COLOURS])))
    frequent, counts = np.unique(_bins(pixels), return_counts=True)
    frequent = frequent[np.argsort(-counts, kind="stable")]
    every = np.arange(2**15)
    middle = np.stack([every >> 10, (every >> 5) & 31, every & 31], axis=1) * 255 / 31
    colours = np.concatenate([house.reshape(-1, 3), middle[frequent]]).round().astype(np.uint8)
    # Of colours too alike to tell apart the first stays, or the paper might turn slightly grey.
    _, first = np.unique(colours >> 3, axis=0, return_index=True)
    kept = colours[np.sort(first)][:256].ravel().tolist()
    swatches = Image.new("P", (1, 1))
    swatches.putpalette(kept)
    wheel = Image.fromarray(middle.round().astype(np.uint8)[np.newaxis], "RGB")
    nearest = np.asarray(wheel.quantize(palette=swatches, dither=Image.Dither.NONE))[0]
    return kept, nearest


def _lay_out(control, label_width):
    """Give a control its place: labels of one width, two controls side by side where they fit."""
    part = getattr(control, "slider", control)  # the part that carries the label
    part.style.description_width = f"{label_width:.1f}em"
    if isinstance(control, ipywidgets.ToggleButtons):
        control.style.button_width = control.layout.width = "auto"
        control.layout.display = "flex"  # the label beside the buttons, not above
        control.add_class("widget-inline-hbox")
    else:
        buttons = len(getattr(control, "children", ())) > 3  # to play and to step
        control.layout.width = f"{label_width + 20 + 12 * buttons:.1f}em"


def _setting(control):
    """A control's value as it stands on the screen."""
    return getattr(control, "text", None) or getattr(control, "label", None) or str(control.value)
