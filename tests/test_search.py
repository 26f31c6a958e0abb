import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from joblib.externals.loky import get_reusable_executor
from search_process import SETTINGS, stored_stacks

from helpers.network import initialize, predict
from helpers.optimizers import Adam, GradientDescent, Momentum, Scheduled, inverse_time_decay
from helpers.search import SearchResult, search
from helpers.softmax import one_hot
from helpers.training import train

PROCESS = Path(__file__).with_name("search_process.py")
M, M_DEV, FEATURES, CLASSES = 90, 40, 6, 3


@pytest.fixture(scope="module")
def data():
    """X, y, X_dev, y_dev: three clouds of points."""
    return clouds(M, M_DEV)


@pytest.fixture(scope="module", autouse=True)
def no_process_stays():
    yield
    get_reusable_executor().shutdown(wait=True)


@pytest.fixture
def trained(monkeypatch):
    """What `search` trained, stack by stack: (parameters, history)."""
    seen = []

    def spy(parameters, *positional, **settings):
        seen.append([parameters, None])
        seen[-1][1] = train(parameters, *positional, **settings)
        return seen[-1][1]

    monkeypatch.setattr("helpers.search.train", spy)
    return seen


def clouds(m, m_dev):
    rng = np.random.default_rng(0)
    y = rng.integers(0, CLASSES, m + m_dev)
    X = rng.normal(size=(FEATURES, m + m_dev)) + 2 * np.eye(FEATURES)[:, y]
    return X[:, :m].copy(), y[:m], X[:, m:].copy(), y[m:]


def run(configurations, data, **settings):
    return search(configurations, *data, **{"steps": 12, "progress": False} | settings)


def assert_same(first, second):
    for name in ("steps", "accuracy", "diverged"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name), err_msg=name)
    assert set(first.configurations) == set(second.configurations)
    for name, values in first.configurations.items():
        np.testing.assert_array_equal(values, second.configurations[name], err_msg=name)


def one_by_one(configurations, data, optimizer, every, steps=12, seed=0, **settings):
    """A loop of single trainings: parameters, losses and accuracies of each trial."""
    X, y, *dev = data
    for trial in range(len(configurations["learning_rate"])):
        own = {name: np.asarray(values)[trial].item() for name, values in configurations.items()}
        hidden = [own.pop("hidden_units", 32)] * own.pop("hidden_layers", 2)
        start, batch_size = np.random.default_rng(own.pop("seed")), own.pop("batch_size", 64)
        parameters = initialize((FEATURES, *hidden, CLASSES), start, "he",
                                settings["batch_norm"], np.float64)
        history = train(parameters, X, one_hot(y, CLASSES), optimizer(**own), steps,
                        np.random.default_rng(seed), batch_size=batch_size, every=every,
                        activation=settings["activation"], evaluate={"dev": dev}, progress=False)
        yield parameters, history.loss, history.accuracy["dev"]


# A stack is a loop of single trainings

@pytest.mark.parametrize("batch_norm", [True, False], ids=["bn", "plain"])
@pytest.mark.parametrize("activation", ["relu", "sigmoid"])
@pytest.mark.parametrize("optimizer, others", [
    (GradientDescent, {}),
    (Momentum, {"decay": [0, 0.5, 0.9, 0.99]}),
    (Adam, {"beta1": [0, 0.5, 0.9, 0.99], "beta2": [0.9, 0, 0.99, 0.999],
            "epsilon": [1e-8, 0.1, 1e-4, 1.0]}),
], ids=["GradientDescent", "Momentum", "Adam"])
def test_a_stack_is_a_loop_of_single_trainings(optimizer, others, activation, batch_norm, data,
                                               trained):
    configurations = {"learning_rate": [0.001, 0.01, 0.1, 0.3], "seed": [5, 6, 7, 7],
                      "hidden_units": [8] * 4, "batch_size": [20] * 4} | others
    settings = {"optimizer": optimizer, "activation": activation, "batch_norm": batch_norm,
                "every": 5, "seed": 3}
    result = run(configurations, data, dtype=np.float64, **settings)
    [(stack, history)] = trained
    singles = list(one_by_one(configurations, data, **settings))
    for trial, (parameters, loss, accuracy) in enumerate(singles):
        np.testing.assert_allclose(np.array(history.loss)[:, trial], loss, rtol=0, atol=1e-10)
        np.testing.assert_array_equal(result.accuracy[trial], accuracy)
        for name, parameter in parameters.items():
            np.testing.assert_allclose(stack[name][trial], parameter, rtol=0, atol=1e-10)
    assert len(singles) == 4


