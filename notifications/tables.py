"""The tables that outreach has of its own."""

from backend import database


def register() -> None:
    """Make them known before `database.connect`."""
    database.tables_of(
        "notifications",
        ["notifications.message", "notifications.receipt", "notifications.reply", "notifications.duty_run"],
    )
