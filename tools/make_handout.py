"""Make a teacher's papers from the stored notebooks: OUT/handout.pdf and OUT/slides.pdf.

    python tools/make_handout.py OUT

handout.pdf, A4 to print: the formulas, then every notebook with its question, a picture and room
for two guesses. slides.pdf, 16:9: a slide for each picture a teacher would show. Titles and their
questions come from the README's table; headings, pictures and guesses from the notebooks as they
are stored. The same notebooks give the same bytes.
"""

import argparse
import ast
import base64
import io
import json
import re
import textwrap
from pathlib import Path

import matplotlib
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from PIL import Image

from helpers.pictures.style import BLUE, GREY, LIGHT, STYLE

A4, WIDE = (8.27, 11.69), (13.33, 7.5)  # inches
ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COURSE = re.search(r"^# (.+)$", README, flags=re.MULTILINE)[1]
SUBJECT = re.search(r"\*\*(.+?)\*\*", README)[1].capitalize()
NOTEBOOKS = {number: about for number, *about in re.findall(  # number: [title, question]
    r"^\| \[(\d\d) · (.+?)\]\(.+?\) \| (.+?) \|", README, flags=re.MULTILINE)}

# By the ids of their cells: a notebook's slides; its picture on the handout; and two guesses that
# need no more than the lecture to be understood and are not given away by that picture.
CHOSEN = {
    "01": ("cell-06 cell-12 cell-21 cell-34", "cell-12", "e2209efb fee2f73d"),
    "02": ("cell-18 cell-08 cell-24 cell-29", "cell-18", "178c4275 30b9799b"),
    "03": ("f7ac6cf2 cell-04 ff90c17c c09d725b", "f7ac6cf2", "813e1649 a0a7a1fb"),
    "04": ("a4b95909 5c3902b3 cell-27 cell-31", "cell-31", "656412a9 4f5253a0"),
    "05": ("ad607d84 cell-10 cell-16 cell-20", "ad607d84", "b8d8e531 b0fe3c3c"),
    "06": ("395025d9 ff1dd033 be796556 920c97ef", "be796556", "cc395c67 053c2645"),
    "07": ("809ec8d7 ecc480f6 40e8826f cell-33", "40e8826f", "fbad3e85 9308d365"),
    "08": ("45b95b20 45792f94 8815ac6c 432e7847", "45b95b20", "bb9f4f6a e796f1e5"),
    "09": ("cell-06 cell-12 cell-20 cell-35", "cell-20", "9cfbac6e ddd6ff55"),
    "10": ("e4d841eb 89c38de7 0c0cd1c6", "0c0cd1c6", "dd5955bd d8962a4c"),
    "11": ("aa64230d eedb2eff e7ffbfff e505f3d3", "eedb2eff", "96c74a31 49f7cb60"),
    "12": ("tuning-04 tuning-22 tuning-31", "tuning-04", "tuning-21 tuning-29"),
}

