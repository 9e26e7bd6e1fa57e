"""What PostgreSQL itself refuses, so that no program of ours has to be trusted with it.

A login may INSERT and SELECT, nothing else; triggers refuse UPDATE, DELETE and TRUNCATE to everybody, the owner too. A
statement-level trigger on `entry` refuses what does not extend a log: a number left out ("EB001"), a header that does
not name the entry before ("EB002"), a hash that is not the header's ("EB003"), a first entry that is not the log's own
("EB004"), a log that is not this login's ("EB005"). One check for the statement, not for the row: COPY keeps most of
its speed. A statement brings entries of one log, in their order. A body may come later once, by `ebr.fill`, and only
the one that the header names.

Rows are never changed, so nobody may put something in the place of what another has yet to bring: bodies that a relay
brings must be those that their headers name, and an attachment is stored under the SHA-256 of its bytes or not at all
("EB007"). A station that damaged bodies of its own log would harm itself alone; looking at them costs a tenth of the
speed, and whoever takes them finds it.

Whose log it is: a station's login owns the first log that it begins, and each log that it begins whose genesis goes on
from one it owns (`previous_log`: after a restore). It begins no other: what a station carries for others belongs to
their logins. A station's program says which log is its own (`ebr.own` of the connection), and then another one is not
the first either. An administrator can give a log to a login (`ebr central login --log`). A relay brings logs that
belong to nobody, and none belongs to it for that. The owner of the tables may bring any log: whoever can change the
triggers needs no right (that is what seals and witnesses are for).

What is not checked here: seals (PostgreSQL has no Ed25519; the witness and every reader check them), so a relay can
bring rubbish under a log that nobody owns yet, and a login that owns nothing yet can begin another station's log before
that station does. Both are named at the next contact, and the administrator gives the log to its login.

Row-level security is not used: COPY does not work with it, and what is secret here is sealed to one station's key.
"""

from __future__ import annotations

from typing import Final

_ALLOW: Final = """
CREATE OR REPLACE FUNCTION ebr.allow(wanted text, first bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    holder text;
    mine text;
    own text := coalesce(current_setting('ebr.own', true), '');
BEGIN
    SELECT kind INTO mine FROM ebr.login WHERE role = session_user;
    IF NOT FOUND AND pg_has_role(session_user, current_user, 'MEMBER') THEN
        RETURN;
    END IF;
    SELECT role INTO holder FROM ebr.owner WHERE log = wanted;
    IF FOUND AND holder = session_user THEN
        RETURN;
    END IF;
    IF NOT FOUND AND mine = 'relay' THEN
        RETURN;
    END IF;
    IF NOT FOUND AND mine = 'station' AND first = 1 THEN
        -- Two connections of one login that begin a log at once would each see no first one. The row is written, not
        -- only locked: whoever waited in a transaction with an older view of the store fails instead of going on.
        UPDATE ebr.login SET kind = kind WHERE role = session_user;
        IF ebr.goes_on(wanted) OR own IN ('', wanted)
                AND NOT EXISTS (SELECT FROM ebr.owner WHERE role = session_user) THEN
            INSERT INTO ebr.owner (log, role) VALUES (wanted, session_user);
            RETURN;
        END IF;
    END IF;
    RAISE EXCEPTION 'log % does not belong to %', wanted, session_user
        USING ERRCODE = 'EB005', DETAIL = json_build_object('log', wanted, 'login', session_user);
END $$
"""

_GOES_ON: Final = """
CREATE OR REPLACE FUNCTION ebr.goes_on(wanted text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM ebr.entry e, ebr.owner o
        WHERE e.log = wanted AND e.seq = 1 AND o.role = session_user
            AND position(convert_to('"body":"' || encode(sha256(e.body), 'hex') || '"', 'UTF8') IN e.header) > 0
            AND position(convert_to('"previous_log":"' || o.log || '"', 'UTF8') IN e.body) > 0
    )
$$
"""

