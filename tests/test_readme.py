"""The README is true: its examples run, and its tables say what the code says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from components import node
from gold.questions import declined, gold

from pipeline import Outcome, Settings
from pipeline.settings import PREFIX

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FRONT_MATTER = yaml.safe_load(README.split("---\n")[1])
ADDRESS = "http://127.0.0.1:7860"


class Block(NamedTuple):
    """A fenced block under its heading."""

    heading: str
    language: str
    code: str


def blocks() -> list[Block]:
    found, heading = [], ""
    for part in re.finditer(r"^#+ ([^\n]+)$|^```(\w+)\n(.*?)^```$", README, re.M | re.S):
        heading = part[1] or heading
        if part[2]:
            found.append(Block(heading, part[2], part[3]))
    return found


def block(heading: str, language: str, number: int = 0) -> str:
    return [b.code for b in blocks() if (b.heading, b.language) == (heading, language)][number]


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """What the command prints."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under the heading, without its head."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.fixture
def _as_variables(monkeypatch: pytest.MonkeyPatch, demo_settings: Settings) -> None:
    for name, value in demo_settings.model_dump(exclude_unset=True).items():
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", str(value))


def requirements(path: str) -> dict[str, str]:
    lines = re.findall(r"^([\w-]+)==(\S+)", (ROOT / path).read_text(encoding="utf-8"), re.M)
    return {name.lower(): version for name, version in lines}


# Examples


@pytest.mark.usefixtures("_as_variables")
def test_python():
    said = run(sys.executable, "-c", block("Python", "python"))
    assert "answered" in said
    assert "run_ended" in said


@pytest.mark.usefixtures("_as_variables")
@pytest.mark.parametrize("line", block("Command line", "bash").splitlines())
def test_the_command_line(line):
    assert line.startswith(".venv/bin/python ")
    said = run("bash", "-c", line.replace(".venv/bin/python", sys.executable))
    if "--json" in line:
        assert json.loads(said)["outcome"] == "answered"
    else:
        assert said.count("\n## ") == 4


def test_own_data(tmp_path):
    lines = block("Your own data", "bash").replace(".venv/bin/python", sys.executable)
    said = run("bash", "-ec", lines, folder=tmp_path)
    assert "sales-model/sales.yml" in said
    assert "1,700" in said


def test_http(application):
    streamed = run("bash", "-c", block("HTTP", "bash").replace(ADDRESS, application))
    shown = [frame.splitlines() for frame in block("HTTP", "text").strip().split("\n\n")]
    for (shown_id, shown_data), (sent_id, sent_data) in zip(
        shown, [frame.splitlines() for frame in streamed.split("\n\n")][: len(shown)], strict=True
    ):
        assert shown_id == sent_id
        before, after = (json.loads(data.removeprefix("data: ")) for data in (shown_data, sent_data))
        if isinstance(before, dict):
            assert list(before) == list(after)
            masked = {"run_id": "…", "at": "…", "seconds_left": None}
            assert before == {**after, **{k: v for k, v in masked.items() if k in after}}
        else:
            assert before == after
    assert streamed.endswith('data: "[DONE]"\n\n')

    whole = json.loads(run("bash", "-c", block("HTTP", "bash", 1).replace(ADDRESS, application)))
    assert (whole["outcome"], whole["success"]) == ("answered", True)


def test_the_routes(application):
    described = json.loads(run("curl", "-s", f"{application}/openapi.json"))["paths"]
    ours = {
        f"{method.upper()} {path}"
        for path, methods in described.items()
        for method in methods
        if path.startswith(("/workflow", "/healthz", "/readyz"))
    }
    assert set(re.findall(r"`((?:GET|POST|DELETE) /(?:workflow|healthz|readyz)\S*)`", README)) == ours


def test_the_python_client_of_gradio(application):
    said = run(sys.executable, "-c", block("Gradio clients", "python").replace(ADDRESS, application))
    assert "'departments.name'" in said


def test_the_javascript_client_of_gradio(application):
    code = block("Gradio clients", "js").replace(ADDRESS, application) + "process.exit();"
    said = run(node(), "--input-type=module", "-e", code, folder=ROOT / "tests" / "clients")
    assert "'departments.name'" in said


def test_a_model_and_data_of_ones_own(tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "visits.yml").write_text(block("Your own data", "yaml"), encoding="utf-8")
    said = run(sys.executable, "-c", block("Your own data", "python"), folder=tmp_path)
    assert said == block("Your own data", "text")


@pytest.mark.parametrize("question", [cell for row in rows("What can be asked") for cell in row[1:]])
def test_a_question_that_can_be_asked(demo, question):
    assert demo.ask(question).outcome is Outcome.ANSWERED


# Tables and numbers


def test_every_setting_is_in_the_table(monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME")

    def default(value: object) -> str:
        return "" if value is None else f"`{value}`".replace(str(Path.home()), "~")

    expected = [
        [f"`{name}`", default(field.get_default(call_default_factory=True)), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]
    assert rows("Settings") == expected, "the README should have:\n" + "\n".join(
        f"| {' | '.join(row)} |".replace("  ", " ") for row in expected
    )


def test_the_count_of_gold_questions():
    assert f"{len(gold())} of {len(gold())} gold questions" in README
    assert f"declines {len(declined())} of {len(declined())}" in README.replace("\n", " ")


def test_every_dependency_is_in_the_table():
    said = [name.lower() for row in rows("How it is built") for name in row[0].split(", ")]
    assert sorted(said) == sorted(requirements("requirements.txt"))


def test_a_space_starts_what_is_here():
    assert FRONT_MATTER["sdk_version"] == requirements("requirements.txt")["gradio"]
    assert (ROOT / FRONT_MATTER["app_file"]).is_file()


def test_every_file_that_is_named_is_there():
    for name in re.findall(r"\]\((?!http)([^)]+)\)|bash (tests/\S+\.sh)", README):
        assert (ROOT / "".join(name)).is_file(), name
