"""A learner's first minute, in a real browser: stored picture, run all, move a slider.

Three notebooks stand for all of them; test_walk.py moves everything in each.
"""

import io
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
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
    """A server whose front ends have notebooks of their own, for they save what they ran."""
    root = tmp_path_factory.mktemp("course") / "notebooks"
    for front_end in ("lab", "notebook7"):
        shutil.copytree(NOTEBOOKS, root / front_end)
    with serving(root) as address_and_token:
        yield address_and_token


@contextmanager
def serving(root):
    """Address and token of a Jupyter server for a folder, ended after the tests."""
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
        prompts = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        first = prompts.first.inner_text()
        which_kernel = self.page.locator(".jp-Dialog button.jp-mod-accept")
        for _ in range(3):  # a front end that is still loading may lose a click, or the kernel
            self.page.get_by_role("menuitem", name="Run", exact=True).click()
            self.page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()
            for _ in range(200):  # of a notebook with short cells only their numbers are seen
                texts = prompts.all_inner_texts()
                if "[*]" in "".join(texts) or texts[:1] != [first]:
                    return
                if which_kernel.count():
                    which_kernel.click()
                self.page.wait_for_timeout(0.1 * SECONDS)
        raise AssertionError("the kernel did not begin to run the cells")

    def restart(self):
        """Restart the kernel from the menu."""
        self.page.get_by_role("menuitem", name="Kernel", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Restart Kernel…")).click()
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()
        self.page.locator(".course-still").first.wait_for(state="visible", timeout=60 * SECONDS)

    def panel(self, slider):
        """The live panel that has a slider of this name."""
        label = self.page.locator(".widget-label", has_text=re.compile(f"^{slider}$"))
        box = self.page.locator(".course-live").filter(has=label)
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
        """The numbers below the picture, as a screen reader reads them aloud."""
        return panel.locator("pre[role=status]").inner_text()

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


def slider_of(panel, name):
    """The row of one slider: label, track, handle, and the box with its value."""
    return panel.locator(".widget-hbox").filter(
        has=panel.page.locator(".widget-label", has_text=re.compile(f"^{name}$"))).last


def type_into(panel, name, value):
    box = slider_of(panel, name).locator("input[type=text]")
    box.fill(value)
    box.press("Enter")
    return box


def opened(server, page_of, front_end, notebook):
    """A notebook in JupyterLab ("lab") or Notebook 7 ("notebook7"), the kernel idle."""
    address, token = server
    path = {"lab": "lab/tree/lab", "notebook7": "notebooks/notebook7"}[front_end]
    reset = "reset&" if front_end == "lab" else ""
    return Course(page_of(), f"{address}/{path}/{notebook}?{reset}token={token}")


@pytest.mark.parametrize(("notebook", "slider"), [
    ("02_batch_norm_forward.ipynb", "scale γ"),
    ("07_pandas_versus_caviar.ipynb", "place in the ranking"),
    ("09_softmax.ipynb", "logit z₁"),
])
def test_jupyterlab_follows_the_arrow_keys(server, page_of, notebook, slider):
    course = opened(server, page_of, "lab", notebook)
    assert course.find(course.page.locator(".jp-RenderedImage img")), "no stored picture"
    assert not course.page.locator(".widget-slider").count(), "live before it ran"
    course.run_all()
    panel = course.panel(slider)
    handle = slider_of(panel, slider).locator(".noUi-handle")
    assert course.follows(panel, lambda: [handle.press("ArrowRight") for _ in range(5)])
    assert course.errors == []
    course.page.close()


def test_notebook_7_follows_a_drag_and_a_typed_value(server, page_of):
    course = opened(server, page_of, "notebook7", "02_batch_norm_forward.ipynb")
    course.run_all()
    panel = course.panel("scale γ")

    def drag():
        box = slider_of(panel, "scale γ").locator(".noUi-handle").bounding_box()
        mouse, y = course.page.mouse, box["y"] + box["height"] / 2
        mouse.move(box["x"] + box["width"] / 2, y)
        mouse.down()
        mouse.move(box["x"] + 60, y, steps=5)
        mouse.up()

    assert course.follows(panel, drag)
    assert course.follows(panel, lambda: type_into(panel, "scale γ", "-2"))
    assert course.errors == []
    course.page.close()


def test_undo_two_controls_at_once_and_a_refused_value(server, page_of):
    course = opened(server, page_of, "lab", "02_batch_norm_forward.ipynb")
    course.run_all()
    panel = course.panel("scale γ")
    panel.get_by_role("button", name=re.compile("^undo")).click()
    course.page.wait_for_timeout(2 * SECONDS)  # for the browser to send back what it shows
    assert "undone" in course.readout(panel), course.readout(panel)
    assert panel.locator("img.widget-image").get_attribute("title").startswith("Histogram")
    for name, value, box in (("scale γ", "2,5", "2.5"), ("scale γ", "99", "2.5")):
        typed = type_into(panel, name, value)
        course.page.wait_for_timeout(SECONDS)
        assert typed.input_value() == box
    assert "99 lies outside" in panel.locator("[role=alert]").inner_text()

    def reads(gamma, beta):
        """Wait until the numbers are those of these two values; a busy machine takes its time."""
        for _ in range(40):
            mean, deviation = course.readout(panel).splitlines()[1].split()[2:6:3]
            if (float(mean), float(deviation)) == pytest.approx((beta, gamma), abs=0.006):
                return course.page.wait_for_timeout(400)  # and until the picture is drawn
            course.page.wait_for_timeout(250)
        raise AssertionError(f"{course.readout(panel)} for gamma {gamma}, beta {beta}")

    gamma, beta = 2.5, 1.8
    type_into(panel, "shift β", str(beta))
    for attempt in range(6):  # two controls in one moment, as two fingers or a macro do it
        key, step = ("ArrowLeft", -0.1) if attempt % 2 else ("ArrowRight", 0.1)
        panel.evaluate("""(panel, key) => panel.querySelectorAll(".noUi-handle").forEach(handle =>
            handle.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})))""", key)
        gamma, beta = gamma + step, beta + step
        reads(gamma, beta)
        both = course.pixels(panel)
        for away in (beta - 1, beta):  # there and back, one control alone
            type_into(panel, "shift β", f"{away:.1f}")
            reads(gamma, away)
        assert np.abs(course.pixels(panel) - both).max() < 30, "the picture was corrupted"
    course.page.close()


@pytest.mark.parametrize("front_end", ["lab", "notebook7"])
def test_a_saved_notebook_shows_its_stills_when_the_kernel_is_gone(server, page_of, front_end):
    course = opened(server, page_of, front_end, "01_input_normalization.ipynb")
    course.run_all()
    panel = course.panel("weight scale")
    assert not course.page.locator(".course-still").first.is_visible(), "still and widget at once"
    page = course.page
    course.restart()
    assert not panel.is_visible(), "a dead panel beside its still"
    page.keyboard.press("Control+s")
    page.wait_for_timeout(3 * SECONDS)
    page.close()
    course = opened(server, page_of, front_end, "01_input_normalization.ipynb")
    still = course.find(course.page.locator(".course-still"))
    course.page.wait_for_timeout(4 * SECONDS)  # for the front end to give up on the widgets
    assert still.is_visible() and "Run this cell" in still.inner_text()
    broken = course.page.get_by_text(re.compile("Error displaying|Loading widget"))
    assert not any(text.is_visible() for text in broken.all())
    course.page.close()
