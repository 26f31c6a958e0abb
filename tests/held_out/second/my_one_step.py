"""Answers of learners to my_one_step (notebook 04)."""
import numpy as np

from helpers.batch_norm import batch_norm_backward, batch_norm_forward
from helpers.softmax import softmax


# single: W2 is updated before the gradient is sent back through it
def wrong_01(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z_tilde1, cache = batch_norm_forward(W1 @ X, gamma1, beta1)
    A1 = np.maximum(0, Z_tilde1)
    A2 = softmax(W2 @ A1 + b2)
    dZ2 = (A2 - Y) / m
    W2 = W2 - learning_rate * dZ2 @ A1.T
    b2 = b2 - learning_rate * np.sum(dZ2, axis=1, keepdims=True)
    dZ_tilde1 = W2.T @ dZ2 * (Z_tilde1 > 0)
    dZ1, dgamma1, dbeta1 = batch_norm_backward(dZ_tilde1, cache)
    W1 = W1 - learning_rate * dZ1 @ X.T
    gamma1 = gamma1 - learning_rate * dgamma1
    beta1 = beta1 - learning_rate * dbeta1
    return W1, gamma1, beta1, W2, b2


# single: 1/m is forgotten
def wrong_02(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    Z1 = np.dot(W1, X)
    Z_tilde1, cache = batch_norm_forward(Z1, gamma1, beta1)
    A1 = np.maximum(Z_tilde1, 0)
    Z2 = np.dot(W2, A1) + b2
    A2 = softmax(Z2)
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T)
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dA1 = np.dot(W2.T, dZ2)
    dZ1, dgamma1, dbeta1 = batch_norm_backward(dA1 * (A1 > 0), cache)
    dW1 = np.dot(dZ1, X.T)
    return (W1 - learning_rate * dW1, gamma1 - learning_rate * dgamma1,
            beta1 - learning_rate * dbeta1, W2 - learning_rate * dW2, b2 - learning_rate * db2)


# single: 1/m only where the lecture has it, in dW and db: gamma and beta never get it
def wrong_03(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z1 = W1 @ X
    Zt1, cache = batch_norm_forward(Z1, gamma1, beta1)
    A1 = np.maximum(0, Zt1)
    A2 = softmax(W2 @ A1 + b2)
    dZ2 = A2 - Y
    dW2 = 1 / m * dZ2 @ A1.T
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZt1 = (W2.T @ dZ2) * (Zt1 > 0)
    dZ1, dgamma1, dbeta1 = batch_norm_backward(dZt1, cache)
    dW1 = 1 / m * dZ1 @ X.T
    W1 = W1 - learning_rate * dW1
    gamma1 = gamma1 - learning_rate * dgamma1
    beta1 = beta1 - learning_rate * dbeta1
    W2 = W2 - learning_rate * dW2
    b2 = b2 - learning_rate * db2
    return W1, gamma1, beta1, W2, b2


# single: the ReLU's mask is taken from Z1, before batch norm
def wrong_04(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    Z1 = W1 @ X
    Z_tilde1, cache1 = batch_norm_forward(Z1, gamma1, beta1)
    A1 = Z_tilde1 * (Z_tilde1 > 0)
    Z2 = W2 @ A1 + b2
    A2 = softmax(Z2)
    dZ2 = (A2 - Y) / Y.shape[1]
    dW2, db2 = dZ2 @ A1.T, dZ2.sum(axis=1, keepdims=True)
    dZ_tilde1 = (W2.T @ dZ2) * (Z1 > 0)
    dZ1, dgamma1, dbeta1 = batch_norm_backward(dZ_tilde1, cache1)
    dW1 = dZ1 @ X.T
    return tuple(p - learning_rate * dp for p, dp in
                 zip((W1, gamma1, beta1, W2, b2), (dW1, dgamma1, dbeta1, dW2, db2)))


# single: dgamma and dbeta are unpacked in the wrong order
def wrong_05(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z_tilde1, cache = batch_norm_forward(W1 @ X, gamma1, beta1)
    A1 = np.maximum(0, Z_tilde1)
    A2 = softmax(W2 @ A1 + b2)
    dZ2 = (A2 - Y) / m
    dW2 = dZ2 @ A1.T
    db2 = dZ2.sum(axis=1, keepdims=True)
    dA1 = W2.T @ dZ2
    dZ_tilde1 = np.where(Z_tilde1 > 0, dA1, 0)
    dZ1, dbeta1, dgamma1 = batch_norm_backward(dZ_tilde1, cache)
    dW1 = dZ1 @ X.T
    W1 = W1 - learning_rate * dW1
    gamma1 = gamma1 - learning_rate * dgamma1
    beta1 = beta1 - learning_rate * dbeta1
    W2 = W2 - learning_rate * dW2
    b2 = b2 - learning_rate * db2
    return W1, gamma1, beta1, W2, b2


# single: the ReLU is forgotten on the way back
def wrong_06(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z_tilde1, cache = batch_norm_forward(W1.dot(X), gamma1, beta1)
    A1 = np.maximum(0, Z_tilde1)
    dZ2 = (softmax(W2.dot(A1) + b2) - Y) / m
    dA1 = W2.T.dot(dZ2)
    dZ1, dgamma1, dbeta1 = batch_norm_backward(dA1, cache)
    W1 = W1 - learning_rate * dZ1.dot(X.T)
    gamma1 = gamma1 - learning_rate * dgamma1
    beta1 = beta1 - learning_rate * dbeta1
    W2 = W2 - learning_rate * dZ2.dot(A1.T)
    b2 = b2 - learning_rate * dZ2.sum(axis=1, keepdims=True)
    return W1, gamma1, beta1, W2, b2


# single: beta1 is updated with a plus
def wrong_07(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z_tilde1, cache = batch_norm_forward(W1 @ X, gamma1, beta1)
    A1 = np.maximum(0, Z_tilde1)
    A2 = softmax(W2 @ A1 + b2)
    dZ2 = (A2 - Y) / m
    dZ1, dgamma1, dbeta1 = batch_norm_backward((W2.T @ dZ2) * (Z_tilde1 > 0), cache)
    W2 = W2 - learning_rate * (dZ2 @ A1.T)
    b2 = b2 - learning_rate * np.sum(dZ2, axis=1, keepdims=True)
    W1 = W1 - learning_rate * (dZ1 @ X.T)
    gamma1 = gamma1 - learning_rate * dgamma1
    beta1 = beta1 + learning_rate * dbeta1
    return W1, gamma1, beta1, W2, b2


# single: dW2 is built with Z_tilde1 instead of A1
def wrong_08(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z_tilde1, cache = batch_norm_forward(W1 @ X, gamma1, beta1)
    A1 = np.maximum(0, Z_tilde1)
    A2 = softmax(W2 @ A1 + b2)
    dZ2 = (A2 - Y) / m
    dW2 = dZ2 @ Z_tilde1.T
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ1, dgamma1, dbeta1 = batch_norm_backward((W2.T @ dZ2) * (A1 > 0), cache)
    dW1 = dZ1 @ X.T
    return (W1 - learning_rate * dW1, gamma1 - learning_rate * dgamma1,
            beta1 - learning_rate * dbeta1, W2 - learning_rate * dW2, b2 - learning_rate * db2)


# pair: b2 is left out of the forward pass; db2 is a mean instead of a sum
def wrong_09(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z_tilde1, cache = batch_norm_forward(W1 @ X, gamma1, beta1)
    A1 = np.maximum(0, Z_tilde1)
    A2 = softmax(W2 @ A1)
    dZ2 = (A2 - Y) / m
    dW2 = dZ2 @ A1.T
    db2 = np.mean(dZ2, axis=1, keepdims=True)
    dZ1, dgamma1, dbeta1 = batch_norm_backward((W2.T @ dZ2) * (A1 > 0), cache)
    dW1 = dZ1 @ X.T
    return (W1 - learning_rate * dW1, gamma1 - learning_rate * dgamma1,
            beta1 - learning_rate * dbeta1, W2 - learning_rate * dW2, b2 - learning_rate * db2)


# pair: dW1 is taken from dZ_tilde1, past batch norm; db2 is summed over everything (which is 0)
def wrong_10(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z_tilde1, cache = batch_norm_forward(W1 @ X, gamma1, beta1)
    A1 = np.maximum(0, Z_tilde1)
    A2 = softmax(W2 @ A1 + b2)
    dZ2 = (A2 - Y) / m
    dW2 = dZ2 @ A1.T
    db2 = np.sum(dZ2)
    dZ_tilde1 = (W2.T @ dZ2) * (A1 > 0)
    dZ1, dgamma1, dbeta1 = batch_norm_backward(dZ_tilde1, cache)
    dW1 = dZ_tilde1 @ X.T
    return (W1 - learning_rate * dW1, gamma1 - learning_rate * dgamma1,
            beta1 - learning_rate * dbeta1, W2 - learning_rate * dW2, b2 - learning_rate * db2)


# pair: A1 is made from Z1, so batch norm is not in the forward pass; dW1 is divided by m once more
def wrong_11(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z1 = W1 @ X
    Z_tilde1, cache = batch_norm_forward(Z1, gamma1, beta1)
    A1 = np.maximum(0, Z1)
    Z2 = W2 @ A1 + b2
    dZ2 = (softmax(Z2) - Y) / m
    dW2 = dZ2 @ A1.T
    db2 = np.sum(dZ2, axis=1, keepdims=True)
    dZ_tilde1 = (W2.T @ dZ2) * (Z_tilde1 > 0)
    dZ1, dgamma1, dbeta1 = batch_norm_backward(dZ_tilde1, cache)
    dW1 = dZ1 @ X.T / m
    return (W1 - learning_rate * dW1, gamma1 - learning_rate * dgamma1,
            beta1 - learning_rate * dbeta1, W2 - learning_rate * dW2, b2 - learning_rate * db2)


# other: no softmax at all, the logits are compared with Y
def wrong_12(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    m = X.shape[1]
    Z_tilde1, cache = batch_norm_forward(W1 @ X, gamma1, beta1)
    A1 = np.maximum(0, Z_tilde1)
    A2 = W2 @ A1 + b2
    dZ2 = (A2 - Y) / m
    dZ1, dgamma1, dbeta1 = batch_norm_backward((W2.T @ dZ2) * (A1 > 0), cache)
    return (W1 - learning_rate * dZ1 @ X.T, gamma1 - learning_rate * dgamma1,
            beta1 - learning_rate * dbeta1, W2 - learning_rate * dZ2 @ A1.T,
            b2 - learning_rate * dZ2.sum(1, keepdims=True))


def right_01(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    # one vector of ones carries the bias along
    m = X.shape[1]
    Zt, cache = batch_norm_forward(np.einsum("ij,jk->ik", W1, X), gamma1, beta1)
    A1 = Zt.clip(min=0)
    A1_plus, W2_plus = np.vstack([A1, np.ones(m)]), np.hstack([W2, b2])
    dZ2 = softmax(W2_plus @ A1_plus) / m - Y / m
    dW2_plus = dZ2 @ A1_plus.T
    dZ1, dgamma, dbeta = batch_norm_backward((W2_plus.T @ dZ2)[:-1] * np.sign(A1), cache)
    new = W2_plus - learning_rate * dW2_plus
    return (W1 - learning_rate * (X @ dZ1.T).T, gamma1 - learning_rate * dgamma,
            beta1 - learning_rate * dbeta, new[:, :-1], new[:, -1:])


def right_02(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    # the gradients are summed example by example
    m = X.shape[1]
    Zt, cache = batch_norm_forward(W1 @ X, gamma1, beta1)
    A1 = np.where(Zt > 0, Zt, 0.0)
    E = softmax(W2 @ A1 + b2) - Y
    dW2, db2, dZt = np.zeros(W2.shape), np.zeros(b2.shape), np.zeros(Zt.shape)
    for i in range(m):
        e = E[:, i:i + 1] / m
        dW2 += e @ A1[:, i:i + 1].T
        db2 += e
        dZt[:, i:i + 1] = (W2.T @ e) * (Zt[:, i:i + 1] > 0)
    dZ1, dg, db = batch_norm_backward(dZt, cache)
    step = learning_rate
    return W1 - step * dZ1 @ X.T, gamma1 - step * dg, beta1 - step * db, W2 - step * dW2, b2 - step * db2


def right_03(X, Y, W1, gamma1, beta1, W2, b2, learning_rate):
    # a dict of copies, updated in place; 1/m waits in the learning rate
    p = {k: np.array(v, dtype=float) for k, v in
         {"W1": W1, "gamma1": gamma1, "beta1": beta1, "W2": W2, "b2": b2}.items()}
    rate = learning_rate / Y.shape[1]
    Zt, cache = batch_norm_forward(p["W1"] @ X, p["gamma1"], p["beta1"])
    A1 = (abs(Zt) + Zt) / 2
    dZ2 = softmax(p["W2"] @ A1 + p["b2"]) - Y
    d = {"W2": dZ2 @ A1.T, "b2": dZ2.sum(1)[:, None]}
    dZ1, d["gamma1"], d["beta1"] = batch_norm_backward(p["W2"].T @ dZ2 * (Zt > 0), cache)
    d["W1"] = dZ1 @ X.T
    for k in p:
        p[k] -= rate * d[k]
    return tuple(p.values())
