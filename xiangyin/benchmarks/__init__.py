"""What the house takes, beside the plainest program that does the same: in the same run, on the same machine."""

from xiangyin.benchmarks.measuring import SUBJECTS, measure_all, measure_one
from xiangyin.benchmarks.trial import Trial

__all__ = ["SUBJECTS", "Trial", "measure_all", "measure_one"]
