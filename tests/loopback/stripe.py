"""Stripe as its API reference describes it, on this machine."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import time
from urllib.parse import parse_qsl, urlsplit

from tests.loopback.base import Answer, Service

KEY, SECRET = "sk_test_loopback", "whsec_loopback"
_KEYS = re.compile(r"\[([^\]]*)\]")


class Refusal(Exception):
    def __init__(self, code, message="refused", status=400, kind="invalid_request_error"):
        super().__init__(message)
        self.status, self.said = status, {"type": kind, "code": code, "message": message}


class StripeService(Service):
    def __init__(self):
        super().__init__()
        self.sessions, self.intents, self.refunds, self.done = {}, {}, {}, {}
        self.disputes = {}

    def settings(self):
        return {
            "stripe_secret_key": KEY,
            "stripe_webhook_secret": SECRET,
            "stripe_publishable_key": "pk_test_loopback",
            "stripe_url": self.url,
        }

    # What it answers

    def handle(self, request):
        try:
            if request.headers.get("authorization") != f"Bearer {KEY}":
                raise Refusal(None, "key", 401)
            said = self._once(request)
            status = 200
        except Refusal as refusal:
            status, said = refusal.status, {"error": refusal.said}
        body = json.dumps(said).encode()
        return Answer(status, body, {"Content-Type": "application/json"})

    def _once(self, request):
        """The same idempotency key is the same answer, with other input it is an error."""
        key = request.headers.get("idempotency-key")
        if request.method == "GET" or not key:
            return self._answer(request)
        known = self.done.get(key)
        if known is None:
            known = self.done[key] = (request.path, request.body, self._answer(request))
        if known[:2] != (request.path, request.body):
            raise Refusal("idempotency_key_in_use", kind="idempotency_error")
        return known[2]

    def _answer(self, request):
        form = read_form(request.body)
        query = dict(parse_qsl(urlsplit(request.path).query))
        _, _, family, *rest = request.place.replace("/checkout/sessions", "/sessions").split("/")
        act = {
            ("POST", "sessions"): self._session,
            ("POST", "payment_intents"): self._create_intent,
            ("POST", "refunds"): self._refund,
        }.get((request.method, family))
        if act and not rest:
            return act(form)
        if family == "refunds":
            found = [
                r for r in self.refunds.values() if r["payment_intent"] == query["payment_intent"]
            ]
            return {"object": "list", "data": found, "has_more": False, "url": "/v1/refunds"}
        if family == "balance_transactions":
            return self._balance(query)
        if family == "disputes":
            return self._answer_dispute(rest[0], form, request.method)
        table = {"sessions": self.sessions, "payment_intents": self.intents}[family]
        row = table.get(rest[0])
        if row is None:
            raise Refusal("resource_missing", "No such object", 404)
        if rest[1:] == ["expire"]:
            if row["status"] != "open":
                raise Refusal(None, "Only open sessions can be expired")
            row["status"], row["url"] = "expired", None
        if rest[1:] == ["cancel"]:
            if row["status"] in ("succeeded", "canceled"):
                raise Refusal("payment_intent_unexpected_state", "It has ended")
            row["status"] = "canceled"
        return row

    def _session(self, form):
        item = form["line_items"]["0"]["price_data"]
        assert form["mode"] == "payment"
        assert form["success_url"].startswith("http")
        assert item["product_data"]["name"]
        name = f"cs_test_{secrets.token_hex(29)}"
        self.sessions[name] = {
            "id": name,
            "object": "checkout.session",
            "amount_total": int(item["unit_amount"]) * int(form["line_items"]["0"]["quantity"]),
            "currency": item["currency"],
            "client_reference_id": form["client_reference_id"],
            "metadata": form["metadata"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "url": f"https://checkout.stripe.com/c/pay/{name}",
        }
        return self.sessions[name]

    def _create_intent(self, form):
        name = f"pi_{secrets.token_hex(12)}"
        self.intents[name] = {
            "id": name,
            "object": "payment_intent",
            "amount": int(form["amount"]),
            "amount_received": 0,
            "currency": form["currency"],
            "metadata": form.get("metadata", {}),
            "status": "requires_payment_method",
            "client_secret": f"{name}_secret_{secrets.token_hex(8)}",
        }
        return self.intents[name]

    def _refund(self, form):
        intent = self.intents.get(form.get("payment_intent", ""))
        if intent is None or intent["status"] != "succeeded":
            raise Refusal("charge_not_paid", "It has no successful charge")
        amount = int(form["amount"])
        left = intent["amount_received"] - intent.get("returned", 0)
        if amount > left:
            raise Refusal("amount_too_large", f"greater than {left}")
        intent["returned"] = intent.get("returned", 0) + amount
        name = f"re_{secrets.token_hex(12)}"
        self.refunds[name] = {
            "id": name,
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "metadata": form["metadata"],
            "payment_intent": intent["id"],
            "status": "pending" if intent.get("slow_refunds") else "succeeded",
        }
        return self.refunds[name]

    def _balance(self, query):
        """In pages of two, so that turning them is tried as well."""
        assert query["expand[0]"] == "data.source"
        assert int(query["created[lt]"]) - int(query["created[gte]"]) == 86_400
        rows = [
            {"id": "txn_payout", "type": "payout", "amount": -1, "currency": "cny", "source": None}
        ]
        for intent in self.intents.values():
            if intent["status"] == "succeeded":
                charge = {"id": f"ch_{intent['id']}", "object": "charge"}
                charge |= {"payment_intent": intent["id"], "metadata": intent["metadata"]}
                rows.append(self._line("charge", intent["amount_received"], charge, 3))
        rows += [self._line("refund", -r["amount"], r, 0) for r in self.refunds.values()]
        rows += [self._line("adjustment", -d["amount"], d, 1500) for d in self.disputes.values()]
        start = next(
            (n + 1 for n, row in enumerate(rows) if row["id"] == query.get("starting_after")), 0
        )
        page = rows[start : start + 2]
        return {
            "object": "list", "data": page, "url": "/v1/balance_transactions",
            "has_more": start + 2 < len(rows),
        }  # fmt: skip

    def _line(self, kind, amount, source, fee):
        return {
            "id": f"txn_{source['id']}", "object": "balance_transaction", "type": kind,
            "amount": amount, "currency": "cny", "fee": fee, "source": source,
        }  # fmt: skip

    def _answer_dispute(self, name, form, method):
        dispute = self.disputes.get(name)
        if dispute is None:
            raise Refusal("resource_missing", "No such dispute", 404)
        if method == "POST":
            if dispute["status"] != "needs_response":
                raise Refusal("dispute_closed", "It takes evidence once")
            assert form["submit"] in ("true", "True")
            dispute |= {"status": "under_review", "evidence": form["evidence"]}
        return dispute

    # What its payers and it do by themselves

    def dispute(self, intent, fee=1500):
        """The payer's bank takes the money back, with a fee on top."""
        name = f"du_{secrets.token_hex(12)}"
        amount = self.intents[intent]["amount_received"]
        self.disputes[name] = {
            "id": name,
            "object": "dispute",
            "amount": amount,
            "currency": self.intents[intent]["currency"],
            "payment_intent": intent,
            "reason": "fraudulent",
            "status": "needs_response",
            "evidence_details": {"due_by": int(time.time()) + 7 * 86_400},
            "balance_transactions": [{"amount": -amount, "fee": fee}],
            "metadata": {},
        }
        return name

    def pay(self, name, amount=None):
        if name.startswith("cs_"):
            session = self.sessions[name]
            assert session["status"] == "open"
            session["amount_total"] = amount or session["amount_total"]
            intent = self._create_intent(
                {"amount": session["amount_total"], "currency": session["currency"],
                 "metadata": session["metadata"]}
            )  # fmt: skip
            session |= {"payment_intent": intent["id"], "payment_status": "paid"}
            session |= {"status": "complete", "url": None}
        else:
            intent = self.intents[name]
        intent |= {"status": "succeeded", "amount_received": amount or intent["amount"]}
        return intent["id"]

    def notice(self, about, *, event, at=None, **changes):
        said = {
            "id": f"evt_{secrets.token_hex(12)}",
            "object": "event",
            "type": event,
            "livemode": False,
            "data": {"object": about},
        } | changes
        return self.send(said, at)

    def send(self, said, at=None):
        body, at = json.dumps(said).encode(), int(at or time.time())
        signature = hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={at},v1={signature}"}, body


def read_form(body):
    """`a[b][0]=c` as nested dictionaries."""
    found = {}
    for name, value in parse_qsl(body.decode(), keep_blank_values=True):
        first, _, rest = name.partition("[")
        place, keys = found, [first, *_KEYS.findall(f"[{rest}" if rest else "")]
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    return found
