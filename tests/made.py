"""What several test files make up alike."""

from collections.abc import Sequence

from helpers.analysis.groups import Groups


def each(names: Sequence[str], n_left: int = 0, left: float = 0.0) -> Groups:
    """Outlets one by one, each under its own name; n_left more, with that share of the words, are not shown."""
    return Groups("outlet", "outlet_name", tuple(names), {name: name for name in names}, n_left, left)
