"""The mechanism behind every panel, on a picture small enough to see through."""

import io
from base64 import b64decode

import ipywidgets
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from helpers.figures.scene import Scene
from helpers.figures.style import BLUE, GREEN, new_figure
from helpers.panels.batch_norm import scale_and_shift
from helpers.panels.panel import STILL_CAPTION, Panel

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class Line(Scene):
    """A straight line y = slope * x + height on fixed axes; `limit` changes the axes."""

    def __init__(self):
        figure, self.axes = new_figure(4, 2.5)
        self.axes.set(xlim=(-1, 1), ylim=(-4, 4), title="a line", xlabel="x")
        self.axes.grid()
        (self.line,) = self.axes.plot([-1, 1], [0, 0], color=BLUE)
        self.dot = self.axes.axhline(0, color=GREEN, linestyle=":")
        self.moves = []
        super().__init__(figure, [self.line, self.dot], "A line with a slope & a <height>.")

    def move(self, slope=0.0, height=0.0, limit=4.0):
        self.moves.append((slope, height, limit))
        if height == 13:
            raise ValueError("13 <brings> bad luck")
        self.line.set_ydata([height - slope, height + slope])
        self.dot.set_ydata([height, height])
        if limit != self.axes.get_ylim()[1]:
            self.axes.set_ylim(-limit, limit)
            self.redraw_background()
        return f"slope {slope:.1f} < 100"


def panel(highest=13, **buttons):
    return Panel(
        Line(), buttons,
        slope=ipywidgets.FloatSlider(1, min=-4, max=4, description="slope"),
        height=ipywidgets.IntSlider(0, min=-3, max=highest, description="height"),
        limit=ipywidgets.Dropdown(options=[("near", 4.0), ("far", 20.0)], description="view"),
    )


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def drawn_in_full(scene):
    """What the figure looks like when everything on it is drawn anew, without the scene."""
    for artist in scene.moving:
        artist.set_animated(False)
    canvas = FigureCanvasAgg(scene.figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)


# Scene


def test_the_same_values_give_the_same_bytes_whatever_came_before():
    scene = Line()
    scene.update(slope=1.0, height=2.0)
    first = scene.png()
    assert scene.png() == first
    for values in ({"slope": -3.0}, {"height": 0.0}, {"limit": 20.0}, {"slope": 0.5}):
        scene.update(**values)
        assert scene.png() != first
    scene.update(slope=1.0, height=2.0, limit=4.0)
    assert scene.png() == first
    fresh = Line()
    fresh.update(slope=1.0, height=2.0)
    assert fresh.png() == first


@pytest.mark.parametrize("values", [
    {"slope": 1.0}, {"slope": -3.0, "height": 2.0}, {"slope": 0.5, "limit": 20.0},
])
def test_the_blitted_picture_is_the_picture_drawn_in_full(values):
    scene = Line()
    scene.update(slope=2.0)
    scene.png()
    scene.update(**values)
    blitted = pixels(scene.png())
    difference = np.abs(blitted - drawn_in_full(scene)).max(axis=-1)
    assert (difference > 8).mean() < 0.01  # soft edges: the palette holds 256 colours
    assert (difference > 40).sum() < 10  # where the line ends above the axis, not below it
    scene.line.set_ydata([3.3, 3.3])  # the comparison can fail
    assert (np.abs(blitted - drawn_in_full(scene)).max(axis=-1) > 40).sum() > 100


def test_a_real_panels_picture_is_the_picture_drawn_in_full():
    real = scale_and_shift(np.random.default_rng(0).normal(3, 1.7, (1, 500)))
    real.set(gamma=2.0, beta=-3.0)
    # artists that move are drawn above the fixed ones, legends included: let both do so
    difference = np.abs(pixels(real.scene.png()) - drawn_in_full(real.scene)).max(axis=-1)
    assert (difference > 24).mean() < 0.02


def test_colours_survive_the_palette():
    scene = Line()
    scene.update(slope=0.0, height=1.0)
    picture = pixels(scene.png())
    assert (picture[0, 0] == 255).all(), "the paper is not white"
    blue = np.array([int(BLUE[i:i + 2], 16) for i in (1, 3, 5)])
    assert (np.abs(picture - blue).max(axis=-1) <= 8).sum() > 100


