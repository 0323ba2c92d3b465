import { app, dialog, type FileFilter, type WebContents } from 'electron';
import type { House } from '../../house.ts';
import { REPORT_LANGUAGES, type ReportLanguage } from '../../reports/wording/wording.ts';
import { saveFile } from '../saveFile.ts';
import { push, type AnswersOf } from './answer.ts';

const LEDGERS: FileFilter = { name: 'Ledgers', extensions: ['ledger', 'sqlite'] };
const CHECKPOINTS: FileFilter = { name: 'Checkpoints', extensions: ['checkpoint', 'txt'] };
const KEYS: FileFilter = { name: 'Public keys', extensions: ['pem'] };

/** The ledger: browsing, proof, export, other workstations. */
export function ledgerAnswers(house: House): AnswersOf<'ledger'> {
  return {
    'ledger.entries': (request) => house.desk().log.entries(request),
    'ledger.verify': (_nothing, sender) => house.desk().log.verify(progressTo(sender)),
    'ledger.verifyFile': async ({ checkpoint, publicKey }, sender) => {
      const file = await chooseFile('Verify: the ledger', LEDGERS);
      if (file === null) return null;
      const note = checkpoint ? await chooseFile('Verify: the checkpoint', CHECKPOINTS) : undefined;
      const key = publicKey ? await chooseFile('Verify: the public key', KEYS) : undefined;
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
      const file = await chooseFile('Merge: the ledger of another workstation', LEDGERS);
      return file === null ? { outcome: 'cancelled' } : house.desk().merge(file, progressTo(sender));
    },
    'ledger.mergeTrusted': ({ ticket }, sender) => house.desk().mergeTrusted(ticket, progressTo(sender)),
  };
}

function progressTo(sender: WebContents): (fraction: number) => void {
  return (fraction) => push(sender, 'ledger.progress', { fraction });
}

/** The language that reports are written in. */
function language(): ReportLanguage {
  const preferred = app.getLocale().slice(0, 2);
  return REPORT_LANGUAGES.find((known) => known === preferred) ?? 'en';
}

/** @returns null where the dialog was closed without a choice */
async function chooseFile(title: string, filter: FileFilter): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title,
    properties: ['openFile'],
    filters: [filter, { name: 'All files', extensions: ['*'] }],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
