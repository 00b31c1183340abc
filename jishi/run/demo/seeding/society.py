"""Seeds people, their pictures, and who follows whom."""

from __future__ import annotations

from jishi.foundation.accounts.actions.create_person import create_person
from jishi.foundation.accounts.actions.update_profile import update_profile
from jishi.foundation.accounts.queries import find_person_by_contact
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.transactions import durable
from jishi.foundation.kernel.types import SYSTEM, operator_actor, person_actor
from jishi.relations.follows.actions.follow import follow
from jishi.relations.follows.queries import list_following_among
from jishi.run.demo.catalogue.shapes import Person, Text
from jishi.run.demo.seeding.plan import OPERATOR, PASSWORD, email_of
from jishi.run.demo.seeding.studio import Studio, hours, keep_picture
from jishi.run.demo.seeding.workshop import draw_avatar

_OPERATOR = Text("云岭集市管理处", "Yunling Market Office")
# Whom the printed logins are: (role, person). Everybody else signs in by code only.
LOGINS = (("merchant", "azhen"), ("creator", "nangua"), ("buyer", "lynn"))


def seed_people(studio: Studio) -> None:
    """Accounts of the operator, shop owners, creators and buyers, with pictures."""
    plan = studio.plan.people
    passwords = {key for _role, key in LOGINS}
    missing = [p for p in plan if find_person_by_contact(email_of(p.key)) is None]
    drawn = {p.key: studio.workshop.picture(draw_avatar, p.glyph, p.tint) for p in missing}
    _seed_operator(studio)
    for done, person in enumerate(plan, start=1):
        known = find_person_by_contact(email_of(person.key))
        if known is not None:
            studio.people[person.key] = known.id
        else:
            _join(studio, person, PASSWORD if person.key in passwords else None)
            actor = studio.actor(person.key)
            picture = keep_picture(actor, drawn[person.key], "avatar")
            with durable():
                update_profile(actor=actor, avatar_key=picture.picture_for(320))
            studio.note()
        studio.progress("people", done, len(plan))
    studio.summary.people = len(plan)
    studio.summary.logins = (
        ("operator", email_of(OPERATOR)),
        *((role, email_of(key)) for role, key in LOGINS if key in studio.people),
    )


def _seed_operator(studio: Studio) -> None:
    known = find_person_by_contact(email_of(OPERATOR))
    if known is None:
        with durable():
            known = create_person(
                actor=SYSTEM,
                email=email_of(OPERATOR),
                password=PASSWORD,
                display_name=studio.say(_OPERATOR),
                handle="yunling_market",
                language=studio.language.lower(),
                is_operator=True,
                verified=True,
            )
        studio.note()
    studio.operator = operator_actor(known.id)


def _join(studio: Studio, person: Person, password: str | None) -> None:
    age = studio.dice("joined", person.key).uniform(30, 400)
    with clock.ago(hours(24 * age)), durable():
        card = create_person(
            actor=SYSTEM,
            email=email_of(person.key),
            password=password,
            display_name=studio.say(person.name),
            handle=f"{person.key}_yl",
            bio=studio.say(person.bio),
            language=studio.language.lower(),
            verified=True,
        )
    studio.people[person.key] = card.id


def seed_follows(studio: Studio) -> None:
    """Everybody follows a few who publish, and the popular ones more often."""
    creators = [p.key for p in studio.plan.people if p.role != "buyer"]
    posted = {post.by for post in studio.plan.posts}
    weights = [3 if key in posted else 1 for key in creators]
    for done, person in enumerate(studio.plan.people, start=1):
        chance = studio.dice("follows", person.key)
        wanted = set(chance.choices(creators, weights, k=chance.randrange(4, 12))) - {person.key}
        me = studio.people[person.key]
        known = list_following_among(me, [studio.people[key] for key in wanted])
        for key in sorted(wanted):
            if studio.people[key] not in known:
                with clock.ago(hours(chance.uniform(1, 24 * 20))), durable():
                    follow(actor=person_actor(me), creator_id=studio.people[key])
                studio.note()
        studio.progress("follows", done, len(studio.plan.people))
