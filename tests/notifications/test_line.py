"""What the SDK's requests travel on: whether a text may have left is never taken for the other."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from notifications.channels import Parcel, Result, SmsChannel
from notifications.settings import Settings

PARCEL = Parcel("1", "13800000000", "SMS_1", {"name": "王秀英"})
TAKEN = b'{"Code":"OK","BizId":"7","Message":"OK","RequestId":"x"}'
OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(TAKEN), TAKEN)


class Provider:
    """Takes connections, writes down what comes in one reading, and answers as it is told, then hangs up or not."""

    def __init__(self, answers: list[bytes], *, hangs_up: bool = False, tls: ssl.SSLContext | None = None) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listening.getsockname()[1]}"
        self.came: list[bytes] = []
        self.connections = 0
        self.hung_up = threading.Event()
        self._answers, self._hangs_up, self._tls = list(answers), hangs_up, tls
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        while self._answers:
            try:
                connection, _ = self._listening.accept()
                self.connections += 1
                if self._tls is not None:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                self._speak(connection)
                self.hung_up.set()
            except OSError:  # who does not trust us leaves; who ends the test closes
                continue

    def _speak(self, connection: socket.socket) -> None:
        with connection:
            while self._answers and (came := connection.recv(65536)):
                self.came.append(came)
                connection.sendall(self._answers.pop(0))
                if self._hangs_up:
                    return


@contextmanager
def provider(answers: list[bytes], **given: object) -> Iterator[Provider]:
    standing = Provider(answers, **given)  # type: ignore[arg-type]
    yield standing
    standing.close()


def sms_through(address: str, *, tls: bool = False) -> SmsChannel:
    return SmsChannel(Settings(aliyun_sms_domain=address, aliyun_sms_tls=tls, aliyun_access_key_id="ak"))


def test_texts_go_on_one_connection_each_in_one_packet() -> None:
    with provider([OK] * 3) as standing:
        channel = sms_through(standing.address)
        outcomes = [channel.send(PARCEL) for _ in range(3)]
    assert [(each.result, each.provider_id) for each in outcomes] == [(Result.ACCEPTED, "7")] * 3
    assert standing.connections == 1
    assert [b"PhoneNumbers=13800000000" in each for each in standing.came] == [True] * 3


def test_a_provider_that_has_hung_up_meanwhile_is_called_anew() -> None:
    with provider([OK] * 2, hangs_up=True) as standing:
        channel = sms_through(standing.address)
        first = channel.send(PARCEL)
        assert standing.hung_up.wait(5)
        assert [first.result, channel.send(PARCEL).result] == [Result.ACCEPTED] * 2
    assert standing.connections == 2


# What is answered before the provider hangs up: perhaps the text was taken, whatever of the answer came through.
BROKEN = [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", b"SSH-2.0-OpenSSH_9.6\r\n"]


@pytest.mark.parametrize("answer", BROKEN)
def test_an_answer_that_breaks_off_leaves_a_text_in_doubt_and_the_next_one_goes(answer: bytes) -> None:
    with provider([answer, OK], hangs_up=True) as standing:
        channel = sms_through(standing.address)
        assert [channel.send(PARCEL).result for _ in range(2)] == [Result.UNKNOWN, Result.ACCEPTED]


def test_where_nobody_listens_nothing_has_left() -> None:
    with provider([]) as standing:
        pass
    assert sms_through(standing.address).send(PARCEL).result is Result.NOT_SENT


@pytest.fixture
def certificate(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a key and its own certificate for an address, in one file."""

    def make(address: str) -> Path:
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "provider")])
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + datetime.timedelta(hours=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
            .sign(key, hashes.SHA256())
        )
        file = tmp_path / "certificate.pem"
        plain = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + plain)
        return file

    return make


@pytest.mark.parametrize(
    ("named", "trusted", "result"),
    [
        ("127.0.0.1", True, Result.ACCEPTED),
        ("127.0.0.1", False, Result.NOT_SENT),  # signed by nobody whom we know
        ("127.0.0.2", True, Result.NOT_SENT),  # a good certificate, of somebody else
    ],
)
def test_nothing_is_said_to_who_cannot_prove_to_be_the_provider(
    certificate: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, named: str, trusted: bool, result: Result
) -> None:
    file = certificate(named)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    if trusted:
        monkeypatch.setenv("ALIBABA_CLOUD_CA_BUNDLE", str(file))
    with provider([OK], tls=tls) as standing:
        assert sms_through(standing.address, tls=True).send(PARCEL).result is result
    assert bool(standing.came) is (result is Result.ACCEPTED)
