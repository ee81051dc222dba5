"""Set up and run Whose Words; needs nothing but Python 3.11 or later.

    python run.py              the report on the five articles in seeds/
    python run.py test         the tests
    python run.py VERB ...     any other verb of `python -m helpers`

The first run makes .venv next to this file and installs into it what requirements.lock names, each
file checked against its hash. Later runs install again only when that lock has changed.
(Written so that an older Python can read it far enough to say which one is needed.)
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
# Digests of the locks installed, one a line. Empty while an install is under way: one cut short is redone.
STAMP = os.path.join(VENV, "installed-locks.txt")
LOCK = os.path.join(ROOT, "requirements.lock")
TEST_LOCK = os.path.join(ROOT, "tests", "requirements.lock")  # holds all of LOCK and the test tools


def digest(lock):
    """SHA-256 of a lock's lines, whatever line ends git gave them."""
    with open(lock, "rb") as file:
        return hashlib.sha256(b"\n".join(file.read().splitlines())).hexdigest()


def installed():
    """Digests of the locks that .venv has in full; None where there is no stamp."""
    if not os.path.exists(STAMP):
        return None
    with open(STAMP) as file:
        return file.read().split()


def stamp(digests):
    """Record which locks .venv has in full."""
    with open(STAMP, "w") as file:
        file.write("".join(digest + "\n" for digest in digests))


def run(*command):
    """Run a command; True when it succeeded."""
    return subprocess.call(list(command)) == 0


def make_environment(uv):
    """Make an empty .venv with this Python, in place of one that was cut short; True when it succeeded."""
    python = getattr(sys, "_base_executable", sys.executable)  # not .venv's own, which is about to go
    if os.path.isdir(VENV):
        shutil.rmtree(VENV)
    os.mkdir(VENV)
    stamp([])
    if uv:
        options = ["--quiet", "--allow-existing", "--no-python-downloads"]
        return run(uv, "venv", *(options + ["--python", python, VENV]))
    return run(python, "-m", "venv", VENV)


def install(lock, uv):
    """Install a lock into .venv, hash-checked, with uv or else with pip; True when it succeeded."""
    if (not os.path.exists(PYTHON) or installed() == []) and not make_environment(uv):
        sys.stderr.write("No virtual environment could be made; on Debian, install python3-venv.\n")
        return False
    stamp([])
    tool = (
        [uv, "pip", "install", "--python", PYTHON, "--no-python-downloads"]
        if uv
        else [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    )
    return run(*(tool + ["--quiet", "--require-hashes", "--only-binary", ":all:", "-r", lock]))


def set_up(locks):
    """Bring .venv to the last of the locks, the earlier ones being part of it."""
    wanted = [digest(lock) for lock in locks]
    if os.path.exists(PYTHON) and set(wanted) <= set(installed() or []):
        return
    sys.stderr.write("Setting up .venv, once; this takes a few minutes.\n")
    uv = shutil.which("uv")
    if not (uv and install(locks[-1], uv)) and not install(locks[-1], None):
        sys.exit("The installation failed, see above; `python run.py` starts it afresh.")
    stamp(wanted)


def main(arguments):
    """Set up, then hand over to `python -m helpers`."""
    locks = [LOCK, TEST_LOCK] if arguments[:1] == ["test"] else [LOCK]
    set_up(locks)
    paths = [ROOT] + [path for path in [os.environ.get("PYTHONPATH")] if path]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(paths))
    command = [PYTHON, "-P", "-m", "helpers"] + (arguments or ["report"])  # -P: not one from where we are
    if os.name == "nt":  # there, exec returns to the prompt before the program ends
        sys.exit(subprocess.call(command, env=environment))
    os.execve(PYTHON, command, environment)


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("Whose Words needs Python 3.11 or later; this is Python %d.%d." % sys.version_info[:2])
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit("The environment could not be set up: " + str(error))
