import { dialog } from 'electron';
import type { House } from '../../house.ts';
import { say } from '../words.ts';
import type { AnswersOf } from './answer.ts';

/** What stands before the desk: the session, the accounts, backups. */
export function gateAnswers(house: House): AnswersOf<'session' | 'accounts' | 'backup'> {
  return {
    'session.state': () => house.session(),
    'session.setUp': (first) => house.setUp(first),
    'session.unlock': ({ name, passphrase }) => house.unlock(name, passphrase),
    'session.emergency': ({ recoveryKey, name, reason }) => house.emergency(recoveryKey, name, reason),
    'session.lock': () => house.lock('key'),
    'session.changePassphrase': ({ current, next }) => house.changePassphrase(current, next),
    'session.setIdle': ({ minutes }) => house.setIdle(minutes),
    'accounts.list': () => house.accounts(),
    'accounts.create': (account) => house.createAccount(account),
    'accounts.change': (account) => house.changeAccount(account),
    'accounts.resetPassphrase': (account) => house.resetPassphrase(account),
    'accounts.newRecoveryKey': ({ passphrase }) => house.newRecoveryKey(passphrase),
    'backup.create': async () => {
      const folder = await chooseFolder(say('backUp'));
      return { file: folder === null ? null : await house.backUp(folder) };
    },
    'backup.restore': async (proof) => {
      const folder = await chooseFolder(say('restore'));
      return folder === null ? null : house.restore(folder, proof);
    },
  };
}

async function chooseFolder(title: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title,
    properties: ['openDirectory', 'createDirectory'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
