"""The mechanism behind every picture, on one small enough to see through."""

import gc
import io
import threading
import weakref
from base64 import b64decode
from unittest.mock import patch

import ipywidgets
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers.pictures import live
from helpers.pictures.controls import Slider, decades, steps
from helpers.pictures.picture import Panel, Picture, drawing
from helpers.pictures.style import BLUE, GREEN, new_figure


@drawing()
def line(buttons=None, highest=13):
    """A straight line y = slope * x + height on fixed axes; `limit` changes the axes."""
    figure, axes = new_figure(4, 2.5)
    axes.set(xlim=(-1, 1), ylim=(-4, 4), title="a line", xlabel="x")
    axes.grid()
    drawn, = axes.plot([-1, 1], [0, 0], color=BLUE)
    dots = axes.axhline(0, color=GREEN, linestyle=":")
    moves = []

    def move(slope, height, limit):
        moves.append((slope, height, limit))
        if height == 13:
            raise ValueError("13 <brings> bad luck")
        drawn.set_ydata([height - slope, height + slope])
        dots.set_ydata([height, height])
        if limit != axes.get_ylim()[1]:
            axes.set_ylim(-limit, limit)
        return f"slope {slope:.1f} < 100"

    panel = Panel(figure, "A line with a slope & a <height>.", {"line": drawn, "dots": dots}, move,
                  buttons, slope=Slider("slope", 1.0, steps(-4, 4, 0.1)),
                  height=Slider("height", 0, steps(-3, highest, 1)),
                  limit=ipywidgets.Dropdown(options=[("near", 4.0), ("far", 20.0)],
                                            description="view"))
    panel.moves = moves
    return panel


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def drawn_in_full(picture):
    """What the figure looks like when everything on it is drawn anew, without the bitmap."""
    for artist in picture.moving:
        artist.set_animated(False)
    canvas = FigureCanvasAgg(picture.figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)


# The picture

@pytest.mark.parametrize("values", [
    {"slope": 1.0}, {"slope": -3.0, "height": 2}, {"slope": 0.5, "limit": 20.0},
])
def test_the_picture_is_the_one_drawn_in_full(values):
    panel = line()
    panel.set(slope=2.0)
    panel.set(**values)
    blitted = pixels(panel.picture.value)
    difference = np.abs(blitted - drawn_in_full(panel)).max(axis=-1)
    assert (difference > 8).mean() < 0.01  # soft edges: the palette holds 256 colours
    assert (difference > 40).sum() < 40  # where the line ends above the axis, not below it
    panel.artists["line"].set_ydata([3.3, 3.3])  # the comparison can fail
    assert (np.abs(blitted - drawn_in_full(panel)).max(axis=-1) > 40).sum() > 100


def test_the_background_is_drawn_once_and_again_when_a_fixed_artist_has_changed():
    panel, drawn = line(), []
    original = panel._canvas.draw
    with patch.object(panel._canvas, "draw", lambda: drawn.append(1) or original()):
        for slope in range(4):
            panel.set(slope=slope)
        assert not drawn
        near = pixels(panel.picture.value)
        panel.set(limit=20.0)
        assert len(drawn) == 1
    far = pixels(panel.picture.value)
    assert near.shape == far.shape, "the picture jumps"
    ticks = np.s_[:, :80]  # the numbers left of the axis
    assert (np.abs(near[ticks] - far[ticks]).max(axis=-1) > 50).any()


def test_colours_survive_the_palette_and_letters_are_drawn_for_sharp_screens():
    panel = line()
    picture = pixels(panel.picture.value)
    assert (picture[0, 0] == 255).all(), "the paper is not white"
    blue = np.array([int(BLUE[i:i + 2], 16) for i in (1, 3, 5)])
    assert (np.abs(picture - blue).max(axis=-1) <= 8).sum() > 400
    assert picture.shape[1] == 2 * panel.width == 880
    assert panel.picture.layout.width == "440px"


# What is displayed

def displayed(thing):
    """Data and metadata of the outputs of a cell that ends with `thing`."""
    InteractiveShell.instance()
    with capture_output() as caught:
        thing._ipython_display_()
    return [(output.data, output.metadata) for output in caught.outputs]


