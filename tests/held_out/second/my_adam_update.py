"""Answers of learners to my_adam_update (notebook 04)."""
import numpy as np


# single: the average of the squares is not corrected
def wrong_01(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat = velocity / (1 - beta1 ** t)
    parameter = parameter - learning_rate * v_hat / (np.sqrt(square) + epsilon)
    return parameter, velocity, square


# single: the square is made of the velocity instead of the gradient
def wrong_02(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * v ** 2
    vc = v / (1 - beta1 ** t)
    sc = s / (1 - beta2 ** t)
    return parameter - learning_rate * vc / (np.sqrt(sc) + epsilon), v, s


# single: t is counted up once more before the correction
def wrong_03(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    t = t + 1
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * np.square(gradient)
    m_hat = velocity / (1 - np.power(beta1, t))
    v_hat = square / (1 - np.power(beta2, t))
    parameter = parameter - learning_rate * m_hat / (np.sqrt(v_hat) + epsilon)
    return parameter, velocity, square


# single: the corrected averages are returned
def wrong_04(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient ** 2
    velocity = velocity / (1 - beta1 ** t)
    square = square / (1 - beta2 ** t)
    parameter = parameter - learning_rate * velocity / (np.sqrt(square) + epsilon)
    return parameter, velocity, square


# single: t multiplies where it should be the exponent
def wrong_05(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient ** 2
    v = velocity / (1 - beta1 * t)
    s = square / (1 - beta2 * t)
    return parameter - learning_rate * v / (np.sqrt(s) + epsilon), velocity, square


# single: no root
def wrong_06(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient * gradient
    step = (velocity / (1 - beta1 ** t)) / (square / (1 - beta2 ** t) + epsilon)
    return parameter - learning_rate * step, velocity, square


# single: both averages are corrected with beta1
def wrong_07(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient ** 2
    correction = 1 - beta1 ** t
    v_corr, s_corr = velocity / correction, square / correction
    parameter = parameter - learning_rate * v_corr / (np.sqrt(s_corr) + epsilon)
    return parameter, velocity, square


# single: the fraction's bracket is missing, epsilon is added to the quotient
def wrong_08(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v = beta1 * velocity + (1 - beta1) * gradient
    s = beta2 * square + (1 - beta2) * gradient ** 2
    p = parameter - learning_rate * v / 1 - beta1 ** t / np.sqrt(s / (1 - beta2 ** t)) + epsilon
    return p, v, s


# pair: beta1 and 1 - beta1 are exchanged; the step goes uphill
def wrong_09(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = (1 - beta1) * velocity + beta1 * gradient
    square = beta2 * square + (1 - beta2) * gradient ** 2
    vhat = velocity / (1 - beta1 ** t)
    shat = square / (1 - beta2 ** t)
    parameter = parameter + learning_rate * vhat / (np.sqrt(shat) + epsilon)
    return parameter, velocity, square


# pair: the step follows the gradient, not the velocity; the averages are returned in the wrong order
def wrong_10(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    v_new = beta1 * velocity + (1 - beta1) * gradient
    s_new = beta2 * square + (1 - beta2) * gradient ** 2
    denominator = np.sqrt(s_new / (1 - beta2 ** t)) + epsilon
    p_new = parameter - learning_rate * gradient / denominator
    return p_new, s_new, v_new


# pair: the gradient enters the velocity without 1 - beta1; the correction of the squares is outside the root
def wrong_11(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + gradient
    square = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat = velocity / (1 - beta1 ** t)
    s_hat = np.sqrt(square) / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (s_hat + epsilon), velocity, square


# other: one length for all entries, the norm, instead of a root for each
def wrong_12(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    velocity = beta1 * velocity + (1 - beta1) * gradient
    square = beta2 * square + (1 - beta2) * gradient ** 2
    v_hat = velocity / (1 - beta1 ** t)
    s_hat = square / (1 - beta2 ** t)
    return parameter - learning_rate * v_hat / (np.sqrt(np.sum(s_hat)) + epsilon), velocity, square


def right_01(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    # the corrections pulled into the rate and into epsilon
    v = velocity + (1 - beta1) * (gradient - velocity)
    s = square + (1 - beta2) * (gradient * gradient - square)
    c1, c2 = 1 - beta1 ** t, (1 - beta2 ** t) ** 0.5
    return parameter - learning_rate * c2 / c1 * v / (np.sqrt(s) + epsilon * c2), v, s


def right_02(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    (v, v_hat), (s, s_hat) = (
        (new, new / -np.expm1(t * np.log(b)))
        for new, b in ((beta1 * velocity + (1 - beta1) * gradient, beta1),
                       (beta2 * square + (1 - beta2) * gradient ** 2, beta2)))
    return parameter - learning_rate * np.divide(v_hat, s_hat ** 0.5 + epsilon), v, s


def right_03(parameter, gradient, velocity, square, t, learning_rate, beta1, beta2, epsilon):
    # copies, entry by entry
    p, v, s = (np.array(a, dtype=float) for a in (parameter, velocity, square))
    for i in np.ndindex(p.shape):
        v[i] = beta1 * v[i] + (1 - beta1) * gradient[i]
        s[i] = beta2 * s[i] + (1 - beta2) * gradient[i] ** 2
        p[i] -= learning_rate * (v[i] / (1 - beta1 ** t)) / ((s[i] / (1 - beta2 ** t)) ** 0.5 + epsilon)
    return p, v, s
