"""Held-out answers to my_batch_norm_tf (notebook 10), written without knowing the check's list."""

import numpy as np
import tensorflow as tf

five = tf.constant([[2.0, 4.0, 6.0, 8.0, 10.0]])  # a variable of the notebook


# single: the statistics along the units
def wrong_01(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=[0], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: keepdims is forgotten
def wrong_02(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=[1])
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: gamma for the offset, beta for the scale
def wrong_03(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, gamma, beta, epsilon)


# single: the variance is taken for the mean
def wrong_04(Z, gamma, beta, epsilon):
    variance, mean = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: one mean and one variance for all
def wrong_05(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=[0, 1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: epsilon is 0
def wrong_06(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, 0.0)


# single: an epsilon of its own, Keras's
def wrong_07(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, 0.001)


# single: the root is taken of the variance before
def wrong_08(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, tf.sqrt(variance), beta, gamma, epsilon)


# single: the offset is left out
def wrong_09(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, None, gamma, epsilon)


# single: the scale is left out
def wrong_10(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, None, epsilon)


# single: an array, not a tensor, so no gradient passes
def wrong_11(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon).numpy()


# single: NumPy's statistics, so the gradient does not pass through them
def wrong_12(Z, gamma, beta, epsilon):
    mean = np.mean(Z, axis=1, keepdims=True)
    variance = np.var(Z, axis=1, keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: the gradient does not pass through the variance
def wrong_13(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    variance = tf.stop_gradient(variance)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: the variance with m - 1
def wrong_14(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    m = Z.shape[1]
    return tf.nn.batch_normalization(Z, mean, variance * m / (m - 1), beta, gamma, epsilon)


# single: epsilon outside the root
def wrong_15(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return gamma * (Z - mean) / (tf.sqrt(variance) + epsilon) + beta


# single: epsilon twice, once added to the variance by hand
def wrong_16(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance + epsilon, beta, gamma, epsilon)


# single: no root
def wrong_17(Z, gamma, beta, epsilon):
    mu = tf.reduce_mean(Z, axis=1, keepdims=True)
    variance = tf.reduce_mean((Z - mu) ** 2, axis=1, keepdims=True)
    return gamma * (Z - mu) / (variance + epsilon) + beta


# single: one variance for all, the axis is missing in one place
def wrong_18(Z, gamma, beta, epsilon):
    mu = tf.reduce_mean(Z, axis=1, keepdims=True)
    variance = tf.reduce_mean((Z - mu) ** 2)
    return gamma * (Z - mu) / tf.sqrt(variance + epsilon) + beta


# single: the mean of the squares for the variance
def wrong_19(Z, gamma, beta, epsilon):
    mean = tf.reduce_mean(Z, axis=1, keepdims=True)
    square = tf.reduce_mean(Z * Z, axis=1, keepdims=True)
    return tf.nn.batch_normalization(Z, mean, square, beta, gamma, epsilon)


# single: the mean is 0
def wrong_20(Z, gamma, beta, epsilon):
    variance = tf.nn.moments(Z, [1], keepdims=True)[1]
    return tf.nn.batch_normalization(Z, tf.zeros_like(variance), variance, beta, gamma, epsilon)


# single: float32 in all cases
def wrong_21(Z, gamma, beta, epsilon):
    Z, gamma, beta = (tf.cast(tensor, tf.float32) for tensor in (Z, gamma, beta))
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: the sign of beta
def wrong_22(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, tf.negative(beta), gamma, epsilon)


# single: 1 is added to the scale
def wrong_23(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, 1 + tf.convert_to_tensor(gamma),
                                     epsilon)


# single: beta is inside the bracket
def wrong_24(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return gamma * (tf.nn.batch_normalization(Z, mean, variance, None, None, epsilon) + beta)


# single: all in NumPy, a tensor only at the end, so no gradient passes
def wrong_25(Z, gamma, beta, epsilon):
    Z, gamma, beta = np.array(Z), np.array(gamma), np.array(beta)
    mean = Z.mean(axis=1, keepdims=True)
    variance = Z.var(axis=1, keepdims=True)
    return tf.constant(gamma * (Z - mean) / np.sqrt(variance + epsilon) + beta)


# pair: keepdims is forgotten; gamma for the offset
def wrong_26(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, 1)
    return tf.nn.batch_normalization(Z, mean, variance, gamma, beta, epsilon)


# pair: the statistics along the units; gamma for the offset
def wrong_27(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [0], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, gamma, beta, epsilon)


# pair: one mean and variance for all; the offset is left out
def wrong_28(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [0, 1])
    return tf.nn.batch_normalization(Z, mean, variance, None, gamma, epsilon)


# pair: the variance for the mean; gamma for the offset
def wrong_29(Z, gamma, beta, epsilon):
    variance, mean = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, gamma, beta, epsilon)


# pair: the statistics along the units; Keras's epsilon
def wrong_30(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [0])
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, 1e-3)


# pair: an array in place of a tensor; epsilon is 0
def wrong_31(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, 0).numpy()


# pair: the root before; epsilon twice
def wrong_32(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    spread = tf.sqrt(variance + epsilon)
    return tf.nn.batch_normalization(Z, mean, spread, beta, gamma, epsilon)


# other: gives back the statistics, too
def wrong_33(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon), mean, variance


# other: a Keras layer, with a scale and an offset of its own
def wrong_34(Z, gamma, beta, epsilon):
    layer = tf.keras.layers.BatchNormalization(epsilon=epsilon)
    return tf.transpose(layer(tf.transpose(Z), training=True))


# other: the second argument is forgotten
def wrong_35(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# other: epsilon is left out of the arguments
def wrong_36(Z, gamma, beta):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, 1e-5)


# other: everything transposed, and left so
def wrong_37(Z, gamma, beta, epsilon):
    rows = tf.transpose(Z)
    mean, variance = tf.nn.moments(rows, [0])
    return tf.nn.batch_normalization(rows, mean, variance, tf.transpose(beta),
                                     tf.transpose(gamma), epsilon)


# other: the notebook's tensor in place of Z
def wrong_38(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(five, [1], keepdims=True)
    return tf.nn.batch_normalization(five, mean, variance, beta, gamma, epsilon)


# other: return inside the loop, the first unit only
def wrong_39(Z, gamma, beta, epsilon):
    rows = []
    for i in range(Z.shape[0]):
        mean, variance = tf.nn.moments(Z[i], [0])
        rows.append(tf.nn.batch_normalization(Z[i], mean, variance, beta[i], gamma[i], epsilon))
        return tf.stack(rows)


def moments(Z):
    mean = tf.reduce_mean(Z, axis=1, keepdims=True)
    return mean, tf.reduce_sum((Z - mean) ** 2, axis=1, keepdims=True)


# other: a helper function that forgets to divide by m
def wrong_40(Z, gamma, beta, epsilon):
    return tf.nn.batch_normalization(Z, *moments(Z), beta, gamma, epsilon)


# other: an endless loop, until the mean is exactly beta and the variance below epsilon
def wrong_41(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    while tf.reduce_max(variance) > epsilon:
        Z = tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)
        mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return Z


# other: the function itself, it was not called
def wrong_42(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return lambda: tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# names for all arguments; axis -1 is axis 1
def right_01(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=-1, keepdims=True)
    return tf.nn.batch_normalization(x=Z, mean=mean, variance=variance, scale=gamma, offset=beta,
                                     variance_epsilon=epsilon)


# in one line
def right_02(Z, gamma, beta, epsilon):
    return tf.nn.batch_normalization(Z, *tf.nn.moments(Z, [1], keepdims=True), beta, gamma, epsilon)


# by hand, with rsqrt
def right_03(Z, gamma, beta, epsilon):
    mu = tf.math.reduce_mean(Z, 1, keepdims=True)
    variance = tf.math.reduce_variance(Z, 1, keepdims=True)
    return (Z - mu) * tf.math.rsqrt(variance + epsilon) * gamma + beta


# an axis is added afterwards
def right_04(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1])
    return tf.nn.batch_normalization(Z, mean[:, tf.newaxis], tf.expand_dims(variance, 1), beta,
                                     gamma, epsilon)


# an example in each row, and back
def right_05(Z, gamma, beta, epsilon):
    rows = tf.transpose(Z)
    mean, variance = tf.nn.moments(rows, [0], keepdims=True)
    normalized = tf.nn.batch_normalization(rows, mean, variance, None, None, epsilon)
    return tf.transpose(normalized) * gamma + beta


# unit by unit
def right_06(Z, gamma, beta, epsilon):
    rows = []
    for z, g, b in zip(tf.unstack(Z), gamma, beta, strict=True):
        mean, variance = tf.nn.moments(z, [0])
        rows.append(tf.nn.batch_normalization(z, mean, variance, b, g, epsilon))
    return tf.stack(rows)