def test_nothing_of_the_former_picture_is_left():
    scene, fresh = Line(), Line()
    for slope in np.linspace(-4, 4, 9):
        scene.update(slope=slope)
        scene.png()
    scene.update(slope=0.0)
    fresh.update(slope=0.0)
    assert scene.png() == fresh.png()


def test_redraw_background_draws_the_axes_again():
    scene = Line()
    scene.update(slope=0.0)
    near = pixels(scene.png())
    scene.update(limit=20.0)
    far = pixels(scene.png())
    assert near.shape == far.shape, "the picture jumps"
    ticks = np.s_[:, :40]  # the numbers left of the axis
    assert (np.abs(near[ticks] - far[ticks]).max(axis=-1) > 50).any()


def test_the_background_is_drawn_once(monkeypatch):
    scene, drawn = Line(), []
    original = scene._canvas.draw
    monkeypatch.setattr(scene._canvas, "draw", lambda: drawn.append(1) or original())
    for slope in range(4):
        scene.update(slope=slope)
        scene.png()
    assert len(drawn) == 1


def test_update_keeps_the_values_that_are_not_named():
    scene = Line()
    assert scene.update(slope=2.0) == scene.readout == "slope 2.0 < 100"
    scene.update(height=1.0)
    assert scene.values == {"slope": 2.0, "height": 1.0}
    assert scene.moves[-1] == (2.0, 1.0, 4.0)


def test_values_that_failed_are_not_kept():
    scene = Line()
    scene.update(slope=2.0)
    with pytest.raises(ValueError, match="bad luck"):
        scene.update(height=13)
    assert scene.values == {"slope": 2.0} and scene.readout == "slope 2.0 < 100"


def test_a_scene_shows_its_picture_its_numbers_and_its_description():
    scene = Line()
    scene.update(slope=2.0)
    data, metadata = scene._repr_mimebundle_()
    assert b64decode(data["image/png"]) == scene.png(caption="slope 2.0 < 100")
    assert data["text/plain"] == "A line with a slope & a <height>.\nslope 2.0 < 100"
    assert metadata["image/png"]["alt"] == scene.description
    assert WIDGET_VIEW not in data


def test_a_caption_is_added_below_and_changes_nothing_else():
    scene = Line()
    scene.update(slope=2.0)
    plain, captioned = pixels(scene.png()), pixels(scene.png(caption="a caption"))
    height = plain.shape[0]
    assert captioned.shape[0] > height and captioned.shape[1] == plain.shape[1]
    assert np.array_equal(captioned[:height], plain)
    assert captioned[height:].min() < 200, "there is no text in the strip"
    assert scene.png(caption="another") != scene.png(caption="a caption")
    two_lines = pixels(scene.png(caption="a caption\nin two lines, $ and all"))
    assert len(two_lines) > len(captioned)


def test_a_scene_must_say_how_it_moves():
    with pytest.raises(NotImplementedError):
        Scene(new_figure()[0]).update(slope=1)


# Panel


def test_every_control_moves_the_picture_and_the_readout(settings):
    moving, moved = panel(highest=9), set()
    for values in settings(moving):
        assert moving.scene.moves[-1] == (values["slope"], values["height"], values["limit"])
        assert f"slope {values['slope']:.1f} &lt; 100" in moving.readout.value
        moved.add(tuple(values.values()))
    assert len(moved) > 20


def test_an_exception_reaches_whoever_moved_the_slider_and_the_readout():
    broken = panel()
    with pytest.raises(ValueError, match="bad luck"):
        broken.controls["height"].value = 13
    assert "This picture failed" in broken.readout.value
    assert "ValueError: 13 &lt;brings&gt; bad luck" in broken.readout.value
    with pytest.raises(ValueError, match="bad luck"):
        broken.set(height=13, slope=2.0)
    broken.controls["height"].value = 2  # the next move is followed again
    assert "failed" not in broken.readout.value and "slope 2.0" in broken.readout.value
    assert broken.picture.value == broken.scene.png()


