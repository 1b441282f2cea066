"""deploy/: what no container engine and no systemd of this machine can be asked to run is read and held against the rules."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"

PACKAGED = {".py", ".sql", ".csv", ".txt", ".md", ".html", ".htm", ".shtml", ".css", ".js"}
"""Suffixes of what an installation needs."""

Instruction = tuple[str, str]


def read_dockerfile() -> list[Instruction]:
    """The instructions with their words, continued lines joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\s*\\\n\s*", " ", "\n".join(lines))
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in joined.splitlines()]


def find_words(instruction: str) -> list[str]:
    return [words for name, words in read_dockerfile() if name == instruction]


def test_dockerfile_has_pinned_images_of_the_python_that_the_lock_is_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest = project["requires-python"].removeprefix(">=")
    images = [words.split()[0] for words in find_words("FROM")]
    assert len(images) == 2
    for image in images:
        name, _, tag = image.partition(":")
        assert name == "python"
        # Debian's release is named: `slim` alone moves to the next one by itself.
        assert re.fullmatch(rf"{re.escape(oldest)}(?:\.\d+)?-slim-[a-z]+", tag), image
    assert f"--python-version {oldest}" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_image_runs_as_a_user_without_rights() -> None:
    instructions = read_dockerfile()
    last_stage = max(number for number, (name, _) in enumerate(instructions) if name == "FROM")
    stage = instructions[last_stage:]
    users = [words for name, words in stage if name == "USER"]
    assert users
    assert users[-1] not in ("root", "0")
    assert any(
        "--uid" in words and words.split("&&")[0].split()[-1] == users[-1] for name, words in stage if name == "RUN"
    )
    order = [name for name, _ in stage]
    assert order.index("USER") < order.index("ENTRYPOINT")
    # Whatever is copied or run after that is the user's.
    assert not {"COPY", "ADD", "RUN"} & set(order[order.index("USER") :])


def test_image_installs_from_the_hashed_lock_alone() -> None:
    commands = [part.strip() for words in find_words("RUN") for part in words.split("&&")]
    installs = [command for command in commands if "pip install" in command]
    assert len(installs) == 2
    assert all("--no-deps" in command for command in installs)
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert not find_words("ADD")
    assert not [command for command in commands if re.search(r"\b(?:curl|wget|apt-get|sudo)\b", command)]
    lock = (DEPLOY / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "")
    pinned = [line for line in lock.splitlines() if line and not line.startswith("#")]
    assert len(pinned) > 50
    assert [line for line in pinned if "==" not in line.split()[0] or "--hash=sha256:" not in line] == []


@pytest.mark.slow
def test_what_the_image_copies_makes_the_whole_package(tmp_path: Path) -> None:
    context = tmp_path / "context"
    context.mkdir()
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    for words in find_words("COPY"):
        *sources, target = words.split()
        if sources[0].startswith("--from"):
            continue
        for source in sources:
            assert f"!{source}" in ignored
            place = context / (Path(source).name if target == "./" else target)
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, place)
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-index"]
    built = subprocess.run(
        [*command, "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), "."],
        cwd=context,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("fazhi-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = [
        # The library has a name of its own (flows/fazhi/__init__.py).
        path.relative_to(ROOT).as_posix().replace("flows/fazhi/", "fazhi/")
        for folder in ("flows", "parsers", "warehouse", "seeds")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in PACKAGED
    ]
    assert len(wanted) > 100
    assert [name for name in wanted if name not in held] == []


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    described: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return described


def test_compose_has_its_services_with_health_checks(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert set(services) == {"database", "server", "worker"}
    for name, service in services.items():
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL"), name
        assert service["healthcheck"]["retries"] >= 5
        assert service["restart"] == "unless-stopped"
        for other, condition in service.get("depends_on", {}).items():
            assert other in services
            assert condition == {"condition": "service_healthy"}
    assert set(services["worker"]["depends_on"]) == {"server"}
    assert set(services["server"]["depends_on"]) == {"database"}


def test_compose_publishes_nothing_beyond_this_machine(compose: dict[str, Any]) -> None:
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published
    assert [port for port in published if not str(port).startswith("127.0.0.1:")] == []
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    assert "privileged" not in text
    assert "network_mode" not in text


def test_compose_has_no_password_of_its_own(compose: dict[str, Any]) -> None:
    spoken = [str(value) for service in compose["services"].values() for value in service["environment"].values()]
    assert [value for value in spoken if "PASSWORD" in value] == [
        "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}",
        "postgresql+asyncpg://prefect:${POSTGRES_PASSWORD}@database:5432/prefect",
    ]


def test_compose_builds_from_what_is_here_and_keeps_data_in_volumes(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for name in ("server", "worker"):
        build = services[name]["build"]
        context = (DEPLOY / build["context"]).resolve()
        assert context == ROOT
        assert (context / build["dockerfile"]).is_file()
    assert re.fullmatch(r"postgres:\d+(?:\.\d+)?(?:-[a-z]+)?", services["database"]["image"])
    mounted = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert mounted == set(compose["volumes"])
    [data] = services["worker"]["volumes"]
    folder = data.split(":")[1]
    assert services["worker"]["environment"]["FAZHI_WAREHOUSE"].startswith(f"{folder}/")
    assert folder in find_words("VOLUME")


def test_systemd_takes_the_units_as_they_are(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed (apt-get install systemd)")
    units = []
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        # It looks for the program, which is not installed there on this machine.
        copy = tmp_path / unit.name
        copy.write_text(unit.read_text(encoding="utf-8").replace("/opt/fazhi/bin/fazhi", "/bin/true"), encoding="utf-8")
        units.append(str(copy))
    assert len(units) >= 3
    judged = subprocess.run([analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False)
    # What it does not understand it names, and is content all the same.
    assert (judged.returncode, judged.stdout, judged.stderr) == (0, "", "")


@pytest.mark.parametrize("unit", ["fazhi.service", "fazhi-backup.service"])
def test_units_run_as_a_user_without_rights_and_keep_data_where_the_others_look(unit: str) -> None:
    lines = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8").splitlines()
    settings: dict[str, list[str]] = {}
    for line in lines:
        name, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            settings.setdefault(name, []).append(value)
    assert settings["User"] == ["fazhi"]
    assert settings["ExecStart"][0].startswith("/opt/fazhi/bin/fazhi ")
    [environment] = settings["Environment"]
    assert "FAZHI_WAREHOUSE=/var/lib/fazhi/warehouse.duckdb" in environment
    assert settings["WorkingDirectory"] == ["/var/lib/fazhi"]


def test_readme_speaks_of_every_file() -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for name in ("compose.yaml", "prefect.yaml", "systemd/fazhi.service", "zombies.yaml", "requirements.lock"):
        assert name in readme
        assert (DEPLOY / name).exists()
    for unit in (DEPLOY / "systemd").iterdir():
        assert unit.name in readme or "systemd/*" in readme
