"""Build the course as a web site that runs in the reader's browser: static files, nothing else.

    python site/build.py OUT --pyodide FOLDER [--lite]

FOLDER is an unpacked Pyodide distribution: its lock file, its wheels, pyodide.mjs and so on. Needs
what requirements.txt installs, and Node.js with npm. What is served, and why: site/README.md.
"""

import argparse
import gzip
import hashlib
import importlib.metadata
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from base64 import b64decode
from pathlib import Path

import nbformat
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from PIL import Image
from pygments.formatters import HtmlFormatter

HERE = Path(__file__).resolve().parent
COURSE = HERE.parent
sys.path.insert(0, str(COURSE))  # the course beside this script, whatever is installed

from helpers.progress import KINDS, contents  # noqa: E402

WANTED = ("numpy", "matplotlib", "pillow", "contourpy", "ipython", "traitlets", "joblib",
          "threadpoolctl")
INSTALLED = ("ipywidgets", "comm", "tqdm")  # pure Python, taken as they are installed here
# Packages that a wanted one names and this course never imports.
UNUSED = {"fonttools", "pytz", "matplotlib-pyodide", "jedi", "openssl", "ssl", "pexpect",
          "sqlite3", "prompt_toolkit", "prompt-toolkit", "wcwidth"}
# Parts of packages that no page needs: half of their size.
LEFT_OUT = re.compile(
    r"(^|/)(tests?|sample_data|pdfcorefonts|afm|images|f2py|include|axes_grid1|axisartist"
    r"|sphinxext|licenses|contrib)/|matplotlib/testing|numpy/(random|_core)/lib/"
    r"|matplotlib/backends/\w*(qt|gtk|tk|wx|cairo|web|pdf|ps|pgf|svg)"
    r"|pygments/(lexers/(?!__init__|_mapping|python)|formatters/(img|latex|rtf|svg))"
    r"|DejaVuSerif|DejaVuSans(Mono-|-BoldOb)|STIXGeneralBolIta|/cm(?!ex)\w+\.ttf|zoneinfo\.tar|_ttconv"
    r"|PIL/(_webp|_imagingft|TiffIm|Pdf)"
    r"|^stdlib/(encodings/(cp[12578]...?|mac_|iso|koi|big5|euc|gb|shift|johab|hz)|xmlrpc|wsgiref"
    r"|multiprocessing/(managers|pool)|unittest/mock|http/(server|cookiejar)|xml/(dom|sax)"
    r"|asyncio/windows|(_pyio|mailbox|imaplib|pickletools|optparse|nntplib|smtplib|ftplib|plistlib"
    r"|aifc|cgi|wave)\.py)"
    r"|\.dist-info/(?!METADATA|entry_points)|\.(pyi|h|c|pxd|a)$")
KATEX = "katex@0.16.22", "e9e0d167db3175481cbadaff38e8d90b130f6a3ddb451a47e43c577fd511f365"
MARKED = "marked@16.4.1", "9144f0e2a4cea7837a698aaf84291cb89a796ef2495b28cb339c90ae78c48751"
ROW = re.compile(r"^\| \[(.+)\]\(notebooks/(.+)\.ipynb\) \| (.+?) \| (\d+) \|", re.MULTILINE)


def unpack_packages(source, folder):
    """Put the wanted packages of a distribution, and of this Python, into a folder."""
    packages = json.loads((source / "pyodide-lock.json").read_text())["packages"]
    names, done = list(WANTED), set(UNUSED)
    while names:
        name = names.pop()
        if name in done:
            continue
        done.add(name)
        wheel = source / packages[name]["file_name"]
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != packages[name]["sha256"]:
            raise SystemExit(f"{wheel}: not the file that the lock file names")
        shutil.unpack_archive(wheel, folder, "zip")
        names += packages[name]["depends"]
    for name in INSTALLED:  # with its metadata, by which JupyterLite knows that it is there
        for file in importlib.metadata.files(name):
            if file.suffix != ".pyc" and file.parts[0] != "..":
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(file.locate(), folder / file)