@pytest.mark.parametrize("action", [
    lambda **values: {"height": 13}, lambda **values: 1 / 0, lambda **values: {"nothing": 1},
    lambda **values: None,
], ids=["bad value", "raises", "unknown control", "no values"])
def test_a_button_that_fails_says_so_in_the_readout(action):
    broken = panel(**{"break it": action})
    broken.buttons["break it"].click()  # widgets catch what a button's callback raises
    assert "This picture failed" in broken.readout.value
    broken.controls["height"].value = 2
    assert "failed" not in broken.readout.value


def test_a_broken_first_picture_is_not_hidden():
    with pytest.raises(ValueError, match="bad luck"):
        Panel(Line(), height=ipywidgets.IntSlider(13, min=0, max=13))


def test_set_draws_once():
    still = panel()
    before = len(still.scene.moves)
    still.set(slope=2.0, height=3, limit=20.0)
    assert still.scene.moves[before:] == [(2.0, 3, 20.0)]
    assert still.values == {"slope": 2.0, "height": 3, "limit": 20.0} == still.scene.values
    assert still.picture.value == still.scene.png()
    still.controls["slope"].value = -1.0  # and the controls are still followed, once each
    assert still.scene.moves[before + 1:] == [(-1.0, 3, 20.0)]


def test_a_failing_set_does_not_cut_the_controls_off():
    still = panel()
    with pytest.raises(KeyError):
        still.set(nothing=1)
    still.controls["slope"].value = 3.0
    assert still.scene.values["slope"] == 3.0


def test_reset_brings_the_first_values_back():
    moving = panel()
    first, values = moving.picture.value, moving.values
    moving.set(slope=-2.0, height=3, limit=20.0)
    assert moving.picture.value != first
    moving.buttons["reset"].click()
    assert moving.values == values and moving.picture.value == first


def test_a_button_gets_the_values_and_sets_new_ones():
    moving = panel(double=lambda slope, height, limit: {"slope": 2 * slope})
    assert list(moving.buttons) == ["double", "reset"]
    moving.set(slope=1.5, height=2)
    moving.buttons["double"].click()
    assert moving.values == {"slope": 3.0, "height": 2, "limit": 4.0}
    assert moving.picture.value == moving.scene.png()
    first, other = panel(a=lambda **v: {"height": 1}, b=lambda **v: {"height": 2}), []
    for label in ("a", "b"):
        first.buttons[label].click()
        other.append(first.values["height"])
    assert other == [1, 2]


def test_the_widget_holds_everything():
    whole = panel()

    def inside(widget):
        return {widget}.union(*map(inside, getattr(widget, "children", ())))

    parts = inside(whole.widget)
    assert parts >= {*whole.controls.values(), *whole.buttons.values(), whole.picture,
                     whole.readout}


def test_a_panel_is_live_and_carries_its_first_picture():
    shown = panel()
    data, metadata = shown._repr_mimebundle_()
    assert data[WIDGET_VIEW]["model_id"] == shown.widget.model_id
    assert data["text/plain"] == "A line with a slope & a <height>.\nslope 1.0 < 100"
    assert metadata["image/png"]["alt"] == shown.scene.description
    still = b64decode(data["image/png"])
    first = pixels(shown.picture.value)
    assert np.array_equal(pixels(still)[: len(first)], first)
    caption = f"slope 1.0 < 100\nslope = 1, height = 0, view = near   ({STILL_CAPTION})"
    assert still == shown.scene.png(caption=caption)

    shown.set(slope=-3.0)  # what is stored does not depend on what a learner did before
    again, _ = shown._repr_mimebundle_()
    assert again == data


def test_a_button_stays_exact_when_the_browser_sends_back_a_rounded_value():
    slope = ipywidgets.FloatSlider(1, min=0, max=4, step=0.1, description="slope")
    limit = ipywidgets.FloatLogSlider(1, min=-3, max=1, step=0.1, description="limit")
    exact = {"slope": 1.2345, "limit": 0.0123}
    made = Panel(Line(), {"set": lambda **values: exact}, slope=slope, limit=limit)
    made.buttons["set"].click()
    slope.value, limit.value = 1.2, 10**-1.9  # what a browser makes of them
    assert made.scene.values == exact
    slope.value = 1.3  # the learner moves on
    assert made.scene.values == exact | {"slope": 1.3}
    made.buttons["reset"].click()
    assert made.scene.values == {"slope": 1, "limit": 1}
