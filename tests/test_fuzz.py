"""The mathematics with anything in the place of its arguments: a result of the documented shape,
or a TypeError or ValueError that names an argument; never another error, never a warning.

Results on ordinary numbers are compared with independent ones in the tests of each module.
"""

import re
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import averages, gradient_check, normalization, optimizers, sampling, softmax
from helpers.batch_norm import batch_norm_backward, batch_norm_forward, batch_norm_inference
from helpers.layer_norm import layer_norm_backward, layer_norm_forward
from helpers.network import relu, sigmoid

SIDES = st.integers(1, 4)
KINDS = {  # what an argument should be, for n units and m examples
    "matrix": lambda n, m: numbers((n, m)),
    "column": lambda n, m: numbers((n, 1)),
    "variances": lambda n, m: numbers((n, 1)).map(np.abs),
    "single": lambda n, m: numbers((1, 1)),
    "targets": lambda n, m: arrays(float, (1, m), elements=st.sampled_from([0.0, 1.0])),
    "square": lambda n, m: numbers((n, n)).map(symmetric),
    "series": lambda n, m: numbers((m,)),
    "labels": lambda n, m: arrays(int, (m,), elements=st.integers(0, n - 1)),
    "one_hot": lambda n, m: arrays(int, (m,), elements=st.integers(0, n - 1)).map(
        lambda y: softmax.one_hot(y, n)),
    "epsilon": lambda n, m: st.sampled_from([0, 1e-8, 1e-5, 1, np.float32(1e-3)]),
    "number": lambda n, m: st.floats(),
    "decay": lambda n, m: st.floats(0, 1),
    "count": lambda n, m: st.integers(0, 9),
    "of_batch_norm": lambda n, m: numbers((n, m)).map(
        lambda Z: batch_norm_forward(Z, np.ones((n, 1)), np.zeros((n, 1)))[1]),
    "of_layer_norm": lambda n, m: numbers((n, m)).map(
        lambda Z: layer_norm_forward(Z, np.ones((n, 1)), np.zeros((n, 1)))[1]),
    "size": lambda n, m: st.integers(0, 9),
    "generator": lambda n, m: st.integers(0, 9).map(np.random.default_rng),
}
ODD = st.one_of(
    st.sampled_from([None, "3", True, 1j, [], [[]], [[1.0], [1.0, 2.0]], {}, np.nan, -1, 10**400,
                     np.zeros((0, 3)), np.zeros((2, 0)), np.array([["a"]]), np.array([[None]])]),
    st.lists(st.integers(0, 3), max_size=3).flatmap(lambda shape: numbers(tuple(shape))))
CALLS = {  # what each argument should be; the shapes of what is returned
    batch_norm_forward: ("matrix column column epsilon", "(n, m)"),
    batch_norm_backward: ("matrix of_batch_norm", "(n, m) (n, 1) (n, 1)"),
    batch_norm_inference: ("matrix column column column variances epsilon", "(n, m)"),
    layer_norm_forward: ("matrix column column epsilon", "(n, m)"),
    layer_norm_backward: ("matrix of_layer_norm", "(n, m) (n, 1) (n, 1)"),
    sigmoid: ("matrix", "(n, m)"), relu: ("matrix", "(n, m)"),
    softmax.softmax: ("matrix", "(n, m)"),
    softmax.cross_entropy: ("matrix one_hot", "()"),
    softmax.cross_entropy_gradient: ("matrix one_hot", "(n, m)"),
    softmax.one_hot: ("labels count", ""), softmax.accuracy: ("matrix labels", "()"),
    normalization.input_statistics: ("matrix", "(n, 1) (n, 1)"),
    normalization.normalize_inputs: ("matrix column variances", "(n, m)"),
    normalization.logistic_loss: ("column single matrix targets", "()"),
    normalization.logistic_gradient: ("column single matrix targets", "(n, 1) (1, 1)"),
    normalization.logistic_hessian: ("column single matrix targets", "(n + 1, n + 1)"),
    normalization.condition_number: ("square", "()"),
    normalization.largest_stable_learning_rate: ("square", "()"),
    gradient_check.relative_error: ("matrix matrix", "()"),
    averages.update_average: ("matrix matrix decay", "(n, m)"),
    averages.bias_corrected: ("matrix decay count", "(n, m)"),
    averages.running_averages: ("series decay", "(m,)"), averages.window: ("decay", "()"),
    sampling.uniform: ("generator number number size", ""),
    sampling.log_uniform: ("generator number number size", ""),
    sampling.log_uniform_decay: ("generator decay decay size", ""),
    sampling.integers: ("generator count count size", ""),
    sampling.log_integers: ("generator count count size", ""),
    optimizers.GradientDescent: ("number", None), optimizers.Momentum: ("number decay", None),
    optimizers.RMSprop: ("number decay number", None),
    optimizers.Adam: ("number decay decay number", None),
    optimizers.inverse_time_decay: ("number count", None),
    optimizers.exponential_decay: ("number count", None),
}


def numbers(shape):
    """Arrays of every kind of number: whole, single and double precision, tiny, huge, NaN."""
    return st.sampled_from([np.float32, np.float64, np.int64, np.int8]).flatmap(
        lambda dtype: arrays(dtype, shape))


def symmetric(A):
    return np.tril(A) + np.tril(A, -1).T


def copied(arguments):
    return [argument.copy() if isinstance(argument, np.ndarray) else argument
            for argument in arguments]


@pytest.mark.parametrize("function", CALLS, ids=lambda function: function.__qualname__)
@settings(max_examples=60)
@given(data=st.data())
def test_anything_gives_the_documented_error_or_result(function, data):
    kinds, shapes = CALLS[function]
    n, m = data.draw(SIDES), data.draw(SIDES)
    arguments = [data.draw(KINDS[kind](n, m)) for kind in kinds.split()]
    replaced = data.draw(st.integers(-len(arguments), len(arguments) - 1))
    if replaced >= 0 and kinds.split()[replaced] not in ("generator", "size"):  # numpy's own
        arguments[replaced] = data.draw(ODD)
    before = copied(arguments)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = function(*arguments)
        except (TypeError, ValueError) as error:
            assert re.match(r"[\w ,]+: |\w+ ", str(error)), error
            assert "broadcast" not in str(error) and "mismatch" not in str(error), error
            return
    for argument, own in zip(arguments, before, strict=True):
        if isinstance(own, np.ndarray) and own.dtype != object:
            np.testing.assert_array_equal(argument, own)
    if shapes and replaced < 0:
        result = result if isinstance(result, tuple) else (result,)
        wanted = [eval(shape, {"n": n, "m": m}) for shape in re.findall(r"\(.*?\)", shapes)]
        assert [np.shape(one) for one in result[:len(wanted)]] == wanted
