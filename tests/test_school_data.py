"""The stored contest of pandas and caviar, and where the best alpha moves to."""

import numpy as np

from helpers.datasets import load_mnist, load_sweep
from helpers.panda import babysit

TOOL = "make_school"


def test_the_arrays_have_their_axes(tool):
    school, stale = load_sweep("school"), load_sweep("stale")
    for judge in ("dev", "test"):
        assert school[f"panda_{judge}"].shape == (10, 4, 32)
        assert school[f"caviar_{judge}"].shape == (10, 32, 32)
        for who in ("panda", "caviar"):
            assert 0 <= school[f"{who}_{judge}"].min() and school[f"{who}_{judge}"].max() < 0.97
    assert school["seeds"].tolist() == list(range(10)) and school["day"] == tool.DAY == 50
    assert stale["changes"].tolist() == list(tool.CHANGES)
    np.testing.assert_allclose(stale["learning_rates"], tool.ALPHAS, rtol=1e-12)
    assert stale["accuracy"].shape == (11, 15, 5)


def test_ways_are_in_their_places(tool):
    """Two evenings of each way, made again: the other ways and seeds are farther away."""
    school, data = load_sweep("school"), tool.digits()
    random = {name: values[0].item() for name, values in tool.starts(6).items()}
    for way, start in (("good start", {"learning_rate": 0.5, "decay": 0.9}),
                       ("random start", random)):
        for suffix in ("babysat", "left alone"):
            panda = tool.panda_of(data, 6, **start)
            for _ in range(2):
                babysit(panda, 1) if suffix == "babysat" else panda.train_a_day()
            place = school["ways"].tolist().index(f"{way}, {suffix}")
            evening = school["panda_dev"][:, :, 1]
            others = [*np.delete(evening[6], place), *np.delete(evening[:, place], 6)]
            assert abs(panda.accuracy - evening[6, place]) <= 0.0011  # 2 of 2,000 images
            assert abs(panda.accuracy - np.array(others)).min() >= 0.0014


def test_the_random_panda_has_the_first_models_settings():
    """The same settings and other weights: over all seeds they go together."""
    school = load_sweep("school")
    alone = school["panda_test"][:, 3, -1]
    assert np.corrcoef(alone, school["caviar_test"][:, 0, -1])[0, 1] > 0.9


def test_a_part_of_the_stale_alphas_can_be_trained_again(tool):
    """Within 3 of 2,000 images; the other seeds and learning rates are farther away."""
    stale = load_sweep("stale")
    for change in ("as it was", "no batch norm", "Adam", "7 x 7 pixels"):
        made = tool.alphas_under(tool.CHANGES[change], tool.ALPHAS[[2]], seeds=1).item()
        accuracy = stale["accuracy"][list(tool.CHANGES).index(change)]
        others = [*accuracy[2, 1:], accuracy[1, 0], accuracy[3, 0]]
        assert abs(made - accuracy[2, 0]) <= 0.0016 < 0.0019 <= abs(made - np.array(others)).min()


def test_a_part_of_the_sizes_can_be_trained_again(tool):
    """Within 10 of 2,000 images; the other seeds are farther away in most contestants."""
    sizes, data = load_sweep("sizes"), (tool.digits(), load_mnist("test", 14))
    assert sizes["units"].tolist() == list(tool.UNITS) and sizes["test"].shape == (3, 7, 5)
    assert sizes["contestants"].tolist() == list(tool.CONTESTANTS)
    assert sizes["steps"].tolist() == [tool.steps_paid(units) for units in tool.UNITS]
    assert sizes["steps"][2] == tool.DAY * tool.DAYS
    for units, seed in ((512, 3), (256, 0)):
        at = tool.UNITS.index(units)
        made = tool.contest(*data, units, seed)
        np.testing.assert_allclose(made, sizes["test"][:, at, seed], rtol=0, atol=0.0051)
        others = np.delete(sizes["test"][:, at], seed, axis=1)
        assert (abs(np.array(made)[:, np.newaxis] - others).max(axis=0) > 0.006).all()


def test_the_bigger_the_model_the_more_a_good_start_is_worth():
    caviar, good, _ = load_sweep("sizes")["test"]
    assert (good[1:] > caviar[1:]).all()  # every seed, from 16 units on
    lead = (good - caviar).mean(axis=1)
    assert lead[0] < 0.03 < 0.07 < lead[5] < 0.15 < lead[6]


def test_what_the_contest_shows():
    school = load_sweep("school")
    good, _, random, alone = school["panda_test"].mean(axis=0)[:, -1]
    best = school["caviar_dev"][:, :4, 7].argmax(axis=1)
    caviar = school["caviar_test"][np.arange(10), best, 7].mean()
    assert good > caviar + 0.02 and caviar > random + 0.02 and random > alone + 0.02
