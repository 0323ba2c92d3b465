import { app, clipboard, dialog, ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ImportStart, ImportStep } from '../../shared/chart.ts';
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
import { saveFile } from './saveFile.ts';
import { isApp } from './security.ts';

type Answer<C extends RequestChannel> = (
  argument: RequestArgument<C>,
  sender: WebContents,
) => RequestResults[C] | Promise<RequestResults[C]>;
/** Paths that the preload took from dropped files and folders. */
const DroppedPaths = z.array(z.string().min(1).max(4096).refine(isAbsolute)).max(10_000);

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
    'charts.import': async ({ from }, sender) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(
        from === 'folder'
          ? { title: 'Import folders', properties: ['openDirectory', 'multiSelections'] }
          : {
              title: 'Import charts',
              properties: ['openFile', 'multiSelections'],
              filters: [{ name: 'Notes and PDFs', extensions: IMPORTABLE.map((ending) => ending.slice(1)) }],
            },
      );
      return canceled ? { state: 'cancelled' } : desk.importCharts(filePaths, stepsTo(sender));
    },
    'charts.importAs': ({ ticket, meaning }, sender) => desk.importAs(ticket, meaning, stepsTo(sender)),
    'charts.cancelImport': () => {
      desk.cancelChartImport();
      return null;
    },
    'charts.open': ({ chart }) => desk.open(chart),
    'charts.pdf': ({ chart, document }) => desk.pdf(chart, document),
    'charts.setHeader': ({ chart, header }) => desk.setHeader(chart, header),
    'coding.suggest': ({ chart }, sender) =>
      desk.suggest(
        chart,
        (fraction) => push(sender, 'coding.progress', { chart, fraction }),
        (suggestions) => push(sender, 'coding.first', { chart, suggestions }),
      ),
    'coding.cancel': ({ chart }) => {
      desk.cancel(chart);
      return null;
    },
    'decisions.list': ({ chart }) => desk.coding(chart),
    'decisions.record': (decision) => desk.decide(decision),
    'decisions.acceptAll': (request) => desk.acceptAll(request),
    'decisions.undo': ({ chart }) => desk.undo(chart),
    'decisions.redo': ({ chart }) => desk.redo(chart),
    'decisions.finish': ({ chart }) => desk.finish(chart),
    'decisions.reopen': ({ chart }) => desk.reopen(chart),
    'review.take': ({ chart }) => desk.takeIntoReview(chart),
    'review.return': ({ chart, note }) => desk.returnToCoder(chart, note),
    'queries.send': ({ chart, query }) => desk.sendQuery(chart, query),
    'queries.answer': ({ chart, entry, answer }) => desk.answerQuery(chart, entry, answer),
    'queries.withdraw': ({ chart, entry }) => desk.withdrawQuery(chart, entry),
    'activity.record': (activity) => {
      desk.recordActivity(activity);
      return null;
    },
    'activity.work': ({ since, of }) => desk.work(since, of),
    'summary.export': ({ chart, format }) => {
      const { name, content } = desk.summary(chart, format);
      return saveFile(name, format, content);
    },
    'print.pdf': async ({ chart, what }, sender) => {
      const name = desk.fileName(chart, what === 'summary' ? 'coding summary' : 'query', 'pdf');
      // Printed before the dialog opens, while the window still shows what was asked for.
      return saveFile(name, 'pdf', await sender.printToPDF({ printBackground: true, pageSize: paperSize() }));
    },
    'print.paper': (_nothing, sender) => printed(sender),
    'catalog.search': ({ query, limit, release }) => desk.catalog(release).search(query, limit),
    'catalog.meaning': ({ query, limit, release }) => desk.meaning(query, limit, release),
    'catalog.family': ({ chart, code }) => desk.family(chart, code),
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
      if (!isFromApp(event)) return refusedSender();
      if (typeof channel !== 'string' || !Object.hasOwn(requestSchemas, channel)) {
        return refused('There is no such request.', 'Restart Rubricator.');
      }
      return answer(answers, channel as RequestChannel, argument, event.sender);
    },
  );
  // No path ever comes from the page itself: the preload asks the system for those of dropped files.
  ipcMain.handle('rubricator:dropped', async (event, argument: unknown): Promise<Outcome<ImportStart>> => {
    if (!isFromApp(event)) return refusedSender();
    const paths = DroppedPaths.safeParse(argument);
    if (!paths.success) {
      return refused('What was dropped cannot be imported.', 'Drop fewer files, or use Import files.');
    }
    return outcomeOf('dropped files', () => desk.importCharts(paths.data, stepsTo(event.sender)));
  });
}

/** Whether a message comes from the application's own page. */
function isFromApp({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isApp(senderFrame.url);
}

function refusedSender(): Outcome<never> {
  return refused('The request did not come from the application.', 'Restart Rubricator.');
}

function stepsTo(sender: WebContents): (step: ImportStep) => void {
  return (step) => push(sender, 'charts.progress', step);
}

/** Letter where it is in use, else A4. */
function paperSize(): 'A4' | 'Letter' {
  const letter = ['US', 'CA', 'MX', 'CO', 'CL', 'VE', 'PH', 'PR', 'CR', 'GT', 'PA', 'DO', 'SV', 'NI'];
  return letter.includes(app.getLocaleCountryCode()) ? 'Letter' : 'A4';
}

/** Prints what the window shows for printing, through the system's dialog. */
function printed(sender: WebContents): Promise<null> {
  return new Promise((resolve, reject) => {
    sender.print({ silent: false, printBackground: true }, (success, reason) => {
      if (success || /cancell?ed/iu.test(reason)) resolve(null);
      else reject(new UserError('Nothing was printed.', 'Check the printer, or save a PDF instead.'));
    });
  });
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
  return outcomeOf(channel, () => answers[channel](parsed.data as RequestArgument<C>, sender));
}

/** Lets only messages made for the user through. */
async function outcomeOf<T>(what: string, work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof UserError) return refused(error.message, error.remedy);
    // The stack goes to the terminal alone; messages of foreign errors may hold text of a chart.
    console.error(`${what} failed:`, error instanceof Error ? error.stack : typeof error);
    return refused(
      'Something went wrong inside Rubricator.',
      'Nothing was lost. Try again, or restart Rubricator.',
    );
  }
}

function refused(message: string, remedy: string): Outcome<never> {
  return { ok: false, message, remedy };
}

function push<E extends EventChannel>(sender: WebContents, channel: E, event: Events[E]): void {
  if (!sender.isDestroyed()) sender.send(`rubricator:event:${channel}`, event);
}