# A heading and what it is about; one or two formulas in a row, each with the shape of its result.
FORMULAS = r"""
# Batch norm, forward | each unit over the m examples of its mini-batch
\mu = \dfrac{1}{m} \sum_i\, z^{(i)} | (n, 1) |\
  \sigma^2 = \dfrac{1}{m} \sum_i\, (z^{(i)} - \mu)^2 | (n, 1)
Z_{norm} = \dfrac{Z - \mu}{\sqrt{\sigma^2 + \varepsilon}} | (n, m) |\
  \tilde Z = \gamma\, Z_{norm} + \beta | (n, m)
# Batch norm, backward | sums and means over the examples; a bias b before it gets db = 0
d\beta = \sum_i\, d\tilde z^{(i)} | (n, 1) | d\gamma = \sum_i\, d\tilde z^{(i)} z_{norm}^{(i)} |\
  (n, 1)
dZ = \dfrac{\gamma}{\sqrt{\sigma^2 + \varepsilon}} \left( d\tilde Z - \mathrm{mean}(d\tilde Z)\
  - Z_{norm} \cdot \mathrm{mean}(d\tilde Z \cdot Z_{norm}) \right) | (n, m)
# Test time | averages kept in training, corrected for their start at 0, of σ² as of μ
\mu_{avg} \leftarrow decay \cdot \mu_{avg} + (1 - decay)\, \mu | (n, 1) |\
  corrected = \dfrac{\mu_{avg}}{1 - decay^{\,steps}} | (n, 1)
\tilde Z = \gamma\, \dfrac{Z - \mu_{avg}}{\sqrt{\sigma^2_{avg} + \varepsilon}} + \beta |\
  (n, m), also m = 1
# The search's log scale | r is drawn uniformly between the two ends
\alpha = 10^{\,r} | | \log_{10}(low) \leq r \leq \log_{10}(high) |
decay = 1 - 10^{\,r} | | \log_{10}(1 - high) \leq r \leq \log_{10}(1 - low) |
# Softmax | each example over the C classes; J is the mean of −log a of the right class
a_c = \dfrac{e^{\,z_c}}{\sum_k\, e^{\,z_k}} | A (C, m) | dZ = \dfrac{A - Y}{m} | (C, m)
# Layer norm | each example over its n units; then as in batch norm, with γ and β (n, 1)
\mu = \dfrac{1}{n} \sum_j\, z_j | (1, m) | \sigma^2 = \dfrac{1}{n} \sum_j\, (z_j - \mu)^2 | (1, m)
""".replace("\\\n", "")


def cells_of(number):
    """The cells of a stored notebook by their ids, each with the heading it stands under."""
    path, = (ROOT / "notebooks").glob(f"{number}_*.ipynb")
    cells, heading = {}, ""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        cell["source"] = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            found = re.findall(r"^###? (.+)$", cell["source"], flags=re.MULTILINE)
            heading = found[-1].replace("`", "") if found else heading
        cells[cell["id"]] = cell | {"heading": heading}
    return cells


def picture(cell):
    """The first picture that a cell stores, and its description; none is an error."""
    for output in cell.get("outputs", ()):
        if "image/png" in output.get("data", {}):
            png = base64.b64decode("".join(output["data"]["image/png"]))
            alt = output["metadata"]["image/png"]["alt"]
            return Image.open(io.BytesIO(png)).convert("RGB"), alt
    raise ValueError(f"cell {cell['id']} stores no picture")


def guess(cell):
    """The question of the Guess in a cell, and what there is to fill in; none is an error."""
    for call in ast.walk(ast.parse(cell["source"])):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Guess":
            _, question, *choices = map(ast.literal_eval, call.args)
            unit = [ast.literal_eval(k.value).strip() for k in call.keywords if k.arg == "unit"]
            line = " ".join(["my guess _______________", *unit])
            question = question.replace(" = ", "\xa0=\xa0")  # stays in one line
            return question, [f"☐ {choice}" for choice in choices[0]] if choices else [line]
    raise ValueError(f"cell {cell['id']} asks for no guess")


class Page(Figure):
    """A page on which places are inches from its upper left corner."""

    def write(self, x, y, text, size, width, **style):
        """Write text in lines of about this width; return where the next line begins."""
        W, H = self.get_size_inches()
        letters = int(72 * width / (0.56 * size))
        for line in textwrap.wrap(text, letters, break_long_words=False, break_on_hyphens=False):
            self.text(x / W, 1 - y / H, line, size=size, **{"va": "top"} | style)
            y += 1.35 * size / 72
        return y

    def show(self, image, x, y, width, height):
        """Put an image into a box, in the middle of its width; return where it ends below."""
        scale, (W, H) = min(width / image.width, height / image.height), self.get_size_inches()
        w, h = image.width * scale, image.height * scale
        axes = self.add_axes(((x + (width - w) / 2) / W, 1 - (y + h) / H, w / W, h / H))
        axes.imshow(image, interpolation="none", aspect="auto")  # each pixel as it is stored
        axes.set_axis_off()
        return y + h


