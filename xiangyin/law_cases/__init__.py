"""Law cases as a civil servant writes them: a name, a day, a place, facts, and what the law should say."""

from xiangyin.law_cases.case import Case, CaseFile, Side
from xiangyin.law_cases.reading import read_cases
from xiangyin.law_cases.trying import Trial, try_case, untouched

__all__ = ["Case", "CaseFile", "Side", "Trial", "read_cases", "try_case", "untouched"]
