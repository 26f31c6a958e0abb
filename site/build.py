"""Build the course as a web site that runs in the reader's browser: static files, nothing else.

    python site/build.py OUT --pyodide FOLDER [--lite]

FOLDER is an unpacked Pyodide distribution: its lock file, its wheels, pyodide.mjs and so on. Needs
what requirements.txt installs, and Node.js with npm. What is served, and why: site/README.md.
"""

import argparse
import gzip
import hashlib
import html
import importlib.metadata
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from base64 import b64decode
from pathlib import Path

import mistune
from PIL import Image
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

HERE = Path(__file__).resolve().parent
COURSE = HERE.parent
sys.path.insert(0, str(COURSE))  # the course beside this script, whatever is installed

from helpers.progress import KINDS, contents  # noqa: E402

WANTED = ("numpy", "matplotlib", "pillow", "contourpy", "ipython", "traitlets", "joblib",
          "threadpoolctl", "ipywidgets", "comm", "tqdm")
# Packages that a wanted one names and this course never imports.
UNUSED = {"fonttools", "pytz", "matplotlib-pyodide", "jedi", "openssl", "ssl", "pexpect",
          "sqlite3", "prompt_toolkit", "prompt-toolkit", "wcwidth"}
# Parts of packages that no page needs: half of their size.
LEFT_OUT = re.compile(
    r"(^|/)(tests?|sample_data|pdfcorefonts|afm|images|web_backend|f2py|distutils|include"
    r"|axes_grid1|axisartist|sphinxext|diagram|licenses)/|^share/|matplotlib/testing|numpy/(random|_core)/lib/"
    r"|matplotlib/backends/\w*(qt|gtk|tk|wx|macosx|cairo|nbagg|web|pdf|ps|pgf|svg)\w*\."
    r"|pygments/(lexers/(?!__init__|_mapping|python)|formatters/(img|latex|rtf|svg))"
    r"|DejaVuSerif|DejaVuSans(Mono-|-BoldOb)|STIXGeneralBolIta|dateutil-zoneinfo\.tar|_ttconv"
    r"|PIL/(_webp|_imagingft|_imagingcms|TiffIm|Pdf|Dds|Blp|Eps|Icns)|_(rational|umath)_tests"
    r"|^stdlib/(encodings/(cp[12578]...?|cp9|mac_|iso|koi|big5|euc|gb|shift|johab|hz)"
    r"|multiprocessing/(managers|pool)|unittest/mock|http/(server|cookiejar)|xmlrpc|wsgiref"
    r"|xml/(dom|sax)|asyncio/(windows|proactor)|(_pyio|mailbox|imaplib|nntplib|smtplib|ftplib"
    r"|poplib|telnetlib|aifc|sunau|wave|cgi|cgitb|pickletools|optparse|plistlib|pyclbr)\.py)"
    r"|\.dist-info/(?!METADATA|entry_points)|\.(pyi|h|c|pyx|pxd|a|exe)$")
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.mjs")
KATEX = "katex@0.16.22"
KATEX_SHA256 = "e9e0d167db3175481cbadaff38e8d90b130f6a3ddb451a47e43c577fd511f365"
STILL = re.compile(r"<style>.*?</style>", re.DOTALL)
ASKED = "<p><em>Run this cell to make it live.</em></p>"
BUTTON = '<p class="js"><button class="alive">make it live</button></p>'


def unpack_packages(source, folder):
    """Put the wanted packages of a distribution, and of this Python, into a folder."""
    packages = json.loads((source / "pyodide-lock.json").read_text())["packages"]
    names, done = list(WANTED), set()
    while names:
        name = names.pop()
        if name in done | UNUSED:
            continue
        done.add(name)
        if name in packages:
            entry = packages[name]
            data = (source / entry["file_name"]).read_bytes()
            if hashlib.sha256(data).hexdigest() != entry["sha256"]:
                raise SystemExit(f"{entry['file_name']}: not the file that the lock file names")
            names += entry["depends"]
            archive = zipfile.ZipFile(io.BytesIO(data))
            files = {path: archive.read(path) for path in archive.namelist() if path[-1] != "/"}
        else:  # pure Python, as it is installed here
            files = {str(file): file.locate().read_bytes()
                     for file in importlib.metadata.files(name) if file.suffix != ".pyc"
                     and not str(file).startswith("..")}
        _write(folder, files)