_ARRIVED: Final = r"""
CREATE OR REPLACE FUNCTION ebr.entry_arrived() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    name text;
    low bigint;
    before bytea;
    bad record;
BEGIN
    SELECT log, seq INTO name, low FROM arrived LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM ebr.allow(name, low);
    SELECT hash INTO before FROM ebr.entry WHERE log = name AND seq = low - 1;
    IF low < 1 OR (low > 1 AND before IS NULL) THEN
        RAISE EXCEPTION 'a number is left out in %', name USING ERRCODE = 'EB001',
            DETAIL = json_build_object('found', low, 'expected', coalesce(
                (SELECT max(seq) FROM ebr.entry WHERE log = name AND seq < low), 0) + 1);
    END IF;
    SELECT seq, number, log <> name OR seq <> number AS gap, sha256('\x00'::bytea || header) <> hash AS wrong_hash,
           encode(prev, 'hex') AS expected INTO bad
    FROM (SELECT log, seq, header, hash, lag(hash, 1, before) OVER () AS prev,
                 low - 1 + row_number() OVER () AS number FROM arrived) AS n
    WHERE log <> name OR seq <> number OR sha256('\x00'::bytea || header) <> hash
       OR position(convert_to('"prev":"' || coalesce(encode(prev, 'hex'), '') || '"', 'UTF8') IN header) = 0
    LIMIT 1;
    IF FOUND AND bad.gap THEN
        RAISE EXCEPTION 'entries of % do not stand one after the other', name USING ERRCODE = 'EB001',
            DETAIL = json_build_object('found', bad.seq, 'expected', bad.number);
    ELSIF FOUND AND bad.wrong_hash THEN
        RAISE EXCEPTION 'hash of entry % of %', bad.seq, name USING ERRCODE = 'EB003';
    ELSIF FOUND THEN
        RAISE EXCEPTION 'entry % of % does not follow', bad.seq, name USING ERRCODE = 'EB002',
            DETAIL = json_build_object('found', '', 'expected', coalesce(bad.expected, ''));
    END IF;
    IF low = 1 AND name <> (SELECT encode(hash, 'hex') FROM arrived LIMIT 1) THEN
        RAISE EXCEPTION '% is not the log of its first entry', name USING ERRCODE = 'EB004';
    END IF;
    IF EXISTS (SELECT FROM ebr.login WHERE role = session_user AND kind = 'relay') AND EXISTS (
            SELECT FROM arrived WHERE body IS NOT NULL
                AND position(convert_to('"body":"' || encode(sha256(body), 'hex') || '"', 'UTF8') IN header) = 0) THEN
        RAISE EXCEPTION 'a body in % is not the one that its header names', name USING ERRCODE = 'EB007';
    END IF;
    RETURN NULL;
END $$
"""

_FILE_NAMED: Final = """
CREATE OR REPLACE FUNCTION ebr.file_named() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.sha256 <> encode(sha256(NEW.data), 'hex') THEN
        RAISE EXCEPTION 'file %', NEW.sha256 USING ERRCODE = 'EB007';
    END IF;
    RETURN NEW;
END $$
"""

_STAYS: Final = """
CREATE OR REPLACE FUNCTION ebr.stays() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% is never changed', TG_TABLE_NAME USING ERRCODE = 'EB006';
END $$
"""

_BODY_ONLY: Final = """
CREATE OR REPLACE FUNCTION ebr.body_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.body IS NULL AND (NEW.log, NEW.seq, NEW.root, NEW.header, NEW.hash, NEW.seal)
            = (OLD.log, OLD.seq, OLD.root, OLD.header, OLD.hash, OLD.seal)
            AND position(convert_to('"body":"' || encode(sha256(NEW.body), 'hex') || '"', 'UTF8') IN OLD.header) > 0
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'entry is never changed' USING ERRCODE = 'EB006';
END $$
"""

_FILL: Final = """
CREATE OR REPLACE FUNCTION ebr.fill(wanted text, number bigint, contents bytea) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    UPDATE ebr.entry SET body = contents WHERE log = wanted AND seq = number AND body IS NULL
$$
"""

