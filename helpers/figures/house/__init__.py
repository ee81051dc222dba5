"""House style: a page with title, subtitle and source; what is drawn on it; export to files.

How a figure is made (all other modules of this package do it so)::

    def draw(page):                               # called at once, and again for the width of a column
        house.interval_dots(page.panels[0], table, "voice", style=study.style, zero=0)

    page = house.page(title, subtitle, source, draw, height=house.rows_height(len(table)))
    page.describe(alt="...", data=table, n=int(table["n"].sum()))
    return page                                   # a matplotlib Figure; page.column() is the narrow one
    ...
    nb.publish(page, "tone_by_voice", evidence_html)   # in a notebook, see figures.start

Signatures::

    use_style()
    page(title, subtitle, source, draw, *, height, width=WIDTH, **subplots) -> Page
    page.column() -> Page of COLUMN inches        # the same draw: primitives lay themselves out by the width
    narrow(ax), scaled(ax, points), across(ax)    # is it a column? points of a text there; inches between the margins
    ask_height(ax, inches)                        # in a column: the height that a panel needs
    rows_height(rows, headings=0) -> inches for so many rows of dots or bars
    interval_dots(ax, table, row, value="mean", *, style, group="", zero=None, form="{:+.2f}",
                  limits=None, axis="", unit="sentences", clusters="stories")
    panel_title(ax, text, pad=6)                  # of one of several panels
    percent_axis(ax)                              # after interval_dots of shares
    stacked_shares(ax, table, row, category, value="share", *, style, order=(), label=str, intervals=True,
                   unit="sentences", count="whole", clusters="stories")
    bars(ax, table, row, value, part="", *, style, form="{:,.0f}", note="")  # counts: no interval
    heat_map(ax, table, row, column, value="mean", *, limits, diverging=True, form="{:+.2f}", label=str)
    row_words(ax, rows, heads, top, up)           # names, values and notes of rows: beside a panel, or above the marks
    direct_key(ax, entries)                       # squares and names above a panel, for stacked_shares
    some_ticks(ax, names, always)                 # as many names along the axis below as have room
    name_points(ax, points, named)                # names beside points, as many as have room
    export(page, name, folder) -> card (dict)

``table`` is what helpers.analysis.estimate returns: the columns value, low, high, n, n_clusters, enough, few. Rows are
drawn from top to bottom in the order of the table. ``style`` maps the row's (or category's) value to
something with label, colour, marker, fill and hatch: ``study.style`` for voices, ``plain`` for all else.
What is not ``enough`` gets a hollow mark, no interval and "too few to say"; a bar of too few sentences is thin and
hatched.
"""

from helpers.figures.house.dots import TOO_FEW, interval_dots
from helpers.figures.house.files import export, save_table
from helpers.figures.house.heat import SHARE_LIMITS, TONE_LIMITS, heat_map
from helpers.figures.house.labels import (
    Row,
    beside,
    direct_key,
    left_labels,
    panel_title,
    percent_axis,
    row_words,
    some_ticks,
    spread,
)
from helpers.figures.house.layout import (
    COLUMN,
    MARGIN,
    WIDTH,
    Page,
    across,
    ask_height,
    narrow,
    page,
    rows_height,
    scaled,
    use_style,
)
from helpers.figures.house.marks import (
    ACCENT,
    DIVERGING,
    GREY,
    INK,
    PALE,
    RULE,
    SEQUENTIAL,
    Look,
    Mark,
    Style,
    area,
    ink_on,
    inked,
    of_row,
    plain,
    tint,
)
from helpers.figures.house.names import name_points
from helpers.figures.house.shares import bars, stacked_shares, told
from helpers.figures.house.words import number, shorten, text_width

__all__ = [
    "ACCENT",
    "COLUMN",
    "DIVERGING",
    "GREY",
    "INK",
    "MARGIN",
    "PALE",
    "RULE",
    "SEQUENTIAL",
    "SHARE_LIMITS",
    "TONE_LIMITS",
    "TOO_FEW",
    "WIDTH",
    "Look",
    "Mark",
    "Page",
    "Row",
    "Style",
    "across",
    "area",
    "ask_height",
    "bars",
    "beside",
    "direct_key",
    "export",
    "heat_map",
    "ink_on",
    "inked",
    "interval_dots",
    "left_labels",
    "name_points",
    "narrow",
    "number",
    "of_row",
    "page",
    "panel_title",
    "percent_axis",
    "plain",
    "row_words",
    "rows_height",
    "save_table",
    "scaled",
    "shorten",
    "some_ticks",
    "spread",
    "stacked_shares",
    "text_width",
    "tint",
    "told",
    "use_style",
]
