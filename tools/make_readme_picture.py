"""Draw the README's picture, docs/panel.png: the first panel of notebook 02.

    python tools/make_readme_picture.py
"""

from pathlib import Path

import numpy as np

from helpers.datasets import load_mnist
from helpers.pictures.batch_norm import scale_and_shift


def main():
    """Write docs/panel.png: a hidden unit's values, widened and moved."""
    X, _ = load_mnist(side=14)
    W = np.random.default_rng(0).normal(0, 0.5, (30, 196))
    panel = scale_and_shift(W[:1] @ X[:, :2000].astype(np.float64))
    panel.set(gamma=2.0, beta=-4.0)
    path = Path(__file__).resolve().parents[1] / "docs" / "panel.png"
    path.write_bytes(panel.png(9))


if __name__ == "__main__":
    main()
