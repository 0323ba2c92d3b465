import { clipboard, dialog, ipcMain, type WebContents } from 'electron';
import {
  requestSchemas,
  type EventChannel,
  type Events,
  type Outcome,
  type RequestArgument,
  type RequestChannel,
  type RequestResults,
} from '../../shared/channels.ts';
import { IMPORTABLE } from '../charts/importFile.ts';
import type { Desk } from '../desk.ts';
import { UserError } from '../errors.ts';
import { isApp } from './security.ts';

type Answer<C extends RequestChannel> = (
  argument: RequestArgument<C>,
  sender: WebContents,
) => RequestResults[C] | Promise<RequestResults[C]>;
type Answers = { [C in RequestChannel]: Answer<C> };

/**
 * Answers the renderer's requests: the sender must be the application's own page, the argument must
 * fit its channel's schema, and only messages made for the user go back.
 */
export function answerRequests(desk: Desk): void {
  const answers: Answers = {
    'app.status': () => desk.status(),
    'model.card': () => desk.modelCard(),
    'worklist.list': () => desk.worklist(),
    'charts.import': async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: 'Import charts',
        properties: ['openFile', 'multiSelections'],
        filters: [{ name: 'Notes and PDFs', extensions: IMPORTABLE.map((ending) => ending.slice(1)) }],
      });
      return desk.importFiles(canceled ? [] : filePaths);
    },
    'charts.open': ({ chart }) => desk.open(chart),
    'charts.pdf': ({ chart, document }) => desk.pdf(chart, document),
    'coding.suggest': ({ chart }, sender) =>
      desk.suggest(chart, (fraction) => {
        push(sender, 'coding.progress', { chart, fraction });
      }),
    'coding.cancel': ({ chart }) => {
      desk.cancel(chart);
      return null;
    },
    'decisions.list': ({ chart }) => desk.coding(chart),
    'decisions.record': (decision) => desk.decide(decision),
    'decisions.undo': ({ chart }) => desk.undo(chart),
    'decisions.finish': ({ chart }) => desk.finish(chart),
    'decisions.reopen': ({ chart }) => desk.reopen(chart),
    'charts.setEncounterDate': ({ chart, date }) => desk.setEncounterDate(chart, date),
    'catalog.search': ({ query, limit, release }) => desk.catalog(release).search(query, limit),
    'catalog.meaning': ({ query, limit, release }) => desk.meaning(query, limit, release),
    'catalog.installed': () => desk.releases(),
    'catalog.release': ({ chart }) => desk.release(chart),
    'catalog.import': async ({ from }, sender) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(
        from === 'folder'
          ? { title: 'Install a release: its folder', properties: ['openDirectory'] }
          : {
              title: 'Install a release: its archive or files',
              properties: ['openFile', 'multiSelections'],
              filters: [
                { name: 'Official releases', extensions: ['zip', 'xml', 'txt', 'tsv', 'csv', 'xlsx', 'pdf'] },
              ],
            },
      );
      if (canceled) return { outcome: 'cancelled' };
      return desk.importRelease(filePaths, (progress) => push(sender, 'catalog.progress', progress));
    },
    'catalog.cancelImport': () => {
      desk.cancelImport();
      return null;
    },
    'catalog.remove': ({ release }) => desk.removeRelease(release),
    'book.tree': ({ release, id }) => desk.catalog(release).book.tree(id),
    'book.page': ({ release, id }) => desk.catalog(release).book.page(id),
    'book.tabular': ({ release, id }) => desk.catalog(release).book.tabular(id),
    'book.letters': ({ release, book }) => desk.catalog(release).book.letters(book),
    'book.index': ({ release, book, at }) => desk.catalog(release).book.index(book, at),
    'book.table': ({ release, table, filter, offset, limit }) =>
      desk.catalog(release).book.table(table, filter, offset, limit),
    'book.changes': ({ release }) => desk.catalog(release).book.changes(),
    'app.copy': async ({ text }) => {
      await clipboard.writeText(text);
      return null;
    },
    'ledger.entries': ({ limit, before, chart }) => desk.entries(limit, before, chart),
    'ledger.verify': () => desk.verify(),
  };
  ipcMain.handle(
    'rubricator:request',
    async (event, channel: unknown, argument: unknown): Promise<Outcome<unknown>> => {
      const frame = event.senderFrame;
      if (!frame || frame !== event.sender.mainFrame || !isApp(frame.url)) {
        return refused('The request did not come from the application.', 'Restart Rubricator.');
      }
      if (typeof channel !== 'string' || !Object.hasOwn(requestSchemas, channel)) {
        return refused('There is no such request.', 'Restart Rubricator.');
      }
      return answer(answers, channel as RequestChannel, argument, event.sender);
    },
  );
}

async function answer<C extends RequestChannel>(
  answers: Answers,
  channel: C,
  argument: unknown,
  sender: WebContents,
): Promise<Outcome<RequestResults[C]>> {
  const parsed = requestSchemas[channel].safeParse(argument);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return refused(
      `The request ${channel} was not valid${where ? ` (${where})` : ''}.`,
      'Nothing was changed. Try again.',
    );
  }
  try {
    return { ok: true, value: await answers[channel](parsed.data as RequestArgument<C>, sender) };
  } catch (error) {
    if (error instanceof UserError) return refused(error.message, error.remedy);
    // The stack goes to the terminal alone; messages of foreign errors may hold text of a chart.
    console.error(`${channel} failed:`, error instanceof Error ? error.stack : typeof error);
    return refused(
      'Something went wrong inside Rubricator.',
      'Nothing was lost. Try again, or restart Rubricator.',
    );
  }
}

function refused(message: string, remedy: string): { ok: false; message: string; remedy: string } {
  return { ok: false, message, remedy };
}

function push<E extends EventChannel>(sender: WebContents, channel: E, event: Events[E]): void {
  if (!sender.isDestroyed()) sender.send(`rubricator:event:${channel}`, event);
}