def formulas():
    """The handout's first page: every formula with the shape of what it gives."""
    page, y = Page(A4), 0.65
    page.write(0.6, 0.5, f"{COURSE}: the formulas", 16, 7, weight="bold")
    page.write(0.6, 0.85, "Z (n, m): a row for each of n units, a column for each of m examples. "
               "γ, β (n, 1) are learned, ε is small.", 9, 8)
    for line in FORMULAS.strip().splitlines():
        parts = [part.strip() for part in line.split("|")]
        y += 0.62
        if line.startswith("#"):
            page.write(0.6, y, parts[0][2:], 12, 4, va="baseline", weight="bold", color=BLUE)
            page.write(7.67, y, parts[1], 9, 9, va="baseline", ha="right", color=GREY)
            continue
        for k in range(0, len(parts), 2):
            x, right = 0.8 + 1.8 * k, 4 if k + 2 < len(parts) else 7.67
            page.write(x, y, f"${parts[k]}$", 13, 99, va="baseline", math_fontfamily="stix")
            page.write(right, y, parts[k + 1], 9, 9, va="baseline", ha="right", color=GREY)
    return page


def handout():
    """Make the pages of the handout: the formulas, then the notebooks, four to a page."""
    yield formulas()
    for k, (number, (_, shown, guesses)) in enumerate(CHOSEN.items()):
        top, cells = 0.95 + 2.58 * (k % 4), cells_of(number)
        if k % 4 == 0:
            page = Page(A4)
            page.write(0.6, 0.5, f"{COURSE}: guess, then measure", 16, 7, weight="bold")
        page.add_artist(Line2D((0.6 / A4[0], 7.67 / A4[0]), [1 - (top - 0.05) / A4[1]] * 2,
                               color=LIGHT, linewidth=1))
        title, question = NOTEBOOKS[number]
        y = page.write(0.6, top + 0.05, f"{number} · {title}", 12, 4, weight="bold", color=BLUE)
        y = page.write(0.6, y, question, 10, 4) + 0.05
        page.show(picture(cells[shown])[0], 0.6, y, 4.15, top + 2.4 - y)
        y = top + 0.07
        for cell_id in guesses.split():
            question, entries = guess(cells[cell_id])
            y = page.write(4.93, y, question, 9, 2.74) + 0.06
            for entry in entries:
                y = page.write(4.93, y, entry, 9, 2.9) + 0.02
            y += 0.1
        if k % 4 == 3:
            yield page


def slides():
    """Make the slides: a title, and one for each chosen picture."""
    page = Page(WIDE)
    page.write(6.67, 0.7, COURSE, 40, 12, weight="bold", ha="center")
    page.write(6.67, 1.5, SUBJECT, 18, 12, color=GREY, ha="center")
    page.show(Image.open(ROOT / "docs/panel.png").convert("RGB"), 1.5, 2.3, 10.3, 4.6)
    yield page
    for number, (shown, *_) in CHOSEN.items():
        cells = cells_of(number)
        for cell_id in shown.split():
            image, alt = picture(cells[cell_id])
            page, height = Page(WIDE), 12.33 * image.height / image.width
            page.write(0.5, 0.35, f"{number} · {NOTEBOOKS[number][0]}", 14, 12, color=GREY)
            page.write(0.5, 0.65, cells[cell_id]["heading"], 24, 12.3, weight="bold")
            y = page.show(image, 0.5, 1.35 + max(0, (5.2 - height) / 2), 12.33, 5.75) + 0.15
            if y + 0.23 * (1 + len(alt) // 125) < 7.2:
                page.write(0.5, y, alt, 12, 12.3, color=GREY)
            yield page


def main(out):
    """Write both files into a folder, which is made if it is not there."""
    out.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context(STYLE):
        for pages in (handout, slides):
            with PdfPages(out / f"{pages.__name__}.pdf", metadata={"CreationDate": None}) as pdf:
                for page in pages():
                    pdf.savefig(page)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    main(parser.parse_args().out)