def bundle(source, out):
    """Write everything that Python needs to two archives, compiled: its library and the rest."""
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
        _node("compile", str(source.resolve()), str(folder))
        _pack(folder / "stdlib", out / "python_stdlib.zip")
        shutil.rmtree(folder / "stdlib")
        _pack(folder, out / "course.zip")


def pyodide(source, out):
    """Copy what starts Python; returns how many bytes a reader loads."""
    (out / "pyodide").mkdir(parents=True)
    for name in CORE:
        if (source / name).exists():
            shutil.copy(source / name, out / "pyodide")
    # Not every host compresses WebAssembly: it lies there compressed, and the worker unpacks it.
    wasm = gzip.compress((source / "pyodide.asm.wasm").read_bytes(), 9, mtime=0)
    (out / "pyodide/pyodide.asm.wasm.bin").write_bytes(wasm)
    lock = json.loads((source / "pyodide-lock.json").read_text())
    (out / "pyodide/pyodide-lock.json").write_text(json.dumps(lock | {"packages": {}}))
    bundle(source, out / "pyodide")
    return sum(path.stat().st_size for path in (out / "pyodide").iterdir())


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


def katex(out):
    """KaTeX's style and fonts; returns the folder with its program."""
    made = from_npm(KATEX, KATEX_SHA256) / "dist"
    (out / "katex/fonts").mkdir(parents=True)
    for font in made.glob("fonts/*.woff2"):
        shutil.copy(font, out / "katex/fonts")
    style = re.sub(r",url\([^)]*\.(woff|ttf)\) format\(\"\w+\"\)", "",
                   (made / "katex.min.css").read_text())
    (out / "katex/katex.css").write_text(style)
    return made


