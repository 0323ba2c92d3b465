import { InferenceSession } from 'onnxruntime-node';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { offeredProviders, openOnBestProvider, sessionOptions } from '../../../../src/main/model/provider.ts';

const ENCODER = join(import.meta.dirname, '../../../../resources/model/encoder.onnx');

// A few bytes of protocol buffers, enough to write a graph of one node.
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
function number(field: number, value: number): number[] {
  return [...varint(field << 3), ...varint(value)];
}
function bytes(field: number, value: string | number[]): number[] {
  const content = typeof value === 'string' ? [...Buffer.from(value)] : value;
  return [...varint((field << 3) | 2), ...varint(content.length), ...content];
}

const [FLOAT, INT64] = [1, 7];

/** A model with the encoder's inputs whose hidden states are one of them, as numbers with a point. */
function graphOf(source: 'input_ids' | 'attention_mask', output = 'hidden'): Uint8Array {
  const value = (name: string, type: number): number[] => {
    const shape = bytes(2, [...bytes(1, bytes(2, 'batch')), ...bytes(1, bytes(2, 'tokens'))]);
    return [...bytes(1, name), ...bytes(2, bytes(1, [...number(1, type), ...shape]))];
  };
  const to = bytes(5, [...bytes(1, 'to'), ...number(3, FLOAT), ...number(20, 2)]);
  const node = [...bytes(1, source), ...bytes(2, output), ...bytes(4, 'Cast'), ...to];
  const graph = [
    ...bytes(1, node),
    ...bytes(2, 'probe'),
    ...bytes(11, value('input_ids', INT64)),
    ...bytes(11, value('attention_mask', INT64)),
    ...bytes(12, value(output, FLOAT)),
  ];
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...bytes(8, number(2, 14))]);
}

/** Real sessions by the name of a provider, of which it is noted which were released. */
class Sessions {
  readonly opened: string[] = [];
  readonly released: string[] = [];

  /** A session that really runs, in which a run takes some milliseconds more, or fails. */
  async open(
    provider: string,
    graph: Uint8Array,
    behaviour: { delay?: number; failure?: string } = {},
  ): Promise<InferenceSession> {
    const session = await InferenceSession.create(graph, sessionOptions('cpu'));
    this.opened.push(provider);
    const run = session.run.bind(session);
    const release = session.release.bind(session);
    return Object.assign(session, {
      run: async (feeds: InferenceSession.FeedsType) => {
        if (behaviour.failure !== undefined) throw new Error(behaviour.failure);
        if (behaviour.delay) await new Promise((resolve) => setTimeout(resolve, behaviour.delay));
        return run(feeds);
      },
      release: async () => {
        this.released.push(provider);
        await release();
      },
    });
  }

  /** Those that still hold what they were given. */
  get held(): string[] {
    return this.opened.filter((provider) => !this.released.includes(provider));
  }
}

const GRAPH = graphOf('input_ids');
/** Far more than the graph takes. */
const SLOW = { delay: 60 };

describe('openOnBestProvider', () => {
  it('takes a provider that agrees with the CPU and is faster', async () => {
    const sessions = new Sessions();
    const found = await openOnBestProvider(
      'encoder',
      (provider) => sessions.open(provider, GRAPH, provider === 'cpu' ? SLOW : {}),
      [{ provider: 'cuda' }],
    );
    expect(found.provider).toBe('cuda');
    expect(found.reason).toMatch(/^agrees with the CPU and is \d+\.\d times as fast$/);
    expect(sessions.held).toEqual(['cuda']);
    await found.session.release();
  });

  it('takes the first that will do and tries no further', async () => {
    const sessions = new Sessions();
    const found = await openOnBestProvider(
      'encoder',
      (provider) => sessions.open(provider, GRAPH, provider === 'cpu' ? SLOW : {}),
      [{ provider: 'cuda', obstacle: 'not installed' }, { provider: 'webgpu' }, { provider: 'coreml' }],
    );
    expect(found.provider).toBe('webgpu');
    expect(sessions.opened).toEqual(['cpu', 'webgpu']);
    await found.session.release();
  });

  it('stays on the CPU where the other agrees but is slower', async () => {
    const sessions = new Sessions();
    const found = await openOnBestProvider(
      'encoder',
      (provider) => sessions.open(provider, GRAPH, provider === 'cpu' ? {} : SLOW),
      [{ provider: 'webgpu' }],
    );
    expect(found).toMatchObject({
      provider: 'cpu',
      reason: 'no faster provider is usable. webgpu: slower than the CPU here',
    });
    expect(sessions.held).toEqual(['cpu']);
    await found.session.release();
  });

  it('stays on the CPU where the other gives another result, however fast', async () => {
    const sessions = new Sessions();
    const found = await openOnBestProvider(
      'encoder',
      (provider) =>
        provider === 'cpu'
          ? sessions.open(provider, GRAPH, SLOW)
          : sessions.open(provider, graphOf('attention_mask')),
      [{ provider: 'webgpu' }],
    );
    expect(found.provider).toBe('cpu');
    expect(found.reason).toMatch(/webgpu: its result differs from the CPU's \(by [\d.]+ %\)$/);
    expect(sessions.held).toEqual(['cpu']);
    await found.session.release();
  });

  it('stays on the CPU where the other does not start, fails as it runs, or gives no hidden states', async () => {
    const sessions = new Sessions();
    const found = await openOnBestProvider(
      'encoder',
      (provider) => {
        if (provider === 'cuda') throw new Error('no device\nand a long story');
        if (provider === 'dml') return sessions.open(provider, GRAPH, { failure: 'out of memory' });
        if (provider === 'coreml') return sessions.open(provider, graphOf('input_ids', 'other'));
        return sessions.open(provider, GRAPH);
      },
      [{ provider: 'cuda' }, { provider: 'dml' }, { provider: 'coreml' }],
    );
    expect(found.provider).toBe('cpu');
    expect(found.reason).toMatch(
      /^no faster provider is usable\. cuda: could not be started \(no device\); dml: could not be started \(out of memory\); coreml: /,
    );
    // What failed is let go, so that its memory on the device is free again.
    expect(sessions.held).toEqual(['cpu']);
    await found.session.release();
  });

  it('does not try what has an obstacle, and names it', async () => {
    const sessions = new Sessions();
    const found = await openOnBestProvider('encoder', (provider) => sessions.open(provider, GRAPH), [
      { provider: 'cuda', obstacle: 'the CUDA libraries are not installed' },
    ]);
    expect(sessions.opened).toEqual(['cpu']);
    expect(found.reason).toBe('no faster provider is usable. cuda: the CUDA libraries are not installed');
    await found.session.release();
  });

  it('says so where nothing but the CPU is offered', async () => {
    const sessions = new Sessions();
    const found = await openOnBestProvider('encoder', (provider) => sessions.open(provider, GRAPH), []);
    expect(found).toMatchObject({ provider: 'cpu', reason: 'no other provider is offered' });
    await found.session.release();
  });

  it('fails where not even the CPU can open the file', async () => {
    await expect(openOnBestProvider(join(import.meta.dirname, 'missing.onnx'))).rejects.toThrow();
  });

  it('opens the shipped encoder on whatever this machine has', async () => {
    const found = await openOnBestProvider(ENCODER);
    expect(['cpu', ...offeredProviders().map(({ provider }) => provider)]).toContain(found.provider);
    expect(found.reason).not.toBe('');
    expect(found.session.inputNames).toEqual(['input_ids', 'attention_mask']);
    expect(found.session.outputNames).toEqual(['hidden']);
    await found.session.release();
  });
});
