/* eslint-disable @typescript-eslint/no-deprecated -- the keyring wraps and opens keys without waiting; the other way of asking waits */
import { safeStorage } from 'electron';
import type { SystemKeys } from '../accounts/keyring.ts';
import { UserError } from '../errors.ts';

/**
 * The system's key store (Keychain, DPAPI, Secret Service) as a second factor beside each passphrase that is set
 * from now on: the data folder alone, with the passphrase, then opens on this computer only.
 *
 * @throws UserError where the system has none, or one that protects nothing
 */
export function systemKeys(): SystemKeys {
  const hollow = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (!safeStorage.isEncryptionAvailable() || hollow) {
    throw new UserError(
      'This computer has no key store that protects anything.',
      'Set one up, or start without RUBRICATOR_SYSTEM_KEYS.',
    );
  }
  return {
    protect: (bytes) => safeStorage.encryptString(Buffer.from(bytes).toString('base64')),
    reveal: (bytes) => Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64'),
  };
}
