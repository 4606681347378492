"""The callback door: providers tell us something; it is kept as it came and answered at once, understood later.

The providers sign nothing but WeChat's pushes, so the path is unguessable, and nothing said here is believed beyond
what fits a message of ours.
"""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import redis.asyncio as redis
import structlog
from fastapi import APIRouter, FastAPI, Header, Path, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from backend import database
from notifications.intake import Intake
from notifications.receipt import ReceiptKind
from notifications.settings import settings

_LARGEST = 256 * 1024  # bytes; fifty reports are 15 KB
_PATIENCE = 1.0  # seconds for Redis to answer a health check

log = structlog.get_logger()


class _BodyTooLarge(Exception):
    """More than any provider sends; not read to its end."""


def callback_door(came: Callable[[], None], gauges: Callable[[], Awaitable[bytes]] | None = None) -> FastAPI:
    """The application. `came` is called after each callback that was kept; `gauges` says how outreach does."""
    app = FastAPI(title="乡音：运营商和微信回调", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.came, app.state.gauges, app.state.intake = came, gauges, Intake()
    app.include_router(_callbacks)
    app.add_api_route("/healthz", _health, methods=["GET"])
    app.add_api_route("/metrics", _metrics, methods=["GET"])
    return app


_callbacks = APIRouter(prefix="/callbacks/{secret}")
_Secret = Annotated[str, Path(max_length=200)]


@_callbacks.post("/sms-reports")
async def sms_reports(secret: _Secret, request: Request) -> Response:
    """Aliyun SmsReport: an array of receipts."""
    return await _from_aliyun(secret, request, ReceiptKind.SMS_REPORT)


@_callbacks.post("/sms-replies")
async def sms_replies(secret: _Secret, request: Request) -> Response:
    """Aliyun SmsUp: an array of what people texted."""
    return await _from_aliyun(secret, request, ReceiptKind.SMS_REPLY)


@_callbacks.post("/voice-reports")
async def voice_reports(secret: _Secret, request: Request) -> Response:
    """Aliyun VoiceReport: an array of calls that ended."""
    return await _from_aliyun(secret, request, ReceiptKind.VOICE_REPORT)


@_callbacks.get("/wechat")
async def wechat_challenge(
    secret: _Secret, signature: str = "", timestamp: str = "", nonce: str = "", echostr: str = ""
) -> Response:
    """WeChat asks once whether the address is ours."""
    if not _is_ours(secret) or not _is_signed(signature, timestamp, nonce):
        return Response(status_code=404)
    return PlainTextResponse(echostr)


@_callbacks.post("/wechat")
async def wechat_push(
    secret: _Secret,
    request: Request,
    msg_signature: str = "",
    timestamp: str = "",
    nonce: str = "",
    encrypt_type: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """A push in safe mode: `msg_signature` covers the encrypted body; what does not open is not WeChat's."""
    if not _is_ours(secret):
        return Response(status_code=404)
    try:
        body = await _json_body(request)
        if encrypt_type != "aes":
            return Response(status_code=403)
        plain = _opened(body, msg_signature, timestamp, nonce)
    except (_BodyTooLarge, ValueError) as refused:
        return Response(status_code=413 if isinstance(refused, _BodyTooLarge) else 400)
    except Exception:  # wechatpy raises half a dozen kinds at forged bodies: struct.error, KeyError, its own
        log.warning("A WeChat push did not open and was not taken.")
        return Response(status_code=403)
    return PlainTextResponse("success") if await _kept(request, ReceiptKind.WECHAT, plain) else _try_again()


async def _from_aliyun(secret: str, request: Request, kind: ReceiptKind) -> Response:
    if not _is_ours(secret):
        return Response(status_code=404)
    try:
        body = json.dumps(await _json_body(request))
    except _BodyTooLarge:
        return JSONResponse({"code": 413, "msg": "too large"}, 413)
    except ValueError:
        return JSONResponse({"code": 400, "msg": "not JSON"}, 400)
    return JSONResponse({"code": 0, "msg": "OK"}) if await _kept(request, kind, body) else _try_again()


async def _kept(request: Request, kind: ReceiptKind, body: str) -> bool:
    try:
        await request.app.state.intake.keep(kind, body)
    except Exception as fault:  # the provider sends it again; after that the record is polled
        log.warning("A callback could not be kept.", kind=kind.value, fault=type(fault).__name__)
        return False
    request.app.state.came()
    return True


def _try_again() -> Response:
    return JSONResponse({"code": 503, "msg": "try again"}, 503)


async def _json_body(request: Request) -> Any:
    """The body, not read beyond what a provider ever sends; ValueError when it is not JSON in UTF-8."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise _BodyTooLarge
    try:
        return json.loads(body.decode())
    except RecursionError as deep:
        raise ValueError from deep


def _is_ours(secret: str) -> bool:
    ours = settings().callback_path_secret.get_secret_value()
    return bool(ours) and hmac.compare_digest(secret.encode(), ours.encode())


def _is_signed(signature: str, timestamp: str, nonce: str) -> bool:
    try:
        check_signature(settings().wechat_push_token.get_secret_value(), signature, timestamp, nonce)
    except Exception:
        return False
    return True


def _opened(body: Any, msg_signature: str, timestamp: str, nonce: str) -> str:
    given = settings()
    crypto = WeChatCrypto(
        given.wechat_push_token.get_secret_value(),
        given.wechat_push_aes_key.get_secret_value(),
        given.wechat_app_id,
    )
    opened = crypto.decrypt_message(body, msg_signature, timestamp, nonce)
    return json.dumps(json.loads(opened))


async def _metrics(request: Request, authorization: Annotated[str, Header(max_length=300)] = "") -> Response:
    """For Prometheus, which names our token: this door stands open to the internet, and counts are nobody's else."""
    token = settings().metrics_token.get_secret_value()
    asked = hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())
    if not token or not asked or request.app.state.gauges is None:
        return Response(status_code=404)
    return Response(await request.app.state.gauges(), media_type=CONTENT_TYPE_PLAIN_0_0_4)


async def _health() -> JSONResponse:
    """Whether this process can do its work."""
    told = {"database": await database.is_up(), "redis": await _redis_is_up()}
    well = all(told.values())
    return JSONResponse({"ok": well, **told}, 200 if well else 503)


async def _redis_is_up() -> bool:
    store = redis.Redis.from_url(
        settings().redis_url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=None
    )
    try:
        return bool(await store.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        await store.aclose()
