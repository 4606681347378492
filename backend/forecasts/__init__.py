"""What the year still costs, and the day on which a pool's money runs out."""

from backend.forecasts.forecast import MonthNeed, PoolForecast, ProgrammeForecast, forecast
from backend.forecasts.keeping import forecast_for, keep_forecasts

__all__ = ["MonthNeed", "PoolForecast", "ProgrammeForecast", "forecast", "forecast_for", "keep_forecasts"]
