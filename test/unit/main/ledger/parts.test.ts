import { createPublicKey, generateKeyPairSync, hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointHolds, parseCheckpoint, signCheckpoint } from '../../../../src/main/ledger/checkpoint.ts';
import { LedgerClock } from '../../../../src/main/ledger/clock.ts';
import { BodyV1, BodyV2, GENESIS, serialise, store } from '../../../../src/main/ledger/entry.ts';
import { areTexts, claimsOf } from '../../../../src/main/ledger/form.ts';
import {
  EMPTY_ROOT,
  Frontier,
  inclusionProof,
  rootOver,
  rootFromInclusion,
} from '../../../../src/main/ledger/merkle.ts';
import { originOf, publicKeyFile, readPublicKey } from '../../../../src/main/ledger/signer.ts';
import { anAct, testKey, testSigner } from '../../../fixtures/makeLedger.ts';
import { randomFrom } from '../../../fixtures/mutations.ts';

const hashes = Array.from({ length: 40 }, (_, at) => at.toString(16).padStart(64, '0'));

const sha256 = (bytes: Buffer): string => hash('sha256', bytes, 'hex');

/** The tree's definition (RFC 9162, 2.1.1), word for word. */
function treeHash(leaves: readonly string[]): string {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return sha256(Buffer.from(`00${leaves[0]}`, 'hex'));
  let k = 1;
  while (2 * k < leaves.length) k *= 2;
  const [left, right] = [treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k))];
  expect(rootOver(left, right)).toBe(sha256(Buffer.from(`01${left}${right}`, 'hex')));
  return rootOver(left, right);
}

describe('the Merkle tree', () => {
  it('has the roots of RFC 9162, and goes on from its frontier', () => {
    const frontier = new Frontier();
    expect(frontier.root()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    hashes.forEach((one, at) => {
      frontier.add(one);
      expect(frontier.root()).toBe(treeHash(hashes.slice(0, at + 1)));
      const again = Frontier.of(frontier.size, frontier.toBytes());
      expect([again.root(), again.size]).toEqual([frontier.root(), at + 1]);
    });
    expect(() => Frontier.of(3, Buffer.alloc(32))).toThrow();
  });

  it('proves each leaf of each size, and no other', () => {
    for (let size = 1; size <= hashes.length; size += 1) {
      const root = treeHash(hashes.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        const path = inclusionProof(index, size, (begin, end) => treeHash(hashes.slice(begin, end)));
        const rootOf = (leaf: string, at = index, of = size, by = path): string | null =>
          rootFromInclusion(leaf, at, of, by);
        expect(rootOf(hashes[index] ?? '')).toBe(root);
        expect(rootOf(GENESIS.replace('0', 'f'))).not.toBe(root);
        expect(rootOf(hashes[index] ?? '', size)).toBeNull();
        expect(rootOf(hashes[index] ?? '', index, size, [...path, GENESIS])).not.toBe(root);
        if (path.length > 0) expect(rootOf(hashes[index] ?? '', index, size, path.slice(1))).not.toBe(root);
      }
    }
  });
});

describe('a checkpoint', () => {
  const signer = testSigner();
  const said = { size: 7, root: 'ab'.repeat(32), at: '2026-01-05T10:00:00.000Z', previous: GENESIS };
  const { note } = signCheckpoint(signer, said);

  it('is a signed note', () => {
    expect(note.split('\n')).toEqual([
      signer.origin,
      '7',
      Buffer.alloc(32, 0xab).toString('base64'),
      'time 2026-01-05T10:00:00.000Z',
      `previous ${GENESIS}`,
      '',
      expect.stringMatching(new RegExp(`^— ${signer.origin} [A-Za-z0-9+/]{91}=$`)),
      '',
    ]);
    const read = parseCheckpoint(note);
    expect(read).toMatchObject({ ...said, origin: signer.origin });
    expect(read && checkpointHolds(read, signer.publicKey)).toBe(true);
    expect(read && checkpointHolds(read, testSigner(2).publicKey)).toBe(false);
  });

  it('holds with no byte changed', () => {
    const bytes = Buffer.from(note, 'utf8');
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [1, 0x20]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ bit;
        const read = parseCheckpoint(changed.toString('utf8'));
        expect(read !== null && checkpointHolds(read, signer.publicKey), `byte ${at}`).toBe(false);
      }
    }
  });
});

describe('a public key', () => {
  const { publicKey } = testSigner();

  it('is handed over as PEM and names its ledger', () => {
    const read = readPublicKey(publicKeyFile(publicKey));
    expect(read.equals(publicKey)).toBe(true);
    expect(originOf(read)).toMatch(/^rubricator-[0-9a-f]{16}$/);
  });

  it.each([
    ['nothing', 'nothing'],
    ['a private key', testKey().export({ type: 'pkcs8', format: 'pem' }).toString()],
    [
      'a key of another kind',
      publicKeyFile(
        createPublicKey(
          generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
            type: 'spki',
            format: 'pem',
          }),
        ),
      ),
    ],
  ])('is not %s', (_what, content) => {
    expect(() => readPublicKey(content)).toThrow(/no public key of a ledger/);
  });
});

