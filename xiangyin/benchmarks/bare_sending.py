"""Bare sending: `python -m xiangyin.benchmarks.bare_sending` lets the provider's own SDK send, and nothing else.

No database, no journal, no claim, no sealed numbers: the most that one process can get out of the SDK with as many
threads as outreach has. Reads an `Order` as JSON from stdin, writes messages a second to stdout.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.http import protocol_type
from aliyunsdkcore.request import CommonRequest

from xiangyin.data_folder import CHECKOUT

THREADS = 16  # as outreach has
POOL = 32  # connections; fewer than threads would make them wait for each other


@dataclass(frozen=True)
class Order:
    """`count` texts of one template to made-up numbers through the provider at `domain`."""

    domain: str
    key_id: str
    key_secret: str
    sign: str
    template: str
    words: dict[str, str]
    count: int


def send(order: Order) -> float:
    """Messages a second, in a process of its own."""
    command = [sys.executable, "-m", "xiangyin.benchmarks.bare_sending"]
    done = subprocess.run(
        command, input=json.dumps(asdict(order)), stdout=subprocess.PIPE, text=True, cwd=CHECKOUT, check=True
    )
    return float(done.stdout)


def _run(order: Order) -> float:
    client = AcsClient(
        order.key_id, order.key_secret, "cn-hangzhou", auto_retry=False, connect_timeout=2, timeout=5, pool_size=POOL
    )
    run = time.time_ns()
    begun = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(lambda number: _send(client, order, number, run), range(order.count)))
    seconds = time.perf_counter() - begun
    refused = sorted({str(answer["Code"]) for answer in answers} - {"OK"})
    if refused:
        raise SystemExit(f"the provider refused: {refused}")
    return order.count / seconds


def _send(client: AcsClient, order: Order, number: int, run: int) -> dict[str, object]:
    request = CommonRequest(domain=order.domain, version="2017-05-25", action_name="SendSms")
    request.set_method("POST")
    request.set_protocol_type(protocol_type.HTTP)
    request.add_body_params("PhoneNumbers", f"139{number:05d}888")
    request.add_body_params("SignName", order.sign)
    request.add_body_params("TemplateCode", order.template)
    request.add_body_params("TemplateParam", json.dumps(order.words, ensure_ascii=False))
    request.add_body_params("OutId", f"{run}-{number}")
    answer: dict[str, object] = json.loads(client.do_action_with_exception(request))
    return answer


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    sys.stdout.write(str(_run(Order(**json.load(sys.stdin)))))
