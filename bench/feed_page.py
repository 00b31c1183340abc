"""CPU of one page of 10 from 100,000 posts, 500 candidates ranked, for a person who follows 20.

The API's JSON is the row of the table; the allocator alone (recall, rank, allocate, log) is timed
beside it inside one process, and the market's first page as HTML (six clips with their goods).
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.data import products
from bench.product_list import report
from bench.results import Result, summarise
from bench.stack import ROUNDS, Stack

N = 60
POSTS = 100_000

# Posts and their feed rows are written in bulk: a hundred thousand uploads would take hours. The
# viewers' past goes through the real stream, counters and promises.
DATA = """
import json, random
from datetime import timedelta
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import connection, transaction
from jishi.foundation.accounts.models import Person
from jishi.foundation.accounts.factories import make_person
from jishi.foundation.kernel import clock
from jishi.relations.follows.factories import make_follow
from jishi.surfaces.api.factories import make_token
from jishi.traffic.allocation.actions import grant_impressions
from jishi.foundation.kernel.types import SYSTEM
from jishi.traffic.recall.queries.items import announce_change
from jishi.traffic.signals.factories import consume, event, make_viewer, send
rng = random.Random(7)
creators = [make_person().id for _ in range(200)]
person = make_person()
for creator in creators[:20]:
    make_follow(person.id, creator)
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute('''
      INSERT INTO media_asset (id, owner_id, kind, status, filename, size_bytes, created_at,
        changed_at, refusal_code, refusal_details, width, height, duration_ms, has_audio, attempts,
        progress_percent, poster_key, poster_choices, picture_keys, hls_prefix, hls_name, mp4_key)
      SELECT uuidv7(), owner, 'video', 'ready', 'clip.mp4', 1000000, now(), now(), '', '{}', 720,
        1280, 15000, true, 1, 100, 'video/' || owner || '/poster.webp', '{}', '{}',
        'video/' || owner, 'index.m3u8', 'video/' || owner || '/clip.mp4'
      FROM unnest(%s::uuid[]) AS owner''', [creators])
    cursor.execute('''
      INSERT INTO posts_post (id, kind, author_id, status, visibility, title, body, topics,
        topic_keys, asset_ids, product_ids, labels, note, removed_by, created_at, updated_at,
        published_at)
      SELECT uuidv7(), 'video', a.owner_id, 'published', 'public',
        'Post ' || n, repeat('words ', 20), ARRAY['t' || n %% 300], ARRAY['t' || n %% 300],
        ARRAY[a.id], ARRAY[(%s::uuid[])[1 + n %% 100]], '{}', '', '', now(), now(),
        now() - n * interval '1 minute'
      FROM generate_series(1, %s) AS n
      JOIN media_asset a ON a.owner_id = (%s::uuid[])[1 + n %% 200]''',
      [PRODUCTS, POSTS, creators])
    cursor.execute('''
      INSERT INTO recall_recallitem (post_id, author_id, kind, topics, published_at, duration_ms,
        is_commercial, for_followers, is_out)
      SELECT id, author_id, kind, topics, published_at, 0, published_at::text LIKE '%%3', false,
        true FROM posts_post''')
    cursor.execute('SELECT id FROM posts_post ORDER BY published_at DESC LIMIT 3000')
    posts = [row[0] for row in cursor.fetchall()]
announce_change()
for n in range(300):
    seen = rng.sample(posts, 10)
    send(make_viewer(), *(event('impression', p) for p in seen),
         *(event('progress', p, ms=3000) for p in seen[:4]), event('like', seen[0]))
viewer = make_viewer(person.id)
for start in range(0, 200, 50):
    send(viewer, *(event('impression', p) for p in posts[start:start + 50]),
         *(event('progress', p, ms=3000) for p in posts[start:start + 50:5]))
consume()
for post in posts[::60]:
    with transaction.atomic():
        grant_impressions(actor=SYSTEM, post_id=post, author_id=creators[0], promised=100,
                          until=clock.now() + timedelta(days=7))
record = Person.objects.get(id=person.id)
session = SessionStore()
session[SESSION_KEY] = str(person.id)
session[BACKEND_SESSION_KEY] = 'allauth.account.auth_backends.AuthenticationBackend'
session[HASH_SESSION_KEY] = record.get_session_auth_hash()
session.save()
print(json.dumps({'token': make_token(person.id).secret, 'person': str(person.id),
                  'session': session.session_key}))
"""

ALONE = """
import json, time
from uuid import UUID
from jishi.traffic.allocation.actions import compose_feed
from jishi.traffic.signals.factories import make_viewer
viewer = make_viewer(UUID('PERSON'))
for _ in range(10):
    compose_feed(viewer=viewer)
rounds = []
for _ in range(ROUNDS):
    start = time.process_time()
    for _ in range(40):
        page = compose_feed(viewer=viewer)
        assert len(page.items) == 10
    rounds.append((time.process_time() - start) * 1000 / 40)
print(json.dumps({'rounds': rounds}))
"""


def run(stack: Stack) -> Iterator[Result]:
    goods = stack.load(products(100))["products"]
    made = stack.load(DATA.replace("POSTS", str(POSTS)).replace("PRODUCTS", repr(goods)))
    http = stack.connect()
    headers = {"Accept": "application/json", "Authorization": f"Bearer {made['token']}"}

    def page(_: int) -> None:
        http.request("GET", "/api/v1/feed?limit=10", headers=headers)
        response = http.getresponse()
        body = response.read()
        assert response.status == 200, body[:300]
        assert body.count(b'"slot"') == 10, body[:300]

    def shown(_: int) -> None:
        http.request("GET", "/", headers={"Cookie": f"sessionid={made['session']}"})
        response = http.getresponse()
        body = response.read()
        assert response.status == 200, body[:300]
        assert body.count(b"<article") == 6, body[:300]
        assert body.count(b"data-card=") == 6, body[:300]

    [api, html] = stack.rounds((page, N), (shown, N // 2))
    yield report("feed-page", api, N)
    yield report("feed-page-html", html, N // 2)
    code = ALONE.replace("PERSON", str(made["person"])).replace("ROUNDS", str(ROUNDS))
    alone = stack.load(code)["rounds"]
    yield summarise("feed-page-allocator", "ms CPU", alone, 40, "client side of Valkey included")
