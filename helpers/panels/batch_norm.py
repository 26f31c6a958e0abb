"""Panels of the notebook on batch norm's forward pass."""

from ipywidgets import FloatSlider

from helpers.figures.batch_norm import ScaleAndShiftScene
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
    scene = ScaleAndShiftScene(z, epsilon)
    undo = {"gamma": scene.cache.standard_deviation.item(), "beta": scene.cache.mean.item()}
    return Panel(
        scene,
        gamma=FloatSlider(1, min=-4, max=4, step=0.1, description="gamma", readout_format=".2f"),
        beta=FloatSlider(0, min=-8, max=8, step=0.1, description="beta", readout_format=".2f"),
        buttons={"undo: gamma = sqrt(sigma^2 + epsilon), beta = mu": lambda **values: undo},
    )
