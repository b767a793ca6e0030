"""An OAuth 1.0A service by oauthlib, over TLS on this machine: the person there agrees to everything at once.

Takes the paths of a certificate, its key and a public RSA key, writes its port to stdout, and ends when stdin does.
"""

import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from oauthlib.oauth1 import RequestValidator, WebApplicationServer
from oauthlib.oauth1.rfc5849 import SIGNATURE_METHODS
from oauthlib.oauth1.rfc5849.errors import OAuth1Error

CLIENT = "client0123456789abcdef"
SECRET = "secret / + & 0123456789 é"


class Validator(RequestValidator):
    allowed_signature_methods = SIGNATURE_METHODS
    realms = ["photos"]

    def __init__(self, rsa_key):
        super().__init__()
        self.rsa_key = rsa_key
        self.temporary = {}
        self.lasting = {}
        self.nonces = set()

    dummy_client = "client-that-nobody-is-0"
    dummy_request_token = "token-that-nobody-has-0"
    dummy_access_token = "token-that-nobody-has-1"

    def get_client_secret(self, client_key, request):
        return SECRET

    def get_rsa_key(self, client_key, request):
        return self.rsa_key

    def get_request_token_secret(self, client_key, token, request):
        return self.temporary.get(token, {}).get("oauth_token_secret", "")

    def get_access_token_secret(self, client_key, token, request):
        return self.lasting.get(token, "")

    def get_default_realms(self, client_key, request):
        return ["photos"]

    def get_realms(self, token, request):
        return self.temporary[token]["realms"]

    def get_redirect_uri(self, token, request):
        return self.temporary[token]["callback"]

    def validate_client_key(self, client_key, request):
        return client_key == CLIENT

    def validate_request_token(self, client_key, token, request):
        return token in self.temporary

    def validate_access_token(self, client_key, token, request):
        return token in self.lasting

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, request_token=None, access_token=None):
        seen = (timestamp, nonce) in self.nonces
        self.nonces.add((timestamp, nonce))
        return not seen

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return redirect_uri.startswith("https://app.example/api/auth/callback/")

    def validate_requested_realms(self, client_key, realms, request):
        return set(realms) <= {"photos"}

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True

    def validate_verifier(self, client_key, token, verifier, request):
        return self.temporary[token].get("oauth_verifier") == verifier

    def verify_request_token(self, token, request):
        return token in self.temporary

    def verify_realms(self, token, realms, request):
        return True

    def save_request_token(self, token, request):
        self.temporary[token["oauth_token"]] = {**token, "callback": request.redirect_uri, "realms": request.realms}

    def save_verifier(self, token, verifier, request):
        self.temporary[token].update(verifier)

    def save_access_token(self, token, request):
        self.lasting[token["oauth_token"]] = token["oauth_token_secret"]

    def invalidate_request_token(self, client_key, request_token, request):
        self.temporary.pop(request_token, None)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        length = int(self.headers.get("content-length") or 0)
        body = self.rfile.read(length).decode()
        headers = {name.title(): value for name, value in self.headers.items()}
        uri = "https://" + self.headers["host"] + self.path
        try:
            self.answer(*self.respond(self.path.split("?")[0], uri, body, headers))
        except OAuth1Error as error:
            self.answer({"Content-Type": "application/x-www-form-urlencoded"}, error.urlencoded, error.status_code)

    do_GET = do_POST = handle_any

    def respond(self, path, uri, body, headers):
        service, method = self.server.service, self.command
        if path == "/initiate":
            return service.create_request_token_response(uri, method, body, headers)
        if path == "/authorize":
            realms, _ = service.get_realms_and_credentials(uri, method, body, headers)
            return service.create_authorization_response(uri, method, body, headers, realms)
        if path == "/token":
            return service.create_access_token_response(uri, method, body, headers, {"person": "ann é"})
        valid, request = service.validate_protected_resource_request(uri, method, body, headers, ["photos"])
        if not valid:
            return {}, "", 401
        profile = {"id": 9007199254740993, "name": "Ann", "asked": uri.split("?")[-1], "by": request.signature_method}
        return {"Content-Type": "application/json"}, json.dumps(profile), 200

    def answer(self, headers, body, status):
        text = (body or "").encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(text))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words):
        pass


def main(certificate, key, rsa_key):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with open(rsa_key) as file:
        server.service = WebApplicationServer(Validator(file.read()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


main(*sys.argv[1:])