def test_configurations_come_back_in_their_order_whatever_their_architecture(data):
    rng = np.random.default_rng(1)
    configurations = {
        "learning_rate": 10 ** rng.uniform(-3, 0, 20), "seed": rng.integers(0, 99, 20),
        "hidden_units": rng.integers(3, 6, 20), "hidden_layers": rng.integers(1, 3, 20),
        "batch_size": rng.choice([16, 30], 20), "decay": rng.uniform(0, 0.95, 20)}
    result = run(configurations, data, dtype=np.float64, stack_size=2, every=4)
    singles = one_by_one(configurations, data, Momentum, 4, activation="relu", batch_norm=True)
    np.testing.assert_array_equal(result.accuracy, [accuracy for _, _, accuracy in singles])
    for name, values in configurations.items():
        np.testing.assert_array_equal(result.configurations[name], values)
    assert len(np.unique(result.accuracy[:, -1])) > 10  # a mix-up would show


def test_a_decay_rate_is_that_of_a_single_training_whatever_the_length_of_an_epoch(data):
    X, y, *dev = data
    configurations = {"learning_rate": [0.3, 3.0, 3.0], "decay_rate": [0.0, 5.0, 5.0],
                      "batch_size": [20, 20, 30], "hidden_units": [8] * 3, "seed": [1, 2, 2]}
    result = run(configurations, data, dtype=np.float64, seed=3)
    for trial, accuracy in enumerate(result.accuracy[:, -1]):
        rate, fall, size, *_, seed = (values[trial] for values in configurations.values())
        epoch = {20: 5, 30: 3}[size]  # mini-batches of 90 examples
        optimizer = Scheduled(Momentum(rate), inverse_time_decay(fall, epoch))
        network = initialize((len(X), 8, 8, CLASSES), np.random.default_rng(seed))
        history = train(network, X, one_hot(y, CLASSES), optimizer, 12,
                        np.random.default_rng(3), batch_size=size, evaluate={"dev": dev},
                        progress=False)
        assert accuracy == history.accuracy["dev"][-1]


def mixed(trials=37):
    rng = np.random.default_rng(2)
    return {"learning_rate": 10 ** rng.uniform(-3, 1, trials),
            "hidden_units": rng.choice([4, 9], trials)}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("settings", [
    {"stack_size": 1}, {"stack_size": 3}, {"stack_size": 3, "n_jobs": 2}, {"n_jobs": 2},
    {"n_jobs": 1}, {"stack_size": 1000}], ids=str)
def test_stacks_and_processes_do_not_change_the_result(settings, dtype, data):
    usual = run(mixed(), data, dtype=dtype, every=5)
    assert_same(usual, run(mixed(), data, dtype=dtype, every=5, **settings))
    assert len(np.unique(usual.accuracy[:, -1])) > 10


def test_what_holds_where_a_search_says_nothing(data, trained):
    result = run({"learning_rate": [0.1, 0.2]}, data)
    [(stack, _)] = trained
    assert {name: array.shape for name, array in stack.items()} == {
        "W1": (2, 32, FEATURES), "W2": (2, 32, 32), "W3": (2, CLASSES, 32), "b3": (2, CLASSES, 1),
        "beta1": (2, 32, 1), "beta2": (2, 32, 1), "gamma1": (2, 32, 1), "gamma2": (2, 32, 1)}
    assert {array.dtype for array in stack.values()} == {np.dtype(np.float32)}
    columns = {name: values.tolist() for name, values in result.configurations.items()}
    seeds = columns.pop("seed")
    assert columns == {"learning_rate": [0.1, 0.2], "hidden_units": [32] * 2,
                       "hidden_layers": [2] * 2, "batch_size": [64] * 2}
    again, other = (run({"learning_rate": [0.1, 0.2]}, data, seed=seed) for seed in (0, 1))
    assert_same(result, again)
    assert len({*seeds, *other.configurations["seed"].tolist()}) == 4


def test_the_caller_keeps_what_it_gave(data):
    configurations = mixed(5)
    copies = [array.copy() for array in data]
    run(configurations, data)
    assert set(configurations) == set(mixed(5))
    for name, values in mixed(5).items():
        np.testing.assert_array_equal(configurations[name], values)
    for array, copy in zip(data, copies, strict=True):
        np.testing.assert_array_equal(array, copy)


