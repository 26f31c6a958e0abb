"""A learner's first minute, in a real browser: stored picture, run all, move a slider."""

import importlib.util
import io
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
SECONDS = 1000  # Playwright counts milliseconds


@pytest.fixture(scope="module")
def page_of():
    """Open a page of a Jupyter server that holds a copy of the notebooks."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        missing = "no Chromium found: install the package chromium (Debian) or Google Chrome"
        pytest.fail(missing) if os.environ.get("REQUIRE_ALL_TESTS") else pytest.skip(missing)
    with playwright.sync_playwright() as driver:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = driver.chromium.launch(executable_path=browser, args=options)
        yield lambda: chromium.new_page(viewport={"width": 1280, "height": 1000})
        chromium.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Address and token of a Jupyter server on this machine, ended after the tests.

    Each front end has notebooks of its own, for they save what they ran.
    """
    root = tmp_path_factory.mktemp("course") / "notebooks"
    for front_end in ("lab", "notebook7"):
        shutil.copytree(NOTEBOOKS, root / front_end)
    token = secrets.token_hex(8)
    log = (root.parent / "log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "notebook", "--no-browser", "--allow-root",
         "--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", f"--IdentityProvider.token={token}",
         f"--ServerApp.root_dir={root}"],
        stdout=log, stderr=subprocess.STDOUT, env=os.environ | {"JUPYTER_CONFIG_DIR": str(root)},
    )
    try:
        for _ in range(600):
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", Path(log.name).read_text())
            if found:
                break
            assert process.poll() is None, Path(log.name).read_text()
            time.sleep(0.1)
        else:
            pytest.fail(f"no server after a minute: {Path(log.name).read_text()}")
        yield f"http://127.0.0.1:{found[1]}", token
    finally:
        process.terminate()
        process.wait(30)
        log.close()


class Course:
    """One notebook open in a browser, through the eyes of a learner."""

    def __init__(self, page, address):
        self.page = page
        page.goto(address)
        page.locator(".jp-Notebook").wait_for(timeout=60 * SECONDS)
        page.locator(".jp-Cell").first.wait_for(timeout=30 * SECONDS)
        self.errors = []  # from here on: what the front end itself stumbles over is not ours
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def find(self, locator):
        """Scroll down the notebook until `locator` is on the page."""
        notebook = self.page.locator(".jp-WindowedPanel-outer").first
        for position in range(0, 60_000, 500):
            if locator.count():
                locator.first.scroll_into_view_if_needed()
                return locator.first
            notebook.evaluate("(panel, top) => panel.scrollTo(0, top)", position)
            self.page.wait_for_timeout(50)
        raise AssertionError(f"not found in the notebook: {locator}")

    def wait_until_idle(self):
        """Wait until the kernel has nothing to do."""
        idle = self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        idle.wait_for(timeout=180 * SECONDS)

    def run_all(self):
        """Run every cell from the menu, once the kernel is there, and see that it began."""
        self.wait_until_idle()
        busy = self.page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]')
        for _ in range(3):  # a front end that is still loading may lose a click
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            self.page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
            try:
                return busy.wait_for(timeout=20 * SECONDS)
            except playwright.TimeoutError:
                continue
        raise AssertionError("the kernel did not begin to run the cells")

    def panel(self, slider):
        """The live panel that has a slider of this name."""
        box = self.page.locator(".widget-vbox:has(img.widget-image)").filter(
            has=self.page.locator(".widget-label", has_text=re.compile(f"^{slider}$"))
        )
        self.wait_until_idle()
        for _ in range(5):  # what scrolls past too fast is not drawn on a busy machine
            try:
                return self.find(box)
            except AssertionError:
                self.page.wait_for_timeout(2 * SECONDS)
        return self.find(box)

    @staticmethod
    def pixels(panel):
        """The panel's picture as an array."""
        shot = panel.locator("img.widget-image").screenshot()
        return np.asarray(Image.open(io.BytesIO(shot)).convert("L"), dtype=float)

    @staticmethod
    def readout(panel):
        """The text of numbers below the picture."""
        return panel.locator("pre").inner_text()

    def follows(self, panel, move):
        """Whether picture and readout change after `move`; a busy machine may take seconds."""
        before, text = self.pixels(panel), self.readout(panel)
        move()
        for _ in range(20):
            self.page.wait_for_timeout(500)
            after = self.pixels(panel)
            changed = before.shape != after.shape or np.abs(before - after).max() > 30
            if changed and self.readout(panel) != text:
                return True
        return False


