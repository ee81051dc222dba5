"""Draw sentences for hand coding."""

from __future__ import annotations

import pandas as pd

from helpers.measure import Results

# Round-robin over outlets and measured voices: of each the first, then of each the second, until n are drawn.
_DRAW = """
with ranked as (
    select s.*, row_number() over (
        partition by a.outlet, s.voice order by md5(s.sentence_id || $1), s.sentence_id) as rank
    from sentences s join articles a using (article_id)),
drawn as (select * from ranked order by rank, md5(sentence_id || $1) limit $2)
select sentence_id, article_id, start, "end", kind, text from drawn order by article_id, start
"""


def sample(results: Results, n: int, seed: int) -> pd.DataFrame:
    """n sentences drawn alike from every outlet and measured voice, in the order of their articles.

    The columns mode, speaker, voice, via, tone (-1, 0, 1), t_<target> (the same, empty where it is not
    mentioned) and frames (with | between them) are to be filled in. What was measured is not shown, so that it
    cannot sway the coder.
    """
    drawn = results.query(_DRAW, [str(seed), n])
    targets = [f"t_{target.name}" for target in results.study.targets]
    return drawn.assign(**dict.fromkeys(["mode", "speaker", "voice", "via", "tone", *targets, "frames"], ""))
