"""What several test files make up alike."""

from collections.abc import Sequence

import pandas as pd

from helpers.analysis.groups import Groups

VOICES = ("narrator", "chinese", "russian", "western", "central_asian", "unknown")


def each(names: Sequence[str], n_left: int = 0, left: float = 0.0) -> Groups:
    """Outlets one by one, each under its own name; n_left more, with that share of the words, are not shown."""
    return Groups("outlet", "outlet_name", tuple(names), {name: name for name in names}, n_left, left)


def spoken(rng) -> pd.DataFrame:
    """Some voices in some stories of three outlets, a few of them together with another."""
    here = rng.choice(VOICES, rng.integers(1, 6), replace=False)
    rows = []
    for story in range(rng.integers(1, 14)):
        for voice in here:
            mode = "none" if voice == "narrator" else rng.choice(["direct", "mixed", "indirect"])
            joint = voice == "central_asian" or (mode != "none" and rng.random() < 0.1)
            n = 0.5 if joint else int(rng.integers(1, 4))
            outlet = rng.choice(["Ada", "Bea", "Cyd"])
            rows.append((voice, mode, f"s{story}", outlet, int(rng.integers(1, 40)), n, 0 if joint else n, int(joint)))
    columns = ["voice", "mode", "story_id", "outlet", "words", "n", "alone", "joint"]
    return pd.DataFrame(rows, columns=columns).assign(outlet_name=lambda f: f["outlet"])