_STANDING: Final = """
CREATE OR REPLACE FUNCTION ebr.standing(wanted text) RETURNS TABLE (seq bigint, hash bytea)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(wanted, 0));
    RETURN QUERY SELECT e.seq, e.hash FROM ebr.entry e WHERE e.log = wanted ORDER BY e.seq DESC LIMIT 1;
END $$
"""

_DROP_TRIGGER: Final = "DROP TRIGGER IF EXISTS {name} ON ebr.{table}"
_STAYS_ROW: Final = (
    "CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON ebr.{table} FOR EACH ROW EXECUTE FUNCTION ebr.stays()"
)
_STAYS_WHOLE: Final = (
    "CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON ebr.{table} FOR EACH STATEMENT EXECUTE FUNCTION ebr.stays()"
)
_ENTRY_TRIGGERS: Final = {
    "entry_arrives": (
        "CREATE TRIGGER entry_arrives AFTER INSERT ON ebr.entry REFERENCING NEW TABLE AS arrived "
        "FOR EACH STATEMENT EXECUTE FUNCTION ebr.entry_arrived()"
    ),
    "entry_body": "CREATE TRIGGER entry_body BEFORE UPDATE ON ebr.entry FOR EACH ROW EXECUTE FUNCTION ebr.body_only()",
    "entry_stays": "CREATE TRIGGER entry_stays BEFORE DELETE ON ebr.entry FOR EACH ROW EXECUTE FUNCTION ebr.stays()",
    "entry_whole": _STAYS_WHOLE.format(table="entry"),
}
_FILE_TRIGGER: Final = (
    "CREATE TRIGGER file_arrives BEFORE INSERT ON ebr.file FOR EACH ROW EXECUTE FUNCTION ebr.file_named()"
)
_CLOSED: Final = (
    "REVOKE ALL ON SCHEMA ebr FROM PUBLIC",
    "REVOKE ALL ON ALL TABLES IN SCHEMA ebr FROM PUBLIC",
    "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ebr FROM PUBLIC",
)


def statements(unchanging: tuple[str, ...]) -> list[str]:
    """Return what makes the functions, triggers and refusals; running them again changes nothing."""
    made = [_GOES_ON, _ALLOW, _ARRIVED, _FILE_NAMED, _STAYS, _BODY_ONLY, _FILL, _STANDING]
    made += _renewed("file", "file_arrives", _FILE_TRIGGER)
    for table in unchanging:
        if table != "entry":
            made += _renewed(table, f"{table}_stays", _STAYS_ROW.format(table=table))
            made += _renewed(table, f"{table}_whole", _STAYS_WHOLE.format(table=table))
    for name, text in _ENTRY_TRIGGERS.items():
        made += _renewed("entry", name, text)
    return [*made, *_CLOSED]


def _renewed(table: str, name: str, text: str) -> list[str]:
    return [_DROP_TRIGGER.format(name=name, table=table), text]


READS: Final = ("about", "entry", "file", "envelope", "leaf", "node", "note", "tree", "login", "owner")
WRITES: Final = {
    "station": ("entry", "file", "envelope", "about"),
    "relay": ("entry", "file", "envelope", "about"),
    "witness": ("leaf", "node", "note"),
}


def grants(kind: str, role: str) -> list[str]:
    """Return what a login may do; `role` stands quoted."""
    may = [
        f"GRANT USAGE ON SCHEMA ebr TO {role}",
        f"GRANT SELECT ON {', '.join(f'ebr.{table}' for table in READS)} TO {role}",
        f"GRANT INSERT ON {', '.join(f'ebr.{table}' for table in WRITES[kind])} TO {role}",
    ]
    if kind == "witness":
        return [*may, f"GRANT UPDATE ON ebr.tree TO {role}"]
    return [*may, f"GRANT EXECUTE ON FUNCTION ebr.fill(text, bigint, bytea), ebr.standing(text) TO {role}"]
