"""The example in the page for policy staff is itself tried."""

import re
from pathlib import Path

from xiangyin.law_cases import read_cases, try_case

PAGE = Path(__file__).parents[3] / "docs/zh/rules.md"


def test_the_cases_on_the_page_come_out_as_the_page_says(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(待遇.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    file = tmp_path / "护理补贴.yaml"
    file.write_text(example, encoding="utf-8")
    read = read_cases(file)
    assert len(read.cases) == 5
    assert [difference for case in read.cases for difference in try_case(read.programme, case).differences] == []