# What is recorded

@pytest.mark.parametrize("steps, every, recorded", [
    (12, 4, [4, 8, 12]), (12, 5, [5, 10, 12]), (3, 100, [3]), (3, 1, [1, 2, 3]), (7, None, [7]),
    (1, None, [1])])
def test_it_records_every_so_often_and_at_the_end(steps, every, recorded, data):
    result = run(mixed(9), data, steps=steps, every=every)
    assert result.steps.tolist() == recorded
    assert result.accuracy.shape == (9, len(recorded))
    for column, shorter in enumerate(recorded):
        np.testing.assert_array_equal(result.accuracy[:, column],
                                      run(mixed(9), data, steps=shorter).accuracy[:, -1])


def finished(accuracy, diverged=None, **configurations):
    """A result that was never trained."""
    accuracy = np.array(accuracy, float).reshape(len(accuracy), -1)
    diverged = np.zeros(len(accuracy), bool) if diverged is None else np.array(diverged)
    columns = {name: np.array(values) for name, values in configurations.items()}
    return SearchResult(columns, np.arange(accuracy.shape[1]), accuracy, diverged)


def test_the_order_is_by_final_accuracy_and_ties_stay_in_theirs():
    result = finished([[0.9, 0.2], [0.1, 0.5], [0.3, 0.5], [0.0, 0.7]], learning_rate=range(4))
    assert result.order.tolist() == [3, 1, 2, 0]


def test_one_trial_again(data):
    result = run(mixed(9), data, every=4)
    for trial in (0, 5):
        again = run(result.configuration(trial), data, every=4)
        np.testing.assert_array_equal(again.accuracy, result.accuracy[[trial]])


def test_a_search_is_silent_and_its_bar_is_no_output(data, capfd):
    run(mixed(5), data)
    assert capfd.readouterr() == ("", "")
    run(mixed(5), data, progress=True)
    out, err = capfd.readouterr()
    assert out == "" and "/5" in err


def test_a_result_shows_itself_as_a_short_table_of_the_best():
    result = finished(np.arange(8) / 8, learning_rate=np.arange(8) / 3, seed=range(8),
                      hidden_units=[4] * 8, optimizer=[Adam, Momentum] * 4)
    assert result.varied == ["learning_rate", "optimizer"]
    head, names, *rows = repr(result).splitlines()
    assert head == "8 trials, the best after 0 steps:"
    assert names.split() == ["trial", "accuracy", "learning_rate", "optimizer"]
    assert rows[0].split() == ["7", "87.5%", "2.33", "Momentum"] and len(rows) == 5
    assert len({len(row) for row in (names, *rows)}) == 1
    assert "1 trials" in repr(finished([0.5], learning_rate=[1.0]))


def test_a_result_is_saved_as_a_csv_file(tmp_path):
    result = finished([[0.1, 0.25], [0.3, 1 / 3]], [True, False], learning_rate=[1 / 3, 1e-9],
                      optimizer=[Adam, Momentum], activation=["relu", "tanh"])
    result.save(tmp_path / "found.csv")
    assert (tmp_path / "found.csv").read_text().splitlines() == [
        "trial,learning_rate,optimizer,activation,diverged,accuracy_0,accuracy_1",
        f"0,{1 / 3},Adam,relu,True,0.1,0.25", f"1,1e-09,Momentum,tanh,False,0.3,{1 / 3}"]


# What is kept, what is warned of

@pytest.mark.parametrize("settings", [{}, {"stack_size": 3}, {"n_jobs": 2, "stack_size": 3}],
                         ids=str)
def test_the_best_networks_are_kept_with_their_predictions(settings, data):
    *_, X_dev, y_dev = data
    result = run(mixed(9), data, keep=2, every=5, **settings)
    assert list(result.kept) == result.order[:2].tolist()
    for trial, (parameters, statistics, predictions) in result.kept.items():
        units = result.configurations["hidden_units"][trial]
        assert parameters["W1"].shape == (units, FEATURES)
        logits = predict(X_dev, parameters, statistics)
        np.testing.assert_array_equal(predictions, logits.argmax(axis=0))
        assert (predictions == y_dev).mean() == result.accuracy[trial, -1]
        [(alone, *_)] = [*run(result.configuration(trial), data, keep=1).kept.values()]
        np.testing.assert_array_equal(alone["W1"], parameters["W1"])
    assert run(mixed(9), data).kept == {}


