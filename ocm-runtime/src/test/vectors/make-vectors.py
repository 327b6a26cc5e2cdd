"""Signs and checks OCM messages with PyPI http-message-signatures. See README.md."""
import base64
import datetime
import hashlib
import json
import sys
from types import SimpleNamespace

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from http_message_signatures import HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms

CREATED = 1790000000
FIELDS = ("@method", "@target-uri", "content-digest", "content-length")


def b64u(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Keys(HTTPSignatureKeyResolver):
    def __init__(self, private=None, public=None):
        self.private, self.public = private, public

    def resolve_private_key(self, key_id):
        return self.private

    def resolve_public_key(self, key_id):
        return self.public


def jwk(key, kid):
    public = key.public_key()
    if isinstance(key, ed25519.Ed25519PrivateKey):
        raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": kid, "x": b64u(raw)}
    numbers = public.public_numbers()
    return {"kty": "EC", "crv": "P-256", "alg": "ES256", "kid": kid,
            "x": b64u(numbers.x.to_bytes(32, "big")), "y": b64u(numbers.y.to_bytes(32, "big"))}


def signed(name, algorithm, key, fields, body, **parameters):
    kid = "cloud-a.example.org#" + name
    message = SimpleNamespace(
        method="POST",
        url="https://cloud-b.example.org:9443/ocm/shares?x=1&y=%C3%A9",
        headers={
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Content-Digest": "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":",
        },
    )
    HTTPMessageSigner(signature_algorithm=algorithm, key_resolver=Keys(private=key)).sign(
        message, key_id=kid, created=datetime.datetime.fromtimestamp(CREATED, datetime.timezone.utc),
        tag="ocm", covered_component_ids=fields, use_existing_digest=True, **parameters)
    return {"maker": "PyPI http-message-signatures 3.0.0", "name": name, "created": CREATED,
            "jwk": jwk(key, kid), "method": message.method, "targetUri": message.url,
            "headers": {k.lower(): v for k, v in message.headers.items()}, "body": body.decode()}


def make(file):
    ed = ed25519.Ed25519PrivateKey.generate()
    curve = ec.generate_private_key(ec.SECP256R1())
    body = '{"shareWith":"bob@cloud-b.example.org","name":"Bericht – März.pdf"}'.encode()
    vectors = [
        signed("pypi-ed25519", algorithms.ED25519, ed, FIELDS, body, nonce="abc", label="ocm"),
        signed("pypi-ed25519-no-alg", algorithms.ED25519, ed, (*FIELDS, "content-type", "@authority", "@query"), body,
               include_alg=False),
        signed("pypi-ecdsa", algorithms.ECDSA_P256_SHA256, curve, FIELDS, body),
    ]
    json.dump(vectors, open(file, "w"), indent=2)


def check(file):
    HTTPMessageVerifier.max_clock_skew = datetime.timedelta(days=3650)
    for vector in json.load(open(file)):
        x = vector["jwk"]["x"]
        public = ed25519.Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(x + "=" * (-len(x) % 4)))
        message = SimpleNamespace(method=vector["method"], url=vector["targetUri"], headers=vector["headers"])
        HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=Keys(public=public)).verify(
            message, max_age=datetime.timedelta(days=3650), expect_tag="ocm")
        print(vector["name"], "verifies with PyPI http-message-signatures")


if sys.argv[1] == "--check":
    check(sys.argv[2])
elif sys.argv[1] == "--join":
    everything = [vector for file in sys.argv[2:-1] for vector in json.load(open(file))]
    with open(sys.argv[-1], "w") as out:
        out.write(json.dumps(everything, indent=2) + "\n")
else:
    make(sys.argv[1])