class Pages:
    """The readable pages, written in two steps: first with marks for the formulas."""

    def __init__(self, out, folder):
        self.out, self.folder, self.formulas, self.written = out, folder, [], {}
        self.seconds = json.loads((HERE / "seconds.json").read_text())
        self.markdown = mistune.create_markdown(escape=False, plugins=["table"])
        (out / "pictures").mkdir()

    def text(self, source):
        """Markdown as HTML, formulas as marks."""
        def keep(match):
            self.formulas.append(match[0])
            return f"\ue000{len(self.formulas) - 1}\ue001"

        pieces = re.split(r"(```.*?```|`[^`\n]*`)", source, flags=re.DOTALL)
        pieces[::2] = [re.sub(r"\$\$.+?\$\$|\$[^$\n]+?\$", keep, piece, flags=re.DOTALL)
                       for piece in pieces[::2]]
        made = self.markdown("".join(pieces))
        made = re.sub(r'href="([^":]*?)\.ipynb', r'href="\1.html', made)
        made = re.sub(r"<h([23])>(.*?)</h\1>", _anchor, made)
        return made.replace("<table>", '<div class="wide"><table>').replace(
            "</table>", "</table></div>")

    def output(self, output):
        """One stored output as HTML."""
        if output["output_type"] == "stream":
            return f"<pre>{html.escape(''.join(output['text']))}</pre>"
        data = {kind: "".join(value) if isinstance(value, list) else value
                for kind, value in output["data"].items()}
        if "image/png" in data:
            return self.picture(b64decode(data["image/png"]),
                                output["metadata"].get("image/png", {}), data["text/plain"])
        if "text/html" in data:
            return STILL.sub("", data["text/html"]).replace(ASKED, BUTTON)
        if "text/markdown" in data:
            return self.text(data["text/markdown"])
        return f"<pre>{html.escape(data['text/plain'])}</pre>"

    def picture(self, png, about, description):
        """A picture in a file of its own, its place kept before it is loaded."""
        name = hashlib.sha256(png).hexdigest()[:16]
        (self.out / f"pictures/{name}.png").write_bytes(png)
        width, height = Image.open(io.BytesIO(png)).size
        shown = about.get("width", width)
        return (f'<img src="{{root}}pictures/{name}.png" width="{shown}" height='
                f'"{round(shown * height / width)}" loading="lazy" decoding="async" '
                f'alt="{html.escape(about.get("alt", description))}">')

    def cell(self, cell, live, hidden=False):
        """A code cell with its stored outputs."""
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", [])
        code = highlight(source, PythonLexer(), HtmlFormatter(cssclass="shown"))
        shown = "".join(self.output(output) for output in cell["outputs"])
        seconds, note = self.seconds.get(self.name, {}).get(cell["id"]), ""
        if (seconds or "long" in tags) and live:
            lasts = f"about {_duration(seconds)}" if seconds else "some minutes"
            note = f'<p class="js note">Run in your browser this takes {lasts}.</p>'
        box = (f'<div class="code">{code}<textarea hidden spellcheck="false" autocapitalize="off" '
               f'aria-label="the code of this cell">{html.escape(source)}</textarea>'
               '<div class="tools js"><button class="run">run</button> <button class="edit">edit'
               f'</button> <button class="reset" hidden>reset</button></div></div>{note}')
        if "claim" in tags or hidden:
            about = "The code" if hidden else "A test of the course: does what is said here hold?"
            box = f"<details><summary>{about}</summary>{box}</details>"
        parts = [box, f'<div class="out">{shown}</div>']
        return (f'<section class="cell" id="{cell["id"]}" data-tags="{" ".join(tags)}">'
                f'{"".join(reversed(parts) if hidden else parts)}</section>')

    def add(self, path, title, description, body, live=True):
        """Keep a page until its formulas are there."""
        root = "../" if "/" in path else ""
        page = (HERE / "page.html").read_text()
        for name, value in {"title": html.escape(title), "description": html.escape(description),
                            "live": "live" if live else "", "body": body, "root": root}.items():
            page = page.replace("{" + name + "}", value)
        self.written[path] = page

    def notebook(self, path, before, after):
        """The page of one notebook, with links to its neighbours."""
        cells = json.loads(path.read_text("utf-8"))["cells"]
        self.name = path.stem
        about = _about(path)
        live = "import tensorflow" not in str(cells) and "from tensorflow" not in str(cells)
        parts = [self.text("".join(cell["source"])) if cell["cell_type"] == "markdown"
                 else self.cell(cell, live) for cell in cells]
        if not live:
            parts.insert(1, "<p><strong>TensorFlow does not run in a browser:</strong> this "
                            "notebook can be read here, and run where it is installed.</p>")
        links = "".join(f'<a href="{one.stem}.html" rel="{rel}">{mark} {_about(one)["title"]}</a>'
                        for one, rel, mark in ((before, "prev", "←"), (after, "next", "→")) if one)
        self.add(f"notebooks/{path.stem}.html", about["title"], about["question"],
                 "\n".join(parts) + f'<nav class="ends">{links}</nav>', live)

    def start(self, notebooks, lite):
        """The start page: one live picture, and the table."""
        self.name = notebooks[2].stem
        code = [cell for cell in json.loads(notebooks[2].read_text("utf-8"))["cells"]
                if cell["cell_type"] == "code"]
        last = next(i for i, cell in enumerate(code) if "course-still" in str(cell["outputs"]))
        panel = self.cell(code[last] | {"source": "\n\n".join(
            "".join(cell["source"]) for cell in code[:last + 1])}, True, hidden=True)
        has, rows = contents(COURSE / "notebooks"), []
        for path in notebooks:
            about, names = _about(path), {kind: has[path.name][kind] for kind in KINDS}
            rows.append(f'<tr><td><a href="notebooks/{path.stem}.html">{about["title"]}</a></td>'
                        f"<td>{about['question']}</td><td>{about['minutes']}</td>"
                        f"<td class=js data-has='{html.escape(json.dumps(names))}'></td></tr>")
        body = (HERE / "start.html").read_text().replace("{panel}", panel)
        body = body.replace("{rows}", "\n".join(rows)).replace("{lite}", lite)
        self.add("index.html", "Batch norm, by hand", "A course on batch normalization that runs "
                 "in your browser: move gamma and beta, write the functions, be told what is "
                 "wrong.", body)

    def write(self):
        """Set the formulas and write the pages."""
        jobs = [{"tex": formula.strip("$"), "display": formula.startswith("$$")}
                for formula in self.formulas]
        made = json.loads(_node("katex", str(self.folder / "katex.mjs"), given=json.dumps(jobs)))
        for path, page in self.written.items():
            page = re.sub("\ue000(\\d+)\ue001", lambda mark: made[int(mark[1])], page)
            page = page.replace('loading="lazy"', 'loading="eager"', 1)
            _write(self.out, {path: page.encode()})


