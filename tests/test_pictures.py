"""Every picture: what is asked of all of them, over all of them."""

import importlib
import io
import pkgutil
import threading
from unittest.mock import patch

import ipywidgets
import matplotlib
import numpy as np
import pytest
from matplotlib.text import Text
from picture_cases import CASES
from PIL import Image

import helpers.pictures
from helpers.pictures.controls import Slider
from helpers.pictures.picture import Panel, drawing

PANELS = [name for name in CASES if name not in (
    "batch_norm.whatever_comes_in", "batch_norm_gradients.computational_graph",
    "normalization.bowls", "normalization.cloud", "school.panda_story",
    "sensitivity.sensitivity", "strategies.budgets_compared", "strategies.stale", "sweeps.depths",
    "sweeps.learning_rate_map", "sweeps.norms_of_layers", "training.figure_one")]
each_picture = pytest.mark.parametrize("name", CASES)
each_panel = pytest.mark.parametrize("name", PANELS)


def made(name):
    return CASES[name](np.random.default_rng(3))


def test_every_picture_is_tested():
    modules = [importlib.import_module(f"helpers.pictures.{module.name}")
               for module in pkgutil.iter_modules(helpers.pictures.__path__)]
    drawn = {f"{module.__name__.rpartition('.')[2]}.{name}" for module in modules
             for name, value in vars(module).items()
             if hasattr(value, "__wrapped__") and value.__module__ == module.__name__
             and not name.startswith("_")}
    assert drawn - {"picture.drawing"} == set(CASES)


@each_picture
def test_a_picture_fits_a_laptop_and_says_what_it_shows(name):
    picture = made(name)
    assert isinstance(picture, Panel) == (name in PANELS)
    height = Image.open(io.BytesIO(picture.png())).height / 2
    assert picture.width <= 950 and height <= (600 if name not in PANELS else 445)
    assert len(picture.description) > 40 and picture.description.endswith(".")
    lines = picture.readout.splitlines()
    assert max(map(len, lines), default=0) <= 125, "a line of numbers is too long for the page"
    small = [text for text in picture.figure.findobj(Text)
             if text.get_text() and text.get_fontsize() < 8]
    assert not small, f"too small to read at 820 pixels: {small}"


@each_picture
def test_the_same_picture_every_time_whatever_the_reader_set(name):
    with patch.dict(matplotlib.rcParams, {"font.size": 20, "axes.labelcolor": "red"}):
        first = made(name).png()
        assert matplotlib.rcParams["font.size"] == 20, "a reader's settings are changed"
    assert first == made(name).png()


@each_panel
def test_every_control_moves_the_picture_and_reset_brings_it_back(name, settings):
    panel = made(name)
    first, seen = (panel.values, panel.readout, panel.png()), set()
    for _ in settings(panel, random_moves=4):
        seen.add(panel.readout)
        assert panel.picture.value == panel.png(), "the picture was not drawn after a move"
        assert panel.readout.splitlines()[0].split()[0] in panel.numbers.value
        assert "-0.00 " not in panel.readout + " ", "a minus sign before a zero"
    assert len(seen) > 2
    panel.buttons["reset"].click()
    assert (panel.values, panel.readout) == first[:2]
    assert panel.png() == first[2], "something of the former picture is left"


@each_panel
def test_two_controls_at_once_leave_the_picture_of_their_last_values(name):
    panel, fresh = made(name), made(name)
    controls = [control for control in panel.controls.values()
                if isinstance(control, Slider | ipywidgets.ToggleButtons | ipywidgets.Dropdown)]
    pair = (controls * 2)[:2]

    def move(control, seed):
        rng = np.random.default_rng(seed)
        values = getattr(control, "values", None)
        if values is None:
            values = [o[1] if isinstance(o, tuple) else o for o in control.options]
        for _ in range(30):
            control.value = values[rng.integers(len(values))]

    threads = [threading.Thread(target=move, args=(control, seed))
               for seed, control in enumerate(pair)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fresh.set(**panel.values)
    assert panel.readout == fresh.readout and panel.picture.value == fresh.picture.value


@each_panel
def test_controls_are_named_in_the_letters_of_the_formulas(name):
    panel = made(name)
    for control in panel.controls.values():
        words = {"gamma", "beta", "alpha", "sigma", "epsilon"} & set(control.description.split())
        assert words <= {"epsilon"}, f"{control.description}: a letter is meant"
    assert panel.picture.tooltip == panel.description
    assert "role=\"status\"" in panel.numbers.value


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
