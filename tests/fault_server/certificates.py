"""Certificates for loopback: one of an authority that the tests trust, one that nobody vouches for."""

from __future__ import annotations

import datetime as dt
import ipaddress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Pair = tuple[Path, Path]


def write_certificates(folder: Path) -> dict[str, Pair]:
    """`authority`, `trusted` and `own`: files of certificate and key each."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = _sign("fazhi tests", authority_key, None, None)
    pairs = {"authority": (authority, authority_key)}
    key = ec.generate_private_key(ec.SECP256R1())
    pairs["trusted"] = (_sign("127.0.0.1", key, authority, authority_key), key)
    own = ec.generate_private_key(ec.SECP256R1())
    pairs["own"] = (_sign("127.0.0.1", own, None, None), own)
    written = {}
    for name, (certificate, private) in pairs.items():
        files = folder / f"{name}.crt", folder / f"{name}.key"
        files[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        files[1].write_bytes(
            private.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        written[name] = files
    return written


def _sign(name, key, issuer, issuer_key):
    now = dt.datetime.now(dt.UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_authority = issuer is None and name != "127.0.0.1"
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer is not None else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    )
    if is_authority:
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(issuer_key if issuer_key is not None else key, hashes.SHA256())
