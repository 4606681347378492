"""What docker/ says exists: files, modules, settings, ports. No container engine is needed to know."""

import ast
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
# compose-spec.json is schema/compose-spec.json of github.com/compose-spec/compose-spec at 170098ba (Apache-2.0).
SCHEMA = Path(__file__).with_name("compose-spec.json")
OURS = ("api", "console", "load", "migrate", "notifications", "sandbox")

Services = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> Services:
    assert set(compose["services"]) == {*OURS, "postgres", "redis"}
    return dict(compose["services"])


@pytest.fixture(scope="module")
def dockerfile() -> str:
    """With continued lines joined."""
    return re.sub(r"\\\n\s*", "", (DOCKER / "Dockerfile").read_text(encoding="utf-8"))


def test_compose_file_follows_the_specification(compose: dict[str, Any]) -> None:
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(compose)] == []
    assert not validator.is_valid({"services": {"api": {"imgae": "x"}}}), "the schema lets anything pass"


def test_every_process_of_ours_runs_a_module_that_exists(services: Services) -> None:
    for name in OURS:
        assert _module_exists(services[name]["command"]), name


def _module_exists(command: list[str]) -> bool:
    python, option, module, *given = command
    assert (python, option) == ("python", "-m"), command
    if module == "uvicorn":
        return _names(given[0])
    return importlib.util.find_spec(f"{module}.__main__") is not None


def _names(target: str) -> bool:
    """Whether `package.module:name` is a file of ours that gives that name at its top level."""
    module, _, name = target.partition(":")
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    assigned = [each for node in tree.body if isinstance(node, ast.Assign) for each in node.targets]
    return any(isinstance(each, ast.Name) and each.id == name for each in assigned)


def test_commands_of_the_house_exist(services: Services) -> None:
    from xiangyin.commands import app

    known = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    asked = [services[name]["command"][3] for name in OURS if services[name]["command"][2] == "xiangyin"]
    assert sorted(asked) == ["load", "migrate"]
    assert set(asked) <= known


def test_every_variable_is_explained_in_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z0-9_]+)", (DOCKER / "compose.yaml").read_text(encoding="utf-8")))
    example = (DOCKER / ".env.example").read_text(encoding="utf-8")
    listed = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    assert len(asked) > 8
    assert asked - {"SCALE"} <= listed  # SCALE is said on the command line, once


def test_defaults_in_compose_are_those_of_the_example() -> None:
    example = dict(
        re.findall(r"^#?([A-Z][A-Z0-9_]+)=(.*)$", (DOCKER / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    )
    given = re.findall(r"\$\{([A-Z0-9_]+):-([^${}]+)\}", (DOCKER / "compose.yaml").read_text(encoding="utf-8"))
    inside = {"REDIS_URL", "SCALE"}  # compose has a redis of its own
    assert len(given) > 8
    assert [(name, value) for name, value in given if name not in inside and example[name] != value] == []


def test_what_serves_is_asked_for_its_health_where_it_listens(services: Services) -> None:
    for name in ("api", "console", "notifications", "sandbox"):
        inside = re.search(r"\}?:(\$\{[^}]*\}|\d+)$", services[name]["ports"][0])
        asked = re.search(r"127\.0\.0\.1:(\$\{[^}]*\}|\d+)/", services[name]["healthcheck"]["test"][-1])
        assert inside
        assert asked
        assert asked[1] == inside[1], name
        listening = [word for word in services[name]["command"] if word.startswith("--port=")]
        assert listening in ([], [f"--port={inside[1]}"]), name


def test_what_is_asked_for_its_health_answers() -> None:
    for package in ("miniprogram_api", "console", "notifications"):
        sources = "".join(file.read_text(encoding="utf-8") for file in (ROOT / package).rglob("*.py"))
        assert '"/healthz"' in sources, package
    assert '"/control/clock"' in (ROOT / "sandbox/phones/control.py").read_text(encoding="utf-8")


def test_services_wait_for_services_that_exist(services: Services, compose: dict[str, Any]) -> None:
    waits = [(name, other) for name, service in services.items() for other in service.get("depends_on", {})]
    assert len(waits) >= 7
    assert [wait for wait in waits if wait[1] not in services] == []
    mounts = [mount.split(":")[0] for service in services.values() for mount in service.get("volumes", [])]
    assert set(mounts) == set(compose["volumes"])


def test_the_sandbox_starts_only_when_asked_for(services: Services) -> None:
    assert services["sandbox"]["profiles"] == ["sandbox"]
    assert services["load"]["profiles"] == ["load"]
    assert [name for name in services if name not in ("sandbox", "load") and "profiles" in services[name]] == []


def test_our_processes_have_no_more_rights_than_they_need(services: Services) -> None:
    for name in OURS:
        assert services[name]["read_only"] is True, name
        assert services[name]["cap_drop"] == ["ALL"], name
        assert services[name]["security_opt"] == ["no-new-privileges:true"], name


def test_all_that_the_image_copies_exists(dockerfile: str) -> None:
    copied = re.findall(r"^COPY (?!--from)(\S+) ", dockerfile, re.MULTILINE)
    assert len(copied) >= 8
    for source in copied:
        for packages in ("server", "local"):
            assert (ROOT / source.replace("${PACKAGES}", packages)).exists(), source


def test_the_image_holds_every_package_of_ours(dockerfile: str) -> None:
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests"}
    assert len(packages) >= 7
    assert packages <= set(re.findall(r"^COPY (\w+) \1$", dockerfile, re.MULTILINE))


def test_the_builder_is_given_what_is_copied_and_nothing_else(dockerfile: str) -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    given = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines
    assert given == {source.split("/")[0] for source in re.findall(r"^COPY (?!--from)(\S+) ", dockerfile, re.MULTILINE)}


def test_the_image_runs_as_nobody_special_and_checks_what_it_installs(dockerfile: str) -> None:
    last_stage = dockerfile.split("\nFROM ")[-1]
    assert re.findall(r"^USER (\d+)$", last_stage, re.MULTILINE)[-1] != "0"
    assert "--require-hashes" in dockerfile
    assert "pip " not in last_stage, "packages are installed in the first stage, so that no tool of it stays"


def test_a_font_for_what_our_own_lacks_comes_with_the_image(dockerfile: str) -> None:
    assert re.search(r"apt-get install .*?\bfonts-([\w-]+)", dockerfile)
