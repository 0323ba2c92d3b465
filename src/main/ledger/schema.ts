/**
 * Schema of the ledger file, one step a version. The body is canonical JSON and the only truth; the columns
 * beside it say what it is filed under, and no row gets in, nor passes verification, where they disagree.
 */
export const MIGRATIONS = [
  `CREATE TABLE entry (
     seq INTEGER PRIMARY KEY,
     body TEXT NOT NULL,
     hash TEXT NOT NULL,
     chart TEXT GENERATED ALWAYS AS (body ->> '$.chart') VIRTUAL
   );
   CREATE INDEX entry_chart ON entry (chart);
   CREATE TRIGGER entry_append_only_update BEFORE UPDATE ON entry
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TRIGGER entry_append_only_delete BEFORE DELETE ON entry
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TRIGGER entry_append_only_insert BEFORE INSERT ON entry
     WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;`,
  // Columns in place of computed ones: the file can be checked, and written, in a third of the time.
  `CREATE TABLE filed (
     seq INTEGER PRIMARY KEY,
     body TEXT NOT NULL,
     hash TEXT NOT NULL,
     sealed TEXT,
     chart TEXT,
     who TEXT NOT NULL,
     action TEXT NOT NULL,
     code TEXT
   );
   INSERT INTO filed
     SELECT seq, body, hash, NULL, body ->> '$.chart', body ->> '$.who', body ->> '$.action', body ->> '$.code'
     FROM entry NOT INDEXED ORDER BY seq;
   DROP TABLE entry;
   ALTER TABLE filed RENAME TO entry;
   CREATE INDEX entry_chart ON entry (chart);
   CREATE INDEX entry_who_action ON entry (who, action);
   CREATE INDEX entry_code ON entry (code, seq, who, action) WHERE code IS NOT NULL;
   CREATE TRIGGER entry_append_only_update BEFORE UPDATE ON entry
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TRIGGER entry_append_only_delete BEFORE DELETE ON entry
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TRIGGER entry_append_only_insert BEFORE INSERT ON entry
     WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TRIGGER entry_filed_as_it_says BEFORE INSERT ON entry
     WHEN NEW.chart IS NOT NEW.body ->> '$.chart' OR NEW.who IS NOT NEW.body ->> '$.who'
       OR NEW.action IS NOT NEW.body ->> '$.action' OR NEW.code IS NOT NEW.body ->> '$.code'
     BEGIN SELECT RAISE(ABORT, 'an entry is filed under what it says'); END;
   CREATE TABLE checkpoint (
     size INTEGER PRIMARY KEY,
     note TEXT NOT NULL,
     -- Of the tree, so that the next checkpoint needs only what came since.
     frontier BLOB NOT NULL,
     publicKey TEXT NOT NULL
   );
   CREATE TRIGGER checkpoint_append_only_update BEFORE UPDATE ON checkpoint
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TRIGGER checkpoint_append_only_delete BEFORE DELETE ON checkpoint
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
   CREATE TRIGGER checkpoint_append_only_insert BEFORE INSERT ON checkpoint
     WHEN NEW.size <= (SELECT coalesce(max(size), -1) FROM checkpoint)
       OR NEW.size > (SELECT coalesce(max(seq), 0) FROM entry)
     BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;`,
];

/** Files an entry; the values are the columns in this order. */
export const FILE_ENTRY =
  'INSERT INTO entry (seq, body, hash, sealed, chart, who, action, code) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
