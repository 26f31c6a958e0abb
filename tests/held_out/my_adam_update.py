"""Held-out answers to my_adam_update (notebook 04), written without knowing the check's list."""

import numpy as np

step = 1  # a variable of the notebook


# single: no bias correction
def wrong_01(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    return parameter - learning_rate * v / (np.sqrt(s) + epsilon), v, s


# single: only velocity is corrected
def wrong_02(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat = v / (1 - beta1 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s) + epsilon), v, s


# single: only square is corrected
def wrong_03(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    s_hat = s / (1 - beta2 ** t)
    return parameter - learning_rate * v / (np.sqrt(s_hat) + epsilon), v, s


# single: the corrected averages are returned
def wrong_04(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient ** 2
    velocity = velocity / (1 - beta1 ** t)
    square = square / (1 - beta2 ** t)
    parameter = parameter - learning_rate * velocity / (np.sqrt(square) + epsilon)
    return parameter, velocity, square


# single: t + 1, as if t counted from 0
def wrong_05(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    t = t + 1
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * np.square(gradient)
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# single: t - 1, so the first step divides by 0
def wrong_06(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * np.square(gradient)
    v_hat, s_hat = v / (1 - beta1 ** (t - 1)), s / (1 - beta2 ** (t - 1))
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# single: epsilon inside the root
def wrong_07(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient * gradient
    vc, sc = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * vc / np.sqrt(sc + epsilon), v, s


# single: no epsilon
def wrong_08(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient * gradient
    return parameter - learning_rate * (v / (1 - beta1**t)) / np.sqrt(s / (1 - beta2**t)), v, s


# single: no square root
def wrong_09(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient * gradient
    vc, sc = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * vc / (sc + epsilon), v, s


# single: beta1 and beta2 swapped
def wrong_10(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta2 * velocity + (1 - beta2) * gradient
    s = beta1 * square + (1 - beta1) * gradient * gradient
    vc, sc = v / (1 - beta2 ** t), s / (1 - beta1 ** t)
    return parameter - learning_rate * vc / (np.sqrt(sc) + epsilon), v, s


# single: the gradient is not squared
def wrong_11(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient
    vc, sc = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * vc / (np.sqrt(sc) + epsilon), v, s


# single: + for -
def wrong_12(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    vc, sc = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter + learning_rate * vc / (np.sqrt(sc) + epsilon), v, s


# single: the learning rate is forgotten
def wrong_13(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    vc, sc = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - vc / (np.sqrt(sc) + epsilon), v, s


# single: beta * t in place of the power
def wrong_14(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat = v / (1 - beta1 * t)
    s_hat = s / (1 - beta2 * t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# single: (1 - beta) ** t, brackets in the wrong place
def wrong_15(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1) ** t, s / (1 - beta2) ** t
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# single: the step uses the old velocity
def wrong_16(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    new_velocity = beta1 * velocity + (1 - beta1) * gradient
    new_square = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat = velocity / (1 - beta1 ** t)
    s_hat = new_square / (1 - beta2 ** t)
    return (parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon),
            new_velocity, new_square)


# single: square averages the squared velocity
def wrong_17(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * velocity ** 2
    v_hat, s_hat = velocity / (1 - beta1 ** t), square / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), velocity, square


# single: (1 - beta1) is missing, the other form of momentum
def wrong_18(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# single: the weights on old and new swapped in both averages
def wrong_19(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = (1 - beta1) * velocity + beta1 * gradient
    s = (1 - beta2) * square + beta2 * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# single: parameter returned last
def wrong_20(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    parameter = parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return v, s, parameter


# single: returns the step, not the parameter
def wrong_21(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    update = learning_rate * (v / (1 - beta1 ** t)) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon)
    return update, v, s


# single: epsilon added before the correction, as in some libraries
def wrong_22(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    alpha_t = learning_rate * np.sqrt(1 - beta2 ** t) / (1 - beta1 ** t)
    return parameter - alpha_t * v / (np.sqrt(s) + epsilon), v, s


# single: the correction of square outside the root
def wrong_23(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat = v / (1 - beta1 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s) / (1 - beta2 ** t) + epsilon), v, s


# single: beta1 corrects both averages
def wrong_24(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    correction = 1 - beta1 ** t
    return (parameter - learning_rate * (v / correction) / (np.sqrt(s / correction) + epsilon),
            v, s)


# single: brackets, epsilon is added to the step
def wrong_25(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * (v_hat / np.sqrt(s_hat) + epsilon), v, s


# single: beta2 ** 2 for beta2 ** t
def wrong_26(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** 2)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# single: only the velocity is returned corrected
def wrong_27(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = (beta1 * velocity + (1 - beta1) * gradient) / (1 - beta1 ** t)
    square = beta2 * square + (1 - beta2) * gradient ** 2
    root = np.sqrt(square / (1 - beta2 ** t)) + epsilon
    return parameter - learning_rate * velocity / root, velocity, square


# single: the gradient itself in the numerator, as in RMSprop
def wrong_28(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    return parameter - learning_rate * gradient / (np.sqrt(s / (1 - beta2 ** t)) + epsilon), v, s


# pair: no bias correction; epsilon inside the root
def wrong_29(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    return parameter - learning_rate * v / np.sqrt(s + epsilon), v, s


# pair: t + 1; corrected averages returned
def wrong_30(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = (beta1 * velocity + (1 - beta1) * gradient) / (1 - beta1 ** (t + 1))
    s = (beta2 * square + (1 - beta2) * gradient ** 2) / (1 - beta2 ** (t + 1))
    return parameter - learning_rate * v / (np.sqrt(s) + epsilon), v, s


# pair: no square root; only velocity is corrected
def wrong_31(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    return parameter - learning_rate * (v / (1 - beta1 ** t)) / (s + epsilon), v, s


# pair: (1 - beta1) missing; (1 - beta2) missing
def wrong_32(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + gradient
    s = beta2 * square + gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# pair: + for -; square returned before velocity
def wrong_33(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter + learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), s, v


# pair: square averages the old velocity squared; no learning rate
def wrong_34(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    s = beta2 * square + (1 - beta2) * velocity ** 2
    v = beta1 * velocity + (1 - beta1) * gradient
    return parameter - v / (1 - beta1 ** t) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon), v, s


# pair: beta1 for both averages; no epsilon
def wrong_35(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta1 * square + (1 - beta1) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta1 ** t)
    return parameter - learning_rate * v_hat / np.sqrt(s_hat), v, s


# other: ^ for the power
def wrong_36(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ^ t), s / (1 - beta2 ^ t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# other: changes the arguments in place
def wrong_37(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity *= beta1
    velocity += (1 - beta1) * gradient
    square *= beta2
    square += (1 - beta2) * gradient ** 2
    v_hat, s_hat = velocity / (1 - beta1 ** t), square / (1 - beta2 ** t)
    parameter -= learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return parameter, velocity, square


# other: the same gradient t times over
def wrong_38(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    for i in range(1, t + 1):
        velocity = beta1 * velocity + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient ** 2
        v_hat, s_hat = velocity / (1 - beta1 ** i), square / (1 - beta2 ** i)
        parameter = parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
    return parameter, velocity, square


# other: returns the parameter only
def wrong_39(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = (beta1 * velocity + (1 - beta1) * gradient) / (1 - beta1 ** t)
    s = (beta2 * square + (1 - beta2) * gradient ** 2) / (1 - beta2 ** t)
    return parameter - learning_rate * v / (np.sqrt(s) + epsilon)


# other: an endless loop, until the parameter stops moving
def wrong_40(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    moved = True
    while moved:
        velocity = beta1 * velocity + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient ** 2
        v_hat, s_hat = velocity / (1 - beta1 ** t), square / (1 - beta2 ** t)
        new = parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon)
        moved = np.abs(new - parameter).max() >= 0
        parameter = new
    return parameter, velocity, square


# other: one number for the whole matrix, the norm of the gradient
def wrong_41(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * np.sum(gradient ** 2)
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# other: a matrix product for the square
def wrong_42(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient @ gradient.T
    v_hat, s_hat = v / (1 - beta1 ** t), s / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


def corrected(average, t, beta=0.999):
    return average / (1 - beta ** t)


# other: a helper function whose default, 0.999, is used for both
def wrong_43(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    return (parameter - learning_rate * corrected(v, t) / (np.sqrt(corrected(s, t)) + epsilon),
            v, s)


# other: counts with the notebook's own variable in place of t
def wrong_44(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - beta1 ** step), s / (1 - beta2 ** step)
    return parameter - learning_rate * v_hat / (np.sqrt(s_hat) + epsilon), v, s


# the paper's short form with epsilon scaled to match
def right_01(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    c1, c2 = 1 - beta1 ** t, np.sqrt(1 - beta2 ** t)
    return parameter - learning_rate * c2 / c1 * v / (np.sqrt(s) + epsilon * c2), v, s


# averages moved towards the new value
def right_02(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = velocity + (1 - beta1) * (gradient - velocity)
    square = square + (1 - beta2) * (gradient * gradient - square)
    numerator = velocity / (1 - np.power(beta1, t))
    denominator = (square / (1 - np.power(beta2, t))) ** 0.5 + epsilon
    return parameter - learning_rate * numerator / denominator, velocity, square


# the powers by a loop
def right_03(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    power1 = power2 = 1.0
    for _ in range(t):
        power1 *= beta1
        power2 *= beta2
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat, s_hat = v / (1 - power1), s / (1 - power2)
    return [parameter - learning_rate * v_hat / (epsilon + np.sqrt(s_hat)), v, s]


# copies changed in place
def right_04(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    p, v, s = parameter.copy(), velocity.copy(), square.copy()
    v *= beta1
    v += (1 - beta1) * gradient
    s *= beta2
    s += (1 - beta2) * np.abs(gradient) ** 2
    p -= learning_rate * (v / (1 - beta1 ** t)) / (np.sqrt(s / (1 - beta2 ** t)) + epsilon)
    return p, v, s


def average(old, new, decay):
    return decay * old + (1 - decay) * new


# helper function, and the correction as a sum of weights
def right_05(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v, s = average(velocity, gradient, beta1), average(square, np.square(gradient), beta2)
    weights1 = sum((1 - beta1) * beta1 ** i for i in range(t))
    weights2 = sum((1 - beta2) * beta2 ** i for i in range(t))
    direction = (v / weights1) / (np.sqrt(s / weights2) + epsilon)
    return parameter - learning_rate * direction, v, s
