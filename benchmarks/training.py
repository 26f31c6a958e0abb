"""Training steps a second, beside what a learner would use instead.

    python benchmarks/training.py

The network of figure 1 of Ioffe & Szegedy (2015): 784-100-100-100-10, sigmoid, float32,
mini-batches of 60, on random images. Every version shuffles, picks its mini-batches, keeps the
losses and, with batch norm, the running statistics. One thread each. The versions take turns, so
that a busy machine slows all of them alike; a ratio is the median over the rounds of (time of
that version) / (time of helpers.training). Above 1 means slower than ours. The floor is a
step's matrix products alone, by numpy. Versions that are not installed are left out.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # before numpy
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import warnings
from statistics import median
from timeit import timeit

import numpy as np

from helpers.network import initialize
from helpers.optimizers import Adam, GradientDescent
from helpers.softmax import one_hot
from helpers.training import train

LAYERS = (784, 100, 100, 100, 10)
BATCH, STEPS, ROUNDS = 60, 100, 15
RATES = {"gradient descent": 0.5, "Adam": 0.001}
RNG = np.random.default_rng(0)
X = np.asfortranarray(RNG.random((784, BATCH * STEPS), dtype=np.float32))
LABELS = RNG.integers(0, 10, BATCH * STEPS)


def ours(batch_norm, method):
    """Return a function that trains for an epoch of STEPS steps with helpers.training."""
    parameters = initialize(LAYERS, RNG, "xavier", batch_norm)
    optimizer = {"gradient descent": GradientDescent, "Adam": Adam}[method](RATES[method])
    Y = one_hot(LABELS)
    return lambda: train(parameters, X, Y, optimizer, STEPS, RNG, batch_size=BATCH,
                         activation="sigmoid", every=STEPS, progress=False)


def pytorch(batch_norm, method, **settings):
    """The same with PyTorch, one operation after the other."""
    import torch
    torch.set_num_threads(1)
    nn, layers = torch.nn, []
    for inputs, units in zip(LAYERS[:-2], LAYERS[1:-1], strict=True):
        layers += [nn.Linear(inputs, units, bias=not batch_norm)]
        layers += [nn.BatchNorm1d(units)] if batch_norm else []
        layers += [nn.Sigmoid()]
    model = nn.Sequential(*layers, nn.Linear(*LAYERS[-2:]))
    optimizers = {"gradient descent": torch.optim.SGD, "Adam": torch.optim.Adam}
    optimizer = optimizers[method](model.parameters(), RATES[method], **settings)
    images, labels = torch.tensor(np.ascontiguousarray(X.T)), torch.tensor(LABELS)

    def epoch():
        losses = []
        for chosen in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(images[chosen]), labels[chosen])
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())

    return epoch


def pytorch_fused(batch_norm, method):
    """PyTorch with an optimizer that updates all parameters in one operation."""
    return pytorch(batch_norm, method, fused=True)


def keras_model(batch_norm, method):
    """A model of Keras with its loss and its optimizer."""
    import tensorflow as tf
    from tensorflow import keras
    if tf.config.threading.get_intra_op_parallelism_threads() != 1:
        tf.config.threading.set_intra_op_parallelism_threads(1)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    model = keras.Sequential([keras.Input((LAYERS[0],))])
    for units in LAYERS[1:-1]:
        model.add(keras.layers.Dense(units, use_bias=not batch_norm))
        if batch_norm:
            model.add(keras.layers.BatchNormalization())
        model.add(keras.layers.Activation("sigmoid"))
    model.add(keras.layers.Dense(LAYERS[-1]))
    optimizers = {"gradient descent": keras.optimizers.SGD, "Adam": keras.optimizers.Adam}
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizers[method](RATES[method]), loss, jit_compile=False)
    return tf, model


def tensorflow(batch_norm, method):
    """Keras layers in a compiled training step of one's own."""
    tf, model = keras_model(batch_norm, method)
    images, labels = tf.constant(X.T), tf.constant(LABELS)

    @tf.function
    def step(chosen):
        with tf.GradientTape() as tape:
            Z = model(tf.gather(images, chosen), training=True)
            loss = model.loss(tf.gather(labels, chosen), Z)
        variables = model.trainable_variables
        model.optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return lambda: [step(chosen) for chosen in
                    tf.split(tf.random.shuffle(tf.range(len(LABELS))), STEPS)]


def keras_fit(batch_norm, method):
    """Keras's own loop."""
    _, model = keras_model(batch_norm, method)
    images = np.ascontiguousarray(X.T)
    return lambda: model.fit(images, LABELS, batch_size=BATCH, verbose=0)


def scikit_learn(batch_norm, method):
    """scikit-learn's network; it has no batch norm."""
    if batch_norm:
        raise ImportError
    from sklearn.neural_network import MLPClassifier
    solver = {"gradient descent": "sgd", "Adam": "adam"}[method]
    model = MLPClassifier(LAYERS[1:-1], "logistic", solver=solver, alpha=0, batch_size=BATCH,
                          learning_rate_init=RATES[method], momentum=0, max_iter=1)
    images = np.ascontiguousarray(X.T)
    return lambda: model.fit(images, LABELS)


def matrix_products(batch_norm, method):
    """Only what a step multiplies: W A, dZ A^T and W^T dZ."""
    shapes = list(zip(LAYERS[1:], LAYERS[:-1], strict=True))
    Ws = [RNG.random(shape, dtype=np.float32) for shape in shapes]
    As = [X[:, :BATCH], *(RNG.random((units, BATCH), dtype=np.float32) for units in LAYERS[1:])]

    def epoch():
        for _ in range(STEPS):
            for layer, W in enumerate(Ws):
                W @ As[layer]
                As[layer + 1] @ As[layer].mT
                if layer > 0:
                    W.mT @ As[layer + 1]

    return epoch


VERSIONS = {
    "helpers.training": ours,
    "PyTorch": pytorch,
    "PyTorch, fused optimizer": pytorch_fused,
    "TensorFlow, compiled step": tensorflow,
    "Keras, model.fit": keras_fit,
    "scikit-learn, MLPClassifier": scikit_learn,
    "the matrix products (the floor)": matrix_products,
}


def installed_versions(batch_norm, method):
    """Functions by name, each warmed up by one epoch."""
    found = {}
    for name, make in VERSIONS.items():
        try:
            found[name] = make(batch_norm, method)
        except ImportError:
            continue
        found[name]()
    return found


def main():
    """Print a table for each optimizer, with and without batch norm."""
    warnings.simplefilter("ignore")  # scikit-learn's, that one epoch is not enough
    for method in RATES:
        for batch_norm in (True, False):
            functions = installed_versions(batch_norm, method)
            rounds = [[timeit(function, number=1) for function in functions.values()]
                      for _ in range(ROUNDS)]
            print(f"\n{'with' if batch_norm else 'without'} batch norm, {method}, "
                  f"medians of {ROUNDS} rounds of {STEPS} steps")
            print(f"{'version':<34}{'steps a second':>16}{'ratio to ours':>16}")
            for column, name in enumerate(functions):
                rate = STEPS / median(row[column] for row in rounds)
                ratio = median(row[column] / row[0] for row in rounds)
                print(f"{name:<34}{rate:>16.0f}{ratio:>16.2f}")


if __name__ == "__main__":
    main()
