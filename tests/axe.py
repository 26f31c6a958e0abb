"""What axe-core says of a page: rules of WCAG 2.1, levels A and AA, that the page breaks."""

import functools
import importlib.util
import os
import shutil
from pathlib import Path

import pytest

PACKAGE = "axe-core@4.14.1"
SHA256 = "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
BUILD = Path(__file__).resolve().parents[1] / "site/build.py"


@functools.cache
def program():
    """The source of axe-core, fetched as site/build.py fetches KaTeX."""
    if not shutil.which("npm"):
        missing = "axe-core comes from npm, which is not there"
        pytest.fail(missing) if os.environ.get("REQUIRE_ALL_TESTS") else pytest.skip(missing)
    spec = importlib.util.spec_from_file_location("site_build", BUILD)
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    return (build.from_npm(PACKAGE, SHA256) / "axe.min.js").read_text("utf-8")


def violations(page, within=(), but=()):
    """A line for each broken rule and element, in the parts of the page that CSS selectors name."""
    page.evaluate(program())
    context = {"include": [[one] for one in within if page.locator(one).count()] or [["html"]],
               "exclude": [[one] for one in but]}
    found = page.evaluate("([context, levels]) => axe.run(context, {runOnly: levels})",
                          [context, LEVELS])["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
