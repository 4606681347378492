"""The notice board as a page: what the code on the poster opens, without any app."""

from collections.abc import Sequence
from datetime import date
from html import escape

from backend.postings import NoticeView
from backend.settings import settings

NOT_KEPT = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
}
_STYLE = (
    "body{font:20px/1.6 sans-serif;margin:0 auto;max-width:40rem;padding:1rem;color:#111}"
    "h1{font-size:1.4rem}h2{font-size:1.2rem;margin-bottom:0}li{padding:.2rem 0}p{margin:.3rem 0}"
    "code{overflow-wrap:anywhere;font-size:1rem}pre{overflow-x:auto;font-size:.9rem;background:#f3f3f3;padding:.5rem}"
)
_HOW = (
    "对公示有异议的，请在公示期内向村委会、乡镇便民服务中心或县民政局反映，也可以在小程序里提出，提出人的姓名会保密。"
    "想听答复的，可以留个手机号。"
)


def page_of(notices: Sequence[NoticeView]) -> str:
    """Names are masked since the notice was posted; nothing else of a person is on it."""
    shown = "".join(_section(each) for each in notices) or "<p>这个村现在没有公示。</p>"
    phone = settings().county_phone
    how = f"{_HOW}电话：{escape(phone)}。" if phone else _HOW
    return shell("村务公示", f"<h1>社会救助公示</h1>{shown}<p>{how}</p>")


def shell(title: str, body: str) -> str:
    """A whole page in large letters, for any phone."""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )


def _section(notice: NoticeView) -> str:
    lines = "".join(f"<li>{escape(each.shown_name)}　{escape(each.shown_detail)}</li>" for each in notice.lines)
    days = f"{day_of(notice.posted_on)}至{day_of(notice.ends_on)}"
    return f"<h2>{escape(notice.village_name)}　{escape(notice.programme_title)}</h2><p>{days}</p><ul>{lines}</ul>"


def day_of(day: date) -> str:
    """As people write it."""
    return f"{day.year}年{day.month}月{day.day}日"
