"""What is seeded: the whole catalogue or, in tests, a part of it; and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from jishi.run.demo.catalogue import PEOPLE, POSTS, PRODUCTS, SHOPS
from jishi.run.demo.catalogue.shapes import Person, Post, Product, Remark, Shop

PASSWORD = "yunling-market-2026"  # noqa: S105 - printed, and only ever set in a sandbox
DOMAIN = "yunling.example"
OPERATOR = "operator"


@dataclass(frozen=True)
class Plan:
    """What to seed."""

    people: tuple[Person, ...] = PEOPLE
    shops: tuple[Shop, ...] = SHOPS
    products: tuple[Product, ...] = PRODUCTS
    posts: tuple[Post, ...] = POSTS
    orders: int = 77

    def only(self, *, shops: tuple[str, ...], posts: tuple[str, ...], orders: int) -> Plan:
        """A smaller market of a few shops and posts, whole in itself, one picture a product."""
        kept = tuple(shop for shop in self.shops if shop.key in shops)
        goods = tuple(replace(p, pictures=1) for p in self.products if p.shop in shops)
        sold = {product.key for product in goods}
        buyers = tuple(p for p in self.people if p.role == "buyer")[:4]
        authors = {post.by for post in self.posts if post.key in posts}
        owners = {shop.owner for shop in kept}
        people = tuple(p for p in self.people if p.key in authors | owners or p in buyers)
        known = {person.key for person in people}
        told = tuple(
            replace(
                post,
                products=tuple(key for key in post.products if key in sold),
                remarks=tuple(_known(r, known) for r in post.remarks if r.by in known),
            )
            for post in self.posts
            if post.key in posts
        )
        return Plan(people, kept, goods, told, orders)


def _known(remark: Remark, known: set[str]) -> Remark:
    return replace(remark, replies=tuple(r for r in remark.replies if r.by in known))


def email_of(key: str) -> str:
    """The sign-in address of a person of the demo; never a deliverable one."""
    return f"{key}@{DOMAIN}"


@dataclass
class DemoSummary:
    """What the market holds after seeding, and how much of it is new."""

    shops: int = 0
    products: int = 0
    posts: int = 0
    videos: int = 0
    people: int = 0
    comments: int = 0
    orders: dict[str, int] = field(default_factory=dict)
    created: int = 0
    logins: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        orders = ", ".join(f"{count} {word}" for word, count in self.orders.items())
        lines = [
            f"{self.shops} shops, {self.products} products, {self.posts} posts "
            f"({self.videos} videos), {self.people} people",
        ]
        if orders:
            lines.append(f"orders: {orders}")
        if not self.created:
            lines.insert(0, "the demo is already there")
        lines.append(f"sign in with the password {PASSWORD} as")
        lines += [f"  {role:<10}{address}" for role, address in self.logins]
        return "\n".join(lines)