def python(source, out):
    """Write what starts Python, and two archives, compiled: its own library, and the rest.

    Returns how many bytes a reader loads.
    """
    out.mkdir(parents=True)
    for name in ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.mjs"):
        if (source / name).exists():
            shutil.copy(source / name, out)
    # Not every host compresses WebAssembly: it lies there compressed, and the worker unpacks it.
    wasm = gzip.compress((source / "pyodide.asm.wasm").read_bytes(), 9, mtime=0)
    (out / "pyodide.asm.wasm.bin").write_bytes(wasm)
    lock = json.loads((source / "pyodide-lock.json").read_text())
    (out / "pyodide-lock.json").write_text(json.dumps(lock | {"packages": {}}))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        unpack_packages(source, folder)
        shutil.unpack_archive(source / "python_stdlib.zip", folder / "stdlib")
        for path in [path for path in folder.rglob("*") if path.is_file()]:
            if LEFT_OUT.search(path.relative_to(folder).as_posix()):
                path.unlink()
        for part in ("helpers", "data"):
            shutil.copytree(COURSE / part, folder / part,
                            ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(HERE / "live.py", folder)
        (folder / "my-course").mkdir()
        for name, has in contents(COURSE / "notebooks").items():  # for the page of progress
            code = "\n".join([*map('Guess("{}")'.format, has["guesses"]),
                              *map("def {}".format, has["exercises"]),
                              *map('Quiz("{}")'.format, has["quizzes"])])
            cells = [{"cell_type": "markdown", "source": f"# {has['title']}"},
                     {"cell_type": "code", "source": code}]
            (folder / "my-course" / name).write_text(json.dumps({"cells": cells}))
        node("compile", source.resolve(), folder)
        pack(folder / "stdlib", out / "python_stdlib.zip")
        shutil.rmtree(folder / "stdlib")
        pack(folder, out / "course.zip")
    return sum(path.stat().st_size for path in out.iterdir())


def pack(folder, archive):
    """Write a folder's files to an archive, the same bytes for the same files."""
    with zipfile.ZipFile(archive, "w") as made:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (2020, 1, 1, 0, 0, 0))
            made.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def node(*arguments):
    """Run a task of node.mjs, which says itself what fails."""
    subprocess.run(["node", HERE / "node.mjs", *arguments], check=True)


def from_npm(package, sha256):
    """A package from npm, kept in .cache and compared with its hash; returns its folder."""
    cache = COURSE / ".cache"
    cache.mkdir(exist_ok=True)
    archive = cache / f"{package.replace('@', '-')}.tgz"
    if not archive.exists():
        subprocess.run([shutil.which("npm"), "pack", "--silent", package], cwd=cache, check=True,
                       stdout=subprocess.DEVNULL)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != sha256:
        raise SystemExit(f"{archive}: not the {package} this course was written for; delete it")
    folder = cache / package.split("@")[0]
    shutil.unpack_archive(archive, folder, filter="data")
    return folder / "package"


class _Text(IPythonRenderer):
    """Jupyter's Markdown with links from page to page; node.mjs sets the formulas in <tex>."""

    def heading(self, text, level, **_):
        words = re.sub(r"<tex>|</?\w[^>]*>|&\w+;", "", text).lower()
        return f'<h{level} id="{re.sub(r"[^a-z0-9]+", "-", words).strip("-")}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        return super().link(text, re.sub(r"^([^:]*)\.ipynb", r"\1.html", url), title)

    def inline_math(self, body):
        return f"<tex>{body}</tex>"

    def block_math(self, body):
        return f"<tex display>{body}</tex>"


def text(source):
    """Markdown as HTML; a table too wide for the page scrolls."""
    made = MarkdownWithMath(_Text(escape=False)).render(source)
    return made.replace("<table>", '<div class="wide"><table>').replace(
        "</table>", "</table></div>")


def lasts(seconds):
    """How long a cell takes, in words."""
    if not seconds:
        return "some minutes"
    if seconds < 90:
        return f"about {max(5, 5 * round(seconds / 5))} seconds"
    return f"about {round(seconds / 60)} minutes"