def test_nothing_is_kept_of_networks_that_never_were_numbers(data):
    result = run({"learning_rate": [1e30, 1e30]}, data, batch_norm=False, keep=2)
    assert result.kept == {}


def test_a_search_of_single_networks_warns_and_says_what_to_do(data):
    units = {"learning_rate": np.ones(6), "hidden_units": [3, 4, 5, 6, 7, 7]}
    with pytest.warns(UserWarning, match="search: 4 of 6 networks .* of one hidden_units are"):
        run(units, data)
    run(units, data, stack_size=1)  # as was asked for
    run(units | {"hidden_units": [3, 3, 5, 5, 7, 7]}, data)


# Categories

def test_categories_are_those_of_searches_of_their_own(data):
    rng, trials = np.random.default_rng(3), 24
    columns = {"learning_rate": rng.uniform(0.01, 0.3, trials), "seed": np.arange(trials),
               "decay": rng.uniform(0, 0.9, trials), "beta2": rng.uniform(0.9, 0.99, trials),
               "optimizer": rng.choice([Momentum, Adam], trials),
               "activation": rng.choice(["relu", "tanh"], trials),
               "batch_norm": rng.choice([True, False], trials)}
    result = run(columns, data, every=5)
    of = {Momentum: ("learning_rate", "seed", "decay"), Adam: ("learning_rate", "seed", "beta2")}
    for trial in range(trials):
        how = {name: columns[name].tolist()[trial]
               for name in ("optimizer", "activation", "batch_norm")}
        mine = {name: columns[name][[trial]] for name in of[how["optimizer"]]}
        np.testing.assert_array_equal(result.accuracy[[trial]],
                                      run(mine, data, every=5, **how).accuracy)
    assert_same(result, run(columns, data, every=5, n_jobs=2, stack_size=2))


# Divergence

@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("batch_norm, rate", [(False, 1e6), (False, 1e30), (True, 1e4),
                                              (True, 1e30)])
def test_a_diverged_network_is_marked_and_its_neighbours_are_untouched(batch_norm, rate, dtype,
                                                                       data, trained):
    rates, seeds = np.array([0.1, rate, 0.3, rate, 0.05]), np.arange(5)
    settings = {"batch_norm": batch_norm, "dtype": dtype, "steps": 60, "every": 20}
    result = run({"learning_rate": rates, "seed": seeds}, data, **settings)
    assert result.diverged.tolist() == [False, True, False, True, False]
    assert (result.accuracy[[0, 2, 4], -1] > 0.7).all()
    [(stack, history)] = trained
    lost = ~np.isfinite(history.loss).all(axis=0)
    assert (result.accuracy[lost, -1] == 0).all()
    if dtype is np.float32 and not batch_norm:
        assert lost.tolist() == [False, True, False, True, False]
    alone = run({"learning_rate": rates[::2], "seed": seeds[::2]}, data, **settings)
    np.testing.assert_array_equal(result.accuracy[::2], alone.accuracy)
    for name, parameter in trained[1][0].items():
        np.testing.assert_array_equal(stack[name][::2], parameter)


LOSSES = {  # of three classes: guessing costs log(3) = 1.1
    "learns": ([1.2, 1.0, 0.3], False),
    "stands still": ([1.2, 1.2, 1.2], False),
    "rises a little": ([1.2, 2.3, 2.3], False),
    "jumps and learns": ([1.2, 90, 0.3], False),
    "jumps and guesses": ([1.2, 90, 1.2], True),
    "is infinite for a step": ([1.2, np.inf, 0.3], True),
    "is no number for a step": ([1.2, np.nan, 0.3], True),
    "is no number at the end": ([1.2, 0.3, np.nan], True),
    "overflows": ([1.2, 1e308, 1e308], True),
}


def test_what_counts_as_diverged(data, monkeypatch):
    """The losses at the first step, in the middle, and over the last 20 steps."""
    losses = np.array([loss for loss, _ in LOSSES.values()]).T[[0] + [1] * 20 + [2] * 20]

    def pretend(*_, **__):
        return SimpleNamespace(loss=list(losses), accuracy={"dev": [np.full(len(LOSSES), 0.5)] * 2})

    monkeypatch.setattr("helpers.search.train", pretend)
    result = run({"learning_rate": np.ones(len(LOSSES))}, data, steps=41, every=21)
    assert dict(zip(LOSSES, result.diverged.tolist(), strict=True)) == {
        name: diverged for name, (_, diverged) in LOSSES.items()}
    lost = ~np.logical_and.accumulate(np.isfinite(losses))
    np.testing.assert_array_equal(result.accuracy, np.where(lost[[20, 40]], 0, 0.5).T)


