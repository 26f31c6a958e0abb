"""The teacher's papers: every chosen cell is there, nothing is cut off, both files are written."""

import re

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

TOOL = "make_handout"


@pytest.fixture
def small(tool, monkeypatch):
    """The tool, with pictures of the same shape and fewer pixels: a matter of time alone."""
    def shrunk(cell, picture=tool.picture):
        image, alt = picture(cell)
        return image.reduce(8), alt

    monkeypatch.setattr(tool, "picture", shrunk)
    return tool


def test_every_chosen_cell_is_there(tool):
    assert list(tool.CHOSEN) == [number for number in tool.NOTEBOOKS if number != "00"]
    for number, (slides, shown, guesses) in tool.CHOSEN.items():
        cells = tool.cells_of(number)
        assert 2 <= len(slides.split()) <= 4
        for cell_id in [*slides.split(), shown]:
            image, alt = tool.picture(cells[cell_id])
            assert image.width > 1000 and alt and cells[cell_id]["heading"]
        for cell_id in guesses.split():
            question, entries = tool.guess(cells[cell_id])
            assert question[-1] in "?." and entries


def test_a_cell_without_what_is_asked_of_it_is_an_error(tool):
    cells = tool.cells_of("02")
    with pytest.raises(KeyError, match="no-such-cell"):
        cells["no-such-cell"]
    with pytest.raises(ValueError, match="cell-01 stores no picture"):
        tool.picture(cells["cell-01"])
    with pytest.raises(ValueError, match="cell-18 asks for no guess"):
        tool.guess(cells["cell-18"])


@pytest.mark.parametrize("kind", ["handout", "slides"])
def test_nothing_is_cut_off_or_overlaps(small, kind):
    with matplotlib.rc_context(small.STYLE | {"figure.dpi": 72}):
        for page in getattr(small, kind)():
            renderer = FigureCanvasAgg(page).get_renderer()
            boxes = [text.get_window_extent(renderer) for text in page.texts]
            boxes += [axes.get_position().transformed(page.transFigure) for axes in page.axes]
            for k, box in enumerate(boxes):
                assert box.x0 > 30 and box.x1 < page.bbox.x1 - 30, page.texts[k]
                assert box.y0 > 12 and box.y1 < page.bbox.y1 - 20, page.texts[k]
                for other in boxes[:k]:  # lines of letters with room above them may touch
                    assert not box.padded(-1.5).overlaps(other.padded(-1.5)), page.texts[k:k + 1]
            assert min(text.get_size() for text in page.texts) >= 9


def test_both_files_are_written_with_all_their_pages(small, tmp_path):
    small.main(tmp_path / "new")
    slides = 1 + sum(len(shown.split()) for shown, *_ in small.CHOSEN.values())
    for name, pages in (("handout.pdf", 4), ("slides.pdf", slides)):
        made = (tmp_path / "new" / name).read_bytes()
        assert re.findall(rb"/Count (\d+)", made) == [str(pages).encode()]
        assert b"CreationDate" not in made  # the same notebooks, the same bytes
