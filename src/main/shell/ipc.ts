import { clipboard, ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ImportStart } from '../../shared/chart.ts';
import {
  requestSchemas,
  type Outcome,
  type RequestArgument,
  type RequestChannel,
  type RequestResults,
} from '../../shared/channels.ts';
import { lockedDesk } from '../desk.ts';
import { UserError } from '../errors.ts';
import type { House } from '../house.ts';
import type { Answers } from './answers/answer.ts';
import { bookAnswers } from './answers/books.ts';
import { chartAnswers, stepsTo } from './answers/charts.ts';
import { gateAnswers } from './answers/gate.ts';
import { ledgerAnswers } from './answers/ledger.ts';
import { reviewAnswers } from './answers/review.ts';
import { framesOf } from './frames.ts';
import { checkRole, ROLES } from './roles.ts';
import { setMenu } from './menu.ts';
import { isApp } from './security.ts';
import { speak } from './words.ts';

/** Paths that the preload took from dropped files and folders. */
const DroppedPaths = z.array(z.string().min(1).max(4096).refine(isAbsolute)).max(10_000);

/**
 * Answers the renderer's requests: the sender must be the application's own page, the argument must fit its
 * channel's schema, whoever is at the desk must have the role, and only messages made for the user go back.
 */
export function answerRequests(house: House): void {
  const answers: Answers = {
    ...gateAnswers(house),
    ...chartAnswers(house),
    ...bookAnswers(house),
    ...reviewAnswers(house),
    ...ledgerAnswers(house),
    'app.status': () => house.library.status(house.user()),
    'model.card': () => house.library.modelCard(),
    'app.language': ({ language }) => {
      speak(language);
      setMenu();
      return null;
    },
    'app.copy': async ({ text }) => {
      await clipboard.writeText(text);
      return null;
    },
  };
  ipcMain.handle(
    'rubricator:request',
    async (event, channel: unknown, argument: unknown): Promise<string | Outcome<unknown>> => {
      if (!isFromApp(event)) return refusedSender();
      if (typeof channel !== 'string' || !Object.hasOwn(requestSchemas, channel)) {
        return refused('There is no such request.', 'Restart Rubricator.');
      }
      return packed(await answer(house, answers, channel as RequestChannel, argument, event.sender));
    },
  );
  // No path ever comes from the page itself: the preload asks the system for those of dropped files.
  ipcMain.handle('rubricator:dropped', async (event, argument: unknown): Promise<Outcome<ImportStart>> => {
    if (!isFromApp(event)) return refusedSender();
    const paths = DroppedPaths.safeParse(argument);
    if (!paths.success) {
      return refused('What was dropped cannot be imported.', 'Drop fewer files, or use Import files.');
    }
    return outcomeOf(house, 'charts.import', () =>
      house.desk().importCharts(paths.data, stepsTo(event.sender)),
    );
  });
}

/** Whether a message comes from the application's own page. */
function isFromApp({ senderFrame, sender }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame === sender.mainFrame && isApp(senderFrame.url);
}

function refusedSender(): Outcome<never> {
  return refused('The request did not come from the application.', 'Restart Rubricator.');
}

async function answer<C extends RequestChannel>(
  house: House,
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
  return outcomeOf(house, channel, () => answers[channel](parsed.data as RequestArgument<C>, sender));
}

/** An answer as the text that the preload hands on; bytes stay as they are. */
function packed(outcome: Outcome<unknown>): string | Outcome<unknown> {
  return outcome.ok && outcome.value instanceof Uint8Array ? outcome : JSON.stringify(outcome);
}

/** Does what may be done here, and lets only messages made for the user through. */
async function outcomeOf<T>(
  house: House,
  channel: RequestChannel,
  work: () => T | Promise<T>,
): Promise<Outcome<T>> {
  try {
    checkRole(channel, house.session());
    return { ok: true, value: await work() };
  } catch (error) {
    if (error instanceof UserError) return refused(error.message, error.remedy);
    if (ROLES[channel] !== 'gate' && !house.isOpen()) {
      // Locking closes the stores under whatever is still running.
      const { message, remedy } = lockedDesk();
      return refused(message, remedy);
    }
    console.error(`${channel} failed: ${framesOf(error)}`);
    return refused(
      'Something went wrong inside Rubricator.',
      'Nothing was lost. Try again, or restart Rubricator.',
    );
  }
}

function refused(message: string, remedy: string): Outcome<never> {
  return { ok: false, message, remedy };
}
