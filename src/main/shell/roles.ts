/** What each role may ask for. */
import type { Role, SessionState } from '../../shared/accounts.ts';
import type { RequestChannel } from '../../shared/channels.ts';
import { lockedDesk, refuseRole } from '../desk.ts';
import { UserError } from '../errors.ts';

const CODER = ['coder'] as const;
const AUDITOR = ['auditor'] as const;
const ADMINISTRATOR = ['administrator'] as const;
/** Who reads charts. */
const READERS = ['coder', 'auditor'] as const;
/** Who sees the ledger. */
const WITNESSES = ['auditor', 'administrator'] as const;
const ALL = ['coder', 'auditor', 'administrator'] as const;

/**
 * Which roles may use a channel; one of them is enough. `gate`: whoever stands before the window, locked or
 * not. Some answers look closer: who may finish a chart depends on the chart, see the desk.
 */
export const ROLES: Readonly<Record<RequestChannel, readonly Role[] | 'gate'>> = {
  'session.state': 'gate',
  'session.setUp': 'gate',
  'session.unlock': 'gate',
  'session.emergency': 'gate',
  'session.lock': 'gate',
  'session.changePassphrase': ALL,
  'session.setIdle': ADMINISTRATOR,
  'accounts.list': ADMINISTRATOR,
  'accounts.create': ADMINISTRATOR,
  'accounts.change': ADMINISTRATOR,
  'accounts.resetPassphrase': ADMINISTRATOR,
  'accounts.newRecoveryKey': ADMINISTRATOR,
  'backup.create': ADMINISTRATOR,
  'backup.restore': ADMINISTRATOR,
  'app.language': 'gate',
  'app.status': ALL,
  'app.copy': ALL,
  'model.card': ALL,
  'worklist.list': READERS,
  'charts.import': CODER,
  'charts.importAs': CODER,
  'charts.cancelImport': CODER,
  'charts.open': READERS,
  'charts.pdf': READERS,
  'charts.setHeader': CODER,
  // Reading a chart decides nothing.
  'coding.suggest': READERS,
  'coding.cancel': READERS,
  'decisions.list': READERS,
  'decisions.record': CODER,
  'decisions.acceptAll': CODER,
  'decisions.undo': CODER,
  'decisions.redo': CODER,
  'decisions.finish': READERS,
  'decisions.reopen': CODER,
  'review.preview': AUDITOR,
  'review.draw': AUDITOR,
  'review.samples': AUDITOR,
  'review.chart': AUDITOR,
  'review.second': AUDITOR,
  'review.find': AUDITOR,
  'review.respond': CODER,
  'review.escalate': READERS,
  'review.settle': AUDITOR,
  'review.close': AUDITOR,
  'review.figures': AUDITOR,
  'review.findings': READERS,
  'review.take': AUDITOR,
  'review.return': AUDITOR,
  'queries.send': CODER,
  'queries.answer': CODER,
  'queries.withdraw': CODER,
  'activity.record': READERS,
  'activity.work': READERS,
  'summary.export': READERS,
  'print.pdf': READERS,
  // The recovery key is printed too.
  'print.paper': ALL,
  'catalog.search': ALL,
  'catalog.meaning': ALL,
  'catalog.family': READERS,
  'catalog.installed': ALL,
  'catalog.release': ALL,
  'catalog.import': ADMINISTRATOR,
  'catalog.cancelImport': ADMINISTRATOR,
  'catalog.remove': ADMINISTRATOR,
  'book.tree': ALL,
  'book.page': ALL,
  'book.tabular': ALL,
  'book.letters': ALL,
  'book.index': ALL,
  'book.table': ALL,
  'book.changes': ALL,
  'ledger.entries': WITNESSES,
  'ledger.verify': WITNESSES,
  'ledger.verifyFile': WITNESSES,
  'ledger.cancel': WITNESSES,
  'ledger.checkpoint': WITNESSES,
  'ledger.publicKey': WITNESSES,
  'ledger.prove': AUDITOR,
  'ledger.export': AUDITOR,
  'ledger.known': WITNESSES,
  'ledger.merge': AUDITOR,
  'ledger.mergeTrusted': AUDITOR,
};

/**
 * Refuses a request that whoever is at the desk may not make.
 * @throws UserError where the desk is locked, the account lacks the role, or its passphrase must be changed first
 */
export function checkRole(channel: RequestChannel, session: SessionState): void {
  const allowed = ROLES[channel];
  if (allowed === 'gate') return;
  if (session.state !== 'open') throw lockedDesk();
  if (!allowed.some((role) => session.roles.includes(role))) refuseRole();
  if (session.mustChange && !channel.startsWith('session.')) {
    throw new UserError('Your passphrase was set by somebody else.', 'Choose one of your own first.');
  }
}
