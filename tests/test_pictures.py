"""Figures look as they did: beside a picture of each kind, so that a change of look is noticed and meant.

`PYTHONPATH=. python tests/test_pictures.py` draws them anew after a change that is meant; look at them before a commit.
"""

from pathlib import Path

import matplotlib
import pytest
from matplotlib.testing.compare import compare_images

matplotlib.use("agg")
FOLDER = Path(__file__).parent / "data" / "pictures"
SHOWN = ("timeline", "by outlet", "speakers", "tone", "tone by outlet", "frames", "tied terms")
DOTS = 60  # an inch: enough for every mark, and small files
DIFFERENT = 4.0  # root mean square of 255; fonts are the package's own, so letters stand where they did


def draw(name: str, path: Path) -> Path:
    from test_figures import PAGES

    page = PAGES[name]()
    page.savefig(path, dpi=DOTS, metadata={"Software": None})
    matplotlib.pyplot.close(page)
    return path


@pytest.mark.parametrize("name", SHOWN)
def test_a_figure_looks_as_it_did(name, tmp_path):
    file = f"{name.replace(' ', '_')}.png"
    different = compare_images(str(FOLDER / file), str(draw(name, tmp_path / file)), tol=DIFFERENT)
    assert different is None, different


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for shown in SHOWN:
        draw(shown, FOLDER / f"{shown.replace(' ', '_')}.png")
