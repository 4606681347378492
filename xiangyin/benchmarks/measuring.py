"""Measuring: every subject in a process of its own, so that none inherits another's memory, keys or pools."""

from __future__ import annotations

import importlib
import subprocess
import sys

from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.report import show
from xiangyin.benchmarks.trial import Trial
from xiangyin.data_folder import CHECKOUT
from xiangyin.refusal import CommandRefused

# The modules beside this one that have `measure(trial)`.
SUBJECTS = (
    "county",
    "reads",
    "pages",
    "notices",
    "batch",
    "payouts",
    "standards",
    "eligibility",
    "funds",
    "rosters",
    "outreach",
)


def measure_all(trial: Trial) -> bool:
    """Measure every subject, print, and go on after a miss; whether all targets are met."""
    met = {subject: _in_own_process(subject, trial) for subject in SUBJECTS}
    return all(met.values())


def measure_one(subject: str, trial: Trial) -> bool:
    """Measure one subject and print; whether its targets are met. Refuses with CommandRefused an unknown one."""
    if subject not in SUBJECTS:
        raise CommandRefused(f"No such subject: {subject}. There are {', '.join(SUBJECTS)}.")
    figures: list[Figure] = importlib.import_module(f"xiangyin.benchmarks.{subject}").measure(trial)
    show(subject, figures)
    return all(figure.met for figure in figures)


def _in_own_process(subject: str, trial: Trial) -> bool:
    command = [sys.executable, "-m", "xiangyin", "bench", subject]
    arguments = ["--scale", str(trial.scale), "--rounds", str(trial.rounds)]
    return subprocess.run([*command, *arguments], cwd=CHECKOUT, check=False).returncode == 0