@pytest.mark.parametrize("stack_size", [1, 2, 32])
def test_a_whole_stack_may_diverge(stack_size, data):
    rates = [1e30, 1e30, 1e25, 0.1, 1e28]
    result = run({"learning_rate": rates, "hidden_units": [8, 8, 8, 9, 8]}, data, batch_norm=False,
                 every=1, stack_size=stack_size)
    assert result.diverged.tolist() == [True, True, True, False, True]
    assert result.accuracy.shape == (5, 12)
    assert (result.accuracy[[0, 1, 2, 4], -1] == 0).all() and result.accuracy[3, -1] >= 0.2


def test_data_that_are_no_numbers_fail_every_network_from_the_start(data):
    X = data[0].copy()
    X[0] = np.nan
    for stack_size in (1, 32):
        result = run(mixed(4), (X, *data[1:]), every=5, stack_size=stack_size)
        assert result.diverged.tolist() == [True] * 4
        np.testing.assert_array_equal(result.accuracy, np.zeros((4, 3)))


# Errors

@pytest.mark.parametrize("configurations, message", [
    ({"momentum": [0.9]}, "configurations: expected hyperparameters among learning_rate, decay, "
                          "hidden_units, hidden_layers, batch_size, optimizer, activation, "
                          "batch_norm, decay_rate; got momentum"),
    ({"learning_rate": []}, "configurations: expected at least one; got none"),
    ({"learning_rate": [0.1, 0.2], "decay": [0.9]},
     "decay: expected 2 values, as of learning_rate; got shape (1,)"),
    ({"learning_rate": [[0.1, 0.2]]},
     "learning_rate: expected 1 values, as of learning_rate; got shape (1, 2)"),
    ({"learning_rate": [0.1, -0.2]}, "learning_rate: expected a number from 0 to a finite one; "),
    ({"learning_rate": [0.1, np.nan]}, "learning_rate: expected a number from 0 to a finite one; "),
    ({"learning_rate": ["0.1"]}, "learning_rate: expected an array of real numbers; got "),
    ({"decay": [1.0]}, "decay: expected a number from 0 to below 1; got"),
    ({"decay_rate": [-1.0]}, "decay_rate: expected a number from 0 to a finite one; got"),
    *[({name: [value]}, f"{name}: expected whole numbers from {low}; got {np.array([value])}")
      for name, value, low in (("hidden_units", 0, 1), ("hidden_layers", 1.5, 1), ("seed", -1, 0),
                               ("hidden_layers", True, 1), ("batch_size", "64", 1),
                               ("seed", 0.5, 0))],
    ({"activation": ["swish"]}, "activation: expected some of ['"),
    ({"batch_norm": ["no"]}, "batch_norm: expected some of [False, True]; got ['no']"),
    ({"batch_size": [91]}, "batch_size: expected 1 to 90, the number of examples; got 91"),
], ids=str)
def test_impossible_configurations_are_refused(configurations, message, data):
    error = TypeError if "real numbers" in message else ValueError
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        run({"learning_rate": [0.1]} | configurations, data)


def test_an_optimizer_is_a_type(data):
    with pytest.raises(TypeError, match=r"^optimizer: expected types of helpers.optimizers; got"):
        run({"learning_rate": [1.0], "optimizer": ["momentum"]}, data)


@pytest.mark.parametrize("configurations", [{"decay": [0.9]}, {}], ids=str)
def test_a_search_without_learning_rates_is_refused(configurations, data):
    with pytest.raises(ValueError, match="^configurations: expected a learning_rate for every net"):
        run(configurations, data)


@pytest.mark.parametrize("count, error", [(0, ValueError), (-1, ValueError), (2.5, TypeError),
                                          ("3", TypeError), (True, TypeError)])
def test_bad_counts_are_refused_before_anything_is_trained(count, error, data, trained):
    for name in ("steps", "every", "stack_size", "seed", "keep"):
        if name not in ("seed", "keep") or count != 0:  # good ones
            with pytest.raises(error, match=f"^{name}: expected"):
                run({"learning_rate": [0.1]}, data, **{name: count})
    assert not trained


# Interrupted and resumed

def stored(folder):
    """When the result of each finished stack was written."""
    return {path: path.stat().st_mtime_ns for path in stored_stacks(folder)}