describe('the ledger’s clock', () => {
  function clockAt(start: number): {
    clock: LedgerClock;
    pass: (ms: number) => void;
    set: (by: number) => void;
  } {
    let [wall, passed] = [start, 0];
    const clock = new LedgerClock(
      () => wall,
      () => passed,
    );
    return {
      clock,
      pass: (ms) => ([wall, passed] = [wall + ms, passed + ms]),
      set: (by) => void (wall += by),
    };
  }

  it('goes with the system’s where nothing happens', () => {
    const { clock, pass } = clockAt(1_000_000);
    pass(86_400_000);
    expect(clock.read(0)).toEqual({ at: 87_400_000 });
  });

  it('bears small corrections, and drift', () => {
    const { clock, pass, set } = clockAt(1_000_000);
    set(4000);
    expect(clock.read(0).moved).toBeUndefined();
    pass(86_400_000);
    set(20_000);
    expect(clock.read(0).moved).toBeUndefined();
  });

  it('reports once that it was set forward, and follows', () => {
    const { clock, set, pass } = clockAt(1_000_000);
    set(60_000);
    const reading = clock.read(0);
    expect(reading).toEqual({ at: 1_060_000, moved: { found: 1_060_000, expected: 1_000_000 } });
    expect(clock.read(0)).toEqual(reading);
    clock.accept(reading);
    pass(10);
    expect(clock.read(0)).toEqual({ at: 1_060_010 });
  });

  it('reports once that it was set back, and does not follow', () => {
    const { clock, set, pass } = clockAt(1_000_000);
    set(-60_000);
    const reading = clock.read(0);
    expect(reading).toEqual({ at: 1_000_000, moved: { found: 940_000, expected: 1_000_000 } });
    clock.accept(reading);
    pass(10);
    expect(clock.read(1_000_000)).toEqual({ at: 1_000_010 });
  });

  it('is never before the last entry', () => {
    const { clock } = clockAt(1_000_000);
    expect(clock.read(1_002_000)).toEqual({ at: 1_002_000 });
    expect(clock.read(2_000_000)).toEqual({
      at: 2_000_000,
      moved: { found: 1_000_000, expected: 2_000_000 },
    });
  });
});

describe('the form of an entry', () => {
  const place = { seq: 3, at: '2026-01-05T10:00:00.000Z', previous: GENESIS };
  const acts = [
    anAct(),
    anAct({ details: { inView: true, score: 0.8734567165374756 } }),
    anAct({ details: { inView: false, score: 1e-7 } }),
    anAct({ details: { inView: true, reason: 'negated' }, note: 'two\nlines "quoted" \\' }),
    anAct({
      action: 'sequence',
      evidence: [],
      code: null,
      title: null,
      details: { order: ['I10', 'E11.9'] },
    }),
    anAct({ action: 'poa', evidence: [], details: { poa: null } }),
    anAct({ action: 'comment', evidence: [], details: { comment: 'ñ 😀 \u2028' } }),
    anAct({
      chart: null,
      action: 'set-up',
      details: { publicKey: 'MCow', account: { name: 'Ana', roles: ['coder'], disabled: false } },
    }),
  ];

  it.each(acts.map((act, at) => [at, act] as const))(
    'is known of what the ledger writes (%i)',
    (_at, act) => {
      const { body, sealed } = store(act, place);
      expect(claimsOf(body)).toMatchObject({
        v: 2,
        ...place,
        chart: act.chart,
        who: act.who,
        action: act.action,
        code: act.code,
        pieces: act.evidence.length,
        publicKey: act.details?.publicKey ?? null,
      });
      if (sealed !== null) expect(areTexts(sealed, act.evidence.length)).toBe(true);
      if (sealed !== null) expect(areTexts(sealed, act.evidence.length + 1)).toBe(false);
    },
  );

  it('is that of the schema and canonical, whatever is changed in it', () => {
    const random = randomFrom(7);
    const isBody = (text: string): boolean => {
      try {
        const json = JSON.parse(text) as object;
        return serialise('v' in json ? BodyV2.parse(json) : BodyV1.parse(json)) === text;
      } catch {
        return false;
      }
    };
    const alphabet = ' "\\{}[]:,.0123456789aeintuE-\u0001ñ\ud83d';
    let accepted = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const { body } = store(acts[round % acts.length] ?? anAct(), place);
      const at = Math.floor(random() * body.length);
      const put = alphabet[Math.floor(random() * alphabet.length)] ?? '';
      const taken = Math.floor(random() * 3);
      const changed = body.slice(0, at) + put + body.slice(at + taken);
      expect(claimsOf(changed) !== null, changed).toBe(isBody(changed));
      if (isBody(changed)) accepted += 1;
    }
    expect(accepted).toBeGreaterThan(1000);
  });
});
