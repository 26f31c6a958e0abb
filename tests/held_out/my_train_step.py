"""Held-out answers to my_train_step (notebook 10), written without knowing the check's list."""

import tensorflow as tf

variables = {"W1": tf.Variable([[0.1]])}  # a variable of the notebook


# single: uphill
def wrong_01(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_add(learning_rate * gradients[name])
    return J


# single: the step takes the place of the parameter
def wrong_02(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name, variable in parameters.items():
        variable.assign(-learning_rate * gradients[name])
    return J


# single: the learning rate is forgotten
def wrong_03(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    for name, gradient in tape.gradient(J, parameters).items():
        parameters[name].assign_sub(gradient)
    return J


# single: a tensor takes the Variable's place in the dict
def wrong_04(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * gradients[name]
    return J


# single: the result is bound to a name and lost
def wrong_05(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name, p in parameters.items():
        p = p - learning_rate * gradients[name]
    return J


# single: the loss is computed before the tape runs
def wrong_06(X, y, parameters, loss, learning_rate):
    J = loss(X, y, parameters)
    with tf.GradientTape() as tape:
        gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# single: J as Python's number
def wrong_07(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return float(J)


# single: J as numpy's number
def wrong_08(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J.numpy()


# single: returns nothing
def wrong_09(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])


# single: returns the loss after the update
def wrong_10(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    J = loss(X, y, parameters)
    return J


# single: only the weights are moved
def wrong_11(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        if name.startswith("W"):
            parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# single: the names are sorted on one side only
def wrong_12(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, [parameters[name] for name in sorted(parameters)])
    for variable, gradient in zip(parameters.values(), gradients, strict=True):
        variable.assign_sub(learning_rate * gradient)
    return J


# single: a tape that is used up is asked again and again
def wrong_13(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    for variable in parameters.values():
        variable.assign_sub(learning_rate * tape.gradient(J, variable))
    return J


# single: the gradient for X
def wrong_14(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        tape.watch(X)
        J = loss(X, y, parameters)
    gradient = tape.gradient(J, X)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradient)
    return J


# single: the update is made twice
def wrong_15(X, y, parameters, loss, learning_rate):
    for _ in range(2):
        with tf.GradientTape() as tape:
            J = loss(X, y, parameters)
        gradients = tape.gradient(J, parameters)
        for name in parameters:
            parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# single: divided by the number of examples once more
def wrong_16(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name] / len(y))
    return J


# single: Adam
def wrong_17(X, y, parameters, loss, learning_rate):
    optimizer = tf.keras.optimizers.Adam(learning_rate)
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    names = list(parameters)
    gradients = tape.gradient(J, parameters)
    optimizer.apply_gradients([(gradients[name], parameters[name]) for name in names])
    return J


# single: new Variables in the dict, the old ones stay as they were
def wrong_18(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name] = tf.Variable(parameters[name] - learning_rate * gradients[name])
    return J


# single: one parameter after the other, each with the loss of those moved before
def wrong_19(X, y, parameters, loss, learning_rate):
    first = None
    for variable in parameters.values():
        with tf.GradientTape() as tape:
            J = loss(X, y, parameters)
        first = J if first is None else first
        variable.assign_sub(learning_rate * tape.gradient(J, variable))
    return first


# single: the sign of the gradient
def wrong_20(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * tf.sign(gradients[name]))
    return J


# single: the gradients are clipped
def wrong_21(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * tf.clip_by_norm(gradients[name], 0.01))
    return J


# single: y before X
def wrong_22(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(y, X, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# single: divided by the learning rate
def wrong_23(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(gradients[name] / learning_rate)
    return J


# single: the loss leaves TensorFlow within the tape
def wrong_24(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters).numpy()
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# single: the learning rate is added to the gradient
def wrong_25(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate + gradients[name])
    return J


# single: the last parameter is left out
def wrong_26(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in list(parameters)[:-1]:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# single: weight decay on top
def wrong_27(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name, variable in parameters.items():
        variable.assign_sub(learning_rate * (gradients[name] + 0.01 * variable))
    return J


# single: the gradient of J squared
def wrong_28(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
        square = J ** 2
    gradients = tape.gradient(square, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# single: each gradient is brought to the length 1
def wrong_29(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name, g in gradients.items():
        parameters[name].assign_sub(learning_rate * g / tf.norm(g))
    return J


# single: the first example only
def wrong_30(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X[:1], y[:1], parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# pair: uphill; the learning rate is forgotten
def wrong_31(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_add(gradients[name])
    return J


# pair: a tensor takes the Variable's place; J as a number
def wrong_32(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name] = parameters[name] - learning_rate * gradients[name]
    return J.numpy()


# pair: only the weights are moved; returns nothing
def wrong_33(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name, gradient in gradients.items():
        if "W" in name:
            parameters[name].assign_sub(learning_rate * gradient)


# pair: uphill; returns the loss after the update
def wrong_34(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign(parameters[name] + learning_rate * gradients[name])
    return loss(X, y, parameters)


# pair: the result is lost; returns the gradients
def wrong_35(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for p, g in zip(parameters.values(), gradients.values(), strict=True):
        p = p - learning_rate * g
    return gradients


# pair: one after the other; the learning rate is forgotten
def wrong_36(X, y, parameters, loss, learning_rate):
    for variable in parameters.values():
        with tf.GradientTape() as tape:
            J = loss(X, y, parameters)
        variable.assign_sub(tape.gradient(J, variable))
    return J


# pair: divided by the number of examples; uphill
def wrong_37(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_add(learning_rate * gradients[name] / y.shape[0])
    return J


# other: returns the gradients as well
def wrong_38(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J, gradients


# other: return inside the loop
def wrong_39(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
        return J


# other: an endless loop, trains until the loss is 0
def wrong_40(X, y, parameters, loss, learning_rate):
    J = loss(X, y, parameters)
    while J != 0:
        with tf.GradientTape() as tape:
            J = loss(X, y, parameters)
        gradients = tape.gradient(J, parameters)
        for name in parameters:
            parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# other: the notebook's Variables in place of the argument
def wrong_41(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, variables)
    gradients = tape.gradient(J, variables)
    for name in variables:
        variables[name].assign_sub(learning_rate * gradients[name])
    return J


# other: a list from the tape, asked by name
def wrong_42(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, list(parameters.values()))
    for name in parameters:
        parameters[name].assign_sub(learning_rate * gradients[name])
    return J


# other: the learning rate is left out of the arguments
def wrong_43(X, y, parameters, loss):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name].assign_sub(0.5 * gradients[name])
    return J


# other: NumPy's way of changing a part, which a Variable does not have
def wrong_44(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name][:] = parameters[name] - learning_rate * gradients[name]
    return J


def gradient_step(variable, gradient, rate=0.01):
    variable.assign_sub(rate * gradient)


# other: a helper function that is left at its default rate
def wrong_45(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        gradient_step(parameters[name], gradients[name])
    return J


# other: prints all gradients; their mean moves the whole matrix
def wrong_46(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name, p in parameters.items():
        print(name, gradients[name])
        p.assign_sub(learning_rate * tf.reduce_mean(gradients[name]) * tf.ones_like(p))
    return J


# other: the pairs of apply_gradients the wrong way round
def wrong_47(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    names = list(parameters)
    values = [parameters[name] for name in names]
    gradients = tape.gradient(J, values)
    optimizer = tf.keras.optimizers.SGD(learning_rate)
    optimizer.apply_gradients(zip(values, gradients, strict=True))
    return J


# single: -=, which a Variable refuses
def wrong_48(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in parameters:
        parameters[name] -= learning_rate * gradients[name]
    return J


# a list of Variables, zip
def right_01(X, y, parameters, loss, learning_rate):
    values = list(parameters.values())
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    for variable, gradient in zip(values, tape.gradient(J, values), strict=True):
        variable.assign_sub(learning_rate * gradient)
    return J


# assign in place of assign_sub
def right_02(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
    gradients = tape.gradient(J, parameters)
    for name in gradients:
        parameters[name].assign(parameters[name] - learning_rate * gradients[name])
    return J


# plus the negative step
def right_03(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as recorded:
        cost = loss(X, y, parameters)
    slopes = recorded.gradient(cost, parameters)
    for name, slope in slopes.items():
        parameters[name].assign_add(-learning_rate * slope)
    return cost


# a persistent tape, one gradient at a time, all before the first update
def right_04(X, y, parameters, loss, learning_rate):
    with tf.GradientTape(persistent=True) as tape:
        J = loss(X, y, parameters)
    steps = {name: learning_rate * tape.gradient(J, p) for name, p in parameters.items()}
    del tape
    for name, step in steps.items():
        parameters[name].assign_sub(step)
    return J


# a tape that is told what to watch; sorted names on both sides
def right_05(X, y, parameters, loss, learning_rate):
    tape = tf.GradientTape(watch_accessed_variables=False)
    with tape:
        tape.watch(list(parameters.values()))
        J = loss(X, y, parameters)
    names = sorted(parameters)
    gradients = tape.gradient(J, [parameters[name] for name in names])
    for i, name in enumerate(names):
        parameters[name].assign_sub(gradients[i] * learning_rate)
    return tf.identity(J)


# the gradients are taken inside the with block
def right_06(X, y, parameters, loss, learning_rate):
    with tf.GradientTape() as tape:
        J = loss(X, y, parameters)
        gradients = tape.gradient(J, parameters)
    [p.assign_sub(tf.multiply(gradients[name], learning_rate)) for name, p in parameters.items()]
    return J
