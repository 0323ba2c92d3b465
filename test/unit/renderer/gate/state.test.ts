import { describe, expect, it } from 'vitest';
import { RequestFailure } from '../../../../src/renderer/bridge.ts';
import { BEFORE, gateReducer, gateScreen, type GateEvent } from '../../../../src/renderer/gate/state.ts';
import type { SessionState } from '../../../../src/shared/accounts.ts';

const fresh: SessionState = { state: 'new', unprotected: false };
const locked: SessionState = { state: 'locked', names: ['Ana'], reason: 'start', waitSeconds: 0 };
const open: SessionState = {
  state: 'open',
  user: 'Ana',
  roles: ['coder'],
  emergency: false,
  mustChange: false,
  idleMinutes: 10,
};

const session = (of: SessionState, lockIn: number | null = null): GateEvent => ({
  type: 'session',
  session: of,
  lockIn,
});
const after = (...events: GateEvent[]) => events.reduce(gateReducer, BEFORE);
const screenAfter = (...events: GateEvent[]) => gateScreen(after(...events));

describe('before the desk stands', () => {
  it('nothing but a word until the session is known', () => {
    expect(screenAfter()).toBe('starting');
  });

  it('set-up where there is no account, else the lock', () => {
    expect(screenAfter(session(fresh))).toBe('setup');
    expect(screenAfter(session(locked))).toBe('unlock');
  });

  it('the recovery key of the first account, until it is confirmed', () => {
    const made: GateEvent = { type: 'made', session: open, recoveryKey: 'AAAA-BBBB' };
    expect(screenAfter(session(fresh), made)).toBe('recovery');
    expect(screenAfter(session(fresh), made, { type: 'confirmed' })).toBe('desk');
  });

  it('the recovery key again where the desk was locked before it was confirmed', () => {
    const made: GateEvent = { type: 'made', session: open, recoveryKey: 'AAAA-BBBB' };
    expect(screenAfter(session(fresh), made, session(locked))).toBe('unlock');
    expect(screenAfter(session(fresh), made, session(locked), session(open))).toBe('recovery');
  });

  it('the change of a passphrase that somebody else chose, but not under emergency access', () => {
    expect(screenAfter(session({ ...open, mustChange: true }))).toBe('change');
    expect(screenAfter(session({ ...open, mustChange: true, emergency: true }))).toBe('desk');
    expect(screenAfter(session({ ...open, mustChange: true }), session(open))).toBe('desk');
    // Nothing of the desk was on the page yet.
    expect(screenAfter(session({ ...open, mustChange: true }), session(locked))).toBe('unlock');
  });
});

describe('after the desk', () => {
  it('the page is left, whatever comes', () => {
    expect(screenAfter(session(open), session(locked))).toBe('leaving');
    expect(screenAfter(session(open), session(locked), session(locked))).toBe('leaving');
    expect(screenAfter(session(open), session(fresh))).toBe('leaving');
  });
});

describe('the state keeps', () => {
  it('a warning of the lock until the session is heard of again', () => {
    expect(after(session(open, 30)).lockIn).toBe(30);
    expect(after(session(open, 30), session(open)).lockIn).toBeNull();
  });

  it('a failure until the session is heard of, or it is dismissed', () => {
    const failed: GateEvent = { type: 'failed', failure: new RequestFailure('No.', 'Again.') };
    expect(after(session(open), failed).failure?.message).toBe('No.');
    expect(after(session(open), failed).session).toEqual(open);
    expect(after(failed, session(open)).failure).toBeNull();
    expect(after(failed, { type: 'failed', failure: null }).failure).toBeNull();
  });
});