def test_a_still_picture_shows_itself_its_description_and_its_numbers_as_text():
    with drawing():
        picture = Picture(new_figure(4, 2)[0], "Nothing <at> all.", "1 < 2\n3")
    (data, metadata), (numbers, _) = displayed(picture)
    assert np.array_equal(pixels(b64decode(data["image/png"])), pixels(picture.png()))
    assert data["text/plain"] == "Nothing <at> all."
    assert metadata["image/png"] == {"alt": "Nothing <at> all.", "width": 440}
    assert numbers["text/plain"] == "1 < 2\n3" and "1 &lt; 2\n3</pre>" in numbers["text/html"]


def test_a_panel_shows_a_still_that_needs_no_kernel_and_then_the_widget():
    panel = line()
    (picture, _), (still, _), (view, _) = displayed(panel)
    assert np.array_equal(pixels(b64decode(picture["image/png"])), pixels(panel.picture.value))
    assert still["text/plain"] == ("slope 1.0 < 100\nslope = 1, height = 0, view = near\n"
                                   "(Run this cell to make it live.)")
    assert "Run this cell" in still["text/html"] and "course-below" in still["text/html"]
    assert set(view) == {live.WIDGET_VIEW}, "a store without this view would lack something"
    assert view[live.WIDGET_VIEW]["model_id"] == panel.widget.model_id
    assert "course-live" in panel.widget._dom_classes
    panel.set(slope=-3.0)  # what is stored does not depend on what a learner did before
    assert [data for data, _ in displayed(panel)[:2]] == [picture, still]


def test_running_a_cell_again_frees_its_former_panel():
    gc.collect()
    before, left = len(ipywidgets.widgets.widget._instances), []
    shell = InteractiveShell.instance()
    with patch.object(live, "get_ipython", lambda: shell), patch.object(
            type(shell), "get_parent", lambda self: {"metadata": {"cellId": "one"}}, create=True):
        for _ in range(4):
            panel = line()
            displayed(panel)
            left.append((weakref.ref(panel.figure), weakref.ref(panel.picture)))
            del panel
    gc.collect()
    alive = [sum(ref() is not None for ref in pair) for pair in zip(*left, strict=True)]
    assert alive == [1, 1], "figures or pictures of panels that nobody can see"
    now = len(ipywidgets.widgets.widget._instances)
    assert now - before < 80, "widgets stay behind"


# The panel

def test_an_exception_reaches_whoever_moved_the_slider_and_the_page():
    broken = line()
    with pytest.raises(ValueError, match="bad luck"):
        broken.controls["height"].value = 13
    assert "This picture failed" in broken.numbers.value
    assert "ValueError: 13 &lt;brings&gt; bad luck" in broken.numbers.value
    with pytest.raises(ValueError, match="bad luck"):
        broken.set(height=13, slope=2.0)
    broken.controls["height"].value = 2  # the next move is followed again
    assert "failed" not in broken.numbers.value and "slope 2.0" in broken.numbers.value
    assert broken.picture.value == broken.png()


@pytest.mark.parametrize("action", [
    lambda **values: {"height": 13}, lambda **values: 1 / 0, lambda **values: {"nothing": 1},
    lambda **values: None,
], ids=["bad value", "raises", "unknown control", "no values"])
def test_a_button_that_fails_says_so_on_the_page(action):
    broken = line({"break it": action})
    broken.buttons["break it"].click()  # widgets catch what a button's callback raises
    assert "This picture failed" in broken.numbers.value
    broken.controls["height"].value = 2
    assert "failed" not in broken.numbers.value and broken.moves[-1][1] == 2


def test_set_draws_once_and_a_button_gets_the_values():
    panel = line({"double": lambda slope, **others: {"slope": 2 * slope}})
    before = len(panel.moves)
    panel.set(slope=1.5, height=3, limit=20.0)
    assert panel.moves[before:] == [(1.5, 3, 20.0)]
    panel.buttons["double"].click()
    assert panel.values == {"slope": 3.0, "height": 3, "limit": 20.0}
    assert panel.moves[before + 1:] == [(3.0, 3, 20.0)]
    assert list(panel.buttons) == ["reset", "double"]


