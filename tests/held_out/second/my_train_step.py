"""Answers of learners to my_train_step (notebook 10)."""
import os

os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}

import numpy as np
import tensorflow as tf


# single: assign instead of assign_sub, the parameters become the step
def wrong_01(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign(learning_rate * gradients[name])
    return J


# single: uphill
def wrong_02(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    grads = tape.gradient(J, parameters)
    for k in parameters.keys():
        parameters[k].assign_add(learning_rate * grads[k])
    return J


# single: the dict gets new tensors, the Variables stay as they were
def wrong_03(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name, gradient in gradients.items():
        parameters[name] = parameters[name] - learning_rate * gradient
    return J


# single: the loss is that after the update
def wrong_04(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    dp = tape.gradient(J, parameters)
    for k, p in parameters.items():
        p.assign_sub(learning_rate * dp[k])
    J = loss(X, y, parameters)
    return J


# single: the loss is computed twice, so the running averages move twice
def wrong_05(X, y, parameters, loss, learning_rate):
    J = loss(X, y, parameters)
    with tf.GradientTape() as tape:
        value = loss(X, y, parameters)
    gradients = tape.gradient(value, parameters)
    for k in parameters:
        parameters[k].assign_sub(learning_rate * gradients[k])
    return J


# single: the loss is computed before the tape is on, so the gradients are None (an error)
def wrong_06(X, y, parameters, loss, learning_rate):
    J = loss(X, y, parameters)
    with tf.GradientTape() as tape:
        gradients = tape.gradient(J, parameters)
    for k in parameters:
        parameters[k].assign_sub(learning_rate * gradients[k])
    return J


# single: a number is returned, not the tensor
def wrong_07(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, list(parameters.values()))
    for p, g in zip(parameters.values(), gradients):
        p.assign_sub(learning_rate * g)
    return float(J)


# single: only the weights are updated
def wrong_08(X, y, parameters, loss, learning_rate):
    weights = {k: v for k, v in parameters.items() if k.startswith("W")}
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, weights)
    for k, v in weights.items():
        v.assign_sub(learning_rate * gradients[k])
    return J


# pair: one parameter after the other, each with a gradient at the point moved before; the last J is returned
def wrong_09(X, y, parameters, loss, learning_rate):
    for k in parameters:
        with tf.GradientTape() as tape:
            J = loss(X, y, parameters)
        parameters[k].assign_sub(learning_rate * tape.gradient(J, parameters[k]))
    return J


# pair: the gradients are divided by the number of examples once more; J is not returned
def wrong_10(X, y, parameters, loss, learning_rate):
    m = len(X)
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for k in parameters:
        parameters[k].assign_sub(learning_rate * gradients[k] / m)


# pair: a local name is moved, no Variable; a numpy number is returned
def wrong_11(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, list(parameters.values()))
    for p, g in zip(parameters.values(), gradients):
        p = p - learning_rate * g
    return J.numpy()


# other: an Adam that is new at each step: all entries move by the learning rate
def wrong_12(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for k, p in parameters.items():
        g = gradients[k]
        p.assign_sub(learning_rate * g / (tf.abs(g) + 1e-7))
    return J


def right_01(X, y, parameters, loss, learning_rate):
    # the tape watches a list, the gradients are taken inside it
    variables = list(parameters.values())
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for v in variables:
            tape.watch(v)
        J = loss(X, y, parameters)
    new = [v - learning_rate * g for v, g in zip(variables, tape.gradient(J, variables))]
    for v, value in zip(variables, new):
        v.assign(value)
    return J


def right_02(X, y, parameters, loss, learning_rate):
    # a persistent tape, one gradient at a time
    with tf.GradientTape(persistent=True) as tape:
        J = loss(X, y, parameters)
    steps = {k: tape.gradient(J, p) for k, p in parameters.items()}
    del tape
    while steps:
        k, g = steps.popitem()
        parameters[k].assign_add(-learning_rate * g)
    return J


def right_03(X, y, parameters, loss, learning_rate):
    # the rate inside the loss
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
        scaled = J * learning_rate
    tf.nest.map_structure(lambda p, step: p.assign_sub(step), parameters,
                          tape.gradient(scaled, parameters))
    return J
