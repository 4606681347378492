"""docker/.env.example names every setting there is, with its true default and a line on what it does."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings
from pydantic_settings.sources import EnvSettingsSource

ROOT = Path(__file__).parents[2]
PACKAGES = ("backend", "console", "miniprogram_api", "notifications", "sandbox", "wechat_platform")
# Read by compose.yaml itself, or by a program that is not ours.
NOT_OURS = {"API_PORT", "CONSOLE_PORT", "FORWARDED_ALLOW_IPS", "POSTGRES_PASSWORD", "PUBLISH_ON"}
LINE = re.compile(r"(?P<off>#)?(?P<name>[A-Z][A-Z0-9_]+)=(?P<value>.*)")


@dataclass(frozen=True)
class Setting:
    """One field of a settings class."""

    owner: type[BaseSettings]
    field: str
    info: FieldInfo

    @property
    def variable(self) -> str:
        return (self.owner.model_config.get("env_prefix", "") + self.field).upper()

    def read(self, text: str) -> object:
        """What the class makes of the variable's text, as a process would."""
        source = EnvSettingsSource(self.owner)
        given = source.prepare_field_value(self.field, self.info, text, source.field_is_complex(self.info))
        return getattr(self.owner.model_validate({self.field: given}), self.field)


def settings_classes() -> Iterator[type[BaseSettings]]:
    for package in PACKAGES:
        folder = importlib.import_module(package)
        for module in pkgutil.walk_packages(folder.__path__, f"{package}."):
            if module.name.endswith("settings"):
                found = importlib.import_module(module.name)
                for _, cls in inspect.getmembers(found, inspect.isclass):
                    if issubclass(cls, BaseSettings) and cls.__module__ == module.name:
                        yield cls


def test_settings_are_declared_in_files_of_that_name() -> None:
    """The search above looks nowhere else."""
    elsewhere = [
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if "(BaseSettings)" in file.read_text(encoding="utf-8") and file.name != "settings.py"
    ]
    assert elsewhere == []


@pytest.fixture(scope="module")
def declared() -> dict[str, list[Setting]]:
    """All settings, by variable: the doors read some of them each for itself."""
    found: dict[str, list[Setting]] = {}
    for cls in settings_classes():
        for name, info in cls.model_fields.items():
            setting = Setting(cls, name, info)
            found.setdefault(setting.variable, []).append(setting)
    assert len(found) > 40, "hardly any setting was found: nothing was checked"
    return found


@pytest.fixture(scope="module")
def listed() -> dict[str, re.Match[str]]:
    """The lines of .env.example; each name once, and each right under its comment."""
    lines = (ROOT / "docker/.env.example").read_text(encoding="utf-8").splitlines()
    found: dict[str, re.Match[str]] = {}
    for above, line in zip(["", *lines], lines, strict=False):
        if match := LINE.fullmatch(line):
            name = match["name"]
            assert name not in found, f"{name} stands there twice"
            assert re.match(r"# \S...", above), f"{name} has no line that explains it"
            found[name] = match
        else:
            assert not line or line.startswith("# "), f"neither a setting nor a comment: {line}"
    assert len(found) > 40
    return found


def test_every_setting_is_listed_and_nothing_else(
    declared: dict[str, list[Setting]], listed: dict[str, re.Match[str]]
) -> None:
    assert set(listed) - NOT_OURS == set(declared)


def test_the_listed_value_is_the_default(declared: dict[str, list[Setting]], listed: dict[str, re.Match[str]]) -> None:
    for name, match in listed.items():
        for setting in declared.get(name, []):
            default = setting.info.get_default(call_default_factory=True)
            if match["off"] and not match["value"] and not isinstance(default, str):
                assert default is None or Path(str(default)).is_file(), f"{name} has the default {default}"
            else:
                assert setting.read(match["value"]) == default, f"{name} has the default {default}"


def test_doors_that_share_a_setting_agree_on_its_default(declared: dict[str, list[Setting]]) -> None:
    for name, settings in declared.items():
        defaults = {repr(setting.info.get_default(call_default_factory=True)) for setting in settings}
        assert len(defaults) == 1, name


def test_no_secret_is_given_a_value(declared: dict[str, list[Setting]], listed: dict[str, re.Match[str]]) -> None:
    secrets = [
        name for name, settings in declared.items() if any(each.info.annotation is SecretStr for each in settings)
    ]
    assert len(secrets) >= 6
    assert [name for name in secrets if listed[name]["value"]] == []
    assert listed["POSTGRES_PASSWORD"]["value"] == ""


def test_the_trial_with_the_sandbox_sets_only_what_exists(
    declared: dict[str, list[Setting]], listed: dict[str, re.Match[str]]
) -> None:
    lines = [
        match
        for line in (ROOT / "docker/sandbox.env").read_text(encoding="utf-8").splitlines()
        if (match := LINE.fullmatch(line))
    ]
    assert len(lines) > 5
    for match in lines:
        for setting in declared[match["name"]]:
            setting.read(match["value"])
    assert {match["name"] for match in lines} <= set(listed)