def test_a_second_run_reads_what_the_first_has_stored(data, tmp_path, trained, capsys):
    settings = {"memory": tmp_path / "memory", "stack_size": 4, "every": 5}
    first = run(mixed(), data, **settings)
    files, stacks = stored(tmp_path), len(trained)
    assert len(files) == stacks >= 10
    for folder in (tmp_path / "memory", str(tmp_path / "memory")):
        assert_same(first, run(mixed(), data, **settings | {"memory": folder}))
        assert len(trained) == stacks and stored(tmp_path) == files
    assert capsys.readouterr().out == ""
    search(mixed(), *data, steps=12, **settings)
    assert capsys.readouterr().out == "37 of 37 trials are in the memory already.\n"
    assert_same(first, run(mixed(), data, every=5))


def test_other_settings_are_not_read_from_the_memory(data, tmp_path, trained):
    for settings in ({}, {"steps": 13}, {"seed": 1}, {"every": 2}, {"activation": "tanh"},
                     {"batch_norm": False}, {"optimizer": GradientDescent}, {"dtype": np.float64}):
        trained.clear()
        result = run(mixed(6) | {"hidden_units": [8] * 6}, data, memory=tmp_path, **settings)
        assert len(trained) == 1
        assert_same(result, run(mixed(6) | {"hidden_units": [8] * 6}, data, **settings))


RATES = 10 ** np.linspace(-4, 2, 24)
STACKS = 12
on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL and killpg")


@contextmanager
def search_process(folder, how):
    """search_process.py at work, ended with all its children whatever happens."""
    names = ("X", "y", "X_dev", "y_dev")
    np.savez(folder / "given.npz", rates=RATES, **dict(zip(names, larger(), strict=True)))
    command = [sys.executable, "-W", "error", str(PROCESS), str(folder), how]
    with open(folder / "said.txt", "w") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True,
                                   env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=30)


def larger():
    """Data on which a stack takes a little longer, so that there is time to interrupt."""
    return clouds(600, 200)


@pytest.fixture(scope="module")
def uninterrupted():
    return search({"learning_rate": RATES}, *larger(), **SETTINGS)


@on_posix
def test_a_killed_search_goes_on_where_it_stopped(tmp_path, uninterrupted, trained):
    with search_process(tmp_path, "alone") as process:
        patience = time.monotonic() + 60
        while len(stored(tmp_path)) < 2 and time.monotonic() < patience:
            assert process.poll() is None, (tmp_path / "said.txt").read_text()
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)
    before = stored(tmp_path)
    assert 2 <= len(before) < STACKS
    result = search({"learning_rate": RATES}, *larger(), **SETTINGS, memory=tmp_path / "memory")
    assert_same(result, uninterrupted)
    after = stored(tmp_path)
    assert len(trained) == STACKS - len(before) and len(after) == STACKS
    assert {path: after[path] for path in before} == before


@on_posix
def test_a_cluster_gives_the_same_result_although_a_worker_is_lost(tmp_path, uninterrupted,
                                                                   distributed):
    with search_process(tmp_path, "dask") as process:
        status = process.wait(timeout=150)
        assert status == 0, (tmp_path / "said.txt").read_text()
    result = np.load(tmp_path / "result.npz")
    np.testing.assert_array_equal(result["accuracy"], uninterrupted.accuracy)
    np.testing.assert_array_equal(result["diverged"], uninterrupted.diverged)
    assert result["stacks"] == STACKS
    assert 3 <= result["done"].item() < STACKS  # it was lost in the middle


def test_an_interrupted_search_returns_the_stacks_that_are_done(data, monkeypatch, capsys):
    whole, calls = run(mixed(), data, stack_size=8), []

    def until_the_third(*arguments, **settings):
        calls.append(None)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return train(*arguments, **settings)

    monkeypatch.setattr("helpers.search.train", until_the_third)
    part = run(mixed(), data, stack_size=8)
    kept = np.flatnonzero(np.isin(whole.configurations["learning_rate"],
                                  part.configurations["learning_rate"]))
    assert 2 <= len(kept) < len(whole.accuracy)
    np.testing.assert_array_equal(part.accuracy, whole.accuracy[kept])
    np.testing.assert_array_equal(part.diverged, whole.diverged[kept])
    assert f"after {len(kept)} of" in capsys.readouterr().out
    calls[:] = [None, None]
    with pytest.raises(KeyboardInterrupt):  # nothing is done yet
        run(mixed(), data, stack_size=8)
