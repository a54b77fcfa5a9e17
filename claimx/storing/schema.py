"""The tables of a store, as SQLite keeps them: `sqlite3 STORE .schema` shows them with their comments.

Each migration brings a store from one schema version (`PRAGMA user_version`) to the next. One that was ever released
is never changed; a new one is added below it.
"""

from __future__ import annotations

from typing import Final

from claimx.databases import Kind

APPLICATION: Final = 0x636C6D78
"""`PRAGMA application_id` of a store: "clmx"."""

_FIRST: Final = """
CREATE TABLE settings (   -- fixed when the store was made, but for the rules, which are those of its last update
    name TEXT PRIMARY KEY,  -- policy, linkage, rules
    value TEXT NOT NULL
);

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    family TEXT NOT NULL,   -- lowest id of the articles that shared text connects with this one, if only its own
    outlet TEXT,
    title TEXT,
    url TEXT,
    published TEXT,         -- day, or day and time, in the place of publication
    record TEXT NOT NULL    -- as `claimx schema article` says, credits and derivations filled in
);
CREATE INDEX articles_by_family ON articles (family);

CREATE TABLE sketches (     -- by which lineage is traced: sampled runs of five words
    article_id TEXT PRIMARY KEY REFERENCES articles (id),
    scale INTEGER NOT NULL, -- one run in so many is kept
    runs BLOB NOT NULL      -- numbers of eight bytes, the lowest byte first, ascending
);

CREATE TABLE mentions (     -- what the rules that join mentions read
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles (id),
    component TEXT,         -- lowest id of the mentions that joins connect with this one, if only its own
    event_id TEXT REFERENCES events (id),
    reach INTEGER NOT NULL, -- longest distance from first to last day in its class: 0, 6, 30, 365, ...; -1: undated
    first_day INTEGER NOT NULL,  -- 1 is 0001-01-01; 0: nothing dates it
    last_day INTEGER NOT NULL,
    realis TEXT NOT NULL,
    type TEXT NOT NULL,
    means TEXT,
    site TEXT,
    city TEXT,
    admin1 TEXT,
    country TEXT,
    country_code TEXT,
    label TEXT,             -- case-folded; null where it has fewer than three words
    victims TEXT,           -- JSON: [[name, kind, [other names]], ...]; null for none
    actors TEXT,
    recipients TEXT
);
CREATE INDEX mentions_by_article ON mentions (article_id);
CREATE INDEX mentions_by_component ON mentions (component);
CREATE INDEX mentions_by_event ON mentions (event_id);
CREATE INDEX mentions_by_day ON mentions (reach, first_day, last_day);

CREATE TABLE mention_records (
    key INTEGER PRIMARY KEY REFERENCES mentions (key),
    record TEXT NOT NULL    -- as `claimx schema mention` says
);

CREATE TABLE relations (    -- between mentions; the target may be missing
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    PRIMARY KEY (source, kind, target)
) WITHOUT ROWID;
CREATE INDEX relations_by_target ON relations (target);

CREATE TABLE overlaps (     -- mentions of one article whose passages overlap, the lower id first
    mention_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    PRIMARY KEY (mention_id, other_id)
) WITHOUT ROWID;
CREATE INDEX overlaps_by_other ON overlaps (other_id);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    start TEXT,             -- first day; null where nothing dates it
    end TEXT,
    title TEXT NOT NULL,
    type TEXT NOT NULL,
    prominence TEXT NOT NULL,
    n_articles INTEGER NOT NULL,
    n_origins INTEGER NOT NULL,
    record TEXT NOT NULL    -- as `claimx schema event` says
);
CREATE INDEX events_by_start ON events (start, id);

CREATE TABLE retired (      -- ids of events that are no more, with the mentions they held at the end
    event_id TEXT NOT NULL,
    mention_id TEXT NOT NULL,  -- or, where its article was corrected, the mention in its place
    PRIMARY KEY (event_id, mention_id)
) WITHOUT ROWID;
CREATE INDEX retired_by_mention ON retired (mention_id);

CREATE TABLE rulings (      -- what people decided; none is ever changed or deleted
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL,
    record TEXT NOT NULL    -- as `claimx ruling list` prints it
);

CREATE TABLE changes (      -- the feed: what each update changed
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    batch INTEGER NOT NULL, -- updates are numbered from 1; those that change no event leave no line
    change TEXT NOT NULL,   -- created, updated, renamed, merged, split, removed
    event_id TEXT NOT NULL,
    record TEXT NOT NULL    -- the line that was printed
);
CREATE INDEX changes_by_event ON changes (event_id);

CREATE VIEW members AS
    SELECT event_id, id AS mention_id, article_id FROM mentions;

CREATE VIEW redirects AS    -- where the mentions of a former id are now; an id without a line is gone
    SELECT DISTINCT retired.event_id AS old, mentions.event_id AS new
    FROM retired JOIN mentions ON mentions.id = retired.mention_id;

CREATE VIEW days AS
    SELECT id AS mention_id, date(first_day + 1721424.5) AS first, date(last_day + 1721424.5) AS last
    FROM mentions WHERE first_day > 0;

CREATE VIEW tolls AS
    SELECT events.id AS event_id, json_extract(toll.value, '$.kind') AS kind, json_extract(toll.value, '$.low') AS low,
        json_extract(toll.value, '$.best') AS best, json_extract(toll.value, '$.high') AS high,
        json_extract(toll.value, '$.n_origins') AS n_origins, json_extract(toll.value, '$.reason') AS reason
    FROM events, json_each(events.record, '$.tolls') AS toll;
"""

MIGRATIONS: Final[tuple[str, ...]] = (_FIRST,)

SCRATCH: Final = """
CREATE TEMP TABLE asked_ids (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP TABLE asked_keys (key INTEGER PRIMARY KEY);
CREATE TEMP TABLE asked_days (low INTEGER PRIMARY KEY, high INTEGER NOT NULL);
"""
"""Tables of one connection, in which long lists are handed to a query."""

STORE: Final = Kind("store", APPLICATION, MIGRATIONS, "claimx merge --into", SCRATCH)