def _about(path):
    """Title, question and minutes of a notebook, by the README's table or its first cell."""
    text = "".join(json.loads(path.read_text("utf-8"))["cells"][0]["source"])
    row = re.search(rf"^\| \[(.+)\]\(notebooks/{path.name}\) \| (.+?) \| (\d+) \|",
                    (COURSE / "README.md").read_text("utf-8"), re.MULTILINE)
    found = row.groups() if row else [
        (re.search(pattern, text, re.MULTILINE) or ["", ""])[1]
        for pattern in (r"^# (.+)", r"^\*\*(.+)\*\*$", r"(\d+) minutes")]
    return dict(zip(("title", "question", "minutes"), found, strict=True))


def _anchor(heading):
    words = re.sub(r"<[^>]+>|[\ue000\ue001&;]", "", heading[2]).lower()
    name = re.sub(r"\W+", "-", words).strip("-")
    return f'<h{heading[1]} id="{name}">{heading[2]}</h{heading[1]}>'


def _duration(seconds):
    if seconds < 90:
        return f"{max(5, 5 * round(seconds / 5))} seconds"
    return f"{round(seconds / 60)} minutes"


def _write(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _pack(folder, archive):
    with zipfile.ZipFile(archive, "w") as made:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (2020, 1, 1, 0, 0, 0))
            made.writestr(info, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def _node(*arguments, given=None):
    node = shutil.which("node")
    if node is None:
        raise SystemExit("site/build.py needs Node.js (18 or newer) with npm")
    done = subprocess.run([node, HERE / "node.mjs", *arguments], input=given, text=True,
                          capture_output=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"node.mjs {arguments[0]} failed:\n{done.stderr[-3000:]}")
    return done.stdout


def build(out, source, lite=False):
    """Write the site to a folder, which is made anew."""
    shutil.rmtree(out, ignore_errors=True)
    size = pyodide(source, out)
    packages = json.loads((source / "pyodide-lock.json").read_text())["packages"]
    versions = {name: packages[name]["version"] for name in ("numpy", "matplotlib")}
    pages = Pages(out, katex(out))
    notebooks = sorted((COURSE / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    for before, path, after in zip([None, *notebooks], notebooks, [*notebooks[1:], None],
                                   strict=False):
        pages.notebook(path, before, after)
    link = '<a href="lite/lab/index.html">JupyterLab in the browser</a>' if lite else ""
    pages.start(notebooks, link)
    pages.write()
    for name in ("live.js", "widgets.js", "worker.js"):
        _write(out, {f"assets/{name}": (HERE / name).read_bytes()})
    style = (HERE / "style.css").read_text() + "".join(
        f"\n{before}{HtmlFormatter(style=name).get_style_defs('.shown')}{after}"
        for name, before, after in (("default", "", ""), (
            "github-dark", "@media (prefers-color-scheme: dark) {\n", "\n}")))
    _write(out, {"assets/style.css": style.encode(),
                 "assets/about.json": json.dumps({"bytes": size, "versions": versions}).encode()})
    if lite:
        import lite_build

        lite_build.build(out / "lite", source)
    files = {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
             for path in sorted(out.rglob("*")) if path.is_file() and "lite" not in path.parts}
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    worker = (HERE / "offline.js").read_text().replace("{version}", version).replace(
        "{files}", json.dumps([name for name in files if not name.startswith("pyodide/")]))
    _write(out, {"offline.js": worker.encode(), ".nojekyll": b""})


def main():
    """Build, and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--pyodide", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--lite", action="store_true", help="JupyterLite too")
    asked, began = parser.parse_args(), time.monotonic()
    build(asked.out, asked.pyodide, asked.lite)
    size = sum(path.stat().st_size for path in asked.out.rglob("*") if path.is_file())
    print(f"{asked.out}: {size / 1e6:.0f} MB in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
