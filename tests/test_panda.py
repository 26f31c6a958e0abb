import numpy as np
import pytest

from helpers.network import accuracy, predict
from helpers.optimizers import Momentum
from helpers.panda import Panda, babysit
from helpers.training import train

pytestmark = pytest.mark.usefixtures("warnings_are_errors")


@pytest.fixture
def panda(rng):
    """Makes pandas on data that can be learned."""
    X = rng.normal(size=(6, 240)).astype(np.float32)
    y = (X[0] > 0) + (X[1] > 0).astype(int)
    data = X[:, :160], y[:160], X[:, 160:], y[160:]
    return lambda **settings: Panda(*data, **{"learning_rate": 0.3, "day": 5, "hidden": (7,),
                                              "batch_size": 32} | settings)


def everything(panda):
    """All bits of a model."""
    kept = (panda.parameters, panda.statistics, panda._optimizer.velocity)
    return [(name, value.tobytes()) for part in kept for name, value in sorted(part.items())]


def test_the_same_day_again_is_the_same_bit_for_bit(panda):
    model = panda()
    model.train_a_day()
    yesterday, there = everything(model), model.accuracy
    tuesday = model.train_a_day()
    after, loss = everything(model), model.days[-1].loss
    assert after != yesterday
    model.back_a_day()
    assert everything(model) == yesterday and model.accuracy == there
    assert model.train_a_day() == tuesday
    assert everything(model) == after and np.array_equal(model.days[-1].loss, loss)


def test_two_days_back_is_the_day_before_yesterday(panda):
    model, other = panda(), panda()
    model.train_a_day()
    other.train_a_day()
    monday = everything(model)
    model.learning_rate = 3.0
    model.train_a_day()
    model.train_a_day()
    model.back_a_day()
    model.back_a_day()
    assert everything(model) == monday
    model.learning_rate = 0.3
    assert model.train_a_day() == other.train_a_day()
    assert everything(model) == everything(other)


def test_going_back_gives_no_day_back(panda):
    model = panda()
    for _ in range(3):
        model.train_a_day()
    model.back_a_day()
    model.train_a_day()
    assert model.days_spent == 4 == len(model.days) + len(model.undone)
    assert [day for day, _ in model.curve] == [0, 1, 2, 3]
    assert [day.number for day in model.undone] == [3]


def test_an_undone_day_stays_to_be_drawn(panda):
    model = panda()
    monday = model.train_a_day()
    model.decay = 0.5
    tuesday = model.train_a_day()
    model.back_a_day()
    day, = model.undone
    assert (day.number, day.before, day.accuracy, day.decay) == (2, monday, tuesday, 0.5)
    assert day.loss.shape == (5,) and model.curve[-1] == (1, monday)


def test_days_are_the_training_loop(panda):
    """Three days by hand: one generator, one velocity, settings changed in between."""
    model, other = panda(seed=4), panda(seed=4)
    rng, velocity = other._rng, {}
    for rate, decay in ((0.3, 0.9), (1.0, 0.9), (0.1, 0.5)):
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
        assert evening == accuracy(Z, y_dev)
    for name, value in other.parameters.items():
        assert np.array_equal(value, model.parameters[name])


def test_settings_of_a_day_are_written_down(panda):
    model = panda()
    model.train_a_day()
    model.learning_rate, model.decay = 0.7, 0.95
    model.train_a_day()
    assert [(day.learning_rate, day.decay) for day in model.days] == [(0.3, 0.9), (0.7, 0.95)]
    assert model.days[1].before == model.days[0].accuracy


def test_another_seed_is_another_panda(panda):
    assert everything(panda(seed=1)) != everything(panda(seed=2))
    assert everything(panda(seed=1)) == everything(panda(seed=1))


def test_diverging_is_a_result(panda):
    model = panda(learning_rate=1e38)
    assert model.train_a_day() == 0 and np.isnan(model.days[-1].loss[-1])
    assert model.train_a_day() == 0 and np.isnan(model.days[-1].loss).all()
    model.back_a_day()
    model.back_a_day()
    model.learning_rate = 0.3
    assert model.train_a_day() == panda().train_a_day() > 0


def test_there_is_no_day_before_day_0(panda):
    model = panda()
    with pytest.raises(ValueError, match="day 0"):
        model.back_a_day()
    model.train_a_day()
    model.back_a_day()
    with pytest.raises(ValueError, match="day 0"):
        model.back_a_day()


@pytest.mark.parametrize(("settings", "named"), [
    ({"learning_rate": -1.0}, "learning_rate"), ({"decay": 1.0}, "decay"),
    ({"learning_rate": "0.1"}, "learning_rate"),
])
def test_impossible_settings_change_nothing(panda, settings, named):
    model = panda()
    model.train_a_day()
    before = everything(model)
    for name, value in settings.items():
        setattr(model, name, value)
    with pytest.raises((TypeError, ValueError), match=named):
        model.train_a_day()
    assert everything(model) == before and model.days_spent == 1 == len(model._yesterdays)


def test_the_data_are_left_alone(rng):
    X, y = rng.normal(size=(3, 40)), rng.integers(0, 2, 40)
    kept = X.copy()
    Panda(X, y, X, y, learning_rate=1.0, day=3, hidden=(4,), batch_size=8).train_a_day()
    assert np.array_equal(X, kept)


def by_script(changes):
    """A stand-in for a panda whose accuracy changes as told."""
    class Scripted:
        accuracy, learning_rate, spent, backs = 0.5, 1.0, 0, 0

        def train_a_day(self):
            self.yesterday, self.accuracy = self.accuracy, self.accuracy + changes[self.spent]
            self.spent += 1
            return self.accuracy

        def back_a_day(self):
            self.accuracy = self.yesterday
            self.backs += 1

    return Scripted()


def test_the_keepers_rule():
    panda = by_script([0.2, -0.005, -0.1, 0.1])
    evenings = babysit(panda, 4, up=1.5, down=4.0, margin=0.01)
    assert evenings == pytest.approx([0.7, 0.695, 0.695, 0.795])
    assert panda.learning_rate == pytest.approx(1.5 / 4 / 4 * 1.5) and panda.backs == 1


def test_the_keeper_spends_the_days_given(panda):
    model = panda(learning_rate=20.0)
    evenings = babysit(model, 9)
    assert model.days_spent == 9 == len(evenings) and evenings[-1] == model.accuracy
    with pytest.raises(ValueError, match="days"):
        babysit(model, 0)
