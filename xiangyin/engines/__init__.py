"""Real PostgreSQL and Valkey out of wheels, as our direct children: none to install, none left behind."""

from xiangyin.engines.pair import Engines, throwaway_engines
from xiangyin.engines.refusal import EnginesRefused

__all__ = ["Engines", "EnginesRefused", "throwaway_engines"]
