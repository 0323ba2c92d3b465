/** Accounts, roles and the lock, as both processes see them. */
import { z } from 'zod';

/**
 * `coder` codes charts; `auditor` reviews them and the ledger; `administrator` keeps accounts, keys and
 * backups. One account may have them all, as in a clinic of one.
 */
export const Role = z.enum(['coder', 'auditor', 'administrator']);
export type Role = z.infer<typeof Role>;

/** What an account is called, and what ledger entries say was `who`. */
export const AccountName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{C}]+$/u);

/** Fewest characters of a passphrase (NIST SP 800-63B-4 asks for 15 where it is the only factor). */
export const SHORTEST_PASSPHRASE = 15;

/** A new passphrase; compared in Unicode NFC. */
export const NewPassphrase = z.string().min(SHORTEST_PASSPHRASE).max(256);

/** A passphrase as somebody typed it. */
export const TypedPassphrase = z.string().min(1).max(256);

export const Roles = z.array(Role).min(1).max(3);

export interface Account {
  name: string;
  roles: Role[];
  /** Cannot unlock any more; its entries stay its own. */
  disabled: boolean;
  /** Somebody else chose its passphrase: it must be changed at the next unlocking. */
  mustChange: boolean;
  /** ISO 8601, UTC. */
  createdAt: string;
}

/** Why the desk is locked. */
export type LockReason = 'start' | 'key' | 'idle';

/** Where this start of the program stands. Until it is `open`, nothing of any chart can be asked for. */
export type SessionState =
  /** No account yet. `unprotected`: charts of an earlier version lie here and will be encrypted. */
  | { state: 'new'; unprotected: boolean }
  /** `waitSeconds`: how long the next attempt is refused after wrong ones; 0 where it is not. */
  | { state: 'locked'; names: string[]; reason: LockReason; waitSeconds: number }
  | {
      state: 'open';
      user: string;
      roles: Role[];
      /** Opened with the recovery key. */
      emergency: boolean;
      mustChange: boolean;
      /** Minutes without a key or the mouse after which the desk locks. */
      idleMinutes: number;
    };

/** Minutes without a key or the mouse after which the desk locks. */
export const IdleMinutes = z.number().int().min(1).max(60);
