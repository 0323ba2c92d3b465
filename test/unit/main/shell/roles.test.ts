import { describe, expect, it } from 'vitest';
import type { Role, SessionState } from '../../../../src/shared/accounts.ts';
import { requestSchemas, type RequestChannel } from '../../../../src/shared/channels.ts';
import { checkRole, ROLES } from '../../../../src/main/shell/roles.ts';

const channels = Object.keys(requestSchemas) as RequestChannel[];
const open = (roles: Role[], mustChange = false): SessionState => ({
  state: 'open',
  user: 'Somebody',
  roles,
  emergency: false,
  mustChange,
  idleMinutes: 10,
});
const allowed = (session: SessionState): RequestChannel[] =>
  channels.filter((channel) => {
    try {
      checkRole(channel, session);
      return true;
    } catch {
      return false;
    }
  });
const changing = (channel: RequestChannel): boolean =>
  /^(decisions\.(record|acceptAll|undo|redo|reopen)|queries\.|charts\.(import|setHeader))/.test(channel);

describe('roles', () => {
  it('are said for every channel', () => {
    expect(Object.keys(ROLES).sort()).toEqual([...channels].sort());
  });

  it('let nobody past a locked desk', () => {
    const gate = [
      'session.state',
      'session.setUp',
      'session.unlock',
      'session.emergency',
      'session.lock',
      'app.language',
    ];
    expect(allowed({ state: 'new', unprotected: false })).toEqual(gate);
    const locked: SessionState = { state: 'locked', names: [], reason: 'start', waitSeconds: 0 };
    expect(allowed(locked)).toEqual(gate);
    expect(() => checkRole('worklist.list', locked)).toThrow('Rubricator is locked.');
  });

  it('leave only the session to whoever must change their passphrase', () => {
    const left = allowed(open(['coder', 'auditor', 'administrator'], true));
    expect(left.filter((channel) => !channel.startsWith('session.'))).toEqual(['app.language']);
    expect(left).toContain('session.changePassphrase');
  });

  it('keep a coder from reviews, the ledger, accounts and backups', () => {
    const areas = new Set(allowed(open(['coder'])).map((channel) => channel.split('.')[0]));
    for (const area of ['accounts', 'backup', 'ledger']) expect(areas).not.toContain(area);
    expect(allowed(open(['coder'])).filter((channel) => channel.startsWith('review.'))).toEqual([
      'review.respond',
      'review.escalate',
      'review.findings',
    ]);
    expect(() => checkRole('ledger.export', open(['coder']))).toThrow('Your account may not do this.');
  });

  it('keep an auditor from changing codes, and from accounts', () => {
    const channelsOfAuditor = allowed(open(['auditor']));
    expect(channelsOfAuditor.filter(changing)).toEqual([]);
    expect(channelsOfAuditor.filter((channel) => /^(accounts|backup)\./.test(channel))).toEqual([]);
    for (const channel of ['charts.open', 'review.find', 'ledger.export', 'ledger.merge'] as const) {
      expect(channelsOfAuditor).toContain(channel);
    }
  });

  it('keep an administrator from charts', () => {
    const channelsOfAdministrator = allowed(open(['administrator']));
    for (const area of ['worklist', 'charts', 'coding', 'decisions', 'review', 'queries', 'summary']) {
      expect(channelsOfAdministrator.filter((channel) => channel.startsWith(`${area}.`))).toEqual([]);
    }
    for (const channel of ['accounts.create', 'backup.create', 'catalog.import', 'ledger.entries'] as const) {
      expect(channelsOfAdministrator).toContain(channel);
    }
  });
});
