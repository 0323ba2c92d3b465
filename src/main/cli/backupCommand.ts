import { forget } from '../accounts/keyring.ts';
import { verifyBackup } from '../backup/backup.ts';
import { UsageError, type ExitCode, type Terminal } from './cli.ts';

/** The options of `backup verify`, for parseArgs. */
export const BACKUP_OPTIONS = {
  user: { type: 'string' },
  'recovery-key': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

interface BackupOptions {
  user?: string | undefined;
  'recovery-key': boolean;
  json: boolean;
}

/**
 * `rubricator backup verify FOLDER`: checks a backup and changes nothing.
 * @throws UserError naming the first fault, or where the passphrase or the recovery key does not open it
 */
export async function backupVerify(
  folder: string,
  { user, 'recovery-key': byRecoveryKey, json }: BackupOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  if ((user === undefined) !== byRecoveryKey) {
    throw new UsageError('backup verify takes either --user NAME or --recovery-key');
  }
  const secret = await terminal.secret(user === undefined ? 'Recovery key: ' : `Passphrase of ${user}: `);
  const proof = user === undefined ? { recoveryKey: secret } : { name: user, passphrase: secret };
  const { manifest, end, unlocked } = await verifyBackup(folder, proof);
  forget(unlocked);
  const { origin, at, files, packs } = manifest;
  if (json) {
    terminal.out(
      JSON.stringify({ ok: true, origin, at, entries: end.seq, head: end.hash, until: end.at, files, packs }),
    );
  } else {
    terminal.out(`ok: ${origin}, written ${at}`);
    terminal.out(`${files.length} files, ${end.seq} ledger entries, head ${end.hash}`);
  }
  return 0;
}
