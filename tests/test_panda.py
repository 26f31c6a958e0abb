from types import SimpleNamespace

import numpy as np
import pytest

from helpers.network import predict
from helpers.optimizers import Momentum
from helpers.panda import Panda, babysit
from helpers.softmax import accuracy
from helpers.training import train


@pytest.fixture
def panda(rng):
    """Makes pandas on data that can be learned, and trains them for some days."""
    X = rng.normal(size=(6, 240)).astype(np.float32)
    y = (X[0] > 0) + (X[1] > 0).astype(int)
    data = X[:, :160], y[:160], X[:, 160:], y[160:]

    def make(days=0, **settings):
        made = Panda(*data, **{"learning_rate": 0.3, "day": 5, "hidden": (7,),
                               "batch_size": 32} | settings)
        for _ in range(days):
            made.train_a_day()
        return made

    return make


def everything(panda):
    """All bits of a model."""
    kept = (panda.parameters, panda.statistics, panda._velocity)
    return [(name, value.tobytes()) for part in kept for name, value in sorted(part.items())]


def test_two_days_back_the_same_day_again_is_the_same_bit_for_bit(panda):
    model = panda(days=1)
    monday, there = everything(model), model.accuracy
    tuesday = model.train_a_day()
    after, loss = everything(model), model.days[-1].loss
    assert after != monday
    model.learning_rate = 3.0
    for turn in (model.train_a_day, model.back_a_day, model.back_a_day):
        turn()
    assert everything(model) == monday and model.accuracy == there
    model.learning_rate = 0.3
    assert model.train_a_day() == tuesday
    assert everything(model) == after and np.array_equal(model.days[-1].loss, loss)


def test_a_day_taken_back_stays_spent_and_stays_to_be_drawn(panda):
    model = panda(days=2)
    tuesday = model.accuracy
    model.decay = 0.5
    wednesday = model.train_a_day()
    model.back_a_day()
    day, = model.undone
    assert (day.number, day.before, day.accuracy, day.decay) == (3, tuesday, wednesday, 0.5)
    assert day.loss.shape == (5,) and model.curve[-1] == (2, tuesday)
    model.train_a_day()
    assert model.days_spent == 4 == len(model.days) + len(model.undone)
    assert [day for day, _ in model.curve] == [0, 1, 2, 3]


def test_days_are_the_training_loop(panda):
    """Three days by hand: one generator, one velocity, settings changed in between."""
    model, other = panda(seed=4), panda(seed=4)
    rng, velocity, before = other._rng, {}, other.accuracy
    settings = [(0.3, 0.9), (1.0, 0.9), (0.1, 0.5)]
    for rate, decay in settings:
        model.learning_rate, model.decay = rate, decay
        evening = model.train_a_day()
        optimizer = Momentum(rate, decay)
        optimizer.velocity = velocity
        history = train(other.parameters, other._X, other._Y, optimizer, 5, rng, batch_size=32,
                        progress=False)
        velocity = optimizer.velocity
        assert np.array_equal(model.days[-1].loss, history.loss)
        X_dev, y_dev = other._dev
        Z = predict(X_dev, other.parameters, history.running.estimate())
        assert evening == accuracy(Z, y_dev) and model.days[-1].before == before
        before = evening
    for name, value in other.parameters.items():
        assert np.array_equal(value, model.parameters[name])
    assert [(day.learning_rate, day.decay) for day in model.days] == settings


def test_another_seed_is_another_panda(panda):
    assert everything(panda(seed=1)) != everything(panda(seed=2))
    assert everything(panda(seed=1)) == everything(panda(seed=1))


def test_diverging_is_a_result(panda):
    model = panda(learning_rate=1e38)
    assert model.train_a_day() == 0 and np.isnan(model.days[-1].loss[-1])
    assert model.train_a_day() == 0 and np.isnan(model.days[-1].loss).all()
    assert model.statistics["mean1"].shape == (7, 1)  # still something to predict with
    model.back_a_day()
    model.back_a_day()
    model.learning_rate = 0.3
    assert model.train_a_day() == panda().train_a_day() > 0


def test_there_is_no_day_before_day_0(panda):
    model = panda(days=1)
    model.back_a_day()
    for untrained in (model, panda()):
        with pytest.raises(ValueError, match="day 0"):
            untrained.back_a_day()


@pytest.mark.parametrize("name, value", [
    ("learning_rate", -1.0), ("learning_rate", "0.1"), ("decay", 1.0)])
def test_impossible_settings_change_nothing(panda, name, value):
    model = panda(days=1)
    before = everything(model)
    setattr(model, name, value)
    with pytest.raises((TypeError, ValueError), match=name):
        model.train_a_day()
    assert everything(model) == before and model.days_spent == 1 == len(model._yesterdays)


def test_the_data_are_left_alone(rng):
    X, y = rng.normal(size=(3, 40)), rng.integers(0, 2, 40)
    kept = X.copy()
    Panda(X, y, X, y, learning_rate=1.0, day=3, hidden=(4,), batch_size=8).train_a_day()
    assert np.array_equal(X, kept)


def test_the_keepers_rule():
    """A stand-in for a panda, whose accuracy changes as told."""
    changes, backs = iter([0.2, -0.005, -0.1, 0.1]), []
    panda = SimpleNamespace(accuracy=0.5, learning_rate=1.0)

    def train_a_day():
        panda.yesterday = panda.accuracy
        panda.accuracy += next(changes)
        return panda.accuracy

    def back_a_day():
        panda.accuracy = panda.yesterday
        backs.append(panda.accuracy)

    panda.train_a_day, panda.back_a_day = train_a_day, back_a_day
    evenings = babysit(panda, 4, up=1.5, down=4.0, margin=0.01)
    assert evenings == pytest.approx([0.7, 0.695, 0.695, 0.795]) and len(backs) == 1
    assert panda.learning_rate == pytest.approx(1.5 / 4 / 4 * 1.5)


def test_the_keeper_spends_the_days_given(panda):
    model = panda(learning_rate=20.0)
    evenings = babysit(model, 9)
    assert model.days_spent == 9 == len(evenings) and evenings[-1] == model.accuracy
    with pytest.raises(ValueError, match="days"):
        babysit(model, 0)
