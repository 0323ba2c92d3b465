import { dialog, type FileFilter, type WebContents } from 'electron';
import type { House } from '../../house.ts';
import { saveFile } from '../saveFile.ts';
import { language, say } from '../words.ts';
import { push, type AnswersOf } from './answer.ts';

const ledgers = (): FileFilter => ({ name: say('ledgers'), extensions: ['ledger', 'sqlite'] });
const checkpoints = (): FileFilter => ({ name: say('checkpoints'), extensions: ['checkpoint', 'txt'] });
const keys = (): FileFilter => ({ name: say('keys'), extensions: ['pem'] });

/** The ledger: browsing, proof, export, other workstations. */
export function ledgerAnswers(house: House): AnswersOf<'ledger'> {
  return {
    'ledger.entries': (request) => house.desk().log.entries(request),
    'ledger.verify': (_nothing, sender) => house.desk().log.verify(progressTo(sender)),
    'ledger.verifyFile': async ({ checkpoint, publicKey }, sender) => {
      const file = await chooseFile(say('verifyLedger'), ledgers());
      if (file === null) return null;
      const note = checkpoint ? await chooseFile(say('verifyCheckpoint'), checkpoints()) : undefined;
      const key = publicKey ? await chooseFile(say('verifyKey'), keys()) : undefined;
      if (note === null || key === null) return null;
      const files = { ledger: file, checkpoint: note, publicKey: key };
      return house.desk().log.verifyFile(files, progressTo(sender));
    },
    'ledger.cancel': () => {
      house.desk().log.cancel();
      return null;
    },
    'ledger.checkpoint': async () => {
      const checkpoint = house.desk().checkpoint();
      const { origin, size, note } = checkpoint;
      const saved = await saveFile({
        name: `${origin} ${size}.checkpoint`,
        ending: 'checkpoint',
        content: note,
      });
      return { ...saved, checkpoint };
    },
    'ledger.publicKey': async () => {
      const { name, content, fingerprint } = house.desk().log.publicKey();
      return { ...(await saveFile({ name, ending: 'pem', content })), fingerprint };
    },
    'ledger.prove': ({ entry, excerpts }) => {
      const desk = house.desk();
      const { name, content } = desk.log.prove(entry, excerpts);
      const record = (): void => desk.recordExport(`proof of entry ${entry}`, excerpts);
      return saveFile({ name, ending: 'json', content, record });
    },
    'ledger.export': (request, sender) => {
      const desk = house.desk();
      const { name, ending, what, write } = desk.log.export(request, language(), progressTo(sender));
      const record = (): void => desk.recordExport(what, request.excerpts);
      return saveFile({ name, ending, content: write, record });
    },
    'ledger.known': () => house.desk().log.known(),
    'ledger.merge': async (_nothing, sender) => {
      const file = await chooseFile(say('merge'), ledgers());
      return file === null ? { outcome: 'cancelled' } : house.desk().merge(file, progressTo(sender));
    },
    'ledger.mergeTrusted': ({ ticket }, sender) => house.desk().mergeTrusted(ticket, progressTo(sender)),
  };
}

function progressTo(sender: WebContents): (fraction: number) => void {
  return (fraction) => push(sender, 'ledger.progress', { fraction });
}

/** @returns null where the dialog was closed without a choice */
async function chooseFile(title: string, filter: FileFilter): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title,
    properties: ['openFile'],
    filters: [filter, { name: say('allFiles'), extensions: ['*'] }],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