# One panel a notebook: the notebook, a slider on it, and a value to type into its readout.
PANELS = [
    ("01_input_normalization.ipynb", "weight scale", "3"),
    ("02_batch_norm_forward.ipynb", "gamma", "-2"),
    ("03_batch_norm_backward.ipynb", "z of example 4", "-4"),
    ("04_mini_batch_training.ipynb", "mini-batch", "12"),
    ("05_test_time.ipynb", "day", "200"),
    ("06_hyperparameter_sampling.ipynb", "draws", "500"),
    ("07_pandas_versus_caviar.ipynb", "day", "7"),
    ("08_why_it_works.ipynb", "a", "-1"),
    ("09_softmax.ipynb", "z1", "5"),
    pytest.param("10_tensorflow.ipynb", "steps seen", "50", marks=pytest.mark.skipif(
        importlib.util.find_spec("tensorflow") is None and not os.environ.get("REQUIRE_ALL_TESTS"),
        reason="needs TensorFlow")),
]


def slider_of(panel, name):
    """The row of one slider: label, track, handle and editable readout."""
    return panel.locator(".widget-slider").filter(
        has=panel.page.locator(".widget-label", has_text=re.compile(f"^{name}$"))
    )


@pytest.mark.parametrize(("notebook", "slider", "value"), PANELS)
def test_jupyterlab_follows_the_arrow_keys(server, page_of, notebook, slider, value):
    address, token = server
    course = Course(page_of(), f"{address}/lab/tree/lab/{notebook}?reset&token={token}")
    assert course.find(course.page.locator(".jp-RenderedImage img")), "no stored picture"
    assert not course.page.locator(".widget-slider").count(), "live before it ran"
    course.run_all()
    panel = course.panel(slider)
    handle = slider_of(panel, slider).locator(".noUi-handle")
    assert course.follows(panel, lambda: [handle.press("ArrowRight") for _ in range(5)])
    assert course.errors == []
    course.page.close()


@pytest.mark.parametrize(("notebook", "slider", "value"), PANELS)
def test_notebook_7_follows_a_drag_and_a_typed_value(server, page_of, notebook, slider, value):
    address, token = server
    course = Course(page_of(), f"{address}/notebooks/notebook7/{notebook}?token={token}")
    assert course.find(course.page.locator(".jp-RenderedImage img")), "no stored picture"
    course.run_all()
    panel = course.panel(slider)
    row = slider_of(panel, slider)

    def drag():
        box = row.locator(".noUi-handle").bounding_box()
        mouse, y = course.page.mouse, box["y"] + box["height"] / 2
        mouse.move(box["x"] + box["width"] / 2, y)
        mouse.down()
        mouse.move(box["x"] + 60, y, steps=5)
        mouse.up()

    def type_value():
        row.locator(".widget-readout").click()
        course.page.keyboard.press("Control+A")
        course.page.keyboard.type(value)
        course.page.keyboard.press("Enter")

    assert course.follows(panel, drag)
    assert course.follows(panel, type_value)
    assert course.errors == []
    course.page.close()


def test_undo_is_exact_at_the_first_press(server, page_of):
    address, token = server
    notebook = "02_batch_norm_forward.ipynb"
    course = Course(page_of(), f"{address}/lab/tree/lab/{notebook}?reset&token={token}")
    course.run_all()
    panel = course.panel("gamma")
    panel.get_by_role("button", name=re.compile("^undo")).click()
    course.page.wait_for_timeout(2 * SECONDS)  # for the browser to send back its rounded value
    assert "undone" in course.readout(panel), course.readout(panel)
    course.page.close()
