/**
 * Schema of the ledger file, one step a version. The body is canonical JSON and the only truth;
 * the columns beside it are computed from it, so they cannot disagree with it.
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
];
