import numpy as np
import pytest

from helpers.averages import (
    RunningStatistics,
    bias_corrected,
    running_averages,
    update_average,
    window,
)

DECAYS = [0, 0.5, 0.9, 0.98, 0.999]


# One average

@pytest.mark.parametrize("decay", DECAYS)
@pytest.mark.parametrize("steps", [1, 2, 30])
def test_the_weights_are_a_geometric_series(decay, steps, rng):
    values = rng.normal(5, 2, (steps, 3))
    weights = (1 - decay) * decay ** np.arange(steps - 1, -1, -1.0)
    average, corrected = (running_averages(values, decay, which)[-1] for which in (False, True))
    np.testing.assert_allclose(average, weights @ values, rtol=1e-12)
    np.testing.assert_allclose(corrected, np.average(values, axis=0, weights=weights), rtol=1e-11)
    np.testing.assert_array_equal(corrected, bias_corrected(average, decay, steps))


@pytest.mark.parametrize("decay", [0.5, 0.9, 0.98, 0.999])
def test_the_window_holds_two_thirds_of_the_weight(decay):
    assert window(decay) == pytest.approx(1 / (1 - decay))
    held = 1 - decay ** window(decay)
    assert 1 - 1 / np.e <= held <= 0.75


def test_float32_stays_float32_and_nothing_is_changed():
    average, value = np.ones((2, 1), np.float32), np.zeros((2, 1), np.float32)
    average.flags.writeable = value.flags.writeable = False
    new = update_average(average, value, 0.9)
    assert new.dtype == bias_corrected(new, 0.9, 2).dtype == np.float32
    assert not np.shares_memory(new, average)


@pytest.mark.parametrize("decay, error", [
    (1, ValueError), (-0.1, ValueError), (1.1, ValueError), (np.nan, ValueError),
    ("0.9", TypeError), (None, TypeError), (True, TypeError)], ids=str)
@pytest.mark.parametrize("call", [
    lambda decay: update_average(0.0, 1.0, decay), lambda decay: bias_corrected(1.0, decay, 1),
    lambda decay: running_averages([1.0], decay), window, RunningStatistics])
def test_a_bad_decay_is_refused_by_name(call, decay, error):
    with pytest.raises(error, match="^decay: expected a"):
        call(decay)


@pytest.mark.parametrize("steps, error", [(0, ValueError), (-1, ValueError), ("1", TypeError)])
def test_before_the_first_value_there_is_nothing_to_correct(steps, error):
    with pytest.raises(error, match="^steps: expected a"):
        bias_corrected(0.0, 0.9, steps)


# The running statistics of a network

def batches(rng, count=7, units=4, examples=6):
    return rng.normal(3, 2, (count, units, examples)) * np.arange(1, units + 1)[:, np.newaxis]


def running_over(Zs, decay):
    running = RunningStatistics(decay)
    for Z in Zs:
        running.update({"mean1": Z.mean(axis=1, keepdims=True),
                        "variance1": Z.var(axis=1, keepdims=True)})
    return running


@pytest.mark.parametrize("decay", DECAYS)
def test_running_statistics_are_averages_of_each_statistic(decay, rng):
    Zs = batches(rng)
    running = running_over(Zs, decay)
    weights = (1 - decay) * decay ** np.arange(len(Zs) - 1, -1, -1.0)
    wanted = {"mean1": Zs.mean(axis=2), "variance1": Zs.var(axis=2)}
    assert running.steps == len(Zs)
    for name, values in wanted.items():
        corrected, plain = (running.estimate(corrected)[name][:, 0] for corrected in (True, False))
        np.testing.assert_allclose(plain, weights @ values, rtol=1e-12)
        np.testing.assert_allclose(corrected, np.average(values, axis=0, weights=weights),
                                   rtol=1e-11)


@pytest.mark.parametrize("decay", [0.5, 0.9, 0.99])
def test_running_statistics_are_kerass_moving_averages(decay, rng, keras):
    """momentum is decay. Keras starts the variance at 1: what is left of that 1 is taken off."""
    Zs = batches(rng)
    layer = keras.layers.BatchNormalization(momentum=decay, dtype="float64")
    layer.build((None, Zs.shape[1]))
    for Z in Zs:
        layer(Z.T, training=True)
    ours = running_over(Zs, decay).estimate(corrected=False)
    np.testing.assert_allclose(ours["mean1"][:, 0], layer.moving_mean, rtol=1e-12)
    np.testing.assert_allclose(ours["variance1"][:, 0],
                               np.asarray(layer.moving_variance) - decay ** len(Zs), rtol=1e-11)


def test_estimates_are_the_callers_own(rng):
    running = running_over(batches(rng), 0.9)
    for corrected in (True, False):
        before = running.estimate(corrected)["mean1"].copy()
        kept = running.estimate(corrected)
        kept.pop("variance1")
        running.estimate(corrected)["mean1"][:] = 7
        np.testing.assert_array_equal(running.estimate(corrected)["mean1"], before)
        assert set(running.estimate(corrected)) == {"mean1", "variance1"}


def test_an_update_keeps_nothing_of_the_callers_arrays():
    statistics = {"mean1": np.ones((2, 1), np.float32)}
    running = RunningStatistics(0)
    running.update(statistics)
    before = running.estimate()
    statistics["mean1"][:] = 7
    np.testing.assert_array_equal(running.estimate()["mean1"], np.ones((2, 1)))
    running.update(statistics)
    np.testing.assert_array_equal(before["mean1"], np.ones((2, 1)))
    assert running.estimate()["mean1"].dtype == np.float32


@pytest.mark.parametrize("decay", [0, 0.9])
def test_what_left_the_numbers_stays_in_its_network(decay):
    running = RunningStatistics(decay)
    for bad in (1.0, np.inf, np.nan, 1.0):
        running.update({"mean1": np.array([[[2.0]], [[bad]]])})
    np.testing.assert_allclose(running.estimate()["mean1"][0], 2)
    assert not np.isfinite(running.estimate()["mean1"][1]).any()


def test_before_the_first_update_there_is_no_estimate():
    assert RunningStatistics().estimate(corrected=False) == {}
    assert RunningStatistics().estimate() == {}
