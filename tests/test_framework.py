"""Notebook 10: TensorFlow's answers beside ours, and what happens where it is not installed."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from helpers.averages import update_average
from helpers.batch_norm import batch_norm_forward, batch_norm_inference
from helpers.network import backward, forward, initialize
from helpers.softmax import cross_entropy_gradient, one_hot

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = "notebooks/10_tensorflow.ipynb"


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
@pytest.mark.parametrize("sizes", [(7, 6, 4), (12, 9, 8, 7, 3)])
def test_the_tape_finds_our_gradients(tensorflow, rng, activation, sizes):
    tf = tensorflow
    parameters = initialize(sizes, rng, dtype=np.float64)
    for name in parameters:
        if not name.startswith("W"):  # gamma is not 1, beta not 0
            parameters[name] = rng.normal(1, 0.5, parameters[name].shape)
    X, y = rng.normal(2, 3, (sizes[0], 20)), rng.integers(0, sizes[-1], 20)
    variables = {name: tf.Variable(value) for name, value in parameters.items()}
    with tf.GradientTape() as tape:
        A = tf.constant(X)
        for k in range(1, len(sizes) - 1):
            Z = variables[f"W{k}"] @ A
            mu, variance = tf.nn.moments(Z, axes=[1], keepdims=True)
            A = getattr(tf.nn, activation)(tf.nn.batch_normalization(
                Z, mu, variance, offset=variables[f"beta{k}"], scale=variables[f"gamma{k}"],
                variance_epsilon=1e-5))
        Z = variables[f"W{k + 1}"] @ A + variables[f"b{k + 1}"]
        J = tf.reduce_mean(
            tf.nn.sparse_softmax_cross_entropy_with_logits(y, tf.transpose(Z)))
    theirs = tape.gradient(J, variables)

    Z, cache = forward(X, parameters, activation)
    ours = backward(cross_entropy_gradient(Z, one_hot(y, sizes[-1])), parameters, cache)
    assert set(ours) == set(theirs)
    for name, gradient in ours.items():
        assert np.abs(gradient).max() > 1e-4, name
        assert np.abs(gradient - theirs[name].numpy()).max() < 1e-10, name


def test_the_layer_with_our_epsilon_is_our_helper(keras, rng):
    Z = rng.normal(3, 2, (4, 15))
    gamma, beta = rng.normal(1, 0.5, (4, 1)), rng.normal(0, 1, (4, 1))
    layer = keras.layers.BatchNormalization(momentum=0.8, epsilon=1e-5, dtype="float64")
    layer.build((None, 4))
    layer.gamma.assign(gamma.ravel())
    layer.beta.assign(beta.ravel())
    mean, variance = np.zeros((4, 1)), np.ones((4, 1))
    for _ in range(3):
        ours, cache = batch_norm_forward(Z, gamma, beta)
        np.testing.assert_allclose(np.array(layer(Z.T, training=True)).T, ours, atol=1e-10)
        mean = update_average(mean, cache.mean, decay=0.8)
        variance = update_average(variance, cache.variance, decay=0.8)
        Z = Z + 1
    np.testing.assert_allclose(layer.moving_mean.numpy(), mean.ravel(), atol=1e-12)
    np.testing.assert_allclose(layer.moving_variance.numpy(), variance.ravel(), atol=1e-12)
    np.testing.assert_allclose(np.array(layer(Z.T, training=False)).T,
                               batch_norm_inference(Z, gamma, beta, mean, variance), atol=1e-10)


@pytest.fixture
def without_tensorflow(tmp_path):
    """Run pytest on notebook 10 in a Python that finds no TensorFlow, nor do its kernels."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['tensorflow'] = None\n")

    def run(*arguments, **environment):
        kept = {name: value for name, value in os.environ.items() if name != "REQUIRE_ALL_TESTS"}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-rs", *arguments], cwd=ROOT,
            env=kept | {"PYTHONPATH": str(tmp_path)} | environment,
            capture_output=True, text=True, timeout=120,
        )

    return run


def test_without_tensorflow_its_notebook_is_skipped_with_the_remedy(without_tensorflow):
    answer = without_tensorflow(NOTEBOOK)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert f"{sys.executable} -m pip install -r requirements-tensorflow.txt" in answer.stdout
    assert "Python 3.11 to 3.13" in answer.stdout
    assert "passed" not in answer.stdout.splitlines()[-1]


def test_other_notebooks_are_not_skipped(without_tensorflow):
    answer = without_tensorflow("notebooks/00_symbols.ipynb")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "passed" in answer.stdout and "skipped" not in answer.stdout


def test_where_every_test_must_run_it_fails_and_its_first_cell_says_why(without_tensorflow):
    answer = without_tensorflow(NOTEBOOK, "-x", REQUIRE_ALL_TESTS="1")
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert "This notebook needs TensorFlow (about 1.8 GB; Python 3.11 to 3.13)" in answer.stdout
    command = f'"{sys.executable}" -m pip install -r "{ROOT / "requirements-tensorflow.txt"}"'
    assert command in answer.stdout
    assert "skipped" not in answer.stdout.splitlines()[-1]
