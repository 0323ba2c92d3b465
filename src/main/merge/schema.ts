/**
 * Schema of the other workstations' ledgers, one step a version. As in the ledger itself the body is the
 * only truth, and the columns beside it are computed from it. What an export left out may come later, sealed
 * texts or the whole body of an entry of versions before 0.3; nothing else ever changes.
 */
export const MIGRATIONS = [
  `CREATE TABLE ledger (
     id INTEGER PRIMARY KEY,
     origin TEXT NOT NULL UNIQUE,
     publicKey TEXT NOT NULL,
     mergedAt TEXT NOT NULL,
     withheld INTEGER NOT NULL DEFAULT 0,
     older INTEGER NOT NULL DEFAULT 0
   );
   CREATE TABLE entry (
     ledger INTEGER NOT NULL REFERENCES ledger (id),
     seq INTEGER NOT NULL,
     body TEXT,
     hash TEXT NOT NULL,
     sealed TEXT,
     at TEXT GENERATED ALWAYS AS (body ->> '$.at') VIRTUAL,
     who TEXT GENERATED ALWAYS AS (body ->> '$.who') VIRTUAL,
     chart TEXT GENERATED ALWAYS AS (body ->> '$.chart') VIRTUAL,
     action TEXT GENERATED ALWAYS AS (body ->> '$.action') VIRTUAL,
     code TEXT GENERATED ALWAYS AS (body ->> '$.code') VIRTUAL,
     PRIMARY KEY (ledger, seq)
   ) WITHOUT ROWID;
   CREATE INDEX entry_at ON entry (ledger, at, seq);
   CREATE INDEX entry_who ON entry (ledger, who, seq);
   CREATE INDEX entry_action ON entry (ledger, action, seq);
   CREATE INDEX entry_who_action ON entry (ledger, who, action, seq);
   CREATE INDEX entry_chart ON entry (chart, ledger, seq, action) WHERE chart IS NOT NULL;
   CREATE INDEX entry_code ON entry (ledger, code, seq) WHERE code IS NOT NULL;
   CREATE TABLE checkpoint (
     ledger INTEGER NOT NULL REFERENCES ledger (id),
     size INTEGER NOT NULL,
     note TEXT NOT NULL,
     PRIMARY KEY (ledger, size)
   ) WITHOUT ROWID;
   CREATE TABLE refusal (
     id INTEGER PRIMARY KEY,
     at TEXT NOT NULL,
     report TEXT NOT NULL
   );
   CREATE TRIGGER entry_append_only_update BEFORE UPDATE ON entry
     WHEN OLD.ledger IS NOT NEW.ledger OR OLD.seq IS NOT NEW.seq OR OLD.hash IS NOT NEW.hash
       OR (OLD.body IS NOT NULL AND OLD.body IS NOT NEW.body)
       OR (OLD.sealed IS NOT NULL AND OLD.sealed IS NOT NEW.sealed)
     BEGIN SELECT RAISE(ABORT, 'merged ledgers are append-only'); END;
   CREATE TRIGGER entry_append_only_delete BEFORE DELETE ON entry
     BEGIN SELECT RAISE(ABORT, 'merged ledgers are append-only'); END;
   CREATE TRIGGER entry_append_only_insert BEFORE INSERT ON entry
     WHEN NEW.seq <> 1
       AND NOT EXISTS (SELECT 1 FROM entry WHERE ledger = NEW.ledger AND seq = NEW.seq - 1)
     BEGIN SELECT RAISE(ABORT, 'merged ledgers are append-only'); END;
   CREATE TRIGGER checkpoint_append_only_update BEFORE UPDATE ON checkpoint
     BEGIN SELECT RAISE(ABORT, 'merged ledgers are append-only'); END;
   CREATE TRIGGER checkpoint_append_only_delete BEFORE DELETE ON checkpoint
     BEGIN SELECT RAISE(ABORT, 'merged ledgers are append-only'); END;`,
];
