"""The commands of `python -m xiangyin`, a file a group. Heavy modules are imported inside the commands."""

from xiangyin.commands.audit import audit
from xiangyin.commands.batch import batch
from xiangyin.commands.clock import clock
from xiangyin.commands.desk import desk
from xiangyin.commands.files import exports, imports
from xiangyin.commands.house import app
from xiangyin.commands.law import law
from xiangyin.commands.parameters import parameters

app.add_typer(clock, name="clock")
app.add_typer(audit, name="audit")
app.add_typer(batch, name="batch")
app.add_typer(parameters, name="parameters")
app.add_typer(law, name="law")
app.add_typer(imports, name="import")
app.add_typer(exports, name="export")
app.add_typer(desk, name="staff")

__all__ = ["app"]
