"""Pictures of a tape and of a shuffle: against what was answered and what was handed out."""

import numpy as np
import pytest

from helpers.pictures.framework import BATCH, KINDS, gradient_tape, shuffle_buffer

pytestmark = pytest.mark.nb10

CLASSES = np.arange(48) // 12


def test_a_tape_shows_its_slopes_and_what_it_answers(settings):
    asked = []

    def ask(x, kind, persistent):
        asked.append((x, kind, persistent))
        if kind == "constant":
            return None, None
        return 2 * x, 4 * x**3 if persistent else RuntimeError("used")

    panel = gradient_tape(ask)
    for values in settings(panel):
        x = values["x"]
        assert asked[-1] == (x, values["kind"], values["persistent"])
        drawn = {name: [text.get_text() for text in panel.artists[name]]
                 for name in ("values", "written", "answers")}
        np.testing.assert_allclose(np.float64(drawn["values"]), [x, x**2, x**4], atol=0.006)
        if values["kind"] == "constant":
            assert drawn["written"] == ["nothing written"] * 2
            assert all(answer.endswith("gives None") for answer in drawn["answers"])
            assert panel.artists["strip"].get_linestyle() == ":"
            continue
        local = [float(text.split("= ")[-1]) for text in drawn["written"]]
        np.testing.assert_allclose(local, [2 * x, 2 * x**2], atol=0.006)
        assert float(drawn["answers"][0].split()[-1]) == pytest.approx(2 * x, abs=0.006)
        if values["persistent"]:
            assert float(drawn["answers"][1].split()[-1]) == pytest.approx(4 * x**3, abs=0.006)
        else:
            assert drawn["answers"][1].endswith("RuntimeError") and "used" in panel.readout
    assert {kind for _, kind, _ in asked} == set(KINDS)


def test_a_real_tape_answers_as_the_picture_asks(tensorflow):
    def ask(x, kind, persistent):
        x = tensorflow.Variable(x)
        with tensorflow.GradientTape() as record:
            y = x**2
        return record.gradient(y, x), None

    assert "gives 6.00" in gradient_tape(ask).readout


def shuffled(buffer, rng):
    """A shuffle in numpy: a random one of those held, and the next takes its place."""
    held, waiting, handed = list(range(buffer)), list(range(buffer, 48)), []
    while held:
        handed.append(held.pop(rng.integers(len(held))))
        held += waiting[:1]
        del waiting[:1]
    return np.array(handed)


def test_every_example_is_waiting_held_or_handed_out(settings):
    orders = {}

    def order(buffer):
        orders[buffer] = shuffled(buffer, np.random.default_rng(buffer))
        return orders[buffer]

    panel = shuffle_buffer(order, CLASSES)
    for values in settings(panel):
        handed, places = values["handed"], orders[values["buffer"]]
        gone, read = set(places[:handed].tolist()), min(handed + values["buffer"], 48)
        for place, bar in enumerate(panel.artists["file"]):
            assert bar.get_alpha() == (0 if place in gone else 1 if place < read else 0.25)
        shown = "".join(text.get_text() for text in panel.artists["classes"])
        assert shown == "".join(map(str, CLASSES[places[:handed]]))
        assert sum(bar.get_facecolor()[3] > 0 for bar in panel.artists["out"]) == handed
        if handed >= BATCH:
            full = handed // BATCH
            last = CLASSES[places[(full - 1) * BATCH : full * BATCH]]
            assert f"mini-batch {full}: {(last == 0).sum()} of class 0, " in panel.readout
        else:
            assert "no full mini-batch yet" in panel.readout
