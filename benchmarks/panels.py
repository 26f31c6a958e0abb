"""How fast a panel follows its slider, and what importing the mathematics costs.

    python benchmarks/panels.py
    python benchmarks/panels.py --browser       (from a key press to the changed picture, too)

A tick is one new value in and the new picture's PNG out. It takes turns with what one would
write without a panel: the same figure drawn anew with pyplot and saved. Times are medians;
a ratio is the median over the rounds of the pairwise ratios.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is imported

import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from statistics import median
from timeit import timeit

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import nbformat
import numpy as np

from helpers.batch_norm import batch_norm_forward
from helpers.pictures.batch_norm import scale_and_shift

ROUNDS, TICKS = 15, 8
IMPORTS = 15
KEYS = 40
FIRST_CELL = ("import numpy as np\nfrom helpers.pictures.batch_norm import scale_and_shift\n"
              "scale_and_shift(np.random.default_rng(0).normal(3, 1.7, (1, 1000)))")
# From a key on the first slider to the next picture that the page has decoded.
PRESS = """key => new Promise(resolve => {
    const image = document.querySelector("img.widget-image"), start = performance.now();
    image.addEventListener("load", () => resolve(performance.now() - start), {once: true});
    document.querySelector(".noUi-handle").dispatchEvent(
        new KeyboardEvent("keydown", {key, bubbles: true}));
})"""


def drawn_anew(panel, z, gamma, beta):
    """Draw what the panel shows as a new figure, and save it as PNG."""
    axes_of_panel = panel.figure.axes
    z_tilde, _ = batch_norm_forward(z, [[gamma]], [[beta]])
    figure, grid = plt.subplots(1, len(axes_of_panel), squeeze=False, layout="constrained",
                                figsize=panel.figure.get_size_inches())
    for axes, original in zip(grid[0], axes_of_panel, strict=True):
        limits = original.get_xlim()
        axes.hist(z[0], 96, range=limits, density=True, histtype="step", linestyle="--",
                  color="grey", label="z, as the layer computed it")
        axes.hist(z_tilde[0], 96, range=limits, density=True, alpha=0.65, label="z_tilde")
        axes.axvline(z_tilde.mean())
        axes.set(xlim=limits, xlabel=original.get_xlabel(),
                 ylabel=original.get_ylabel(), title=original.get_title())
        axes.legend()
    figure.savefig(BytesIO(), format="png", dpi=panel.figure.dpi)
    plt.close(figure)


def panel_table():
    """Ticks of the gamma and beta panel beside the same figure drawn anew."""
    rng = np.random.default_rng(0)
    z = rng.normal(3, 1.7, (1, 1000))
    panel = scale_and_shift(z)
    slider = panel.controls["gamma"]

    def move(gamma):
        before, slider.value = panel.picture.value, gamma
        assert panel.picture.value != before, "the picture did not follow the slider"

    tick, anew = [], []
    for _ in range(ROUNDS):
        gammas = rng.uniform(-3, 3, TICKS).tolist()
        tick.append(median(timeit(lambda gamma=gamma: move(gamma), number=1) for gamma in gammas))
        anew.append(timeit(lambda gamma=gammas[0]: drawn_anew(panel, z, gamma, 1.0), number=1))
    ratio = median(a / b for a, b in zip(tick, anew, strict=True))
    print("gamma and beta panel: a value in, the PNG out")
    print(f"{'the figure drawn anew and saved':<36}{1e3 * median(anew):>10.1f} ms")
    print(f"{'a tick of the panel':<36}{1e3 * median(tick):>10.1f} ms{ratio:>10.3f} of it")


def import_table():
    """Seconds to start Python and import a module, beside importing numpy."""
    names = ("numpy", "helpers.batch_norm", "matplotlib.pyplot")

    def start(name):
        return timeit(lambda: subprocess.run([sys.executable, "-c", f"import {name}"], check=True),
                      number=1)

    rounds = [[start(name) for name in names] for _ in range(IMPORTS + 1)][1:]
    print("\nstarting Python and importing one module")
    for column, name in enumerate(names):
        milliseconds = 1e3 * median(row[column] for row in rounds)
        ratio = median(row[column] / row[0] for row in rounds)
        print(f"{name:<36}{milliseconds:>10.1f} ms{ratio:>10.2f} of numpy")


def browser_table():
    """Milliseconds from a key press to the changed picture, in JupyterLab at 2x."""
    from playwright.sync_api import sync_playwright

    root, token = Path(tempfile.mkdtemp()), secrets.token_hex(8)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(FIRST_CELL)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(notebook, root / "one.ipynb")
    log = (root / "log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root",
         "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--IdentityProvider.token={token}",
         f"--ServerApp.root_dir={root}"], stdout=log, stderr=subprocess.STDOUT)
    try:
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", (root / "log").read_text())):
            assert server.poll() is None, (root / "log").read_text()
            time.sleep(0.1)
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
            page = chromium.new_page(device_scale_factor=2)
            page.goto(f"{found[0]}/lab/tree/one.ipynb?token={token}")
            page.locator('[data-status="idle"]').first.wait_for(timeout=60_000)
            page.locator(".jp-CodeCell .cm-content").first.click()
            page.keyboard.press("Control+Enter")
            page.locator("img.widget-image").wait_for(timeout=60_000)
            page.wait_for_timeout(2000)
            times = [page.evaluate(PRESS, "ArrowRight" if press % 2 else "ArrowLeft")
                     for press in range(KEYS)]
            chromium.close()
        print("\nJupyterLab at 2x: from a key press to the changed picture")
        print(f"{'median of ' + str(KEYS) + ', and the slowest':<36}{median(times):>10.1f} ms"
              f"{max(times):>10.1f} ms")
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(root)


if __name__ == "__main__":
    panel_table()
    import_table()
    if "--browser" in sys.argv:
        browser_table()
