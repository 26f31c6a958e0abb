"""Answers of learners to my_batch_norm_tf (notebook 10)."""
import os

os.environ |= {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}

import numpy as np
import tensorflow as tf


# single: offset and scale exchanged
def wrong_01(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=[1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, gamma, beta, epsilon)


# single: axis 0, TensorFlow's usual layout
def wrong_02(Z, gamma, beta, epsilon):
    mean, var = tf.nn.moments(Z, axes=[0], keepdims=True)
    Z_tilde = tf.nn.batch_normalization(Z, mean, var, beta, gamma, epsilon)
    return Z_tilde


# single: both axes
def wrong_03(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=[0, 1])
    return tf.nn.batch_normalization(Z, mean, variance, offset=beta, scale=gamma,
                                     variance_epsilon=epsilon)


# single: the shapes do not fit because keepdims is forgotten (an error, unless n = m or n = 1)
def wrong_04(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=1)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: the standard deviation is handed in as the variance
def wrong_05(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=[1], keepdims=True)
    sigma = tf.sqrt(variance)
    return tf.nn.batch_normalization(Z, mean, sigma, beta, gamma, epsilon)


# single: Keras's epsilon instead of the argument
def wrong_06(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, [1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, 0.001)


# single: the two moments are unpacked in the wrong order
def wrong_07(Z, gamma, beta, epsilon):
    variance, mean = tf.nn.moments(Z, axes=[1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon)


# single: a numpy array comes back, which the tape does not see
def wrong_08(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=[1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, beta, gamma, epsilon).numpy()


# pair: no offset; no scale
def wrong_09(Z, gamma, beta, epsilon):
    mean, variance = tf.nn.moments(Z, axes=[-1], keepdims=True)
    return tf.nn.batch_normalization(Z, mean, variance, None, None, epsilon)


# pair: the variance divides by m - 1; beta is multiplied by gamma
def wrong_10(Z, gamma, beta, epsilon):
    m = tf.cast(tf.shape(Z)[1], Z.dtype)
    mean = tf.reduce_mean(Z, axis=1, keepdims=True)
    variance = tf.reduce_sum((Z - mean) ** 2, axis=1, keepdims=True) / (m - 1)
    return gamma * tf.nn.batch_normalization(Z, mean, variance, beta, None, epsilon)


# pair: Z is transposed for the moments of axis 0 and stays so; offset and scale exchanged
def wrong_11(Z, gamma, beta, epsilon):
    A = tf.transpose(Z)
    mean, variance = tf.nn.moments(A, axes=[0])
    return tf.nn.batch_normalization(A, mean, variance, tf.transpose(gamma), tf.transpose(beta),
                                     epsilon)


# other: a fresh Keras layer, which normalizes with mean 0 and variance 1 when it is not training
def wrong_12(Z, gamma, beta, epsilon):
    layer = tf.keras.layers.BatchNormalization(center=False, scale=False, epsilon=epsilon)
    Z_norm = tf.transpose(layer(tf.transpose(Z)))
    return gamma * tf.cast(Z_norm, Z.dtype) + beta


def right_01(Z, gamma, beta, epsilon):
    # units as columns, and back
    mean, variance = tf.nn.moments(tf.transpose(Z), axes=[0])
    return tf.transpose(tf.nn.batch_normalization(
        tf.transpose(Z), mean, variance, tf.reshape(beta, [-1]), tf.reshape(gamma, [-1]), epsilon))


def right_02(Z, gamma, beta, epsilon):
    # no tf.nn at all
    mean = tf.reduce_mean(Z, axis=-1, keepdims=True)
    variance = tf.reduce_mean(tf.math.squared_difference(Z, mean),
                              axis=-1, keepdims=True)
    return gamma * (Z - mean) * tf.math.rsqrt(variance + epsilon) + beta


def right_03(Z, gamma, beta, epsilon):
    # centred first, epsilon already in the variance
    Z = Z - tf.reduce_mean(Z, 1, keepdims=True)
    return tf.nn.batch_normalization(Z, tf.zeros_like(Z[:, :1]),
                                     epsilon + tf.reduce_mean(Z * Z, 1, keepdims=True),
                                     scale=gamma, offset=beta, variance_epsilon=0)
