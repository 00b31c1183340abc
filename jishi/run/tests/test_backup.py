"""Backups: there and back, and every damage found before anything is touched."""

import hashlib
import io
import json
import tarfile

import psycopg
import pytest
import valkey

from jishi.run.dumps import dump, load
from jishi.run.engines import running_engines
from jishi.run.errors import BackupInvalid, CommandFailed
from jishi.run.restore import unpack
from jishi.run.tests.conftest import run_jishi


def write_tar(path, files, sums=None, extra=None):
    """A backup by hand; `sums` and `extra` damage its manifest."""
    named = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = {"format": 1, "jishi": "0", "made_at": "x", "sha256": named | (sums or {})}
    manifest |= extra or {}
    with tarfile.open(path, "w") as tar:
        for name, data in [*files.items(), ("manifest.json", json.dumps(manifest).encode())]:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


GOOD = {"database.dump": b"dump", "media/a/b.jpg": b"picture", "secret": b"key"}


def test_good_backup_unpacks(tmp_path):
    unpack(write_tar(tmp_path / "x.tar", GOOD), tmp_path / "out")
    assert (tmp_path / "out" / "media" / "a" / "b.jpg").read_bytes() == b"picture"


@pytest.mark.parametrize(
    ("files", "sums", "extra", "reason"),
    [
        (GOOD, {"secret": "0" * 64}, None, "secret was changed"),
        (GOOD, {"media/gone": "0" * 64}, None, "media/gone is missing"),
        ({"media/a": b"1"}, None, None, "database.dump is missing"),
        (GOOD, None, {"format": 9}, "format is 9"),
        (GOOD, None, {"sha256": None}, "NoneType"),
        (GOOD | {"../evil": b""}, None, None, "it holds '../evil'"),
        (GOOD | {"media/../../evil": b""}, None, None, "evil"),
        (GOOD | {"credentials.json": b""}, None, None, "it holds 'credentials.json'"),
    ],
)
def test_damaged_backup_is_refused(tmp_path, files, sums, extra, reason):
    (tmp_path / "out").mkdir()
    path = write_tar(tmp_path / "x.tar", files, sums, extra)
    with pytest.raises(BackupInvalid, match=reason):
        unpack(path, tmp_path / "out")
    assert not (tmp_path / "evil").exists()


def test_links_in_a_backup_are_refused(tmp_path):
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        info = tarfile.TarInfo("media/link")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(BackupInvalid, match="media/link"):
        unpack(tmp_path / "x.tar", tmp_path)


@pytest.mark.parametrize("keep", [0, 100, 1024, 2600])
def test_broken_off_backup_is_refused(tmp_path, keep):
    path = write_tar(tmp_path / "x.tar", GOOD)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(BackupInvalid):
        unpack(path, tmp_path / "out")


def count(url: str, table: str) -> int:
    with psycopg.connect(url) as db:
        row = db.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert row
        return row[0]


def test_database_changes_all_at_once_or_not_at_all(short):
    file = short / "x.dump"
    with running_engines(short / "var", durable=False) as urls:
        with psycopg.connect(urls.owner_url) as db:
            db.execute("CREATE EXTENSION pg_trgm")
            db.execute(
                "CREATE TABLE goods AS"
                " SELECT n, repeat('集市', 50) t FROM generate_series(1, 20000) n"
            )
            db.execute("CREATE INDEX ON goods USING gin (t gin_trgm_ops)")
            db.execute("REVOKE UPDATE ON goods FROM jishi_app")
        dump(urls.owner_url, file)
        with psycopg.connect(urls.owner_url) as db:
            db.execute("CREATE TABLE newer (id int PRIMARY KEY)")
            db.execute("DELETE FROM goods WHERE n > 5")

        whole = file.read_bytes()
        file.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(CommandFailed, match="restoring failed"):
            load(urls.owner_url, file)
        file.write_bytes(b"nonsense")
        with pytest.raises(CommandFailed, match="restoring failed"):
            load(urls.owner_url, file)
        assert count(urls.owner_url, "goods") == 5
        assert count(urls.owner_url, "newer") == 0

        file.write_bytes(whole)
        load(urls.owner_url, file)
        assert count(urls.database_url, "goods") == 20000
        with pytest.raises(psycopg.errors.UndefinedTable):
            count(urls.owner_url, "newer")
        with psycopg.connect(urls.database_url) as db:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute("UPDATE goods SET n = 0")
            db.rollback()
            db.execute("DELETE FROM goods WHERE n = 1")
        with psycopg.connect(urls.owner_url) as db:
            db.execute("CREATE TABLE later (id int)")
        assert count(urls.database_url, "later") == 0  # rights on what comes later are kept too


@pytest.mark.faults  # seven commands, each with Django and engines: half a minute
def test_a_market_goes_there_and_back(short):
    one, two, file = short / "one", short / "two", short / "market.tar"
    words = ("createoperator", "op@example.org", "--name", "长者")
    password = {"JISHI_OPERATOR_PASSWORD": "mQ7x-tall-Pine"}
    assert run_jishi(one, "migrate", "--quiet").returncode == 0
    made = run_jishi(one, *words, **password)
    assert made.returncode == 0, made.stderr
    again = run_jishi(one, *words, **password)
    assert again.returncode == 1
    assert "already has an account" in again.stderr
    (one / "media" / "片").mkdir(parents=True)
    (one / "media" / "片" / "a.mp4").write_bytes(b"\0" * 70000)
    (one / "lake").mkdir()
    (one / "lake" / "day.parquet").write_bytes(b"PAR1")
    (one / "secret").write_text("a signing key")

    done = run_jishi(one, "backup", str(file))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    again = run_jishi(one, "backup", str(file))
    assert again.returncode == 1
    assert "--force" in again.stderr

    done = run_jishi(two, "restore", str(file))
    assert done.returncode == 0, done.stderr
    assert (two / "media" / "片" / "a.mp4").read_bytes() == b"\0" * 70000
    assert (two / "lake" / "day.parquet").read_bytes() == b"PAR1"
    assert (two / "secret").read_text() == "a signing key"
    with running_engines(two) as urls:
        assert count(urls.database_url, "accounts_person WHERE display_name = '长者'") == 1
        valkey.from_url(urls.valkey_url).set("counter", "of the old market")

    refused = run_jishi(two, "restore", str(file))
    assert refused.returncode == 1
    assert "already has data (1 accounts); add --force" in refused.stderr
    (two / "media" / "later.jpg").write_bytes(b"")
    assert run_jishi(two, "restore", "--force", str(file)).returncode == 0
    assert not (two / "media" / "later.jpg").exists()
    assert not list(two.glob("restore-*"))
    with running_engines(two) as urls:
        assert valkey.from_url(urls.valkey_url).get("counter") is None
