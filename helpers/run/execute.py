"""Run one notebook in a process of its own, and judge whether it really came to its end.

Papermill alone does not tell: `sys.exit(0)` in a cell and a killed kernel can leave its record looking well.
So the executed notebook decides: every code cell ran, in order, and none put out an error.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import signal
import tempfile
import threading
import time
from multiprocessing.process import BaseProcess
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from traitlets.config import Config

from helpers.run import web_page
from helpers.run.jobs import Job, Outcome
from helpers.study import ROOT

CELL_SECONDS = 3600  # a cell that takes longer is taken to hang
START_SECONDS = 180
STARTS = 3  # of a kernel: another process may take one of its ports before it can, and then it dies


def prepare_process(temporary: Path) -> None:
    """What a process that runs notebooks needs once: quiet logs, one thread a kernel, an end with its parent.

    temporary: the folder for all that it and its kernels would write to the system's temporary folder.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # this environment's kernel, whatever the user has installed
    tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
    os.environ["IPYTHONDIR"] = tempfile.mkdtemp(prefix="ipython-")  # no start-up files, no shared history
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    parent = multiprocessing.parent_process()
    if parent is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends Ctrl-C to all: what ends is the parent's to say
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    """End this process, whatever it does, once its parent has ended."""
    parent.join()
    os._exit(1)


def execute(job: Job) -> Outcome:
    """Run a notebook; its executed copy and its page are left in job.out."""
    started = time.monotonic()
    try:
        error = _run(job)
    except OSError as problem:
        error = f"{job.name}: {problem.strerror or problem}"
    return Outcome(job.name, round(time.monotonic() - started, 2), error)


def _run(job: Job) -> str:
    job.out.mkdir(parents=True, exist_ok=True)
    path = job.out / f"{job.name}.ipynb"
    for _ in range(STARTS):
        raised = _executed(job, path)
        if not isinstance(raised, RuntimeError) or "died before replying" not in str(raised):
            break
    if not path.exists():
        return f"{job.name}: {_one_line(raised)}"
    text = path.read_text("utf-8")
    if job.hidden:
        text = text.replace(job.hidden, "").replace(job.hidden.replace("/", "\\\\"), "")
        path.write_text(text, "utf-8")
    executed = nbformat.reads(text, as_version=4)
    source = nbformat.read(job.notebook, as_version=4)
    error = failure(source, executed, raised)
    path.with_suffix(".html").write_text(web_page.render(executed, job.base), "utf-8")
    return f"{job.name}: {error}" if error else ""


def _executed(job: Job, path: Path) -> Exception | None:
    """Let papermill run a notebook into its executed copy; what it raised, None if nothing."""
    try:
        papermill.execute_notebook(
            str(job.notebook),
            str(path),
            job.parameters,
            kernel_name="python3",
            cwd=str(ROOT),
            progress_bar=False,
            start_timeout=START_SECONDS,
            execution_timeout=CELL_SECONDS,
            config=Config(
                {
                    "KernelManager": {"transport_encryption": "auto"},
                    "NotebookClient": {
                        "extra_arguments": ["--IPKernelApp.log_level=50"]
                    },  # else the end is an ERROR line
                }
            ),
        )
    except Exception as problem:  # whatever papermill raises: the executed notebook tells more
        if isinstance(problem, OSError) and not isinstance(problem, CellTimeoutError):
            raise
        return problem
    return None


def failure(source: nbformat.NotebookNode, executed: nbformat.NotebookNode, raised: Exception | None) -> str:
    """Why an executed notebook cannot be trusted, in one line that names the cell; empty where it can."""
    numbers = {
        cell.id: number
        for number, cell in enumerate(source.cells, 1)
        if cell.cell_type == "code" and cell.source.strip()
    }
    steps = [
        (f"cell {numbers[cell.id]}" if cell.id in numbers else "the parameters", cell)
        for cell in executed.cells
        if cell.id in numbers or "injected-parameters" in cell.metadata.get("tags", [])
    ]
    lost = numbers.keys() - {cell.id for cell in executed.cells}
    if lost or not numbers:
        return f"cell {min(numbers[id] for id in lost)} is missing" if lost else "it has no code cell"
    if isinstance(raised, DeadKernelError | CellTimeoutError):  # papermill may well call that cell completed
        begun = [place for place, cell in steps if cell.metadata.get("papermill", {}).get("start_time")]
        return f"{begun[-1] if begun else 'cell 1'} did not come to its end: {_why(raised)}"
    for place, cell in steps:
        errors = [output for output in cell.outputs if output.output_type == "error"]
        if errors:
            return f"{place} failed: {_said(errors[0])}"
        if cell.execution_count is None or cell.metadata.get("papermill", {}).get("status") != "completed":
            why = "the notebook ended before it" if raised is None else _one_line(raised)
            return f"{place} did not come to its end: {why}"
    return "" if raised is None else _one_line(raised)


def _said(error: nbformat.NotebookNode) -> str:
    """An error's name and words on one line; those of our own errors speak for themselves."""
    words = _plain(error.evalue)
    if error.ename == "SystemExit":
        return f"it left the run by sys.exit({words})"
    return words if error.ename in ("StudyError", "ParameterError") else f"{error.ename}: {words}"


def _why(raised: DeadKernelError | CellTimeoutError) -> str:
    if isinstance(raised, DeadKernelError):
        return "its kernel died (killed, or out of memory)"
    return f"it took longer than {CELL_SECONDS} seconds"


def _one_line(problem: Exception | None) -> str:
    return f"{type(problem).__name__}: {_plain(str(problem))}"


def _plain(text: str) -> str:
    """Text without terminal colours, on one line, not too long."""
    words = " ".join(re.sub(r"\x1b\[[0-9;]*m", "", text).split())
    return words if len(words) <= 400 else words[:399] + "…"
