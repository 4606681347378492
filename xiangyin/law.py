"""`xiangyin law test`: law cases of policy staff, tried against the rules as they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from backend.eligibility import RuleFileInvalid
from xiangyin.law_cases import read_cases, try_case, untouched
from xiangyin.refusal import CommandRefused


def try_files(files: Iterable[Path]) -> bool:
    """Print each case with ✓ or ✗ and what differs, and the clauses that no case tries; whether all came out.

    CommandRefused with file and line where a file has a mistake.
    """
    right = True
    for file in files:
        try:
            read = read_cases(file)
        except RuleFileInvalid as mistake:
            raise CommandRefused(str(mistake)) from mistake
        trials = [try_case(read.programme, case) for case in read.cases]
        failed = [trial for trial in trials if trial.differences]
        for trial in trials:
            print(f"{'✗' if trial.differences else '✓'} {trial.case.name}")
            for difference in trial.differences:
                print(f"    第{trial.case.line}行：{difference}")
        for clause in untouched(read.programme, trials):
            print(f"· {clause}")
        print(f"{file.name}：{len(trials)}个案例，{len(trials) - len(failed)}个对，{len(failed)}个不对。")
        right = right and not failed
    return right
