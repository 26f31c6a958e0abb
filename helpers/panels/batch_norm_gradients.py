"""Panels of the notebook on batch norm's backward pass."""

from ipywidgets import Dropdown, FloatLogSlider, FloatSlider, ToggleButtons

from helpers.figures.batch_norm_gradients import MISTAKES, OneExampleScene, WeightScaleScene
from helpers.panels.panel import Panel


def one_example_moves(z, dz_tilde, moved=0, epsilon=1e-5):
    """Move one example of a unit and see every example's gradient follow.

    Parameters
    ----------
    z, dz_tilde : ndarray, shape (1, m)
        The unit's values over a mini-batch, and the upstream gradient.
    moved : int
        Which example the sliders move; counted from 0.
    epsilon : float

    Returns
    -------
    Panel
    """
    return Panel(
        OneExampleScene(z, dz_tilde, moved, epsilon),
        value=FloatSlider(z[0, moved], min=-6, max=6, step=0.1,
                          description=f"z of example {moved + 1}", readout_format=".1f"),
        upstream=FloatSlider(dz_tilde[0, moved], min=-2, max=2, step=0.1,
                             description="its upstream gradient", readout_format=".1f"),
        gamma=FloatSlider(1, min=-1.5, max=1.5, step=0.1, description="gamma",
                          readout_format=".1f"),
        constant=Dropdown(options=MISTAKES, description="held constant"),
    )


def weight_scale(W, X, gamma, beta, dZ_tilde):
    """Multiply a layer's weights by c: see its output and the length of dW.

    Parameters
    ----------
    W : ndarray, shape (n, n_inputs)
    X : ndarray, shape (n_inputs, m)
    gamma, beta : ndarray, shape (n, 1)
    dZ_tilde : ndarray, shape (n, m)
        The upstream gradient.

    Returns
    -------
    Panel
    """
    return Panel(
        WeightScaleScene(W, X, gamma, beta, dZ_tilde),
        c=FloatLogSlider(10, min=-3, max=3, step=0.05, description="c", readout_format=".3g"),
        epsilon=ToggleButtons(options=[("0", 0.0), ("1e-5", 1e-5), ("1e-2", 1e-2)],
                              description="epsilon", style={"button_width": "70px"}),
    )
