"""Panels of the notebook on batch norm's forward pass."""

from math import ceil

from ipywidgets import FloatSlider, IntSlider

from helpers.figures.batch_norm import ScaleAndShiftScene, SigmoidInputScene
from helpers.figures.network_diagram import NetworkDiagramScene
from helpers.panels.panel import Panel


def scale_and_shift(z, epsilon=1e-5):
    """Sliders for gamma and beta on the histogram of one unit, with an "undo" button.

    Parameters
    ----------
    z : ndarray, shape (1, m)
        The unit's values over a mini-batch.
    epsilon : float

    Returns
    -------
    Panel
    """
    most_gamma = max(3, ceil(z.std()))
    most_beta = max(6, ceil(abs(z.mean())))
    scene = ScaleAndShiftScene(z, epsilon, limit=max(12, most_beta + 2 * most_gamma))
    undo = {"gamma": scene.cache.standard_deviation.item(), "beta": scene.cache.mean.item()}
    return Panel(
        scene,
        gamma=_slider(1, -most_gamma, most_gamma, "gamma"),
        beta=_slider(0, -most_beta, most_beta, "beta"),
        buttons={"undo: gamma = sqrt(sigma^2 + epsilon), beta = mu": lambda **values: undo},
    )


def sigmoid_input(z, epsilon=1e-5):
    """Sliders for gamma and beta, and where on the sigmoid a unit's values then fall.

    Parameters
    ----------
    z : ndarray, shape (1, m)
        The unit's values over a mini-batch.
    epsilon : float

    Returns
    -------
    Panel
    """
    return Panel(
        SigmoidInputScene(z, epsilon),
        gamma=_slider(1, 0, 4, "gamma"),
        beta=_slider(0, -4, 4, "beta"),
    )


def network_shapes(n0=196, classes=10):
    """Sliders for the mini-batch size and the hidden units, and every shape in the network.

    Parameters
    ----------
    n0, classes : int
        Features of an example, units of the output layer.

    Returns
    -------
    Panel
    """
    return Panel(
        NetworkDiagramScene(n0, classes),
        m=IntSlider(64, min=1, max=512, description="m, mini-batch size"),
        n1=IntSlider(30, min=1, max=200, description="n1, units of hidden layer 1"),
        n2=IntSlider(20, min=1, max=200, description="n2, units of hidden layer 2"),
    )


def _slider(value, low, high, name):
    return FloatSlider(value, min=low, max=high, step=0.1, description=name, readout_format=".2f")
