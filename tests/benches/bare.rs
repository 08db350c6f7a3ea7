//! SQLCipher bare: the same library, key, settings, tables and indexes, and the plainest code that keeps a diary.

use std::collections::BTreeMap;
use std::path::Path;

use diary_core::diary::{Content, Incoming, Value};
use diary_core::journal::{Author, Header, HybridTime};
use diary_core::time::{CivilDate, DayStart};
use rusqlite::{Connection, Params, TransactionBehavior, params};

use diary_tests::readings::NOW_MS;

use crate::world::KEY;

/// The settings of `core/diary/src/store/pragmas.rs`, so that durability and wiping cost the same.
const SETTINGS: &str = "
    PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
";

/// The smallest row of a diary file.
pub(crate) const PUT: &str = "INSERT INTO facts (name, value) VALUES (?1, ?2)";

#[derive(Debug)]
pub(crate) struct Bare(pub(crate) Connection);

/// Opens any encrypted file with the key and settings that the diary uses.
pub(crate) fn connect(path: &Path) -> Connection {
    connect_with(path, &KEY)
}

/// The same with another key.
pub(crate) fn connect_with(path: &Path, key: &[u8; 32]) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = ON;").unwrap();
    let key = data_encoding::HEXLOWER.encode(key);
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    connection.execute_batch(SETTINGS).unwrap();
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    connection.set_prepared_statement_cache_capacity(64);
    connection
}

/// Opens a file as a careful program does that reads and writes at once: a connection that writes, which looks at what the
/// file is and of which version, and one that cannot.
pub(crate) fn connect_both(path: &Path) -> (Connection, Connection) {
    let writer = connect(path);
    for pragma in ["application_id", "user_version"] {
        let found: i64 = writer.pragma_query_value(None, pragma, |row| row.get(0)).unwrap();
        assert!(found > 0);
    }
    (writer, reader(path))
}

/// A connection that asks and never writes, with as much room for pages as the diary's has.
fn reader(path: &Path) -> Connection {
    let reader = connect(path);
    reader.pragma_update(None, "query_only", true).unwrap();
    reader.pragma_update(None, "cache_size", -16_384).unwrap();
    reader
}

/// One row in one durable transaction.
pub(crate) fn put(connection: &mut Connection, number: i64, value: &[u8]) {
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    tx.prepare_cached(PUT).unwrap().execute(params![number, value]).unwrap();
    tx.commit().unwrap();
}

impl Bare {
    pub(crate) fn create(path: &Path) -> Self {
        let connection = connect(path);
        connection.execute_batch(include_str!("bare.sql")).unwrap();
        // Any two numbers: what a careful program looks at when it opens the file.
        connection.execute_batch("PRAGMA application_id = 1; PRAGMA user_version = 1").unwrap();
        Self(connection)
    }

    /// One connection, which asks.
    pub(crate) fn open(path: &Path) -> Self {
        Self(reader(path))
    }

    /// One entry in one durable transaction.
    pub(crate) fn add(&mut self, id: [u8; 16], number: u64, content: &Content) {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        insert(&tx, id, number, content, None);
        tx.commit().unwrap();
    }

    /// A batch in one durable transaction; `identities` stand for what a keyed hash would give.
    pub(crate) fn receive(&mut self, first: u64, incoming: &[Incoming], identities: &[[u8; 16]]) {
        let tx = self.0.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        for ((number, incoming), identity) in (first..).zip(incoming).zip(identities) {
            let known = tx
                .prepare_cached("SELECT 1 FROM operations WHERE id = ?1 UNION ALL SELECT 1 FROM identities WHERE key = ?2")
                .unwrap()
                .exists(params![incoming.id.as_bytes(), identity])
                .unwrap();
            assert!(!known);
            insert(&tx, *incoming.id.as_bytes(), number, &incoming.content, Some((identity, &incoming.raw)));
        }
        tx.commit().unwrap();
    }

    /// The entries of a day, in one statement.
    pub(crate) fn day(&self, day: CivilDate) -> Vec<Content> {
        self.contents(
            "SELECT o.body FROM entries e JOIN operations o ON o.seq = e.latest
             WHERE e.day = ?1 ORDER BY e.sort_ms, e.id",
            [day.epoch_day()],
        )
    }

