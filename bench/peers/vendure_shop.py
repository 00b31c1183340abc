"""Vendure through its shop API, asked for what the page shows and no more."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from bench.peers.peer import HERE, Peer

LIST = """query($skip:Int){products(options:{take:24,skip:$skip}){totalItems items{
  id name slug featuredAsset{preview} variants{id priceWithTax}}}}"""
DETAIL = """query($slug:String){product(slug:$slug){id name description assets{preview}
  optionGroups{name options{name}} variants{id name sku priceWithTax stockLevel
  options{name}}}}"""
SEARCH = """query($term:String){search(input:{term:$term,take:24,groupByProduct:true}){totalItems
  items{productId productName slug productAsset{preview}
  priceWithTax{... on PriceRange{min max} ... on SinglePrice{value}}}}}"""
ADD = "mutation($id:ID!){addItemToOrder(productVariantId:$id,quantity:1){__typename}}"
CUSTOMER = """mutation($mail:String!){setCustomerForOrder(input:{firstName:"L",lastName:"X",
  emailAddress:$mail}){__typename}}"""
ADDRESS = """mutation{setOrderShippingAddress(input:{fullName:"Lin Xiao",streetLine1:"Longjing 1",
  city:"Hangzhou",postalCode:"310000",countryCode:"CN"}){__typename}}"""
METHODS = "query{eligibleShippingMethods{id}}"
METHOD = "mutation($id:[ID!]!){setOrderShippingMethod(shippingMethodId:$id){__typename}}"
ARRANGE = 'mutation{transitionOrderToState(state:"ArrangingPayment"){__typename}}'
PAY = """mutation($code:String!){addPaymentToOrder(input:{method:$code,metadata:{}}){
  __typename ... on Order{state}}}"""


class Vendure(Peer):
    """One Node process, default search, the dummy payment that settles at once."""

    name = "vendure"
    folder = HERE / "vendure"

    def install(self) -> None:
        if not (self.home / "node_modules" / ".package-lock.json").exists():
            self._run(["npm", "ci", "--silent", "--no-audit", "--no-fund"])

    def seed_command(self, goods: Path) -> Sequence[str]:
        return ["node", "market.cjs"]

    def serve_command(self) -> Sequence[str]:
        return ["node", "market.cjs"]

    def build_index(self) -> None:
        """Its search index, by its own job."""
        job = self._admin("mutation{reindex{id}}")["reindex"]["id"]
        ask = f'{{job(jobId:"{job}"){{state}}}}'
        while (state := self._admin(ask)["job"]["state"]) != "COMPLETED":
            assert state in ("PENDING", "RUNNING"), state
            time.sleep(1)

    def _admin(self, query: str) -> dict:
        login = 'mutation{login(username:"superadmin",password:"superadmin"){__typename}}'
        answer = self.http.post("/admin-api", json={"query": login})
        headers = {"Authorization": f"Bearer {answer.headers['vendure-auth-token']}"}

        found = self.http.post("/admin-api", json={"query": query}, headers=headers).json()
        assert not found.get("errors"), found
        return dict(found["data"])

    def learn(self) -> None:
        """The code of its payment, and variants to buy."""
        methods = self._admin("{paymentMethods{items{code}}}")["paymentMethods"]["items"]
        self.payment = methods[0]["code"]
        self.variants = [
            variant["id"]
            for skip in range(0, 96, 24)
            for item in self._ask(LIST, skip=skip)["products"]["items"]
            for variant in item["variants"]
        ]

    def _ask(self, query: str, token: str = "", **variables: object) -> dict:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.http.post(
            "/shop-api", json={"query": query, "variables": variables}, headers=headers
        )
        found = answer.json()
        assert not found.get("errors"), found
        self.token = answer.headers.get("vendure-auth-token", token)
        return found["data"]

    def list_page(self, i: int) -> object:
        found = self._ask(LIST, skip=0)["products"]["items"]
        assert len(found) == 24
        return found

    def detail_page(self, i: int) -> object:
        found = self._ask(DETAIL, slug=f"p{i % 1000:04d}")["product"]
        assert len(found["variants"]) == 5
        return found

    def search_page(self, i: int) -> object:
        found = self._ask(SEARCH, term="蜂蜜")["search"]
        return found

    def checkout(self, i: int) -> object:
        self._ask(ADD, id=self.variants[i * 7 % len(self.variants)])
        token = self.token
        self._ask(CUSTOMER, token, mail=f"b{time.monotonic_ns()}@example.com")
        self._ask(ADDRESS, token)
        method = self._ask(METHODS, token)["eligibleShippingMethods"][0]["id"]
        self._ask(METHOD, token, id=[method])
        self._ask(ARRANGE, token)
        paid = self._ask(PAY, token, code=self.payment)["addPaymentToOrder"]
        assert paid["state"] == "PaymentSettled", paid
        return paid