def test_moves_of_other_threads_wait_for_a_button_and_are_not_lost():
    inside, release = threading.Event(), threading.Event()

    def slow(**values):
        inside.set()
        assert release.wait(5)
        return {"slope": 2.0}

    panel = line({"slow": slow})
    presses = threading.Thread(target=panel.buttons["slow"].click)
    presses.start()
    assert inside.wait(5)
    moves = threading.Thread(target=lambda: setattr(panel.controls["height"], "value", 2))
    moves.start()
    release.set()
    presses.join()
    moves.join()
    assert panel.moves[-1][:2] == (2.0, 2) and panel.picture.value == panel.png()


# The slider

@pytest.mark.parametrize(("typed", "value"), [
    ("2,5", 2.5), (" 1.2345 ", 1.2345), ("-4", -4.0), ("1e-1", 0.1),
])
def test_a_typed_value_is_taken_exactly(typed, value):
    slider = Slider("slope", 1.0, steps(-4, 4, 0.1))
    slider.box.value = typed
    assert slider.value == value and slider.note.value == ""
    assert slider.slider.value == round((value + 4) / 0.1) and slider.box.value == f"{value:.6g}"


@pytest.mark.parametrize(("typed", "reason"), [
    ("4.01", "4.01 lies outside -4 to 4"), ("-5", "-5 lies outside"), ("inf", "inf lies outside"),
    ("nan", "nan is not a number"), ("two", "two is not a number"), ("1;2", "1;2 is not a number"),
    ("", "nothing is not a number"), ("<b>", "&lt;b&gt; is not a number"),
])
def test_a_typed_value_that_does_not_fit_is_refused_with_a_reason(typed, reason):
    slider = Slider("slope", 1.0, steps(-4, 4, 0.1))
    slider.box.value = typed
    assert slider.value == 1 and slider.box.value == "1"
    assert f">{reason}" in slider.note.value
    slider.slider.value = 0
    assert slider.value == -4.0 and slider.note.value == ""
    assert slider.note.layout.display == "none"


def test_whole_numbers_stay_whole_and_ends_are_ends():
    slider = Slider("day", 3, steps(1, 7, 1))
    assert slider.value == 3 and isinstance(slider.value, int)
    slider.box.value = "2.5"
    assert slider.value == 3 and "2.5 is not a whole number" in slider.note.value
    slider.box.value = "8"
    assert slider.value == 3 and "8 lies outside 1 to 7" in slider.note.value
    slider.value = 99
    assert slider.value == 7 and slider.box.value == "7"


def test_the_browsers_echo_of_a_rounded_place_is_no_move():
    slider, seen = Slider("rate", 1.0, decades(-3, 1)), []
    slider.observe(lambda change: seen.append(change["new"]), "value")
    slider.value = 0.01234
    assert slider.box.value == "0.01234" and seen == [0.01234]
    slider.slider.value = slider.slider.value  # what a browser sends back
    slider.box.value = "0.01234"
    assert slider.value == 0.01234 and seen == [0.01234]
    slider.slider.value += 1
    assert slider.value == slider.values[slider.slider.value] and len(seen) == 2


# Play

def test_a_playing_slider_moves_with_the_clock_and_by_single_steps():
    slider = Slider("step", 0, steps(0, 20, 5), play=True)
    clock, button = slider.children[2:4]
    clock.value = 2  # what the page's clock sends
    assert slider.value == 10 and slider.slider.value == 2
    button.click()
    assert slider.value == 15 and clock.value == slider.slider.value == 3
    slider.value = 0
    assert clock.value == 0  # it goes on from where the handle was put
    slider.value = 20
    button.click()
    assert slider.value == 0  # after the last one comes the first
    clock.playing = True
    slider.value = 10
    slider.settle()
    assert not clock.playing
    clock.value = 3  # a tick that was under way when playing stopped
    assert slider.value == 10 and clock.value == 2
    assert len(Slider("step", 0, steps(0, 20, 5)).children) == 3
