"""A county sample as a page: what anybody needs to draw it again, without any app and without a name."""

from html import escape

from backend import clock
from backend.inquiries import PublicSample
from miniprogram_api.notice_page import day_of, shell

_WAITING = "还没有抽取。到抽取那天，名单定下来，种子公开，谁都可以重算。"
_HOW = (
    "怎么重算：先看种子的 SHA-256 是不是等于承诺值；再对每个受理编号计算「种子|编号」的 SHA-256，从小到大排，"
    "取前{ratio}%（不足一件的进一件），这次是{chosen}件。名单摘要是编号从小到大每行一个的 SHA-256。"
)
_BY_COMMAND = '也可以把<a href="{number}/list">名单</a>存成 list.txt，在任何装有 bash 的电脑上运行：'
# Nothing of ours runs in it. It prints the seed's digest, the list's, and the numbers that are drawn.
_COMMAND = """\
seed={seed}
printf %s "$seed" | sha256sum
sha256sum < list.txt
while read -r n || [ -n "$n" ]; do
  echo "$(printf '%s|%s' "$seed" "$n" | sha256sum | cut -c1-64) $n"
done < list.txt | LC_ALL=C sort | head -n {chosen}"""


def page_of_sample(sample: PublicSample) -> str:
    """Case numbers, and which of them the county visits."""
    announced = day_of(clock.in_county_time(sample.announced_at).date())
    parts = [
        f"<h1>县级抽查 {escape(sample.number)}</h1><h2>{escape(sample.programme_title)}，抽{sample.ratio}%</h2>",
        f"<p>{announced}公布，{day_of(sample.draws_on)}起抽取。</p>",
        f"<p>承诺值（种子的 SHA-256）：<code>{escape(sample.commitment)}</code></p>",
    ]
    if sample.drawn_at is None or sample.seed is None:
        return shell("县级抽查", "".join([*parts, f"<p>{_WAITING}</p>"]))
    lines = "".join(f"<li>{escape(number)}{'　<b>抽中</b>' if chosen else ''}</li>" for number, chosen in sample.lines)
    drawn = day_of(clock.in_county_time(sample.drawn_at).date())
    parts += [
        f"<p>{drawn}抽取，种子：<code>{escape(sample.seed)}</code></p>",
        f"<p>名单摘要：<code>{escape(sample.list_digest or '')}</code></p>",
        f"<p>{_HOW.format(ratio=sample.ratio, chosen=sample.wanted)}</p>",
        f"<p>{_BY_COMMAND.format(number=escape(sample.number))}</p>",
        f"<pre>{escape(_COMMAND.format(seed=sample.seed, chosen=sample.wanted))}</pre>",
        f"<h2>名单（{len(sample.lines)}件，抽中{sum(chosen for _, chosen in sample.lines)}件）</h2><ul>{lines}</ul>",
    ]
    return shell("县级抽查", "".join(parts))
