"""Panels of the notebook on input normalization."""

from math import ceil, floor, log10

from ipywidgets import Dropdown, FloatLogSlider, ToggleButtons

from helpers.figures.deep_activations import ACTIVATIONS, DeepActivationsScene
from helpers.figures.loss_bowl import PREPROCESSING
from helpers.figures.normalization import LossContoursScene
from helpers.panels.panel import Panel


def loss_contours(X, Y):
    """Loss contours and gradient descent's path, for five kinds of preprocessing.

    Parameters
    ----------
    X : ndarray, shape (2, m)
        Raw features.
    Y : ndarray, shape (1, m)
        Labels, 0 or 1, that no line separates perfectly.

    Returns
    -------
    Panel
        With a choice of the preprocessing, a slider for the learning rate, and buttons that
        set it to 0.5, 0.95 and 1.5 times the largest stable one.
    """
    scene = LossContoursScene(X, Y)
    stable = [bowl.stable for bowl in scene.bowls.values()]
    low, high = floor(log10(min(stable) / 10)), ceil(10 * log10(2 * max(stable))) / 10
    first = 10 ** round(log10(scene.bowls["raw"].stable / 2), 1)

    def fraction(of_stable):
        return lambda preprocessing, **other: {
            "learning_rate": of_stable * scene.bowls[preprocessing].stable
        }

    return Panel(
        scene,
        preprocessing=Dropdown(options=list(PREPROCESSING), description="inputs"),
        learning_rate=FloatLogSlider(first, base=10, min=low, max=high, step=0.05,
                                     description="learning rate alpha", readout_format=".3g"),
        buttons={
            "alpha = 1/L": fraction(0.5),
            "0.95 x 2/L": fraction(0.95),
            "1.5 x 2/L": fraction(1.5),
        },
    )


def deep_activations(X, rng, layers=4, units=50):
    """Histograms of z and a by layer: a slider for the weights' scale, normalization of z or a.

    Parameters
    ----------
    X : ndarray, shape (n, m)
        Inputs, one column an example.
    rng : numpy.random.Generator
        Draws the weights.
    layers, units : int
        Hidden layers, and units in each.

    Returns
    -------
    Panel
    """
    return Panel(
        DeepActivationsScene(X, rng, layers, units),
        scale=FloatLogSlider(1, base=10, min=-1, max=1, step=0.05, description="weight scale",
                             readout_format=".3g"),
        normalize=ToggleButtons(options=["nothing", "z", "a"], description="normalize"),
        activation=Dropdown(options=list(ACTIVATIONS), description="activation g"),
    )