    /// Every entry, in order of time.
    pub(crate) fn everything(&self) -> Vec<Content> {
        self.contents(
            "SELECT o.body FROM entries e JOIN operations o ON o.seq = e.latest ORDER BY e.sort_ms, e.id",
            [],
        )
    }

    /// Puts the words of every entry, from the first on, into an index as the diary's is.
    pub(crate) fn index<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let tx = self.0.transaction().unwrap();
        tx.execute_batch(
            "CREATE VIRTUAL TABLE words USING fts5 (shown, past, content = '', columnsize = 0, prefix = '2',
                                                    tokenize = \"unicode61 remove_diacritics 2\")",
        )
        .unwrap();
        for (row, text) in (1_i64..).zip(texts) {
            let sql = "INSERT INTO words (rowid, shown, past) VALUES (?1, ?2, '')";
            tx.prepare_cached(sql).unwrap().execute(params![row, text]).unwrap();
        }
        tx.commit().unwrap();
    }

    /// How many entries have these words.
    pub(crate) fn matches(&self, expression: &str) -> usize {
        let sql = "SELECT count(*) FROM words WHERE words MATCH ?1";
        self.0.query_row(sql, [expression], |row| row.get(0)).unwrap()
    }

    /// The newest entries that have these words.
    pub(crate) fn search(&self, expression: &str, at_most: usize) -> Vec<Content> {
        self.contents(
            "SELECT o.body FROM words w JOIN entries e ON e.id = w.rowid JOIN operations o ON o.seq = e.latest
             WHERE words MATCH ?1 ORDER BY e.sort_ms DESC, e.id DESC LIMIT ?2",
            params![expression, at_most],
        )
    }

    /// Every entry, read and decoded once: count, sum, least and most of each number.
    pub(crate) fn sums(&self) -> BTreeMap<u16, (u64, f64, f64, f64)> {
        let mut statement = self
            .0
            .prepare_cached(
                "SELECT o.body FROM entries e JOIN operations o ON o.seq = e.latest ORDER BY e.sort_ms",
            )
            .unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut sums = BTreeMap::new();
        while let Some(row) = rows.next().unwrap() {
            let content: Content = minicbor::decode(row.get_ref(0).unwrap().as_blob().unwrap()).unwrap();
            for value in &content.values {
                let Value::Number { digits, .. } = &value.value else { continue };
                let number = digits.approximate();
                let sum = sums.entry(value.field).or_insert((0, 0.0, f64::MAX, f64::MIN));
                *sum = (sum.0 + 1, sum.1 + number, number.min(sum.2), number.max(sum.3));
            }
        }
        sums
    }

    fn contents(&self, sql: &str, values: impl Params) -> Vec<Content> {
        let mut statement = self.0.prepare_cached(sql).unwrap();
        let mut rows = statement.query(values).unwrap();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push(minicbor::decode(row.get_ref(0).unwrap().as_blob().unwrap()).unwrap());
        }
        found
    }
}

fn insert(
    tx: &Connection,
    id: [u8; 16],
    number: u64,
    content: &Content,
    received: Option<(&[u8; 16], &Vec<u8>)>,
) {
    let header = Header {
        kind: 1,
        version: 1,
        order: HybridTime { wall_ms: NOW_MS, counter: 0 },
        at_ms: NOW_MS,
        zone: "Europe/London".into(),
        author: Author::HOUSEHOLD,
    };
    let seq = tx
        .prepare_cached(
            "INSERT INTO operations (id, writer, number, header, body, reason, raw)
             VALUES (?1, 1, ?2, ?3, ?4, NULL, ?5)",
        )
        .unwrap()
        .insert(params![
            id,
            number,
            minicbor::to_vec(&header).unwrap(),
            minicbor::to_vec(content).unwrap(),
            received.map(|(_, raw)| raw)
        ])
        .unwrap();
    tx.prepare_cached(
        "INSERT INTO entries (id, kind, sort_ms, day, latest, pair) VALUES (?1, ?2, ?3, ?4, ?1, 0)",
    )
    .unwrap()
    .execute(params![
        seq,
        content.kind,
        content.moment.sort_key_ms(),
        content.moment.diary_day(DayStart::MIDNIGHT).map(CivilDate::epoch_day)
    ])
    .unwrap();
    if let Some((identity, _)) = received {
        tx.prepare_cached("INSERT INTO identities (key, entry) VALUES (?1, ?2)")
            .unwrap()
            .execute(params![identity, seq])
            .unwrap();
    }
}
