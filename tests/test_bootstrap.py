"""run.py without a network: which commands it would give, what it takes for a finished .venv, what the locks hold."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """run.py as a module in a folder of its own; the commands it gives are recorded, .venv is only pretended."""
    spec = importlib.util.spec_from_file_location("bootstrap", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    monkeypatch.setattr(module, "VENV", str(venv))
    monkeypatch.setattr(module, "PYTHON", str(venv / "python"))
    monkeypatch.setattr(module, "STAMP", str(venv / "stamp"))
    lock, test_lock = tmp_path / "lock", tmp_path / "test-lock"
    lock.write_text("a==1\n")
    test_lock.write_text("a==1\nb==2\n")
    monkeypatch.setattr(module, "LOCK", str(lock))
    monkeypatch.setattr(module, "TEST_LOCK", str(test_lock))
    monkeypatch.setattr(module.shutil, "which", lambda name: None)
    module.commands = []
    module.failing = ()

    def run(*command):
        module.commands.append(command)
        if "venv" in command and not any(word in command[0] for word in module.failing):
            (venv / "python").touch()
        return not any(word in command[0] for word in module.failing)

    monkeypatch.setattr(module, "run", run)
    return module


def test_a_first_run_makes_the_environment_and_the_next_one_nothing(bootstrap):
    bootstrap.set_up([bootstrap.LOCK])
    made, installed = bootstrap.commands
    assert made[1:3] == ("-m", "venv")
    assert {"--require-hashes", ":all:", bootstrap.LOCK} <= set(installed)
    bootstrap.commands.clear()
    bootstrap.set_up([bootstrap.LOCK])
    assert bootstrap.commands == []


def test_the_tests_add_to_the_same_environment(bootstrap):
    bootstrap.set_up([bootstrap.LOCK])
    bootstrap.commands.clear()
    bootstrap.set_up([bootstrap.LOCK, bootstrap.TEST_LOCK])
    assert [command[-1] for command in bootstrap.commands] == [bootstrap.TEST_LOCK]
    bootstrap.commands.clear()
    bootstrap.set_up([bootstrap.LOCK])
    assert bootstrap.commands == []


def test_a_changed_lock_is_installed_into_the_same_environment(bootstrap):
    bootstrap.set_up([bootstrap.LOCK])
    bootstrap.commands.clear()
    Path(bootstrap.LOCK).write_text("a==2\n")
    bootstrap.set_up([bootstrap.LOCK])
    assert [command[2] for command in bootstrap.commands] == ["pip"]


def test_line_ends_do_not_make_a_lock_another_one(bootstrap):
    before = bootstrap.digest(bootstrap.LOCK)
    Path(bootstrap.LOCK).write_bytes(b"a==1\r\n")
    assert bootstrap.digest(bootstrap.LOCK) == before


def test_an_install_cut_short_is_made_afresh(bootstrap):
    bootstrap.failing = ("python",)
    bootstrap.make_environment = lambda uv: (os.makedirs(bootstrap.VENV), bootstrap.stamp([]))
    with pytest.raises(SystemExit):
        bootstrap.set_up([bootstrap.LOCK])
    assert bootstrap.installed() == []


def test_half_an_environment_is_replaced(bootstrap):
    os.mkdir(bootstrap.VENV)
    bootstrap.stamp([])
    left = Path(bootstrap.VENV, "half-a-package")
    left.touch()
    Path(bootstrap.PYTHON).touch()
    bootstrap.set_up([bootstrap.LOCK])
    assert not left.exists()
    assert bootstrap.installed() == [bootstrap.digest(bootstrap.LOCK)]


def test_uv_is_used_where_present_and_may_not_download_a_python(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: "/bin/uv")
    bootstrap.set_up([bootstrap.LOCK])
    assert [command[0] for command in bootstrap.commands] == ["/bin/uv", "/bin/uv"]
    assert all("--no-python-downloads" in command for command in bootstrap.commands)


def test_pip_takes_over_where_uv_fails(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: "/bin/uv")
    bootstrap.failing = ("/bin/uv",)
    bootstrap.set_up([bootstrap.LOCK])
    assert [command[0] == "/bin/uv" for command in bootstrap.commands] == [True, False, False]


def test_helpers_of_the_folder_one_is_in_are_not_taken(bootstrap, monkeypatch):
    handed = {}
    monkeypatch.setattr(bootstrap, "set_up", lambda locks: None)
    monkeypatch.setattr(bootstrap.os, "name", "posix")
    monkeypatch.setattr(bootstrap.os, "execve", lambda *given: handed.update(command=given[1], given=given[2]))
    bootstrap.main([])
    assert handed["command"] == [bootstrap.PYTHON, "-P", "-m", "helpers", "report"]
    assert handed["given"]["PYTHONPATH"].split(os.pathsep)[0] == str(ROOT)


def test_an_older_python_can_read_run_py():
    source = (ROOT / "run.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 4))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign)]
    assert source.isascii()


def test_run_py_needs_the_standard_library_only():
    tree = ast.parse((ROOT / "run.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert names <= sys.stdlib_module_names


def requirements(path: Path) -> dict[str, str]:
    """Package -> its block in a lock."""
    blocks = re.split(r"\n(?=[a-z0-9])", "\n" + path.read_text("utf-8").split("\n", 2)[2])
    return {re.match(r"[\w.-]+", block)[0]: block for block in blocks if block.strip()}


@pytest.mark.parametrize("name", ["requirements.lock", "tests/requirements.lock"])
def test_locks_name_hashes_and_no_registry(name):
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert all("==" in block and "--hash=sha256:" in block for block in requirements(ROOT / name).values())


def test_locks_agree_and_hold_what_is_asked_for():
    plain, tests = ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"
    assert requirements(plain).items() <= requirements(tests).items()
    for lock in (plain, tests):
        lines = lock.with_suffix(".txt").read_text("utf-8").splitlines()
        asked = {re.match(r"[\w.-]+", line)[0].lower() for line in lines if line[:1].isalpha()}
        assert asked <= set(requirements(lock))


def test_torch_is_not_installed_by_default():
    assert "torch" not in requirements(ROOT / "tests" / "requirements.lock")


def test_ci_runs_the_tests():
    assert "run.py test" in (ROOT / ".ci" / "run").read_text()
    if os.name == "posix":
        assert subprocess.run(["sh", "-n", str(ROOT / ".ci" / "run")]).returncode == 0
