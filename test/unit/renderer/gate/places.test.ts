import { describe, expect, it } from 'vitest';
import { stateOf, tasksFor } from '../../../../src/renderer/accounts/tasks.ts';
import { placesFor } from '../../../../src/renderer/gate/places.ts';
import { placeOfScreen, screenAt, screenFor, type Screen } from '../../../../src/renderer/gate/resume.ts';
import type { Account, Role } from '../../../../src/shared/accounts.ts';

describe('roles', () => {
  it('allow places', () => {
    expect(placesFor(['coder'])).toEqual(['worklist', 'work', 'settings']);
    expect(placesFor(['auditor'])).toEqual(['worklist', 'review', 'audit', 'settings']);
    expect(placesFor(['administrator'])).toEqual(['settings']);
    expect(placesFor(['administrator', 'auditor'])).toEqual(['worklist', 'review', 'audit', 'settings']);
    expect(placesFor(['coder', 'auditor', 'administrator'])).toEqual([
      'worklist',
      'work',
      'review',
      'audit',
      'settings',
    ]);
  });
});

describe('the desk opens', () => {
  const chart: Screen = { name: 'chart', chart: 'c1' };
  const kept = (user: string, screen: Screen) => ({ user, screen, restored: null });

  it('where the same user left it', () => {
    expect(screenFor('Ana', ['coder'], kept('Ana', chart))).toEqual(chart);
    const review: Screen = { name: 'review', place: { at: 'sample', sample: 4, last: null } };
    expect(screenFor('Ana', ['auditor'], kept('Ana', review))).toEqual(review);
  });

  it('on the worklist for another user, on the settings for whoever has no worklist', () => {
    expect(screenFor('Ben', ['coder'], kept('Ana', chart))).toEqual({ name: 'worklist', last: null });
    expect(screenFor('Ben', ['administrator'], kept('Ana', chart))).toEqual({ name: 'settings' });
  });

  it.each<[Role[], Screen]>([
    [['administrator'], chart],
    [['coder'], { name: 'audit' }],
    [['auditor'], { name: 'work' }],
  ])('elsewhere where the roles %s allow what was left no more', (roles, left) => {
    const screen = screenFor('Ana', roles, kept('Ana', left));
    expect(placesFor(roles)).toContain(placeOfScreen(screen));
    expect(screen).toEqual(screenAt(placesFor(roles)[0] ?? 'settings'));
  });

  it.each([
    undefined,
    null,
    'Ana',
    { user: 'Ana' },
    { user: 'Ana', screen: null, restored: null },
    { user: 'Ana', screen: { name: 'elsewhere' }, restored: null },
    { user: 'Ana', screen: { name: 'chart' }, restored: null },
  ])('on the worklist where nothing that can be read was kept: %j', (state) => {
    expect(screenFor('Ana', ['coder'], state)).toEqual({ name: 'worklist', last: null });
  });
});

describe('an account', () => {
  const account: Account = {
    name: 'Ana',
    roles: ['coder'],
    disabled: false,
    mustChange: false,
    createdAt: '2026-01-02T03:04:05.000Z',
  };

  it('that is disabled can be enabled with a passphrase, and not be disabled again', () => {
    expect(tasksFor(account)).toEqual(['changeRoles', 'reset', 'disable']);
    expect(tasksFor({ ...account, disabled: true })).toEqual(['changeRoles', 'enable']);
  });

  it('stands in one word', () => {
    expect(stateOf(account)).toBe('active');
    expect(stateOf({ ...account, mustChange: true })).toBe('mustChange');
    expect(stateOf({ ...account, mustChange: true, disabled: true })).toBe('disabled');
  });
});
