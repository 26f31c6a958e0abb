import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

from helpers.panels.framework import keras_warm_up, measured

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def series(rng):
    return rng.normal(1.2, 0.2, 40), rng.uniform(0.03, 0.08, 40)


def kept(values, momentum, average):
    """The average a Keras layer keeps, by its own rule, written out."""
    averages = [average]
    for value in values:
        average = momentum * average + (1 - momentum) * value
        averages.append(average)
    return averages


def weighted_mean(values, momentum):
    """The corrected average as the weighted mean that it is."""
    return [np.average(values[:t], weights=momentum ** np.arange(t)[::-1])
            for t in range(1, len(values) + 1)]


def test_the_curves_are_the_averages_whatever_the_sliders_say(series, settings):
    panel = keras_warm_up(*series)
    for at in settings(panel):
        for name, values, start in zip(("mean", "variance"), series, (0, 1), strict=True):
            shown, momentum = values[:at["steps"]], at["momentum"]
            scene = panel.scene
            np.testing.assert_array_equal(scene.dots[name].get_ydata(), shown)
            np.testing.assert_allclose(scene.keras[name].get_ydata(),
                                       kept(shown, momentum, start), rtol=1e-9)
            np.testing.assert_allclose(scene.corrected[name].get_ydata(),
                                       weighted_mean(shown, momentum), rtol=1e-9)
            for lines, first in ((scene.dots, 1), (scene.keras, 0), (scene.corrected, 1)):
                np.testing.assert_array_equal(lines[name].get_xdata(),
                                              np.arange(first, at["steps"] + 1))


def test_the_readout_tells_the_weight_of_the_start_and_the_last_values(series):
    panel = keras_warm_up(*series)
    panel.controls["momentum"].value = 0.9
    panel.controls["steps"].value = 10
    text = panel.readout.value
    assert f"weight still on the start {0.9**10:.2f}" in text and "10 mini-batches" in text
    assert f"Keras {kept(series[1][:10], 0.9, 1)[-1]:6.2f}" in text
    assert f"bias-corrected {weighted_mean(series[0][:10], 0.9)[-1]:6.2f}" in text


def test_it_is_what_the_layer_of_keras_keeps(keras, rng):
    Z = rng.normal(3, 2, (30, 25, 1))
    layer = keras.layers.BatchNormalization(momentum=0.8, dtype="float64")
    for batch in Z:
        layer(batch, training=True)
    panel = keras_warm_up(Z.mean(axis=(1, 2)), Z.var(axis=(1, 2)))
    panel.controls["momentum"].value = 0.8
    panel.controls["steps"].value = 30
    assert np.isclose(panel.scene.keras["mean"].get_ydata()[-1], layer.moving_mean[0])
    assert np.isclose(panel.scene.keras["variance"].get_ydata()[-1], layer.moving_variance[0])


def test_few_steps_are_enough(series):
    panel = keras_warm_up(series[0][:1], series[1][:1])
    assert panel.values["steps"] == 1


def test_it_opens_before_the_average_has_arrived(rng):
    panel = keras_warm_up(rng.normal(1.2, 0.2, 300), rng.uniform(0.03, 0.08, 300))
    assert panel.values == {"momentum": 0.99, "steps": 20}
    assert panel.scene.keras["variance"].get_ydata()[-1] > 0.8


def test_a_measured_line_is_shown_and_leaves_nothing_in_the_store():
    formatted, _ = DisplayFormatter().format(measured("3.1 times as fast"))
    assert measured("3.1 times as fast").value == "3.1 times as fast"
    assert set(formatted) == {WIDGET_VIEW, "text/plain"}  # what store_outputs.py takes out
