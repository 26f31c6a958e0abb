"""What is said of answers in TensorFlow, made in TensorFlow itself."""

import subprocess
import sys

import numpy as np

from helpers.exercises.framework import check_batch_norm_tf as exercise


def test_tensorflow_is_not_needed_to_import_it():
    script = ("import sys; sys.modules['tensorflow'] = None; "
              "from helpers.exercises.framework import check_batch_norm_tf as check; "
              "assert check(check.solution_function).passed")
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_the_solution_shown_passes_also_in_float32_and_compiled(tensorflow):
    """With TensorFlow in place of its stand-in."""
    names = {"tf": tensorflow}
    exec(exercise.solution().text.removeprefix("```python\n").removesuffix("```"), names)
    shown = names["my_batch_norm_tf"]
    for function in (shown, tensorflow.function(shown), lambda *case: shown(*[
            tensorflow.constant(argument, tensorflow.float32) for argument in case])):
        for _ in range(3):
            check = exercise(function)
            assert check.passed, check.message


def test_mistakes_made_in_tensorflow_itself(tensorflow):
    moments, line = tensorflow.nn.moments, tensorflow.nn.batch_normalization
    layer = tensorflow.keras.layers.BatchNormalization
    for expected, function in {
        "offset and scale are swapped": lambda Z, gamma, beta, epsilon: line(
            Z, *moments(Z, axes=[1], keepdims=True), gamma, beta, epsilon),
        "for Keras's (m, n)": lambda Z, gamma, beta, epsilon: line(
            Z, *moments(Z, axes=[0]), beta, gamma, epsilon),
        "`None` leaves them out": lambda Z, gamma, beta, epsilon: line(
            Z, *moments(Z, axes=[1], keepdims=True), None, None, epsilon),
        "layer on `Z` itself: it wants": lambda Z, gamma, beta, epsilon: layer()(Z, training=True),
        "layer on `Z` itself, and gamma and beta": lambda Z, gamma, beta, epsilon: layer(
            epsilon=epsilon)(Z, training=True),
        "layer on the transpose of `Z`": lambda Z, gamma, beta, epsilon: np.transpose(
            layer()(Z.T, training=True)),
        "you return `Z_norm`": lambda Z, gamma, beta, epsilon: np.transpose(
            layer(epsilon=epsilon)(Z.T, training=True)),
        "layer in test mode": lambda Z, gamma, beta, epsilon: layer()(Z),
    }.items():
        check = exercise(function)
        assert not check.passed and expected in check.message


def test_right_values_without_their_gradients_do_not_pass(tensorflow):
    line = "{}tf.nn.batch_normalization(Z, {}, beta, gamma, epsilon){}"
    moments = "tf.nn.moments(Z, [1], keepdims=True)"
    for text, words in (
            (line.format("", f"*map(tf.stop_gradient, {moments})", ""), "that of `Z` is wrong."),
            (line.format("", f"*{moments}", ".numpy()"),
             "that of `Z` is missing, that of `gamma` is missing, that of `beta` is missing. For"),
            (line.format("Z.any() and ", f"*{moments}", ""), "has no attribute 'any'"),
            (line.format("", f"*{moments}", ""), "Right on 4 random cases")):
        function = eval(f"lambda Z, gamma, beta, epsilon: {text}", {"tf": tensorflow})
        assert words in exercise(function).message


def test_what_tensorflow_refuses_is_said_in_plain_words(tensorflow):
    moments, line = tensorflow.nn.moments, tensorflow.nn.batch_normalization
    missing = exercise.remedies["Missing required positional argument"]
    for function, *parts in (
        (lambda Z, gamma, beta, epsilon: line(Z, *moments(Z, [1], keepdims=True), beta, gamma),
         missing),
        (lambda Z, gamma, beta, epsilon: moments(Z, keepdims=True), missing),
        (lambda Z, gamma, beta, epsilon: line(Z, *moments(Z, [1]), beta, gamma, epsilon),
         "[3,7] vs. [3,3]` in its line 1", exercise.remedies["Incompatible shapes"]),
        (lambda *case: tensorflow.constant(1.0) * tensorflow.constant(case[0]),
         "expected to be a float tensor but is a double tensor` in its line 1"),
        (lambda *case: moments(case[0], [1])[2], "`IndexError: tuple index out of range` in its"),
    ):
        message = exercise(function).message
        assert all(part in message for part in parts), message
        assert "function_node" not in message and "[Op:" not in message
