"""What a person sees once the house is ready: where to look, who to be, what time it is there."""

from __future__ import annotations

from rich.panel import Panel
from rich.table import Table

from xiangyin.county_clock import county_now
from xiangyin.environment import INSIDE, Instance
from xiangyin.progress import Stages
from xiangyin.sign_ins import SignIn, read_sign_ins


def show_panel(stages: Stages, instance: Instance, clock_moved: bool) -> None:
    """Print addresses, demo sign-ins, the county's time and how long it all took."""
    stages.console.print(Panel(_addresses(instance, clock_moved), title="乡音 Xiangyin", expand=False))
    sign_ins = read_sign_ins(instance.root)
    if sign_ins:
        stages.console.print(_people(sign_ins))
        stages.say("二次验证码 second factor: .venv/bin/python -m xiangyin code <账号>")
        stages.say("拨县里的时间 move the county's time: .venv/bin/python -m xiangyin clock forward 8d (or real)")
    stages.say(f"Ready in {stages.seconds:.1f} s. Ctrl-C stops it; the data stay in {instance.root}.")


def _addresses(instance: Instance, clock_moved: bool) -> Table:
    host = INSIDE if instance.host in ("0.0.0.0", "::") else instance.host  # noqa: S104 - not bound here
    ports = instance.ports
    table = Table.grid(padding=(0, 2))
    table.add_row("工作台 console", f"http://{host}:{ports.console}/")
    table.add_row("手机墙 wall of phones", f"http://{host}:{ports.phones}/")
    table.add_row("居民和村干部 API", f"http://{host}:{ports.api}/v1/openapi.json")
    now = county_now(instance.clock_file).strftime("%Y-%m-%d %H:%M")
    table.add_row("县里时间 county time", now + ("（夜里不发通知，已拨到上班时间）" if clock_moved else ""))
    return table


def _people(sign_ins: list[SignIn]) -> Table:
    table = Table(title="演示账号 demo sign-ins", title_justify="left")
    for heading in ("入口", "身份", "账号", "密码"):
        table.add_column(heading)
    for sign_in in sign_ins:
        table.add_row(sign_in.door, sign_in.who, sign_in.account, sign_in.password or "—")
    return table
