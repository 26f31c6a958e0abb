"""Every picture: what is asked of all of them, over all of them."""

import importlib
import io
import pkgutil
import re
import threading
from unittest.mock import patch

import ipywidgets
import matplotlib
import numpy as np
import pytest
from matplotlib.text import Text
from picture_cases import CASES, PANELS, REMEMBERING
from PIL import Image

import helpers.pictures
from helpers.pictures.controls import Slider
from helpers.pictures.picture import Panel, drawing

MOVES = 12  # of each of two threads
each_picture = pytest.mark.parametrize("picture", CASES, indirect=True, scope="module")
each_panel = pytest.mark.parametrize("picture", PANELS, indirect=True, scope="module")


def made(name):
    return CASES[name](np.random.default_rng(3))


@pytest.fixture(scope="module")
def picture(request):
    """One picture, made once for all tests of it; each leaves it as it was first."""
    picture = made(request.param)
    picture.name = request.param
    yield picture
    ipywidgets.Widget.close_all()  # or the figures of all panels stay in memory


def test_every_picture_is_tested():
    modules = [importlib.import_module(f"helpers.pictures.{module.name}")
               for module in pkgutil.iter_modules(helpers.pictures.__path__)]
    drawn = {f"{module.__name__.rpartition('.')[2]}.{name}" for module in modules
             for name, value in vars(module).items()
             if hasattr(value, "__wrapped__") and value.__module__ == module.__name__
             and not name.startswith("_")}
    assert drawn - {"picture.drawing"} == set(CASES)


@each_picture
def test_a_picture_fits_a_laptop_and_says_what_it_shows(picture):
    with_controls = picture.name in PANELS
    assert isinstance(picture, Panel) == with_controls
    height = Image.open(io.BytesIO(picture.png())).height / 2
    assert picture.width <= 950 and height <= (445 if with_controls else 600)
    assert len(picture.description) > 40 and picture.description.endswith(".")
    lines = picture.readout.splitlines()
    assert max(map(len, lines), default=0) <= 125, "a line of numbers is too long for the page"
    small = [text for text in picture.figure.findobj(Text)
             if text.get_text() and text.get_fontsize() < 8]
    assert not small, f"too small to read at 820 pixels: {small}"


@each_picture
def test_the_same_picture_every_time_whatever_the_reader_set(picture):
    with patch.dict(matplotlib.rcParams, {"font.size": 20, "axes.labelcolor": "red"}):
        again = made(picture.name)
        assert matplotlib.rcParams["font.size"] == 20, "a reader's settings are changed"
        assert again.png() == picture.png()


@each_panel
def test_every_control_moves_the_picture_and_reset_brings_it_back(picture, settings):
    first, seen = (picture.values, picture.readout, picture.png()), set()
    for _ in settings(picture, random_moves=4):
        seen.add(picture.readout)
        assert picture.readout.splitlines()[0].split()[0] in picture.numbers.value
        assert not re.search(r"-0\.0+(?!\d)", picture.readout), "a minus sign before a zero"
        if len(seen) % 5 == 0:
            assert picture.picture.value == picture.png(), "the picture was not drawn after a move"
    assert len(seen) > 2
    picture.buttons["reset"].click()
    assert (picture.values, picture.readout) == first[:2]
    assert picture.picture.value == first[2], "something of the former picture is left"


@pytest.mark.parametrize("picture", sorted({*PANELS} - REMEMBERING), indirect=True,
                         scope="module")
def test_two_controls_at_once_leave_the_picture_of_their_last_values(picture):
    fresh = made(picture.name)
    controls = [control for control in picture.controls.values()
                if isinstance(control, Slider | ipywidgets.ToggleButtons | ipywidgets.Dropdown)]
    pair = (controls * 2)[:2]

    def move(control, seed):
        rng = np.random.default_rng(seed)
        values = getattr(control, "values", None)
        if values is None:
            values = [o[1] if isinstance(o, tuple) else o for o in control.options]
        for _ in range(MOVES):
            control.value = values[rng.integers(len(values))]

    threads = [threading.Thread(target=move, args=(control, seed))
               for seed, control in enumerate(pair)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fresh.set(**picture.values)
    assert picture.readout == fresh.readout and picture.picture.value == fresh.picture.value
    picture.buttons["reset"].click()


@each_panel
def test_controls_are_named_in_the_letters_of_the_formulas(picture):
    for control in picture.controls.values():
        words = {"gamma", "beta", "alpha", "sigma", "epsilon"} & set(control.description.split())
        assert words <= {"epsilon"}, f"{control.description}: a letter is meant"
    assert picture.picture.tooltip == picture.description
    assert "role=\"status\"" in picture.numbers.value


def test_matplotlib_is_touched_by_one_thread_at_a_time():
    inside, most = [], []

    def work():
        for _ in range(50):
            with drawing():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