def write_pages(out, size, lite):
    """Write the page of each notebook in the README's table, and the start page."""
    def picture(output):  # in a file of its own, and its place is kept before it is loaded
        png = b64decode(output["data"]["image/png"])
        name = f"{hashlib.sha256(png).hexdigest()[:16]}.png"
        (out / "pictures" / name).write_bytes(png)
        width, height = Image.open(io.BytesIO(png)).size
        shown = output["metadata"].get("image/png", {}).get("width", width)
        return name, shown, round(shown * height / width)

    def write(template, path, cells, **resources):
        exporter = TemplateExporter(template_file=str(HERE / template), filters={
            "text": text, "lasts": lasts, "picture": picture})
        notebook = nbformat.v4.new_notebook(cells=cells)
        made, _ = exporter.from_notebook_node(notebook, resources | {"bytes": size})
        (out / path).write_text(made, "utf-8")

    for folder in ("pictures", "notebooks"):
        (out / folder).mkdir()
    seconds, has = json.loads((HERE / "seconds.json").read_text()), contents(COURSE / "notebooks")
    pages = [{"title": title, "name": name, "question": question, "minutes": minutes,
              "has": json.dumps({kind: has[f"{name}.ipynb"][kind] for kind in KINDS})}
             for title, name, question, minutes in ROW.findall(
                 (COURSE / "README.md").read_text("utf-8"))]
    for before, page, after in zip([None, *pages], pages, [*pages[1:], None], strict=False):
        name = page["name"]
        cells = [cell for cell in nbformat.read(COURSE / "notebooks" / f"{name}.ipynb", 4).cells
                 if "claim" not in cell.metadata.get("tags", ())]
        write("page.html", f"notebooks/{name}.html", cells, title=page["title"], root="../",
              description=page["question"], live="import tensorflow" not in str(cells),
              before=before, after=after, seconds=seconds.get(name, {}))
        if page is pages[2]:  # its first live picture, with what it needs, for the start page
            code = [cell for cell in cells if cell.cell_type == "code"]
            last = next(i for i, cell in enumerate(code) if "course-still" in str(cell.outputs))
            code[last].source = "\n\n".join(cell.source for cell in code[:last + 1])
            panel = code[last]
    write("start.html", "index.html", [panel], title="Batch norm, by hand", root="", live=True,
          description="A course on batch normalization that runs in your browser: move gamma and "
          "beta, write the functions, be told what is wrong.", folded="The code", seconds={},
          pages=pages, lite=lite)


def build(out, source, lite=False):
    """Write the site to a folder, which is made anew."""
    shutil.rmtree(out, ignore_errors=True)
    size = python(source, out / "pyodide")
    write_pages(out, size, lite)
    made = from_npm(*KATEX) / "dist"
    node("katex", made / "katex.mjs", *out.rglob("*.html"))
    shutil.copytree(made / "fonts", out / "katex/fonts",
                    ignore=shutil.ignore_patterns("*.ttf", "*.woff"))
    shutil.copy(made / "katex.min.css", out / "katex")
    assets = out / "assets"
    assets.mkdir()
    for file in (HERE / "live.js", HERE / "widgets.js", HERE / "worker.js",
                 from_npm(*MARKED) / "lib/marked.esm.js"):
        shutil.copy(file, assets)
    light, dark = (HtmlFormatter(style=name).get_style_defs(".highlight")
                   for name in ("default", "github-dark"))
    (assets / "style.css").write_text((HERE / "style.css").read_text() + light
                                      + "\n@media (prefers-color-scheme: dark) {\n" + dark + "\n}")
    if lite:
        import lite_build

        lite_build.build(out / "lite", source)
    files = {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
             for path in sorted(out.rglob("*")) if path.is_file() and "lite" not in path.parts}
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    worker = (HERE / "offline.js").read_text().replace("{version}", version).replace(
        "{files}", json.dumps([name for name in files if not name.startswith("pyodide/")]))
    (out / "offline.js").write_text(worker)
    (out / ".nojekyll").touch()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--pyodide", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--lite", action="store_true", help="JupyterLite too")
    asked = parser.parse_args()
    build(asked.out, asked.pyodide, asked.lite)
